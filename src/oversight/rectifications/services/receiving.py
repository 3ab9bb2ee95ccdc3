"""An approved finding opens its rectification, in the transaction that approves it (guide 1.4)."""

from __future__ import annotations

from oversight.inspections.rules.codes import Disposition
from oversight.rectifications.kinds import FindingCode
from oversight.rectifications.models import Rectification
from oversight.rectifications.rules import NewPoint
from oversight.rectifications.services import opening
from oversight.rectifications.states import RectificationState
from oversight.results.rules import ResultContent
from oversight.results.services.receivers import ApprovedResult

_ORDERS = (Disposition.ORDER, Disposition.PAY)
_MOST_WHAT, _MOST_PROVISION = 500, 300


def receive(approved: ApprovedResult) -> None:
    """Open what an approved finding obliges to; one that an officer opened on the spot is enough.

    Told again of the same item it opens nothing twice.
    """
    code = finding_code(approved.content)
    if not code or _is_opened_by_hand(approved):
        return
    point = NewPoint(
        what=approved.content.finding[:_MOST_WHAT],
        provision=approved.content.provision[:_MOST_PROVISION],
    )
    opening.open_for(
        actor=approved.actor,
        result=approved.row.result,
        finding_code=code,
        points=[point],
        at=approved.at,
    )


def finding_code(content: ResultContent) -> str:
    """Give the code by which a result opens a rectification; empty where it opens none.

    A finding that is still to be dealt with opens one where its disposition is an order; where it
    goes to a case or to another agency, that is not for here.
    """
    for code in content.codes:
        if code == FindingCode.PENDING and not any(d in _ORDERS for d in content.disposition):
            continue
        if code in FindingCode.values:
            return code
    return ""


def _is_opened_by_hand(approved: ApprovedResult) -> bool:
    rows = Rectification.objects.filter(
        visit_id=approved.row.visit_id, result=None, owner_id=approved.row.owner_id
    )
    return rows.exclude(state=RectificationState.CANCELLED).exists()
