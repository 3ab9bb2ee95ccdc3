"""Drawn visits of the fictional bureau, made by officers on the spot up to the signed record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.demo import staff
from oversight.draws.models import Draw
from oversight.inspections import record_facts, task_details
from oversight.inspections.arrivals import SiteActKind
from oversight.inspections.models import InspectionTask
from oversight.inspections.record_content import Change, record_digest
from oversight.inspections.services import (
    approvals,
    arrival,
    field_records,
    finishing,
    phone_reports,
    signing,
    tasks,
    telling,
)
from oversight.inspections.services.approvals import ApprovalInput
from oversight.inspections.services.telling import OutcomeInput
from oversight.inspections.site_acts import SiteNote
from oversight.registry.models import Inspector
from oversight.results.models import InspectionResult
from oversight.results.services import reviewing

OFFICERS, MOST = 4, 8
_STROKES = [[[12, 40, 0], [30, 22, 16], [48, 41, 33]], [[60, 20, 90], [60, 44, 120]]]
_CLERK, _HEAD = "wei", "zheng"
_ANSWER = "随机抽取确定，照常检查"


def busiest(draw: Draw, known: str) -> list[Inspector]:
    """Give the officers of a draw who go most often, the named one first."""
    load = Counter(slot.inspector_id for visit in draw.visits.all() for slot in visit.slots.all())
    rows = Inspector.objects.filter(pk__in=[key for key in load if key]).select_related("owner")
    lead = draw.visits.order_by("place")[0].owner_id
    ordered = sorted(rows, key=lambda row: (row.name != known, row.owner_id != lead, -load[row.pk]))
    return ordered[:OFFICERS]


def inspect(
    actors: Mapping[str, Actor],
    draw: Draw,
    officers: Sequence[Inspector],
    first: date,
    left: int = 1,
) -> int:
    """Let two of some officers make the visits on which both go; gives how many were made.

    ``first`` is a Monday: in its week they go. As many visits as are to be ``left`` wait for
    whoever tries a telephone.
    """
    count, pairs = 0, _of_two(draw, officers)
    for visit, pair in pairs[: len(pairs) - left]:
        if count < MOST:
            count += _inspect(actors, visit, pair, first + timedelta(days=count % 5))
    return count


def _of_two(
    draw: Draw, officers: Sequence[Inspector]
) -> list[tuple[InspectionTask, list[Inspector]]]:
    """Give the visits of a draw on which two of some officers go, with these two."""
    keys, pairs = {row.pk for row in officers}, []
    for visit in draw.visits.order_by("place"):
        team = [slot.inspector for slot in visit.slots.all() if slot.inspector_id in keys]
        pair = [row for row in team if row is not None][:2]
        if len(pair) == 2:  # noqa: PLR2004 - no visit is made by fewer
            pairs.append((visit, pair))
    return pairs


def _inspect(
    actors: Mapping[str, Actor], visit: InspectionTask, pair: Sequence[Inspector], on: date
) -> bool:
    """Make a visit; one that a cap forbids stays as it is."""
    day = datetime.combine(on, datetime.min.time(), tzinfo=moments.BEIJING)
    clerk, before = actors[_CLERK], day - timedelta(days=10)
    asked = ApprovalInput(
        why_on_site="要看考勤、工资支付的原件", visit_place=visit.subject.address or "示例路9号"
    )
    try:
        tasks.accept(actor=clerk, visit_id=visit.pk, on=on, at=before)
        approval = approvals.submit(actor=clerk, visit_id=visit.pk, asked=asked, at=before)
    except DomainError:
        return False
    approvals.approve(
        actor=actors[_HEAD], approval_id=approval.pk, answer=_ANSWER, at=before + timedelta(hours=3)
    )
    _on_site(visit, pair, day + timedelta(hours=9))
    _tell(clerk, visit, day + timedelta(hours=16))
    for result in InspectionResult.objects.filter(visit=visit):
        reviewing.accept(
            actor=actors[_HEAD],
            result_id=result.pk,
            version_number=1,
            at=day + timedelta(days=1, hours=9),
        )
    return True


def _on_site(visit: InspectionTask, pair: Sequence[Inspector], at: datetime) -> None:
    people = [staff.officer(row) for row in pair]
    for number, (officer, kind) in enumerate(
        [*((officer, SiteActKind.ARRIVE) for officer in people), (people[0], SiteActKind.START)]
    ):
        note = SiteNote(
            user_id=officer.user_id or 0,
            kind=kind,
            change=f"{visit.pk:08x}-0000-4000-8000-{number:012x}",
            noted_at=at,
            reason="",
        )
        arrival.note(actor=officer, visit_id=visit.pk, site_note=note, at=at)
    task, end = InspectionTask.objects.get(pk=visit.pk), at + timedelta(hours=2)
    phone_reports.report(actor=people[1], visit_id=visit.pk, taken=0, waiting=0, at=end)
    content = _signed(_record(task, at), [row.name for row in pair])
    change = Change(
        user_id=people[0].user_id or 0,
        base=0,
        name=f"{visit.pk:08x}-0000-4000-8000-0000000000ff",
        content=content,
        pictures=(),
        written_at=end,
    )
    field_records.save(actor=people[0], visit_id=visit.pk, change=change, at=end)
    signing.begin_signing(actor=people[0], visit_id=visit.pk, at=end)
    finishing.finish(actor=people[0], visit_id=visit.pk, at=end)


def _record(task: InspectionTask, at: datetime) -> dict[str, Any]:
    """Give a record in which every point of every item is in order."""
    times = [at + timedelta(minutes=minutes) for minutes in (5, 7, 115)]
    start, shown, end = (time.astimezone(moments.BEIJING).isoformat() for time in times)
    return {
        "v": 1,
        "answers": {
            item.code: _in_order(len(item.points)) for item in record_facts.of_visit(task, at).items
        },
        "result": {"codes": ["WFX"], "path": "", "path_facts": {}},
        "minutes": {
            "place": task.visit_place,
            "person": {"name": "柳南星", "post": "人事主管", "identity": "现场负责人"},
            "start": start,
            "end": end,
            "shown_at": shown,
            "recusal_told": True,
            "recusal_answer": "不申请回避",
            "facts": "核对职工名册、劳动合同、考勤和工资支付台账的原件，齐全一致。",
            "statement": "以上情况属实。",
            "changes": "",
        },
        "recordings": [],
        "evidence": [],
        "signatures": [],
        "refusal": {"reason": "", "witness": ""},
        "paper": [],
    }


def _in_order(count: int) -> dict[str, Any]:
    return {
        "points": [{"n": n, "answer": "ok", "why": ""} for n in range(1, count + 1)],
        "finding": "",
        "provision": "",
        "kinds": [],
        "disposition": ["none"],
        "methods": ["site"],
    }


def _signed(content: dict[str, Any], officers: Sequence[str]) -> dict[str, Any]:
    signers = [*(("officer", name) for name in officers), ("subject", "柳南星")]
    row = {"strokes": _STROKES, "signed": record_digest(content), "at": content["minutes"]["end"]}
    return {**content, "signatures": [{"who": who, "name": name, **row} for who, name in signers]}


def _tell(clerk: Actor, visit: InspectionTask, at: datetime) -> None:
    outcome = OutcomeInput(
        results={row.pk: "未发现问题" for row in task_details.results(visit)},
        notes={},
        outcome="未发现问题",
        follow_up="没有后续处置。",
        publication="检查结果将依法公示；认为有错的，可以申请更正。",
        remedy="对检查行为有意见的，可以向青禾区司法局反映。",
        contact="魏长风 0379-0000004",
    )
    telling.tell(actor=clerk, visit_id=visit.pk, outcome=outcome, at=at)
