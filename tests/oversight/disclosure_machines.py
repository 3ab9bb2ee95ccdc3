"""The state machine of publications, with the services of its acts."""

from __future__ import annotations

from typing import Any

from oversight.common.transitions import END
from oversight.disclosures.checklist import CHECKS
from oversight.disclosures.models import Disclosure
from oversight.disclosures.services import drafting, releasing, reviewing
from oversight.disclosures.states import DISCLOSURE
from tests.oversight.disclosures import publications
from tests.oversight.disclosures.publications import later
from tests.oversight.draw_machines import Case, actors_of
from tests.support import draw_factory
from tests.support.platform_factory import Bureau

_AFTER = later(6 * 366)


def disclosure_case(own: Bureau) -> Case:
    """Bring a publication to its approval; whatever the state, it is sealed."""
    draw_factory.bureau(own, subjects=2, inspectors=3)
    row = publications.approved(own, publications.drafted(own))
    clerk, head, lead = actors_of(own, "clerk", "approver", "coordinator")
    rows = Disclosure.objects.filter(pk=row.pk)

    def put(state: str) -> None:
        rows.update(state=state, published_at=later(1))

    def key(actor: Any) -> dict[str, Any]:
        return {"actor": actor, "disclosure_id": row.pk, "at": _AFTER}

    return Case(
        machine=DISCLOSURE,
        put=put,
        read=lambda: rows.values_list("state", flat=True).first() or END,
        acts={
            "change": lambda: drafting.change(**key(clerk), choices={}),
            "submit": lambda: drafting.submit(**key(clerk)),
            "drop": lambda: drafting.drop(**key(clerk)),
            "send_back": lambda: reviewing.send_back(**key(head), reason="看不懂"),
            "approve": lambda: reviewing.approve(**key(head), checks=set(CHECKS)),
            "publish": lambda: releasing.publish(**key(lead)),
            "correct": lambda: drafting.correct(**key(clerk), reason="写漏了"),
            "withdraw": lambda: releasing.withdraw(**key(head), reason="取消"),
            "archive": lambda: releasing.archive(**key(lead)),
        },
    )
