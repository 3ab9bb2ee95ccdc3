"""The pages of plans: what a coordinator does with a draft, and what everybody reads there."""

from __future__ import annotations

from typing import Any

import pytest

from oversight.plans import selectors
from oversight.plans.models import Plan, PlanVersion
from oversight.plans.services import versions
from oversight.registry.models import Item
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import MADE
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.any_database, pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = {"subjects": 12, "inspectors": 3}


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_coordinator_copies_last_year_and_sees_what_does_not_fit(
    own: Bureau, signed_in: Any
) -> None:
    former = draw_factory.plan(own)
    client = signed_in(own, "coordinator")
    listing = text(client.get("/office/plans/"))
    assert f"/office/plans/new/?former={former.pk}" in listing
    assert "照 2026 年抄一份" in listing
    assert "从空白开始" in text(client.get("/office/plans/new/"))

    response = client.post("/office/plans/new/", {"year": "2027", "former": former.pk}, follow=True)

    plan = Plan.objects.get(year=2027)
    assert plan.name == "2027年度抽查计划"
    assert response.redirect_chain == [(f"/office/plans/{plan.pk}/compare/", 302)]
    assert "抄了 1 项任务" in text(response)
    assert "和 2026 年对照" in text(response)


def test_a_year_that_has_a_plan_is_refused_at_its_field(own: Bureau, signed_in: Any) -> None:
    draw_factory.plan(own)
    client = signed_in(own, "coordinator")

    response = client.post("/office/plans/new/", {"year": "2026", "former": ""})

    assert "2026 年已有计划" in text(response)


def test_a_draft_is_renamed_and_given_up_on_its_pages(own: Bureau, signed_in: Any) -> None:
    plan = draw_factory.plan(own, is_approved=False)
    client = signed_in(own, "coordinator")
    page = text(client.get(f"/office/plans/{plan.pk}/"))
    assert "放弃这份计划" in page

    client.post(f"/office/plans/{plan.pk}/rename/", {"name": "2025年度计划"})
    assert Plan.objects.get().name == plan.name
    client.post(f"/office/plans/{plan.pk}/rename/", {"name": ""})
    assert Plan.objects.get().name == "2026年度“双随机、一公开”抽查计划"
    assert "1 项任务一起放弃" in text(client.get(f"/office/plans/{plan.pk}/discard/"))
    response = client.post(f"/office/plans/{plan.pk}/discard/", {"reason": "建错了"}, follow=True)

    assert "2026 年可以另起一份" in text(response)
    assert not Plan.objects.exists()


def test_a_submitted_plan_says_who_is_awaited_and_is_withdrawn(own: Bureau, signed_in: Any) -> None:
    plan = draw_factory.plan(own, is_approved=False)
    versions.submit(actor=own.actors["coordinator"], plan_id=plan.pk, at=MADE)
    client = signed_in(own, "coordinator")
    page = text(client.get(f"/office/plans/{plan.pk}/"))
    assert "在等：own-approver先生批准" in page
    assert "2026年3月19日 09:00:00 提交" in " ".join(page.split())
    assert "放弃这份计划" not in page

    response = client.post(f"/office/plans/{plan.pk}/withdraw/", follow=True)

    assert "已撤回到起草" in text(response)
    assert PlanVersion.objects.get().state == "draft"


def test_plan_pages_show_items_by_name_and_numbers_with_thousands(
    own: Bureau, signed_in: Any
) -> None:
    plan = draw_factory.plan(own, draw_factory.details(months=[3, 6]))
    versions.publish(actor=own.actors["coordinator"], plan_id=plan.pk, url="", at=MADE)
    plan.versions.get().tasks.update(base=1390)
    Item.objects.filter(code="LDBZ-02").update(name="另一个事项")
    name = selectors.item_names(own.organisation.pk)["LDBZ-01"]
    client = signed_in(own, "clerk")

    for address in (f"/office/plans/{plan.pk}/", f"/plans/{plan.number}/1/"):
        page = text(client.get(address))
        assert name in page
        assert "LDBZ-01" not in page
        assert "1,390" in page
        assert platform_factory.SECTIONS[0] in page
