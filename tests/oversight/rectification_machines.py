"""The state machines of rectifications and extensions, with the services of their acts."""

from __future__ import annotations

from datetime import date
from typing import Any

from oversight.documents.rules.service import ServiceFacts
from oversight.rectifications.models import Extension, Rectification
from oversight.rectifications.services import extensions, opening, orders, rechecks, reporting
from oversight.rectifications.services.rechecks import Conclusion, RecheckPlan
from oversight.rectifications.states import EXTENSION, RECTIFICATION
from tests.oversight.draw_machines import Case, actors_of
from tests.oversight.rectifications import findings
from tests.oversight.rectifications.findings import later
from tests.support import draw_factory
from tests.support.platform_factory import NOON, Bureau

_LATE = later(40)


def rectification_case(own: Bureau) -> Case:
    """Bring a rectification to its 回访; each state has the facts that go with it."""
    draw_factory.bureau(own, subjects=2, inspectors=3)
    row = findings.rechecking(own)
    clerk, head = actors_of(own, "clerk", "approver")
    rows = Rectification.objects.filter(pk=row.pk)
    _, token = _linked(own, row)
    facts = {"order": row.order_id, "recheck": row.recheck_id}
    key: dict[str, Any] = {"actor": clerk, "rectification_id": row.pk, "at": _LATE}
    second: dict[str, Any] = {**key, "actor": head}
    plan = RecheckPlan(officer_ids=findings.officers(own)[:2], on=date(2026, 4, 28))
    spot = {"is_on_the_spot": True, "order": None}

    def put(state: str) -> None:
        rows.update(state=state, is_on_the_spot=False, **facts)

    def on_the_spot(act: Any) -> Any:
        rows.update(**spot)
        return act()

    def concluded(state: str) -> Rectification:
        seen = {p.pk: Conclusion(state=state, note="看了") for p in row.points.all()}
        return rechecks.conclude(**key, conclusions=seen)

    def without_order() -> Rectification:
        rows.update(order=None)
        return orders.issue(**key, order=findings.ORDER)

    def extended() -> Extension:
        asked = Extension.objects.create(
            rectification=row, days=5, reason="停产", asked_by="甲", asked_user=0, asked_at=NOON
        )
        return extensions.grant(actor=head, extension_id=asked.pk, at=_LATE)

    return Case(
        machine=RECTIFICATION,
        put=put,
        read=lambda: rows.get().state,
        acts={
            "order": without_order,
            "serve": lambda: orders.serve(
                **key,
                facts=ServiceFacts(way="public", place="局网站", reference="公告3号"),
                served_at=_LATE,
            ),
            "begin": lambda: orders.begin(**key),
            "link": lambda: orders.send_link(**key),
            "report": lambda: reporting.report(
                token=token, report=findings.REPORT, address="", at=_LATE
            ),
            "cancel": lambda: opening.cancel(**second, reason="开错"),
            "prove": lambda: on_the_spot(
                lambda: rechecks.prove_on_the_spot(**key, uploads=[findings.picture()])
            ),
            "accept_proof": lambda: on_the_spot(lambda: rechecks.accept_proof(**second)),
            "return_proof": lambda: on_the_spot(
                lambda: rechecks.return_proof(**second, reason="看不清")
            ),
            "arrange": lambda: rechecks.arrange(**key, plan=plan),
            "pass": lambda: concluded("corrected"),
            "fail": lambda: concluded("partly"),
            "ask_extension": lambda: extensions.ask(**key, days=5, reason="停产"),
            "extend": extended,
            "escalate": lambda: extensions.escalate(**key, reason="没有改"),
        },
    )


def extension_case(own: Bureau) -> Case:
    """Ask for an extension."""
    draw_factory.bureau(own, subjects=2, inspectors=3)
    row = findings.served(own)
    clerk, head = actors_of(own, "clerk", "approver")
    asked = extensions.ask(actor=clerk, rectification_id=row.pk, days=5, reason="停产", at=later(1))
    rows = Extension.objects.filter(pk=asked.pk)
    key: dict[str, Any] = {"actor": head, "extension_id": asked.pk, "at": later(2)}
    return Case(
        machine=EXTENSION,
        put=lambda state: rows.update(state=state),
        read=lambda: rows.get().state,
        acts={
            "grant": lambda: extensions.grant(**key),
            "refuse": lambda: extensions.refuse(**key, answer="没有理由"),
        },
    )


def _linked(own: Bureau, row: Rectification) -> tuple[Rectification, str]:
    """Make a link of a rectification, whatever its state."""
    rows = Rectification.objects.filter(pk=row.pk)
    rows.update(state="correcting")
    return orders.send_link(actor=own.actors["clerk"], rectification_id=row.pk, at=later(6))
