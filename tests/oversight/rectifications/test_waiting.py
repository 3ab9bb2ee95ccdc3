"""What waits in rectifications, who sees them, and what differs from the log."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from oversight.audit.differences import Difference
from oversight.audit.reconciliation import Range
from oversight.common.errors import NotFoundError
from oversight.rectifications import deadlines, reconciliation, selectors, todos
from oversight.rectifications.models import Rectification
from oversight.rectifications.selectors import RectificationQuestion
from oversight.rectifications.services import extensions
from tests.oversight.rectifications import findings
from tests.oversight.rectifications.findings import later
from tests.support import platform_factory
from tests.support.platform_factory import NOON, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = {"subjects": 2, "inspectors": 3}


def differences() -> list[Difference]:
    steps = list(reconciliation.check(Range(is_whole=True, first=0)))
    return [difference for _, _, some in steps for difference in some]


def ask_days(own: Bureau, row: Rectification, at: Any = NOON, **changes: Any) -> Any:
    asked = {"days": 10, "reason": "法定代表人住院", **changes}
    clerk = own.actors["clerk"]
    return extensions.ask(actor=clerk, rectification_id=row.pk, at=at, **asked)


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (11, []),
        (12, ["还有 3 日到期，请提醒企业报告"]),
        (15, ["今天到期，请提醒企业报告"]),
        (16, ["已逾期 1 日：安排回访，或移交案件线索"]),
    ],
)
def test_the_end_of_a_term_is_told_before_on_and_after_its_day(
    own: Bureau, days: int, says: list[str]
) -> None:
    findings.served(own)

    waiting = [todo.reason for todo in todos.todos(own.actors["clerk"], later(days))]
    due = list(deadlines.deadlines(own.actors["clerk"], later(days), date(2026, 4, 2)))

    assert waiting == says
    assert [(line.title, line.on) for line in due] == [
        ("改正期满：青禾区第1食品有限公司", date(2026, 4, 2))
    ]


def test_a_recheck_is_due_fifteen_working_days_after_the_report(own: Bureau) -> None:
    findings.reported(own)

    due = list(deadlines.deadlines(own.actors["clerk"], later(4), date(2026, 4, 30)))

    assert [(line.title, line.on) for line in due] == [
        ("回访复查：青禾区第1食品有限公司", date(2026, 4, 13))
    ]


def test_an_extension_waits_for_the_head_and_the_clerk_sees_for_whom(own: Bureau) -> None:
    ask_days(own, findings.served(own))

    waiting = {
        role: [(todo.title, todo.waiting_for) for todo in todos.todos(own.actors[role], NOON)]
        for role in ("approver", "clerk", "supervisor")
    }

    assert waiting == {
        "approver": [("决定延期：青禾区第1食品有限公司", "")],
        "clerk": [("延期申请：青禾区第1食品有限公司", "own-approver先生")],
        "supervisor": [],
    }


def test_the_list_is_filtered_by_words_state_and_standing(own: Bureau) -> None:
    row = findings.served(own)
    clerk = own.actors["clerk"]
    late = date(2026, 4, 3)

    def names(**asked: Any) -> list[str]:
        question = RectificationQuestion(**asked)
        return [row.number for row in selectors.find(clerk, question, late)]

    assert names(words="第1食品", standing="overdue") == [row.number]
    assert names(state="correcting", section=row.owner_id, sort="due") == [row.number]
    assert names(standing="open") == [row.number]
    assert names(standing="soon") == []
    assert names(words="别家") == []


def test_rows_of_another_bureau_do_not_exist(own: Bureau) -> None:
    row = findings.opened(own)
    foreign = platform_factory.bureau("石桥县人力资源和社会保障局", "foreign")

    with pytest.raises(NotFoundError):
        selectors.rectification_for(foreign.actors["clerk"], row.pk)


def test_an_inspector_sees_the_own_visits_only(own: Bureau) -> None:
    row = findings.opened(own)
    inspector = own.actors["inspector"]
    assert list(selectors.rectifications(inspector)) == []

    slot = row.visit.slots.all()[0]
    slot.inspector.user = own.user("inspector")  # type: ignore[union-attr]
    slot.inspector.save()  # type: ignore[union-attr]

    assert list(selectors.rectifications(inspector)) == [row]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("state", "corrected", "“状态”：日志里是“企业已报告”，数据库里是“复查合格”"),
        ("due_on", date(2027, 1, 1), "“改正期满日”：日志里是“2026-04-02”"),
    ],
)
def test_a_row_that_was_changed_by_hand_differs(
    own: Bureau, field: str, value: Any, says: str
) -> None:
    row = findings.reported(own)

    Rectification.objects.filter(pk=row.pk).update(**{field: value})

    assert [says in str(difference) for difference in differences()] == [True]


def test_changed_words_and_lost_proofs_differ(own: Bureau) -> None:
    row = findings.reported(own)

    row.points.update(provision="没有")
    row.reports.update(text="别的")
    row.proofs.all().delete()

    assert [difference.field for difference in differences()] == [
        "改正事项的内容",
        "企业报告的内容",
        "证明材料",
    ]


def test_a_row_that_is_gone_or_that_nobody_entered_is_named(own: Bureau) -> None:
    row = findings.opened(own)
    number = row.number

    Rectification.objects.filter(pk=row.pk).update(number="不在日志里")

    assert {(d.number, d.field) for d in differences()} == {
        ("不在日志里", "整行"),
        (number, "整行"),
    }
