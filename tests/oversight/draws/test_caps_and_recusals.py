"""Whom caps, exceptions, recusals and the rotation keep out of a draw."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from oversight.common.errors import DomainError, NotAllowedError
from oversight.draws.models import Draw
from oversight.draws.services import cap_exemptions, preparation, sampling_frame
from oversight.registry.models import Inspector, Subject
from oversight.registry.services import inspectors, recusals, visits
from oversight.registry.services.recusals import RecusalDetails
from oversight.registry.services.visits import VisitDetails
from oversight.regulations.models import RegulatoryParameter
from tests.support import draw_factory
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
AT = draw_factory.OPENS


def visited(own: Bureau, subject: Subject, on: date, **values: str) -> None:
    visits.note_visit(
        actor=own.actors["clerk"],
        subject_id=subject.pk,
        visit=VisitDetails(on=on, **{"kind": "投诉举报", "units": "就业促进科", **values}),
        at=draw_factory.MADE,
    )


def test_caps_count_everybodys_visits_and_the_exempt_ones_not(own: Bureau) -> None:
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


@pytest.mark.parametrize(
    ("units", "count"),
    [
        ("人力资源管理科", 1),
        ("就业促进科、 人力资源管理科", 1),
        ("青禾区人力资源和社会保障局人力资源管理科", 1),
        ("邻县人力资源管理科", 0),
        ("人力资源管理科一组", 0),
        ("就业促进科", 0),
    ],
)
def test_a_cap_of_one_section_counts_its_own_visits(own: Bureau, units: str, count: int) -> None:
    rule = RegulatoryParameter.objects.get(key="cap_labour")
    rule.counts = {"kinds": ["专项"], "units": ["人力资源管理科"]}
    rule.save()
    subject = Subject.objects.order_by("pk")[0]
    visited(own, subject, date(2026, 1, 5), kind="专项", units=units)
    draw_factory.plan(own)
    draw = draw_factory.begun(own)

    caps = {cap.key: cap for cap in sampling_frame.applicable_caps(draw, date(2026, 3, 20))}

    assert caps["cap_labour"].visits.get(subject.pk, 0) == count
    assert caps["cap_labour"].units == {own.sections["人力资源管理科"].pk}


def test_a_cap_of_a_section_that_is_none_caps_no_draw(own: Bureau) -> None:
    draw_factory.plan(own)

    caps = sampling_frame.applicable_caps(draw_factory.begun(own), date(2026, 3, 20))

    assert [cap.key for cap in caps] == ["cap_all"]


def test_an_exception_needs_a_lawful_reason_and_a_second_person(own: Bureau) -> None:
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


def test_recusals_keep_people_away_and_absences_have_their_reason(own: Bureau) -> None:
    clerk = own.actors["clerk"]
    people = list(inspectors_of(own))
    subject = Subject.objects.order_by("pk")[0]
    recusals.recuse(
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
        ["检查员2", "人力资源管理科", "请假：2026年3月1日至2026年3月31日"]
    ]


def test_who_went_last_time_is_spared_this_time(own: Bureau) -> None:
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
