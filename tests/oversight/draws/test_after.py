"""After the draw: caps, replacements and recusals by the published order, everything verified."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mingqian import verify
from mingqian.verify.report import Outcome
from mingqian_ceremony import zip_archive
from mingqian_crypto import default_crypto
from oversight.common.errors import DomainError, NotAllowedError
from oversight.draws.models import Draw, InspectionTask, ReplacementRequest
from oversight.draws.services import after, bundles, cap_exemptions, preparation
from oversight.draws.services.after import ReplacementInput
from oversight.registry.models import Inspector, Subject
from oversight.registry.services import inspectors, subjects
from oversight.registry.services.inspectors import RecusalDetails
from oversight.registry.services.subjects import VisitDetails
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
AT = draw_factory.OPENS


def verified(draw: Draw) -> list[str]:
    found = zip_archive.read(bundles.evidence(draw))
    return [one.name for one in verify.verify(found, crypto=default_crypto()).of(Outcome.FAILED)]


def asked(own: Bureau, visit: InspectionTask, **values: object) -> ReplacementRequest:
    told = {
        "visit_id": visit.pk,
        "kind": ReplacementRequest.SUBJECT,
        "why": "CLOSED",
        "note": "大门紧锁",
    }
    return after.ask(actor=own.actors["clerk"], asked=ReplacementInput(**{**told, **values}), at=AT)  # type: ignore[arg-type]


def granted(own: Bureau, request: ReplacementRequest) -> ReplacementRequest:
    approver = own.actors["approver"]
    return after.grant(
        actor=approver, request_id=request.pk, confirmed=platform_factory.confirmed(approver), at=AT
    )


def visited(own: Bureau, subject: Subject, on: date, **values: str) -> None:
    subjects.note_visit(
        actor=own.actors["clerk"],
        subject_id=subject.pk,
        visit=VisitDetails(on=on, **{"kind": "投诉举报", "units": "就业促进科", **values}),
        at=draw_factory.MADE,
    )


def test_a_closed_subject_is_replaced_by_the_first_reserve_and_verifies(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    visit = draw.visits.order_by("place")[0]

    done = granted(own, asked(own, visit))

    visit.refresh_from_db()
    came = draw.visits.get(came_for=visit.code)
    assert (visit.is_out, visit.out_why) == (True, "CLOSED")
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
        after.grant(
            actor=clerk, request_id=request.pk, confirmed=platform_factory.confirmed(clerk), at=AT
        )
    with pytest.raises(DomainError, match="理由"):
        after.refuse(actor=approver, request_id=request.pk, answer=" ", at=AT)
    after.refuse(actor=approver, request_id=request.pk, answer="请再去一次", at=AT)
    with pytest.raises(DomainError, match="已经决定过"):
        granted(own, request)


def test_nothing_is_replaced_before_a_sealed_draw_is_opened(own: Bureau) -> None:
    draw = draw_factory.whole(own, mode="sealed")

    with pytest.raises(DomainError, match="密封的抽取到开封以后才有"):
        asked(own, draw.visits.order_by("place")[0])


def test_a_visit_is_taken_for_a_day_and_not_for_yesterday(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    visit = draw.visits.order_by("place")[0]
    clerk = own.actors["clerk"]

    with pytest.raises(DomainError, match="不能早于今天"):
        after.accept(actor=clerk, visit_id=visit.pk, on=date(2026, 3, 1), at=AT)
    after.accept(actor=clerk, visit_id=visit.pk, on=date(2026, 4, 7), at=AT)

    visit.refresh_from_db()
    assert (visit.planned_on, visit.accepted_by) == (date(2026, 4, 7), clerk.person)


def test_the_cap_is_looked_at_again_when_a_visit_is_taken(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    visit = draw.visits.order_by("place")[0]
    for day in (1, 2):
        visited(own, visit.subject, date(2026, 3, day))

    with pytest.raises(DomainError, match="会超过 2 次（偃人社〔2023〕15号"):
        after.accept(actor=own.actors["clerk"], visit_id=visit.pk, on=date(2026, 4, 7), at=AT)


def test_caps_count_everybodys_visits_and_the_exempt_ones_not(own: Bureau) -> None:
    draw_factory.bureau(own)
    first, second, third = Subject.objects.order_by("pk")[:3]
    for subject, exempt in ((first, ""), (second, "投诉举报/12345")):
        visited(own, subject, date(2026, 1, 5), kind="专项", units="人力资源管理科", exempt=exempt)
        visited(own, subject, date(2026, 1, 6), exempt=exempt)
    visited(own, third, date(2026, 3, 1))
    draw_factory.plan(own)

    draw = draw_factory.prepared(own, draw_factory.begun(own))

    counts = {one["code"]: one["count"] for one in draw.figures["exclusions"]}
    texts = {one["code"]: one["text"] for one in draw.figures["exclusions"]}
    assert counts == {"CAP-ALL-CHANGED": 1, "REST-CHANGED": 2}
    assert "偃人社〔2023〕15号" in texts["CAP-ALL-CHANGED"]
    assert "180 日" in texts["REST-CHANGED"]


def test_an_exception_needs_a_lawful_reason_and_a_second_person(own: Bureau) -> None:
    draw_factory.bureau(own)
    subject = Subject.objects.order_by("pk")[0]
    for day in (5, 6):
        visited(own, subject, date(2026, 1, day))
    draw_factory.plan(own)
    draw = draw_factory.begun(own)
    lead, told = own.actors["coordinator"], {"code": subject.code, "note": "晚报三版"}
    with pytest.raises(DomainError, match="允许的情形"):
        cap_exemptions.ask(actor=lead, draw_id=draw.pk, reason="想查", at=draw_factory.MADE, **told)
    made = cap_exemptions.ask(
        actor=lead, draw_id=draw.pk, reason="媒体曝光", at=draw_factory.MADE, **told
    )
    with pytest.raises(NotAllowedError):
        cap_exemptions.decide(
            actor=lead, exception_id=made.pk, is_granted=True, at=draw_factory.MADE
        )
    cap_exemptions.decide(
        actor=own.actors["approver"], exception_id=made.pk, is_granted=True, at=draw_factory.MADE
    )

    prepared = draw_factory.prepared(own, draw)

    assert prepared.figures["excluded"] == 0


def test_recusals_keep_people_away_and_who_cannot_go_is_named_with_the_reason(own: Bureau) -> None:
    draw_factory.bureau(own)
    clerk = own.actors["clerk"]
    people = list(inspectors_of(own))
    subject = Subject.objects.order_by("pk")[0]
    inspectors.recuse(
        actor=clerk,
        inspector_id=people[0],
        details=RecusalDetails(
            code=subject.code,
            relation="近亲属",
            source="本人申报",
            reason="配偶",
            since=date(2026, 1, 1),
            until=None,
        ),
        at=draw_factory.MADE,
    )
    inspectors.take_leave(
        actor=clerk,
        inspector_id=people[1],
        kind="请假",
        since=date(2026, 3, 1),
        until=date(2026, 3, 31),
        reason="",
        at=draw_factory.MADE,
    )
    draw_factory.plan(own, draw_factory.details(ratio=10000))

    held = draw_factory.held(
        own, draw_factory.seeded(own, draw_factory.sealed(own, draw_factory.begun(own, limit=30)))
    )

    visit = held.visits.get(subject=subject)
    assert people[0] not in [slot.inspector_id for slot in visit.slots.all()]
    assert held.figures["people"]["unavailable"] == [
        ["检查员2", "人力资源管理科", "请假 2026-03-01 至 2026-03-31"]
    ]


def test_who_went_last_time_is_spared_this_time(own: Bureau) -> None:
    draw_factory.bureau(own)
    draw_factory.plan(own, draw_factory.details(months=[3, 4], ratio=5000))
    first = draw_factory.held(
        own, draw_factory.seeded(own, draw_factory.sealed(own, draw_factory.begun(own)))
    )
    draw = draw_factory.begun(own, batch=1)

    prepared = preparing_of(own, draw)

    pairs = sum(visit.slots.count() for visit in first.visits.all())
    assert prepared.figures["conflicts"] == pairs
    assert first.visits.count() == 10


def inspectors_of(own: Bureau) -> list[int]:
    return list(Inspector.objects.filter(bureau=own.organisation).values_list("pk", flat=True))


def preparing_of(own: Bureau, draw: Draw) -> Draw:
    lead = own.actors["coordinator"]
    return preparation.prepare(
        actor=lead, draw_id=draw.pk, at=draw_factory.T0 + timedelta(minutes=20)
    )
