"""Pictures: what they draw, their words and tables, and nothing that the site's rules refuse."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from oversight.draws.models import Draw
from oversight.web.charts.bars import Bar, bars
from oversight.web.charts.chart import Chart
from oversight.web.charts.deviations import deviations
from oversight.web.charts.expectation import Expectation, expectations
from oversight.web.charts.year_calendar import year_calendar
from oversight.web.presenters import charts
from tests.support.platform_factory import Bureau

SVG = {"svg": "http://www.w3.org/2000/svg"}


def marks(chart: Chart, kind: str) -> list[dict[str, str]]:
    """Give the attributes of a picture's marks of a class."""
    tree = ET.fromstring(chart.svg)  # noqa: S314 - our own picture
    return [mark.attrib for mark in tree.iter() if kind in mark.get("class", "").split()]


def words(chart: Chart, kind: str) -> list[str]:
    tree = ET.fromstring(chart.svg)  # noqa: S314 - our own picture
    return [mark.text or "" for mark in tree.iter() if mark.get("class") == kind]


PROGRESS = bars(
    "progress",
    "进度",
    "一句话。",
    [Bar(name="<b>&甲科", value=30, plan=60, done=15), Bar(name="乙科", value=0, plan=0, done=0)],
    words=("科室", "已查", "已抽", "计划"),
    unit="家",
)
PARTS = expectations(
    "regions",
    "各区域",
    [
        Expectation(name="城东", expected=10.0, spread=2.5, drawn=12),
        Expectation(name="城西", expected=5.0, spread=1.0, drawn=8),
        Expectation(name="河南", expected=6.4, spread=0.0, drawn=6),
    ],
    part="区域",
)
YEAR = year_calendar("year", "全年", {("甲科", 3): 1200, ("乙科", 3): 190, ("甲科", 9): 12})
YEARS = deviations("years", "历年", {2026: [("区域 城东", 120)], 2025: [("区域 城东", -450)]})


def test_a_bar_is_as_long_as_its_share_of_the_largest_number() -> None:
    assert [mark["width"] for mark in marks(PROGRESS, "mq-c-plan")] == ["98.00%", "0.00%"]
    assert [mark["width"] for mark in marks(PROGRESS, "mq-c-value")] == ["49.00%", "0.00%"]
    assert [mark["width"] for mark in marks(PROGRESS, "mq-c-done")] == ["24.50%", "0.00%"]
    assert words(PROGRESS, "mq-c-number") == ["15 / 30 / 60 家", "0 / 0 / 0 家"]


def test_bars_have_their_numbers_in_a_table_too() -> None:
    assert PROGRESS.headings == ("科室", "已查（家）", "已抽（家）", "计划（家）")
    assert PROGRESS.rows == (("<b>&甲科", "15", "30", "60"), ("乙科", "0", "0", "0"))
    assert PROGRESS.legend == (
        ("mq-c-done", "已查"),
        ("mq-c-value", "已抽"),
        ("mq-c-plan", "计划"),
    )


def test_a_part_outside_of_chance_is_named_in_words() -> None:
    assert PARTS.sentence == "3 个部分中 2 个在随机的范围内；城西偏多。"
    assert PARTS.rows == (
        ("城东", "10.0", "5.0–15.0", "12", "在范围内"),
        ("城西", "5.0", "3.0–7.0", "8", "偏多"),
        ("河南", "6.4", "6.4–6.4", "6", "在范围内"),
    )
    assert [mark["cx"] for mark in marks(PARTS, "mq-c-dot")] == ["78.40%", "52.27%", "39.20%"]
    assert [mark["cx"] for mark in marks(PARTS, "mq-c-out")] == ["52.27%"]
    few = Expectation(name="河北", expected=9.0, spread=1.0, drawn=2)
    assert few.word == "偏少"


def test_the_year_is_a_picture_with_its_busiest_month() -> None:
    assert YEAR.sentence == (
        "最忙的是 3月，1,390 家次；没有安排的：1月、2月、4月、5月、6月、7月、8月、10月、11月、12月"
    )
    assert words(YEAR, "mq-c-name") == ["乙科", "甲科"]
    assert [mark["x"] for mark in marks(YEAR, "mq-c-q4")] == ["16.87%"]
    assert [mark["x"] for mark in marks(YEAR, "mq-c-q1")] == ["16.87%", "66.87%"]
    assert words(YEAR, "mq-c-small mq-c-light") == ["1200"]
    assert YEAR.rows[1] == (
        "甲科",
        *["0", "0", "1,200", "0", "0", "0", "0", "0", "12", "0", "0", "0", "1,212"],
    )
    assert year_calendar("year", "全年", {("甲科", 3): 0}).sentence == "还没有安排检查"


def test_deviations_of_years_lie_between_the_lines_of_chance() -> None:
    assert YEARS.sentence == (
        "2025年 1 个部分中 0 个在随机的范围内；2026年 1 个部分中 1 个在随机的范围内。"
    )
    assert [(dot["cx"], dot["cy"]) for dot in marks(YEARS, "mq-c-dot")] == [
        ("31.50%", "190"),
        ("76.50%", "73"),
    ]
    assert YEARS.rows == (
        ("2025年", "区域 城东", "-4.50"),
        ("2026年", "区域 城东", "+1.20"),
    )


@pytest.mark.parametrize("chart", [PROGRESS, PARTS, YEAR, YEARS])
def test_every_picture_is_named_and_needs_no_style(chart: Chart) -> None:
    tree = ET.fromstring(chart.svg)  # noqa: S314 - our own picture
    identifiers = [mark.get("id") for mark in tree.iter() if mark.get("id")]

    assert tree.get("role") == "img"
    assert (tree.get("aria-labelledby") or "").split() == identifiers
    assert [child.text for child in tree if child.tag in {"title", "desc"}] == [
        chart.title,
        chart.sentence,
    ]
    assert not re.search(r"style|script|href|fill=|font", chart.svg)


def test_only_columns_of_figures_are_set_as_figures() -> None:
    assert [is_figure for _, is_figure in YEARS.heads] == [False, False, True]
    assert [is_figure for _, is_figure in PARTS.lines[0]] == [False, True, True, True, False]


def test_loads_are_told_from_the_fewest_to_the_most() -> None:
    chart = charts.of_loads(2026, [("甲", 3), ("乙", 0), ("丙", 4)])

    assert chart is not None
    assert chart.sentence == "3 人共 7 家次：最少 0，中间 3，最多 4。"
    assert chart.rows == (("丙", "4"), ("甲", "3"), ("乙", "0"))
    assert charts.of_loads(2026, []) is None


@pytest.mark.django_db
def test_a_draws_pages_show_what_was_expected_and_drawn(
    own: Bureau, draw: Draw, signed_in: Any
) -> None:
    client = signed_in(own, "clerk")

    for address in (f"/office/draws/{draw.pk}/", f"/draws/{draw.number}/"):
        response = client.get(address)
        drawn = {chart.key: chart for chart in response.context["charts"]}
        assert list(drawn) == ["strata", "regions"]
        assert drawn["strata"].sentence.endswith("抽中 6 家。每一类都抽足了。")
        assert sum(int(row[3]) for row in drawn["regions"].rows) == 6
        page = response.content.decode()
        assert page.count('role="img" aria-labelledby="strata-t strata-d"') == 1
        assert "看数据" in page


@pytest.mark.django_db
def test_fairness_is_a_picture_of_years_and_parts(own: Bureau, draw: Draw, client: Any) -> None:
    page = client.get("/fair/")

    assert draw.held_at is not None
    assert [chart.key for chart in page.context["charts"]] == [
        *("years", "fair-region", "fair-grade", "fair-owner"),
    ]
    assert page.context["charts"][0].sentence.startswith("2026年")
    assert own.organisation.name in page.content.decode()


@pytest.mark.django_db
def test_the_loads_of_a_directory_are_a_page(own: Bureau, draw: Draw, signed_in: Any) -> None:
    page = signed_in(own, "clerk").get("/office/inspectors/loads/")

    assert draw.pk
    assert sum(int(row[1]) for row in page.context["chart"].rows) == 12
    assert "各人派出" in page.content.decode()
