"""Other code systems (扫码入企): what a city's or province's system is told, and in which order.

The contract is ``register``, ``arrived``, ``left``, ``result``, ``lateEntry``. Which system there
is, the setting ``CODE_SYSTEM`` says: ``none`` tells nobody, ``manual`` leaves it to a person who
types the other system's code, an address is spoken to over HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from django.conf import settings

from oversight.common import moments
from oversight.inspections.arrivals import (
    CodeSystemMessage,
    CodeSystemMessageState,
    CodeSystemMethod,
    SiteAct,
    SiteActKind,
)
from oversight.inspections.models import InspectionTask

NONE, MANUAL = "none", "manual"


class CodeSystem(Protocol):
    """A code system of a city or province; every call has a key that is the same when repeated."""

    def send(self, method: str, key: str, content: Mapping[str, object]) -> str:
        """Tell it something; gives the code that it has for the visit, or nothing.

        Raises:
            DomainError: it refuses what it was told; to send it again does not help.
            OSError: it was not reached; to send it again may help.
        """
        ...


def is_told() -> bool:
    """Tell whether there is a system that is told by itself."""
    return settings.CODE_SYSTEM not in {NONE, MANUAL}


def tell(task: InspectionTask, act: SiteAct, at: datetime) -> None:
    """Put an act on the spot into the queue, in the transaction of the act."""
    if act.kind == SiteActKind.ARRIVE:
        put(task, CodeSystemMethod.REGISTER, "0", _visit(task), at)
        place = str(task.site_acts.filter(kind=SiteActKind.ARRIVE).count())
        method = CodeSystemMethod.LATE if act.is_late else CodeSystemMethod.ARRIVED
        put(task, method, place, _act(act), at)
    elif act.kind == SiteActKind.LEAVE:
        put(task, CodeSystemMethod.LEFT, str(act.pk), _act(act), at)


def tell_result(task: InspectionTask, text: str, at: datetime) -> None:
    """Put the result that the subject was told of into the queue."""
    put(task, CodeSystemMethod.RESULT, "0", {"number": task.number, "result": text}, at)


def put(
    task: InspectionTask, method: str, place: str, content: dict[str, object], at: datetime
) -> None:
    """Put a message into the queue; one that is there already stays as it is."""
    if is_told():
        CodeSystemMessage.objects.get_or_create(
            key=f"{task.number}/{method}/{place}",
            defaults={"visit": task, "method": method, "content": content, "made_at": at},
        )


def waiting() -> list[CodeSystemMessage]:
    """Give what waits to be told, the oldest first."""
    rows = CodeSystemMessage.objects.filter(state=CodeSystemMessageState.WAITING)
    return list(rows.select_related("visit").order_by("pk"))


def _visit(task: InspectionTask) -> dict[str, object]:
    return {
        "number": task.number,
        "subject": task.name,
        "code": task.code,
        "kind": str(task.get_kind_display()),
        "bureau": task.bureau.name,
    }


def _act(act: SiteAct) -> dict[str, object]:
    return {
        "number": act.visit.number,
        "officer": act.name,
        "certificate": act.certificate,
        "at": moments.written(act.at),
        "reason": act.reason,
    }
