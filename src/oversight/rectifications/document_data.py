"""What the documents after an order say of their rows: 复查笔录, 案件线索移交单."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from oversight.common import moments
from oversight.inspections.models import InspectionTask
from oversight.rectifications.models import CaseClue, Rectification
from oversight.rectifications.states import PointState, RectificationState

_NO_PLACE = "没有登记"


def recheck(
    row: Rectification, visit: InspectionTask, *, proofs: Sequence[str], on: date
) -> dict[str, object]:
    """Give the data of the 复查(回访)笔录, once the points are concluded."""
    is_corrected = row.state == RectificationState.CORRECTED
    people = [slot.inspector for slot in visit.slots.all() if slot.inspector is not None]
    return {
        "subject": row.name,
        "code": row.code,
        "order": _order(row),
        "visit": visit.number,
        "place": visit.visit_place or row.subject.address or _NO_PLACE,
        "on": str(on),
        "officers": "、".join(f"{person.name}（证号 {person.number}）" for person in people),
        "points": [
            {**_point(point.what, point.provision, point.state), "note": point.note}
            for point in row.points.all()
        ],
        "proofs": [{"title": name} for name in proofs],
        "conclusion": "全部改正，复查合格" if is_corrected else "没有全部改正，复查不合格",
        "signed_on": str(on),
    }


def transfer(clue: CaseClue, *, on: date) -> dict[str, object]:
    """Give the data of the 案件线索移交单."""
    row = clue.rectification
    served_on = row.service.served_on if row.service is not None else None
    served = f"{moments.day_in_words(served_on)}送达" if served_on else "没有登记送达"
    due = f"，改正期到{moments.day_in_words(row.due_on)}为止" if row.due_on else ""
    return {
        "clue": clue.number,
        "rectification": row.number,
        "order": _order(row),
        "subject": row.name,
        "code": row.code,
        "visit": row.visit.number,
        "served": f"{served}{due}",
        "reason": clue.reason,
        "sender": clue.made_by,
        "points": [_point(point.what, point.provision, point.state) for point in row.points.all()],
        "signed_on": str(on),
    }


def _order(row: Rectification) -> str:
    return row.order.number if row.order is not None else row.number


def _point(what: str, provision: str, state: str) -> dict[str, str]:
    return {"what": what, "provision": provision, "result": str(PointState(state).label)}
