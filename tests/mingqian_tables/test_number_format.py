"""A number keeps what its format shows around it, and is a date only if it is shown as one."""

from __future__ import annotations

import pytest

from mingqian_tables import number_format
from mingqian_tables.table import DATE, FIXED, NUMBER, PERCENT


@pytest.mark.parametrize(
    ("code", "raw", "text", "kind"),
    [
        ('0"次"', "2", "2次", FIXED), ("0次", "2", "2次", FIXED), ("0\\%", "5", "5%", FIXED),
        ("0!%", "5", "5%", FIXED), ('0.0"‰"', "0.5", "0.5‰", FIXED), ("0‰", "5", "5‰", FIXED),
        ('"第"0"季度"', "1", "第1季度", FIXED), ('General"年"', "2027", "2027年", NUMBER),
        ('"JC"000', "7", "JC007", FIXED), ('"¥"#,##0.00', "3.5", "3.50", FIXED),
        ('0!.0,"万"', "12000", "12000", NUMBER), ("G/通用格式", "2", "2", NUMBER),
    ],
)  # fmt: skip
def test_words_of_the_format_belong_to_the_number(
    code: str, raw: str, text: str, kind: str
) -> None:
    how = number_format.style(200, code)

    assert number_format.shown(raw, how, since_1904=False) == (text, kind, "")


@pytest.mark.parametrize(
    ("code", "raw", "text", "kind"),
    [
        ("[Magenta]0.00", "0.05", "0.05", FIXED), ("[Yellow]0%", "0.05", "5%", PERCENT),
        ("US$0.00", "3.5", "3.5", NUMBER), ("0d", "3", "3", NUMBER),
        ('[=0]"";0.00%', "0.05", "5%", PERCENT), ("[<1]General;0%", "0.05", "5%", PERCENT),
        ("[>100]0.0;General", "5", "5", NUMBER),
        ("yyyy-mm-dd hh:mm:ss.000", "46000", "2025-12-09", DATE),
        ("m月", "46000", "2025-12-09", DATE),
        ("[mm]:ss", "46000", "2025-12-09", DATE),
    ],
)  # fmt: skip
def test_a_colour_a_currency_or_a_condition_makes_no_date_of_a_number(
    code: str, raw: str, text: str, kind: str
) -> None:
    how = number_format.style(200, code)

    assert number_format.shown(raw, how, since_1904=False) == (text, kind, "")
