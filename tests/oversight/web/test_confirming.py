"""An act that takes something from others asks first: what happens, to whom, what hangs on it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from oversight.accounts.models import ApiKey, Appointment, Organisation, User
from oversight.accounts.rules import Role
from oversight.accounts.services import keys
from oversight.draws.models import DrawWitness
from oversight.plans.models import Task
from oversight.registry.models import Leave, Recusal
from oversight.registry.services import inspectors, recusals
from oversight.registry.services.recusals import RecusalDetails
from tests.oversight.web.matrix import MATRIX
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import NOON, SECTIONS, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
TEMPLATES = Path(__file__).resolve().parents[3] / "src/oversight/web/templates"
CONFIRMED = {
    *("organisation-end", "appointment-dismiss", "user-close", "user-code", "key-end"),
    *("witness-remove", "witness-reissue", "recusal-end", "leave-cancel"),
    *("task-remove", "visit-merge", "exception-decide"),
}


def asked(client: Client, name: str, *arguments: object) -> tuple[str, str]:
    """Give the address of an act and what its page says."""
    address = reverse(f"office:{name}", args=arguments)
    response = client.get(address)
    assert response.status_code == 200
    return address, " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("name", sorted(CONFIRMED))
def test_no_page_has_a_button_that_acts_without_asking(name: str) -> None:
    direct = re.compile(rf"[^-]action=\"{{% url 'office:{name}'")

    assert [
        path.name for path in TEMPLATES.rglob("*.html") if direct.search(path.read_text())
    ] == []
    assert MATRIX[f"office:{name}"].methods == "GET POST"


def test_ending_a_section_shows_what_belongs_to_it(own: Bureau, signed_in: Any) -> None:
    platform_factory.subject(own)
    platform_factory.inspector(own)
    section = own.sections[SECTIONS[0]]
    client = signed_in(own, "administrator")

    address, page = asked(client, "organisation-end", section.pk)

    assert f"撤销{section.name}" in page
    assert "任职的人 1 人次 抽查事项 0 项 检查对象 1 家 执法检查人员 1 人" in page
    refused = client.post(address).content.decode()
    assert "还有任职的人；请先免去他们的角色" in refused
    assert Organisation.objects.get(pk=section.pk).ended_at is None


def test_an_empty_section_is_ended_by_the_second_click(own: Bureau, signed_in: Any) -> None:
    section = own.sections[SECTIONS[1]]
    client = signed_in(own, "administrator")
    address, _ = asked(client, "organisation-end", section.pk)
    assert Organisation.objects.get(pk=section.pk).ended_at is None

    response = client.post(address)

    assert response["Location"] == "/office/accounts/"
    assert Organisation.objects.get(pk=section.pk).ended_at is not None


def test_dismissing_shows_how_many_others_hold_the_role(own: Bureau, signed_in: Any) -> None:
    held = Appointment.objects.get(user=own.user("clerk"))
    client = signed_in(own, "administrator")

    address, page = asked(client, "appointment-dismiss", held.pk)

    assert "免去own-clerk先生的“实施”" in page
    assert "还有几位同样的角色 0 位" in page
    assert Appointment.objects.get(pk=held.pk).until is None
    client.post(address)
    assert Appointment.objects.get(pk=held.pk).until is not None
    assert client.get(address).status_code == 404


def test_closing_an_account_shows_its_roles(own: Bureau, signed_in: Any) -> None:
    clerk = own.user("clerk")
    client = signed_in(own, "administrator")

    address, page = asked(client, "user-close", clerk.pk)

    assert f"担任的角色 {own.organisation.name}“实施” 正在登录 0 处" in page
    assert User.objects.get(pk=clerk.pk).is_active
    assert client.post(address)["Location"] == f"/office/accounts/{clerk.pk}/"
    assert not User.objects.get(pk=clerk.pk).is_active


def test_the_last_who_may_confirm_is_not_closed_and_the_page_says_why(
    own: Bureau, signed_in: Any
) -> None:
    Appointment.objects.filter(role=Role.APPROVER).update(until=NOON)
    client = signed_in(own, "administrator")
    address, _ = asked(client, "user-close", own.user("supervisor").pk)

    page = client.post(address).content.decode()

    assert "只剩这一位可以确认任命" in page
    assert own.user("supervisor").is_active


def test_a_lost_telephone_is_taken_away_after_asking(own: Bureau, signed_in: Any) -> None:
    spare = platform_factory.actor("spare", own.organisation, Role.INSPECTOR)
    platform_factory.bind(User.objects.get(pk=spare.user_id or 0))
    client = signed_in(own, "administrator")

    address, page = asked(client, "user-code", spare.user_id)

    assert "监督或审批确认以后才生效" in page
    assert client.post(address).status_code == 302


def test_a_key_is_ended_after_asking(own: Bureau, signed_in: Any) -> None:
    keys.make(
        actor=own.actors["administrator"],
        name="统计",
        scopes=["see_items"],
        per_minute=1,
        expires_on=date(2099, 1, 1),
        at=NOON,
    )
    key = ApiKey.objects.get(name="统计")
    client = signed_in(own, "administrator")

    address, page = asked(client, "key-end", key.pk)

    assert "停用密钥“统计”" in page
    assert ApiKey.objects.get(pk=key.pk).ended_at is None
    assert client.post(address)["Location"] == "/office/keys/"
    assert ApiKey.objects.get(pk=key.pk).ended_at is not None


def test_a_witness_is_taken_away_after_asking(own: Bureau, signed_in: Any) -> None:
    draw_factory.bureau(own, subjects=12)
    draw_factory.plan(own)
    draw = draw_factory.begun(own)
    seat = draw.witnesses.get()
    client = signed_in(own, "coordinator")

    _, renewing = asked(client, "witness-reissue", seat.pk)
    address, page = asked(client, "witness-remove", seat.pk)

    assert "原来的链接马上失效" in renewing
    assert DrawWitness.objects.get(pk=seat.pk).link == seat.link
    assert "单位和身份 区纪委监委，监督" in page
    assert "本抽取的见证人 1 位" in page
    assert client.post(address)["Location"] == f"/office/draws/{draw.pk}/"
    assert not DrawWitness.objects.filter(pk=seat.pk).exists()


def test_a_recusal_ends_with_a_reason_only(own: Bureau, signed_in: Any) -> None:
    subject, inspector = platform_factory.subject(own), platform_factory.inspector(own)
    details = RecusalDetails(
        code=subject.code,
        relation="近亲属",
        source="本人申报",
        reason="配偶",
        since=date(2026, 1, 1),
        until=None,
    )
    recusal = recusals.recuse(
        actor=own.actors["clerk"], inspector_id=inspector.pk, details=details, at=NOON
    )
    client = signed_in(own, "clerk")

    address, page = asked(client, "recusal-end", recusal.pk)

    assert f"检查对象 {subject.name} 关系和来源 近亲属（本人申报） 登记时的说明 配偶" in page
    assert client.post(address, {"reason": ""}).status_code == 200
    assert Recusal.objects.get(pk=recusal.pk).until is None
    client.post(address, {"reason": "已离婚"})
    assert Recusal.objects.get(pk=recusal.pk).until is not None


def test_a_leave_is_cancelled_after_asking(own: Bureau, signed_in: Any) -> None:
    leave = inspectors.take_leave(
        actor=own.actors["clerk"],
        inspector_id=platform_factory.inspector(own).pk,
        kind="请假",
        since=date(2030, 1, 1),
        until=date(2030, 1, 5),
        reason="",
        at=NOON,
    )
    client = signed_in(own, "clerk")

    address, page = asked(client, "leave-cancel", leave.pk)

    assert "取消这次请假" in page
    assert Leave.objects.filter(pk=leave.pk).exists()
    client.post(address)
    assert not Leave.objects.filter(pk=leave.pk).exists()


def test_a_task_of_the_plan_is_taken_out_after_asking(own: Bureau, signed_in: Any) -> None:
    draw_factory.bureau(own, subjects=12)
    plan = draw_factory.plan(own, is_approved=False)
    task = Task.objects.get(version__plan=plan)
    client = signed_in(own, "coordinator")

    address, page = asked(client, "task-remove", task.pk)

    assert "删去任务“劳动用工抽查”" in page
    assert "批次 1 批" in page
    assert client.post(address)["Location"] == f"/office/plans/{plan.pk}/"
    assert not Task.objects.filter(pk=task.pk).exists()
