"""When a backup is due, which ones stay, and that an unfit row is no backup."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from oversight.backups import rules
from oversight.common.moments import BEIJING


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("last", "at", "is_due"),
    [
        (None, "2026-11-28T00:10", True),
        ("2026-11-27T01:00:20", "2026-11-28T00:59", False),
        ("2026-11-27T01:00:20", "2026-11-28T01:00", True),
        ("2026-11-28T01:00:20", "2026-11-28T23:59", False),
        # Made by hand before one o'clock: the night's backup is made all the same.
        ("2026-11-28T00:30", "2026-11-28T01:00", True),
        # A clock that was set back must not stop backups until it catches up.
        ("2027-11-28T01:00", "2026-11-28T09:00", True),
    ],
)
def test_one_backup_a_day_after_one_in_the_morning(
    last: str | None, at: str, *, is_due: bool
) -> None:
    assert rules.is_due(beijing(last) if last else None, beijing(at)) is is_due


def test_fourteen_days_and_the_first_of_twelve_months_are_kept() -> None:
    first = beijing("2025-01-01T01:00")
    names = [rules.name_of(first + timedelta(days=day)) for day in range(500)]

    gone = rules.superfluous([*names, "别的文件.txt"])

    kept = [name for name in names if name not in gone]
    assert len(kept) == 26
    assert kept[0] == "mingqian-20250601-010000.tar.age"
    assert kept[11] == "mingqian-20260501-010000.tar.age"
    assert kept[12] == "mingqian-20260502-010000.tar.age"
    assert kept[-1] == "mingqian-20260515-010000.tar.age"
    assert "别的文件.txt" not in gone
