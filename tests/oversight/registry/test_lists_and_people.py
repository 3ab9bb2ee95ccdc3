"""Items and inspectors, the rules with their citations, and the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from oversight.audit import selectors as audit
from oversight.common.errors import DomainError, NotAllowedError
from oversight.registry.models import Item
from oversight.registry.rules import items as item_rules
from oversight.registry.selectors import history
from oversight.registry.selectors import inspectors as people_questions
from oversight.registry.selectors import items as item_questions
from oversight.registry.services import inspectors, items
from oversight.registry.services.inspectors import CertificateDetails, Details
from oversight.regulations import selectors as known
from oversight.regulations import services as regulation_services
from oversight.regulations.models import CalendarYear, RegulatoryParameter
from oversight.regulations.working_days import UnknownYearError
from tests.support import platform_factory
from tests.support.platform_factory import NOON, Bureau

TODAY = date(2026, 3, 18)


def publish(own: Bureau, item: Item, *, on: date = TODAY, who: str = "approver") -> None:
    items.publish(
        actor=own.actors[who],
        item_id=item.pk,
        confirmed=platform_factory.confirmed(own.actors[who]),
        effective_on=on,
        url="",
        at=NOON + timedelta(minutes=1),
    )


def test_an_item_is_in_force_only_once_published(own: Bureau) -> None:
    item = platform_factory.item(own)
    assert item_questions.in_force(item, TODAY) is None

    publish(own, item)

    item.refresh_from_db()
    version = item_questions.in_force(item, TODAY)
    assert item.state == Item.VALID
    assert version is not None
    assert item_questions.in_force(item, TODAY - timedelta(days=1)) is None


def test_a_further_version_replaces_the_first_from_its_day_on(own: Bureau) -> None:
    item = platform_factory.item(own, is_published=True)
    items.revise(actor=own.actors["clerk"], item_id=item.pk, reason="增加要点", at=NOON)
    items.change_draft(
        actor=own.actors["clerk"],
        item_id=item.pk,
        content=platform_factory.content(standard="按月足额"),
        at=NOON,
    )
    item.refresh_from_db()
    assert item.state == Item.CHANGING

    publish(own, item, on=TODAY + timedelta(days=10))

    first = item_questions.in_force(Item.objects.get(), TODAY)
    second = item_questions.in_force(Item.objects.get(), TODAY + timedelta(days=10))
    assert first is not None
    assert second is not None
    assert (first.number, first.content["standard"]) == (1, "")
    assert (second.number, second.content["standard"]) == (2, "按月足额")
    before, after = (item_rules.read(one.content) for one in (first, second))
    assert item_rules.differences(before, after) == [("standard", "", "按月足额")]


def test_what_is_missing_is_named_before_publishing(own: Bureau) -> None:
    item = items.draft(
        actor=own.actors["clerk"],
        owner_id=own.sections[platform_factory.SECTIONS[0]].pk,
        code="X-1",
        content=platform_factory.content(basis=(), points=()),
        at=NOON,
    )

    with pytest.raises(DomainError, match="还缺：检查依据、检查要点；请让起草的科室补上再公布"):
        publish(own, item)


def test_nobody_publishes_for_somebody_else(own: Bureau) -> None:
    item = platform_factory.item(own)

    with pytest.raises(NotAllowedError, match="“实施”不能公布事项清单；可以请“审批”来做"):
        publish(own, item, who="clerk")
    with pytest.raises(DomainError, match="动态码不是本人的"):
        items.publish(
            actor=own.actors["approver"],
            item_id=item.pk,
            confirmed=platform_factory.confirmed(own.actors["clerk"]),
            effective_on=TODAY,
            url="",
            at=NOON,
        )


def test_a_cancelled_item_is_never_in_force_again(own: Bureau) -> None:
    item = platform_factory.item(own, is_published=True)

    items.cancel(
        actor=own.actors["approver"],
        item_id=item.pk,
        confirmed=platform_factory.confirmed(own.actors["approver"]),
        reason="法规修改",
        at=NOON + timedelta(days=1),
    )

    item.refresh_from_db()
    assert item_questions.in_force(item, TODAY) is None
    with pytest.raises(DomainError, match="事项现在是“取消”，不能开始调整"):
        items.revise(actor=own.actors["clerk"], item_id=item.pk, reason="x", at=NOON)
    rows = history.revisions_on(own.actors["supervisor"], "item", TODAY)
    assert [one.content["state"] for one in rows] == ["valid"]


def test_a_floor_above_its_ceiling_is_refused(own: Bureau) -> None:
    with pytest.raises(DomainError, match="比例下限 50 大于上限 30；请改其中一个"):
        items.draft(
            actor=own.actors["clerk"],
            owner_id=own.sections[platform_factory.SECTIONS[0]].pk,
            code="X-1",
            content=platform_factory.content(ratio_floor=50, ratio_ceiling=30),
            at=NOON,
        )


def hindrances(own: Bureau, on: date = TODAY) -> list[str]:
    (one,) = people_questions.inspector_rows(people_questions.find(own.actors["clerk"]), on)
    return one.blockers


def test_an_inspector_with_a_valid_certificate_may_be_drawn(own: Bureau) -> None:
    platform_factory.inspector(own)

    assert hindrances(own) == []
    assert hindrances(own, date(2028, 1, 1)) == ["证件已于2027年12月31日到期"]
    assert hindrances(own, date(2023, 1, 1)) == ["证件尚未生效"]


def test_leave_keeps_an_inspector_out_for_its_days(own: Bureau) -> None:
    one = platform_factory.inspector(own)
    leave = inspectors.take_leave(
        actor=own.actors["clerk"],
        inspector_id=one.pk,
        kind="请假",
        since=TODAY,
        until=TODAY + timedelta(days=2),
        reason="年休",
        at=NOON,
    )

    assert hindrances(own) == ["请假：2026年3月18日至2026年3月20日"]
    assert hindrances(own, TODAY + timedelta(days=3)) == []
    inspectors.cancel_leave(actor=own.actors["clerk"], leave_id=leave.pk, at=NOON)
    assert hindrances(own) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"duty": "调离"}, ["状态为“调离”"]),
        ({"staffing": "编外"}, ["不是在编人员"]),
        ({"is_expert": True}, ["是专家，只协助，不计入两人"]),
    ],
)
def test_who_is_not_in_service_is_not_drawn(
    own: Bureau, changes: dict[str, object], told: list[str]
) -> None:
    one = platform_factory.inspector(own)
    plain = ("name", "sex", "post", "number", "staffing", "duty", "is_expert")
    values = {**{name: getattr(one, name) for name in plain}, **changes}

    inspectors.change(
        actor=own.actors["clerk"],
        inspector_id=one.pk,
        owner_id=one.owner_id,
        details=Details(**values),
        reason="人事变动",
        at=NOON,
    )

    assert hindrances(own) == told


def test_without_a_certificate_nobody_is_drawn_and_a_renewal_mends_it(own: Bureau) -> None:
    made = inspectors.add(
        actor=own.actors["clerk"],
        owner_id=own.sections[platform_factory.SECTIONS[0]].pk,
        details=Details(
            name="新人", sex="男", post="科员", number="QH99999", staffing="行政", duty="在岗"
        ),
        reason="调入",
        at=NOON,
    )
    assert hindrances(own) == ["没有登记执法证件"]

    inspectors.certify(
        actor=own.actors["clerk"],
        inspector_id=made.pk,
        details=CertificateDetails(
            kind="执法证", number="QH99999", issuer="", since=None, until=date(2027, 1, 1)
        ),
        at=NOON,
    )

    assert hindrances(own) == []


def test_the_public_sees_five_fields_and_nothing_else(own: Bureau) -> None:
    platform_factory.inspector(own)

    (row,) = people_questions.published(own.organisation.pk)

    assert row == {
        "name": "检查员1",
        "sex": "女",
        "unit": "人力资源管理科",
        "post": "科员",
        "number": "QH00001",
    }


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 2, 10), 20, date(2026, 3, 16)),
        (date(2026, 2, 10), 7, date(2026, 2, 26)),
        (date(2026, 4, 28), 7, date(2026, 5, 11)),
        (date(2026, 9, 18), 20, date(2026, 10, 22)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
    ],
)
def test_working_days_follow_the_state_councils_calendar(
    own: Bureau, start: date, count: int, end: date
) -> None:
    calendar = known.calendar(platform_factory.stocked(own).organisation.pk)

    assert calendar.after(start, count) == end
    assert calendar.between(start, end) == count


def test_a_year_has_248_working_days_and_the_next_is_not_guessed(own: Bureau) -> None:
    calendar = known.calendar(platform_factory.stocked(own).organisation.pk)

    assert calendar.in_year(2026) == 248
    with pytest.raises(UnknownYearError, match="还没有 2027 年的节假日安排，无法计算工作日"):
        calendar.after(date(2026, 12, 25), 10)


def test_a_calendar_is_registered_by_the_approver(own: Bureau) -> None:
    platform_factory.stocked(own)

    regulation_services.set_year(
        actor=own.actors["approver"],
        year=2027,
        holidays=[date(2027, 1, 1)],
        make_up_days=[date(2027, 1, 3)],
        source="国务院办公厅通知",
        at=NOON,
    )

    calendar = known.calendar(own.organisation.pk)
    assert not calendar.is_working(date(2027, 1, 1))
    assert calendar.is_working(date(2027, 1, 3))
    assert CalendarYear.objects.filter(bureau=own.organisation).count() == 3


def test_a_rule_changes_from_a_day_on_and_the_past_keeps_its_own(own: Bureau) -> None:
    bureau_id = platform_factory.stocked(own).organisation.pk
    rule = RegulatoryParameter.objects.get(bureau_id=bureau_id, key="cap_all")

    regulation_services.change_rule(
        actor=own.actors["approver"],
        rule_id=rule.pk,
        value=1,
        citation="2026年工作计划",
        effective_from=date(2026, 7, 1),
        reason="减少打扰",
        confirmed=platform_factory.confirmed(own.actors["approver"]),
        at=NOON,
    )

    assert known.number(bureau_id, "cap_all", date(2026, 6, 30)) == 2
    assert known.number(bureau_id, "cap_all", date(2026, 7, 1)) == 1
    entry = audit.entries(["/"], audit.AuditQuery(kind="rule", number="cap_all")).first()
    assert entry is not None
    assert entry.private is not None
    assert (entry.public["value"], entry.private["before"]) == (1, 2)


def test_what_comes_with_the_program_is_sound(own: Bureau) -> None:
    platform_factory.stocked(own)

    rules = RegulatoryParameter.objects.filter(bureau=own.organisation)
    shipped = regulation_services.load_default_data("items.json")["items"]

    assert not rules.filter(citation="").exists()
    assert rules.filter(mark="?").exists()
    assert len(shipped) == 16
    for row in shipped:
        told = {key: value for key, value in row.items() if key not in {"code", "section"}}
        assert item_rules.missing(item_rules.read(told)) == []
