"""What the rules of planning object to, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oversight.plans import rules
from oversight.plans.rules import STOP, WARN, ItemLimits, Limit, TaskFacts, findings

ITEM = ItemLimits(code="LDBZ-01", name="劳动用工", is_published=True)
TASK = TaskFacts(
    kind="不定向",
    items=[ITEM],
    scope={},
    total=30,
    base=1000,
    people=2,
    months=[3],
    year=2026,
    starts_on=date(2026, 3, 1),
    ends_on=date(2026, 11, 30),
)


def limit(value: int) -> Limit:
    return Limit(value=value, citation="某通知第 3 条", mark="")


def said(task: TaskFacts, limits: dict[str, Limit] | None = None) -> list[tuple[str, str, str]]:
    return [(f.level, f.field, f.says) for f in findings(task, limits or {})]


def test_a_task_without_a_fault_is_objected_to_by_nobody() -> None:
    assert said(TASK) == []


def test_a_task_without_a_month_cannot_be_drawn() -> None:
    assert said(replace(TASK, months=[])) == [(STOP, "months", "请选至少一个抽取月份")]


def test_a_task_ends_after_it_begins() -> None:
    task = replace(TASK, starts_on=date(2026, 5, 1), ends_on=date(2026, 4, 1), months=[])

    assert (STOP, "ends_on", "结束日期早于开始日期") in said(task)


def test_a_year_that_draws_nobody_is_refused() -> None:
    assert said(replace(TASK, total=0)) == [(STOP, "ratio", "按这个比例一家也抽不到；请提高比例")]


@pytest.mark.parametrize(
    ("item", "says"),
    [
        (replace(ITEM, floor=50), "抽查比例 3.00%，低于“劳动用工”的下限 5%"),
        (replace(ITEM, ceiling=20), "抽查比例 3.00%，高于“劳动用工”的上限 2%"),
    ],
)
def test_an_items_own_shares_hold(item: ItemLimits, says: str) -> None:
    assert said(replace(TASK, items=[item])) == [(STOP, "ratio", says)]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("ratio_floor", 50, "抽查比例 3.00%，低于 5%"),
        ("ratio_ceiling", 20, "抽查比例 3.00%，高于 2%"),
    ],
)
def test_the_parameters_shares_hold_with_their_source(name: str, value: int, says: str) -> None:
    found_by = findings(TASK, {name: limit(value)})

    assert [(f.field, f.says, f.citation) for f in found_by] == [("ratio", says, "某通知第 3 条")]


def test_more_batches_than_an_item_allows_are_warned_of() -> None:
    item = replace(ITEM, yearly_ceiling=1)

    expected = (WARN, "months", "一年 2 批，超过“劳动用工”的年频次上限 1")
    assert said(replace(TASK, items=[item], months=[3, 9])) == [expected]


def test_more_visits_than_the_cap_allows_are_refused() -> None:
    task = replace(TASK, total=30, base=10)

    expected = (STOP, "ratio", "计划 30 次，超过范围内 10 家每家 2 次")
    assert said(task, {"cap_all": limit(2)}) == [expected]


@given(st.integers(0, 10_000), st.integers(1, 12))
def test_the_batches_share_the_year_without_loss(total: int, batches: int) -> None:
    parts = [rules.share(total, one, batches) for one in range(1, batches + 1)]

    assert sum(parts) == total
    assert max(parts) - min(parts) <= 1
