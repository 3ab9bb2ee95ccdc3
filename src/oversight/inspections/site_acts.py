"""What a telephone may send as an act on the spot, read strictly; and who has arrived."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Max

from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.inspections import guards, record_content, states
from oversight.inspections.arrivals import SiteAct, SiteActKind
from oversight.inspections.models import InspectionTask
from oversight.inspections.states import TaskState
from oversight.registry.models import Inspector
from oversight.registry.rules.inspectors import blockers
from oversight.registry.selectors import inspectors

_LONGEST = 200
_CHANGE = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
_UNREADABLE = "手机送来的到场登记读不出来，没有收下；手机里的还在，请联网打开一次再上传"
ARRIVING = (*states.TASK.sources([states.ARRIVE]), TaskState.PAPERS_LATER, TaskState.ARRIVED)
"""The states in which officers show their certificates; one who joins later may in the next."""
LEAVING = (
    *(TaskState.INSPECTING, TaskState.SIGNING, TaskState.SUSPENDED),
    *(TaskState.FINISHED, TaskState.NOT_INSPECTED),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteNote:
    """An act as a telephone noted it: whose, which, when by its own clock, and why it is late."""

    user_id: int
    kind: SiteActKind
    change: str
    noted_at: datetime | None
    reason: str


def read_note(document: object) -> SiteNote:
    """Read what a telephone sent.

    Raises:
        DomainError: it is no act on the spot.
    """
    sent = document if isinstance(document, dict) else {}
    kind, change, who = sent.get("act"), sent.get("change"), sent.get("who")
    reason = sent.get("reason", "")
    if kind not in SiteActKind.values or type(who) is not int:
        raise DomainError(_UNREADABLE)
    if not isinstance(change, str) or not _CHANGE.fullmatch(change):
        raise DomainError(_UNREADABLE)
    if not isinstance(reason, str) or len(reason) > _LONGEST or not record_content.is_plain(reason):
        raise DomainError(_UNREADABLE)
    return SiteNote(
        user_id=who,
        kind=SiteActKind(kind),
        change=change,
        noted_at=_moment(sent.get("noted")),
        reason=reason.strip(),
    )


def _moment(value: object) -> datetime | None:
    """Give a moment with its offset; a telephone whose clock says nonsense says nothing."""
    try:
        moment = datetime.fromisoformat(value if isinstance(value, str) else "")
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def attempt(task: InspectionTask, on: date) -> int:
    """Give which arrival of the team is going on: a new one after the last was whole, or past."""
    last = task.site_acts.order_by("attempt").last()
    if last is None:
        return 1
    before = arrivals(task, last.attempt)
    is_past = not before or moments.day_of(before[0].at) != on
    is_whole = len(before) >= guards.LEAST_OFFICERS
    is_new = states.TASK.allows(states.ARRIVE, task.state) and (is_past or is_whole)
    return last.attempt + is_new


def arrivals(task: InspectionTask, attempt_: int | None = None) -> list[SiteAct]:
    """Give who of the team has shown the certificate at an arrival, by default the last one."""
    rows = task.site_acts.filter(kind=SiteActKind.ARRIVE)
    wanted = attempt_ or rows.aggregate(last=Max("attempt"))["last"]
    team = [slot.inspector_id for slot in task.slots.all()]
    rows = rows.filter(attempt=wanted, inspector__in=[key for key in team if key])
    return list(rows.select_related("inspector"))


def going_on(task: InspectionTask, on: date) -> list[SiteAct]:
    """Give what was noted at the arrival that goes on, the first first."""
    rows = task.site_acts.filter(attempt=attempt(task, on))
    return list(rows.select_related("inspector"))


def valid_until(officer: Inspector, on: date) -> date | None:
    """Give until when the certificates of an officer hold that hold on a day."""
    rows = [row for row in officer.certificates.all() if row.until >= on]
    return max((row.until for row in rows if not row.since or row.since <= on), default=None)


def obstacles(officer: Inspector, on: date) -> list[str]:
    """Say why somebody may not inspect on a day; empty means the certificate holds."""
    return blockers(inspectors.availability_of(officer), on)
