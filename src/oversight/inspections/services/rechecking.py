"""开封复核: caps and rotation looked at again once what a sealed draw decided is no secret (ADR 5).

Until the opening other draws were made as if the sealed one had not been held, so that nothing of
it shows in their lists. From the opening on both count: what is too much is named, with the way
out, and nothing is changed by the program.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from oversight.common import moments
from oversight.draws import rules, secrecy
from oversight.draws import selectors as draws
from oversight.draws.models import Draw
from oversight.draws.services import sampling_frame
from oversight.inspections import selectors
from oversight.inspections.models import InspectionTask, TeamMember
from oversight.regulations import selectors as regulations


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A visit too many, or somebody sent where they were lately; ``others`` can be merged with."""

    kind: str
    visit: InspectionTask
    text: str
    way: str
    others: tuple[InspectionTask, ...] = ()
    slot: TeamMember | None = None


def clashes(draw: Draw) -> list[Clash]:
    """Find what breaks caps or rotation between a draw that is opened and the others."""
    if not draw.is_sealed_mode or not draws.is_list_shown(draw):
        return []
    visits = [
        visit for visit in selectors.visits(draw) if not visit.is_out and not visit.merged_into_id
    ]
    return [*_over_caps(draw, visits), *_too_soon(draw, visits)]


def figures(draw: Draw) -> dict[str, int]:
    """Count what was found, for the log."""
    all_clashes = clashes(draw)
    return {
        "capped": sum(clash.kind == rules.CAPPED for clash in all_clashes),
        "rotated": sum(clash.kind == rules.ROTATED for clash in all_clashes),
    }


def allows(visit: InspectionTask, slot: TeamMember | None, why: str) -> bool:
    """Tell whether a reason of this check holds for a visit or for somebody of its team."""
    slot_id = None if slot is None else slot.pk
    return any(
        clash.kind == why
        and clash.visit.pk == visit.pk
        and (clash.slot and clash.slot.pk) == slot_id
        for clash in clashes(visit.drawn_by)
    )


def _over_caps(draw: Draw, visits: list[InspectionTask]) -> list[Clash]:
    day = moments.day_of(draw.held_at) if draw.held_at else None
    caps = sampling_frame.applicable_caps(draw, day) if day else []
    excepted = set(draw.granted_exemptions.values_list("subject_id", flat=True))
    others = _others(draw, visits)
    excess = []
    for visit in visits:
        cap = next((c for c in caps if c.visits.get(visit.subject_id, 0) > c.limit), None)
        if cap is None or visit.subject_id in excepted:
            continue
        mergeable = others.get(visit.subject_id, ())
        excess.append(
            Clash(
                kind=rules.CAPPED,
                visit=visit,
                text=f"{visit.name} 本年度检查 {cap.visits[visit.subject_id]} 次，"
                f"超过上限 {cap.limit} 次（{cap.citation}）",
                way="与已有的任务合并成一次检查，或按公布的次序递补",
                others=mergeable,
            )
        )
    return excess


def _too_soon(draw: Draw, visits: list[InspectionTask]) -> list[Clash]:
    if draw.held_at is None:
        return []
    day = moments.day_of(draw.held_at)
    since = day - timedelta(days=regulations.number(draw.bureau_id, "rotation_days", day))
    sent = TeamMember.objects.filter(
        visit__draw__bureau_id=draw.bureau_id,
        visit__draw__held_at__date__gte=since,
        visit__subject_id__in=[visit.subject_id for visit in visits],
        visit__is_out=False,
        visit__merged_into=None,
        inspector__isnull=False,
    )
    sent = sent.exclude(visit__draw=draw).exclude(visit__draw__state=Draw.VOIDED)
    sent = sent.exclude(visit__draw__in=secrecy.unopened())
    pairs = dict.fromkeys(sent.values_list("inspector_id", "visit__subject_id"))
    return [
        Clash(
            kind=rules.ROTATED,
            visit=visit,
            slot=slot,
            text=f"{slot.inspector.name} 在另一次抽取中也派到 {visit.name}",
            way="请按公布的次序换下一位，或说明理由由审批人决定",
        )
        for visit in visits
        for slot in visit.slots.all()
        if slot.inspector is not None and (slot.inspector_id, visit.subject_id) in pairs
    ]


def _others(draw: Draw, visits: list[InspectionTask]) -> Mapping[int, tuple[InspectionTask, ...]]:
    """Give the visits of other draws to the same subjects that are still to be made."""
    rows = InspectionTask.objects.filter(
        subject_id__in=[visit.subject_id for visit in visits],
        draw__bureau_id=draw.bureau_id,
        is_out=False,
        merged_into=None,
        done_on=None,
    )
    rows = rows.exclude(draw=draw).exclude(draw__state=Draw.VOIDED)
    rows = rows.exclude(draw__in=secrecy.unopened()).select_related("draw")
    others: dict[int, tuple[InspectionTask, ...]] = {}
    for visit in rows:
        others[visit.subject_id] = (*others.get(visit.subject_id, ()), visit)
    return others
