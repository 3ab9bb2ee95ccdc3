"""The code of a visit: made once, by chance alone, as soon as the visit may be made."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mingqian import canonical
from mingqian_ceremony import entropy
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError
from oversight.inspections import events, selectors, visit_page
from oversight.inspections.arrivals import VisitCode
from oversight.inspections.models import InspectionTask
from oversight.inspections.services.recording import record

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MOST = 80


def ensure(task: InspectionTask, actor: Actor, at: datetime) -> VisitCode:
    """Give the code of a visit; the first call makes it, inside the caller's transaction."""
    known = VisitCode.objects.filter(visit=task).first()
    if known is not None:
        return known
    code = _code(entropy.secret())
    digest = code_digest(code)
    entry = record(events.VISIT_CODE_MADE, task, actor, at, {}, {"digest": digest})
    return VisitCode.objects.create(visit=task, code=code, made_at=at, entry=entry)


def code_digest(code: str) -> str:
    """Give what the log keeps of a code."""
    return canonical.digest(f"mingqian visit code|{code}")


@transaction.atomic
def link(*, actor: Actor, visit_id: int, foreign_code: str, at: datetime) -> VisitCode:
    """Note the code that a city's or province's system has for the visit, typed by hand.

    Raises:
        NotFoundError: there is no such visit within reach.
        DomainError: nothing was typed, or the visit has no code yet.
    """
    actor.require(Permission.TAKE_VISITS)
    task = selectors.visit_for(actor, visit_id, lock=True)
    code = VisitCode.objects.filter(visit=task).first()
    if code is None:
        raise DomainError("这次检查还没有批准，还没有检查码；请批准以后再登记")
    if not foreign_code.strip():
        raise DomainError("请填外部系统给的检查码", field="foreign_code")
    code.foreign_code = foreign_code.strip()[:_MOST]
    code.save(update_fields=["foreign_code"])
    record(events.VISIT_CODE_LINKED, task, actor, at, {}, {"reference": code.foreign_code})
    return code


def _code(secret: str) -> str:
    """Write sixty bits of a secret as twelve letters that are not mistaken for each other."""
    number = int(secret, 16)
    return "".join(_LETTERS[number >> 5 * place & 31] for place in range(visit_page.LENGTH))
