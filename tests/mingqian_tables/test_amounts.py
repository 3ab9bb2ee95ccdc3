"""Numbers, shares, months and dates: each writing is read whole or refused by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from mingqian_tables import amounts, dates, months
from mingqian_tables.amounts import UnclearError


def refused(read: Callable[[str], object], text: str) -> str:
    with pytest.raises(UnclearError) as caught:
        read(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2), ("2.0", 2), ("２", 2), ("２．０", 2), ("2次", 2), ("3家", 3), ("10 户", 10),
        ("两次", 2), ("三家", 3), ("十二人", 12), ("二十三", 23), ("一百零五", 105),
        ("1,200", 1200),         ("0", 0), ("0.0", 0), ("\u200b5", 5), ("共6家", 6),
    ],
)  # fmt: skip
def test_a_count_is_read(text: str, number: int) -> None:
    assert amounts.count(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10%",
        "2-3",
        "2.5",
        "不限",
        "若干",
        "2次/年",
        "-1",
        "12,00",
        "1e3",
        "TRUE",
        "99999999999",
        "2~3家",
    ],
)
def test_what_is_no_count_is_refused_by_name(text: str) -> None:
    assert f"“{text}”" in refused(amounts.count, text)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("2", 2), ("2.0", 2), ("2次/年", 2), ("每年2次", 2), ("一年两次", 2), ("２次／年", 2),
        ("1次", 1), ("每季度1次", 4), ("每季度一次", 4), ("1次/季度", 4), ("每月", 12),
        ("每半年1次", 2),
    ],
)  # fmt: skip
def test_a_frequency_is_read(text: str, times: int) -> None:
    assert amounts.frequency(text) == times


@pytest.mark.parametrize("text", ["", "不定期", "2年1次", "5%", "多次", "每年1-2次"])
def test_what_is_no_frequency_is_refused(text: str) -> None:
    assert "频次" in refused(amounts.frequency, text) or "个数" in refused(amounts.frequency, text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("5%", 500), ("5％", 500), ("５％", 500), ("5 %", 500), ("0.05%", 5), ("5.25%", 525),
        ("100%", 10_000), ("0%", 0), ("5", 500), ("20", 2000), ("百分之五", 500),
        ("百分之十五", 1500), ("百分之五点五", 550), ("百分之百", 10_000), ("千分之五", 50),
        ("5‰", 50),
        ("不低于5%", 500), ("5%以上", 500), ("不超过3％", 300),
    ],
)  # fmt: skip
def test_a_share_is_read(text: str, parts: int) -> None:
    assert amounts.permyriad(text) == parts


@pytest.mark.parametrize(
    "text", ["", "0.05", "1", "0.5", "150%", "5.255%", "5%-10%", "1/20", "全部", "A级5%", "-5%"]
)
def test_a_share_that_could_mean_two_things_is_refused(text: str) -> None:
    assert f"“{text}”" in refused(amounts.permyriad, text)


@pytest.mark.parametrize(
    ("text", "ratios"),
    [
        ("A级3%、B 级5%", {"A": 300, "B": 500}),
        ("A 3%、C 10%", {"A": 300, "C": 1000}),
        ("Ａ级３％，Ｂ级５％；Ｃ级１０％", {"A": 300, "B": 500, "C": 1000}),
        ("A级不低于3%；B级不低于5%", {"A": 300, "B": 500}),
        ("A:3;B:5", {"A": 300, "B": 500}),
        ("A：3%\nB：5%", {"A": 300, "B": 500}),
        ("A级3% B级5%", {"A": 300, "B": 500}),
        ("A级3%B级5%", {"A": 300, "B": 500}),
        ("A、B级3%", {"A": 300, "B": 300}),
        ("A类企业百分之三", {"A": 300}),
        ("a级3%", {"A": 300}),
        ("未评5%", {"未评": 500}),
        ("", {}),
    ],
)
def test_shares_by_class_are_read(text: str, ratios: dict[str, int]) -> None:
    assert amounts.class_ratios(text) == ratios


@pytest.mark.parametrize(
    "text",
    ["A级3%、其他5%", "A级3%，B级", "A级3-5%", "A级3%A级4%", "低风险3%", "A级", "3%", "A级0.03"],
)
def test_shares_by_class_are_read_whole_or_refused(text: str) -> None:
    assert refused(amounts.class_ratios, text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("3月", (3,)), ("3月、6月", (3, 6)), ("3-6月", (3, 4, 5, 6)), ("3月至5月", (3, 4, 5)),
        ("３～６月", (3, 4, 5, 6)), ("三月、九月", (3, 9)), ("十一月", (11,)),
        ("三至六月", (3, 4, 5, 6)),
        ("3月份", (3,)), ("3、6、9", (3, 6, 9)), ("3", (3,)), ("03月", (3,)),
        ("6月，3月，3月", (3, 6)),
        ("全年", tuple(range(1, 13))), ("上半年", (1, 2, 3, 4, 5, 6)), ("第一季度", (1, 2, 3)),
        ("2027年3月", (3,)), ("2027-03-01", (3,)), ("2027年3月-5月", (3, 4, 5)), ("", ()),
    ],
)  # fmt: skip
def test_months_are_read(text: str, named: tuple[int, ...]) -> None:
    assert months.months(text, year=2027) == named


@pytest.mark.parametrize(
    "text",
    [
        "每季度", "每半年", "9月10日前", "3月上旬", "年底", "13月", "0月", "6-3月", "11月至次年2月",
        "3-6", "3/6月", "2026年3月", "3月、待定",
    ],
)  # fmt: skip
def test_what_names_no_month_is_refused(text: str) -> None:
    assert refused(lambda words: months.months(words, year=2027), text)


@pytest.mark.parametrize(
    "text",
    [
        "2030-12-31",
        "2030/12/31",
        "2030.12.31",
        "2030年12月31日",
        "20301231",
        "２０３０-12-31 00:00",
    ],
)
def test_a_date_is_read(text: str) -> None:
    assert dates.day(text) == date(2030, 12, 31)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("47848", "像是表格软件里日期的序号(即 2030-12-31)"),
        ("2030-13-31", "没有“2030-13-31”这一天"),
        ("2030-02-29", "没有"),
        ("明年", "看不懂"),
        ("", "看不懂"),
    ],
)
def test_what_is_no_day_is_refused(text: str, says: str) -> None:
    assert says in refused(dates.day, text)


@pytest.mark.parametrize(
    ("text", "kind"), [("1.10", "t"), ("1.10", "f"), ("12", "n"), ("TST-01", "t")]
)
def test_a_code_is_what_the_cell_shows(text: str, kind: str) -> None:
    assert amounts.code(text, kind) == text


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("1.1", "n", "末尾的 0"),
        ("2023-03-01", "d", "日期"),
        ("5%", "p", "百分数"),
        ("TRUE", "b", "逻辑值"),
    ],
)
def test_a_code_that_a_sheet_changed_is_refused(text: str, kind: str, says: str) -> None:
    assert says in refused(lambda words: amounts.code(words, kind), text)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (amounts.count, "二百五"), (amounts.count, "两三家"), (amounts.count, "三五家"),
        (amounts.count, "二三十"), (amounts.count, "一二"), (amounts.count, "5 10"),
        (amounts.count, "2\n3"), (amounts.frequency, "两三次"), (amounts.permyriad, "1 5%"),
        (amounts.permyriad, "五百分之一"), (amounts.permyriad, "三五%"),
        (amounts.class_ratios, "A1 5%"), (amounts.class_ratios, "A级 3 5%"),
        (months.months, "1、3季度"), (months.months, "一、三季度"), (months.months, "第1，3季度"),
        (months.months, "2026-03-06"), (months.months, "2026/9/10"), (months.months, "2026.1"),
        (months.months, "3-6"),
    ],
)  # fmt: skip
def test_what_could_be_two_numbers_is_never_made_into_one(
    read: Callable[[str], object], text: str
) -> None:
    assert text.partition("\n")[0][:1] in refused(read, text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1 200", 1200), ("1 200 300 家", 1200300), ("一百一十五", 115), ("二十 家", 20), ("2 次", 2)],
)
def test_blanks_between_thousands_and_before_a_unit_part_nothing(text: str, number: int) -> None:
    assert amounts.count(text) == number


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("3 月", (3,)), ("3 - 6 月", (3, 4, 5, 6)), ("3月 — 6月", (3, 4, 5, 6)),
        ("三、四月", (3, 4)), ("三、九、十一月", (3, 9, 11)), ("3月/9月", (3, 9)),
        ("2026年第一季度", (1, 2, 3)), ("2026年下半年", (7, 8, 9, 10, 11, 12)),
        ("2026年全年", tuple(range(1, 13))), ("2026-03-01", (3,)), ("2026-03-15", (3,)),
        ("2026年3月1日", (3,)),
    ],
)  # fmt: skip
def test_months_are_read_however_they_are_spaced(text: str, named: tuple[int, ...]) -> None:
    assert months.months(text, year=2026) == named


def test_a_half_of_another_year_is_refused() -> None:
    assert "不在 2026 年" in refused(lambda text: months.months(text, year=2026), "2025年上半年")


@pytest.mark.parametrize(
    "text", ["2030 年 1 月 2 日", "2030年1月2号", "2030—1—2", "2030 - 01 - 02"]
)
def test_a_date_is_read_however_it_is_spaced(text: str) -> None:
    assert dates.day(text) == date(2030, 1, 2)
