"""数据核对: when the database was compared with the log, how it ended, and what differs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.audit import cosignatures, differences, head_copy, outside, services
from oversight.audit import selectors as audit
from oversight.audit.selectors import Difference
from oversight.web.access import ActingRequest, act, page

_KEEP = (Permission.SEE_SEALED, Permission.SEE_ACCOUNT_TRAIL)
_MASKED = "密封的名单，开封前不显示"
_RUNS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A difference as somebody may see it."""

    fingerprint: str
    what: str
    field: str
    logged: str
    stored: str
    found_at: datetime
    is_acknowledged: bool


@page(Permission.SEE_TRAIL, Permission.SEE_ACCOUNT_TRAIL)
def listing(request: ActingRequest) -> HttpResponse:
    """Show what differs, and the checks."""
    actor = request.actor
    context = {
        "rows": [
            _row(actor, difference, is_known)
            for difference, is_known in audit.differences([actor.scope])
        ],
        "check": newest(actor),
        "runs": audit.newest_runs()[:_RUNS],
        "may_acknowledge": any(actor.may(power) for power in _KEEP),
    }
    return render(request, "office/audit/reconciliation.html", context)


@act(*_KEEP)
def acknowledge(request: ActingRequest, fingerprint: str) -> HttpResponse:
    """Put on record that a difference was seen, and what was done about it."""
    services.acknowledge(
        by=request.actor.author,
        fingerprint=fingerprint,
        note=request.POST.get("note", "")[:300],
        scopes=[request.actor.scope],
        at=request.at,
    )
    messages.success(request, "已记入留痕：这一处有人看过。")
    return redirect("office:reconciliation")


def newest(actor: Actor) -> dict[str, Any]:
    """Give the newest check of everything, and what waits for a person."""
    return {
        "run": audit.whole_runs().first(),
        "unseen": sum(not is_known for _, is_known in audit.differences([actor.scope])),
        "outside": outside.last_answers(),
        "cosigned": cosignatures.newest(),
        "head_copy": head_copy.problem(audit.written_size()),
    }


def may_keep(actor: Actor) -> bool:
    """Tell whether somebody looks after the comparison: the supervisor and the administrator."""
    return any(actor.may(power) for power in _KEEP)


def _row(actor: Actor, difference: Difference, is_acknowledged: bool) -> Row:  # noqa: FBT001
    is_hidden = difference.is_secret and not actor.may(Permission.SEE_SEALED)
    name = differences.KINDS.get(difference.kind, difference.kind)
    return Row(
        fingerprint=difference.fingerprint,
        what=f"{name} {difference.number}".strip(),
        field=_MASKED if is_hidden else difference.field,
        logged=_MASKED if is_hidden else difference.logged,
        stored=_MASKED if is_hidden else difference.stored,
        found_at=difference.found_at,
        is_acknowledged=is_acknowledged,
    )
