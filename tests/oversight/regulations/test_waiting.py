"""The coming year's days off are asked for once they may be announced."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from oversight.accounts.selectors import Actor
from oversight.regulations.services import set_year
from oversight.regulations.todos import todos
from tests.support import platform_factory
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
OCTOBER = datetime(2026, 10, 31, 4, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 1, 4, tzinfo=UTC)


def titles(actor: Actor, at: datetime) -> list[str]:
    return [todo.title for todo in todos(actor, at)]


def test_the_calendar_of_the_coming_year_is_asked_for_in_november(own: Bureau) -> None:
    platform_factory.stocked(own)
    approver = own.actors["approver"]

    assert titles(approver, OCTOBER) == []
    assert titles(approver, NOVEMBER) == ["登记 2027 年的放假安排"]
    assert titles(own.actors["clerk"], NOVEMBER) == []

    set_year(
        actor=approver,
        year=2027,
        holidays=[date(2027, 1, 1)],
        make_up_days=[],
        source="国办发明电〔2026〕1号",
        at=NOVEMBER,
    )

    assert titles(approver, NOVEMBER) == []
