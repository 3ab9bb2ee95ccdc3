"""Replacements and recusals by the published order, everything verified, the ledger in step."""

from __future__ import annotations

from typing import Any

import pytest

from mingqian import verify
from mingqian.verify.report import Outcome
from mingqian_ceremony import zip_archive
from mingqian_crypto import default_crypto
from oversight.common.errors import DomainError, NotAllowedError
from oversight.draws.models import Draw
from oversight.draws.services import bundles
from oversight.inspections.models import InspectionTask, ReplacementRequest
from oversight.inspections.services import requests
from oversight.inspections.services.requests import ReplacementInput
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
AT = draw_factory.OPENS


def verified(draw: Draw) -> list[str]:
    found = zip_archive.read(bundles.evidence(draw))
    return [one.name for one in verify.verify(found, crypto=default_crypto()).of(Outcome.FAILED)]


def asked(own: Bureau, visit: InspectionTask, **values: Any) -> ReplacementRequest:
    told = {"kind": ReplacementRequest.SUBJECT, "why": "CLOSED", "note": "大门紧锁", **values}
    given = ReplacementInput(visit_id=visit.pk, **told)
    return requests.ask(actor=own.actors["clerk"], asked=given, at=AT)


def granted(own: Bureau, request: ReplacementRequest) -> ReplacementRequest:
    approver = own.actors["approver"]
    return requests.grant(
        actor=approver, request_id=request.pk, confirmed=platform_factory.confirmed(approver), at=AT
    )


def test_a_closed_subject_is_replaced_by_the_first_reserve_and_verifies(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    visit = draw.visits.order_by("place")[0]

    done = granted(own, asked(own, visit))

    visit.refresh_from_db()
    came = draw.visits.get(came_for=visit.code)
    assert (visit.is_out, visit.out_why, visit.state) == (True, "CLOSED", "replaced")
    assert (done.state, came.state) == ("granted", "drawn")
    assert came.code == done.came_in
    assert [slot.inspector_id for slot in came.slots.all()] == [None, None]
    assert verified(draw) == []


def test_open_slots_are_filled_and_people_replaced_in_the_published_order(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    visit = draw.visits.order_by("place")[0]
    granted(own, asked(own, visit))
    came = draw.visits.get(came_for=visit.code)

    for slot in came.slots.all():
        granted(
            own,
            asked(own, came, kind=ReplacementRequest.OPEN_SLOT, why="OPENSLOT", slot_id=slot.pk),
        )
    first = came.slots.all()[0]
    before = first.inspector_id
    granted(
        own,
        asked(
            own,
            came,
            kind=ReplacementRequest.INSPECTOR,
            why="RECUSAL",
            slot_id=first.pk,
            is_recusal=True,
            by_enterprise=True,
        ),
    )

    first.refresh_from_db()
    team = [slot.inspector_id for slot in came.slots.all()]
    assert first.inspector_id != before
    assert len(set(team)) == 2
    assert verified(draw) == []


def test_who_asks_does_not_decide_and_a_refusal_has_a_reason(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    request = asked(own, draw.visits.order_by("place")[0])
    approver, clerk = own.actors["approver"], own.actors["clerk"]

    with pytest.raises(NotAllowedError):
        requests.grant(
            actor=clerk, request_id=request.pk, confirmed=platform_factory.confirmed(clerk), at=AT
        )
    with pytest.raises(DomainError, match="理由"):
        requests.refuse(actor=approver, request_id=request.pk, answer=" ", at=AT)
    requests.refuse(actor=approver, request_id=request.pk, answer="请再去一次", at=AT)
    with pytest.raises(DomainError, match="已经决定过"):
        granted(own, request)


def test_nothing_is_replaced_before_a_sealed_draw_is_opened(own: Bureau) -> None:
    draw = draw_factory.whole(own, mode="sealed")

    with pytest.raises(DomainError, match="密封的抽取到开封以后才有"):
        asked(own, draw.visits.order_by("place")[0])
