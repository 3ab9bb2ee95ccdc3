"""Sections that go together, and a public number that proves itself by its signature."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from oversight.common.errors import DomainError
from oversight.demo.sample_draws import ROUND, ROUND_AT, SIGNATURE
from oversight.draws.models import Draw
from oversight.draws.services import drafting, preparation, revealing
from oversight.plans.services import tasks, versions
from oversight.registry.models import Certificate, Inspector, ItemVersion
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import SECTIONS, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = {"inspectors": 9}


def test_a_joint_visit_is_one_visit_with_people_of_both_sections(own: Bureau) -> None:
    other = own.sections[SECTIONS[1]]
    lent = list(Inspector.objects.order_by("pk").values_list("pk", flat=True)[:3])
    Inspector.objects.filter(pk__in=lent).update(owner=other)
    draw_factory.plan(own)
    draw = draw_factory.begun(own)
    lead, clerk = own.actors["coordinator"], own.actors["clerk"]
    asked = drafting.ask_to_join(
        actor=lead, draw_id=draw.pk, section_id=other.pk, people=1, at=draw_factory.MADE
    )
    with pytest.raises(DomainError, match="还没有答复"):
        preparation.prepare(actor=lead, draw_id=draw.pk, at=draw_factory.MADE)
    with pytest.raises(DomainError, match="谢绝请写原因"):
        drafting.answer(
            actor=clerk,
            partner_id=asked.pk,
            accepts=False,
            people=1,
            reason="",
            at=draw_factory.MADE,
        )
    drafting.answer(
        actor=clerk, partner_id=asked.pk, accepts=True, people=1, reason="", at=draw_factory.MADE
    )

    held = draw_factory.held(own, draw_factory.seeded(own, draw_factory.sealed(own, draw)))

    teams = [sorted(slot.section_id for slot in visit.slots.all()) for visit in held.visits.all()]
    first = own.sections[SECTIONS[0]].pk
    assert teams == [sorted([first, first, other.pk])] * 6


def test_another_sections_clerk_does_not_answer_for_it(own: Bureau) -> None:
    draw_factory.plan(own)
    draw = draw_factory.begun(own)
    asked = drafting.ask_to_join(
        actor=own.actors["coordinator"],
        draw_id=draw.pk,
        section_id=own.sections[SECTIONS[1]].pk,
        people=1,
        at=draw_factory.MADE,
    )

    with pytest.raises(DomainError, match="不是您科室的"):
        drafting.answer(
            actor=own.actors["section-clerk"],
            partner_id=asked.pk,
            accepts=True,
            people=1,
            reason="",
            at=draw_factory.MADE,
        )


@pytest.mark.parametrize(
    "pasted", [SIGNATURE, json.dumps({"round": ROUND, "signature": SIGNATURE}), f" {SIGNATURE}\n"]
)
def test_a_drand_round_is_taken_by_its_signature(own: Bureau, pasted: str) -> None:
    draw = _sealed(own)

    revealing.enter_drand(
        actor=own.actors["coordinator"],
        draw_id=draw.pk,
        position=1,
        signature=pasted,
        confirmed=platform_factory.confirmed(own.actors["coordinator"]),
        at=ROUND_AT + timedelta(minutes=1),
    )

    draw.refresh_from_db()
    assert draw.state == "seeded"
    assert draw.assurance == "public"


@pytest.mark.parametrize(
    "pasted", ["", "{", '{"round": 1000}', SIGNATURE[:-1], SIGNATURE[:-1] + "8", "签名"]
)
def test_another_signature_is_refused(own: Bureau, pasted: str) -> None:
    draw = _sealed(own)

    with pytest.raises(DomainError):
        revealing.enter_drand(
            actor=own.actors["coordinator"],
            draw_id=draw.pk,
            position=1,
            signature=pasted,
            confirmed=platform_factory.confirmed(own.actors["coordinator"]),
            at=ROUND_AT + timedelta(minutes=1),
        )

    assert draw.values.count() == 0


def _sealed(own: Bureau) -> Draw:
    """Seal a draw whose only source is a round that is known; the books are of its year."""
    at = ROUND_AT - timedelta(days=1)
    lead, approver = own.actors["coordinator"], own.actors["approver"]
    ItemVersion.objects.update(effective_on=date(2023, 1, 1))
    Certificate.objects.update(since=date(2022, 1, 1))
    made = versions.begin(actor=lead, year=2023, name="2023年计划", at=at)
    tasks.add(
        actor=lead,
        plan_id=made.pk,
        owner_id=own.sections[SECTIONS[0]].pk,
        details=draw_factory.details(
            months=[8], starts_on=date(2023, 3, 1), ends_on=date(2023, 11, 30)
        ),
        at=at,
    )
    versions.submit(actor=lead, plan_id=made.pk, at=at)
    versions.approve(
        actor=approver,
        plan_id=made.pk,
        document_number="〔2023〕1号",
        confirmed=platform_factory.confirmed(approver),
        at=at,
    )
    version = made.versions.get()
    draw = drafting.begin(
        actor=lead, task_number=version.tasks.get().batches.all()[0].number, at=at
    )
    drafting.change(
        actor=lead,
        draw_id=draw.pk,
        sources=[{"kind": "drand", "chain": "quicknet", "round": ROUND}],
        deadline=ROUND_AT + timedelta(hours=6),
        opens_at=None,
        values={},
        at=at,
    )
    return draw_factory.sealed(own, Draw.objects.get(pk=draw.pk), at=ROUND_AT - timedelta(hours=2))
