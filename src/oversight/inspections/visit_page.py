"""What the code of a visit opens for everybody: who comes, why, for what, with which rights.

Nothing is shown of an unannounced visit before somebody arrived (rule R13), and nothing a month
after the end; a wrong code gets the same answer as one that shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from oversight.common import moments
from oversight.common.errors import NotFoundError
from oversight.inspections import caps, document_data, guards, site_acts, states, task_details
from oversight.inspections.arrivals import SiteAct, SiteActKind, VisitCode, VisitObjection
from oversight.inspections.models import InspectionTask
from oversight.inspections.states import ApprovalState, TaskState
from oversight.registry.models import Inspector
from oversight.registry.rules import items as item_rules
from oversight.regulations import selectors as regulations

LENGTH = 12
AFTER = timedelta(days=30)
RATED_FROM = (
    *(TaskState.SIGNING, TaskState.FINISHED, TaskState.NOT_INSPECTED),
    *(TaskState.TOLD, TaskState.ARCHIVED),
)
"""The states in which the visit itself is over."""
NO_CODE = "没有这个检查码，或者现在还不能看；请核对以后再输，也可以请检查人员重新出示"
RIGHTS = (
    "查看检查人员的执法证件；没有出示证件、不足两人的，可以拒绝检查",
    "认为检查人员有利害关系的，申请回避",
    "陈述、申辩；核对笔录，要求更正",
    "拒绝检查没有列在本页的事项",
    "不需要法定代表人到场，现场负责人在场就可以",
    "投诉违规检查",
)
"""行政处罚法 §§7, 43, 55; 河南省行政执法条例 §24; 国办发〔2024〕54号."""
_SAME_LETTERS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerLine:
    """An officer: name, unit and certificate are published by law, nothing else is shown."""

    name: str
    unit: str
    certificate: str
    valid_until: date | None
    is_valid: bool
    arrival: SiteAct | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """An item that is checked: its name, the law, what is looked at."""

    name: str
    basis: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPage:
    """All that the page of a visit says."""

    task: InspectionTask
    code: VisitCode
    officers: tuple[OfficerLine, ...]
    items: tuple[ItemLine, ...]
    origin: str
    is_proven: bool
    approved_at: datetime | None
    nth: int
    limit: int | None
    telephones: tuple[str, ...]
    is_over: bool
    is_told: bool

    @property
    def arrived(self) -> int:
        """Count the officers who confirmed their arrival."""
        return sum(officer.arrival is not None for officer in self.officers)

    @property
    def is_short(self) -> bool:
        """Tell whether fewer than two have arrived whose certificates hold today."""
        here = [officer for officer in self.officers if officer.arrival and officer.is_valid]
        return len(here) < guards.LEAST_OFFICERS


def normalized(typed: str) -> str:
    """Give a code as it is kept, however it was typed."""
    return typed.upper().translate(_SAME_LETTERS)


def code_for(typed: str, at: datetime) -> VisitCode:
    """Load the code that somebody scanned or typed.

    Raises:
        NotFoundError: there is none, or it shows nothing now: both say the same.
    """
    rows = VisitCode.objects.filter(code=normalized(typed))
    code = rows.select_related("visit__draw", "visit__subject", "visit__bureau").first()
    if code is None or not _is_shown(code.visit, at):
        raise NotFoundError(NO_CODE)
    return code


def page_of(code: VisitCode, at: datetime) -> VisitPage:
    """Give what the page of a visit says today."""
    task, today = code.visit, moments.day_of(at)
    on = moments.day_of(task.arrived_at) if task.arrived_at else task.planned_on or today
    answers = caps.answers(task, on)
    return VisitPage(
        task=task,
        code=code,
        officers=tuple(_officers(task, today)),
        items=tuple(_items(task)),
        origin=document_data.origin(task, is_outside=True),
        is_proven=task.draw is not None and task.draw.state == task.draw.PUBLISHED,
        approved_at=_approved_at(task),
        nth=caps.place_in_year(task, on),
        limit=answers[0].limit if answers else None,
        telephones=tuple(telephones(task.bureau_id, today)),
        is_over=task.state in RATED_FROM,
        is_told=task.state in {TaskState.TOLD, TaskState.ARCHIVED},
    )


def telephones(bureau_id: int, on: date) -> list[str]:
    """Give whom to call about a visit: the bureau, the hotline, who supervises."""
    rule = regulations.rules_on(bureau_id, on).filter(key="visit_telephones").first()
    return [str(line) for line in rule.value] if rule is not None else []


def objections(task: InspectionTask) -> list[VisitObjection]:
    """Give what was objected to on a visit, the newest first."""
    return list(VisitObjection.objects.filter(visit=task))


def _is_shown(task: InspectionTask, at: datetime) -> bool:
    if task.state in states.ENDED:
        return False
    if task.state == TaskState.NOTIFIED:
        return True
    if task.arrived_at is None and not task.site_acts.exists():
        return False
    ended_at = _ended_at(task)
    return ended_at is None or at <= ended_at + AFTER


def _approved_at(task: InspectionTask) -> datetime | None:
    """Give when the head approved the visit; None for an urgent one without papers yet."""
    approval = task.approvals.filter(state=ApprovalState.APPROVED).first()
    return approval.decided_at if approval is not None else None


def _ended_at(task: InspectionTask) -> datetime | None:
    """Give when a visit ended, as far as somebody noted it; None while it goes on."""
    if task.state not in RATED_FROM:
        return None
    last = task.site_acts.filter(kind=SiteActKind.LEAVE).last()
    return last.at if last is not None else task.arrived_at


def _officers(task: InspectionTask, today: date) -> Iterator[OfficerLine]:
    shown = {act.inspector_id: act for act in site_acts.arrivals(task)}
    for slot in task_details.team(task).select_related("inspector__owner"):
        officer: Inspector | None = slot.inspector
        if officer is None:
            continue
        until = site_acts.valid_until(officer, today)
        yield OfficerLine(
            name=officer.name,
            unit=officer.owner.name,
            certificate=officer.number,
            valid_until=until,
            is_valid=until is not None,
            arrival=shown.get(officer.pk),
        )


def _items(task: InspectionTask) -> Iterator[ItemLine]:
    for result in task_details.results(task):
        content = item_rules.read(result.version.content)
        yield ItemLine(
            name=content.name,
            basis="；".join(f"{basis.title}{basis.article}" for basis in content.basis),
            points=tuple(point.title for point in content.points),
        )
