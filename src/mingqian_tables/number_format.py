"""A number as the sheet shows it, but exact: 5 % stays 5 %, 1.10 stays 1.10, dates are dates.

Source: ECMA-376 Part 1, 18.8.30 (numFmt) and 18.8.31 (built-in formats).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from mingqian_tables.table import DATE, FIXED, NUMBER, PERCENT

EXACT_DIGITS = 15
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_LITERAL = re.compile(
    r'"([^"]*)"|[\\!](.)|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|([^\x00-\x7f])', re.IGNORECASE
)
_CONDITION = re.compile(r"\[[<>=]")
_CURRENCY = re.compile(r"[$¥￥\s]")
_DATE_LETTER = re.compile(r"[ymdhs]|\[[hms]+\]|上午|下午", re.IGNORECASE)
_FRACTION = re.compile(r"s\.0+", re.IGNORECASE)
_PLACES = re.compile(r"[0#?]")
_FIXED = re.compile(r"[#,0]*0\.(0+)|[#,]*0")
_PADDED = re.compile(r"0{2,}")
_MARCH_1900 = 61
_LAST_DAY = 2_958_466
_LOST = "数字超过 15 位，被表格软件改成了科学计数法，末几位已丢失"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a cell shows a number: ``kind``, at least how many digits, and the words around it."""

    kind: str = NUMBER
    decimals: int = 0
    whole: int = 1
    before: str = ""
    after: str = ""


GENERAL = Style()


def style(number: int, code: str | None) -> Style:
    """Read a number format, by its number if it is a built-in one."""
    if code is None:
        if number in _BUILT_IN_DATES:
            return Style(kind=DATE)
        code = _BUILT_IN.get(number, "General")
    section = _section(code.replace("G/通用格式", "General"))
    pattern = _LITERAL.sub("", section)
    if "%" in pattern:
        return Style(kind=PERCENT)
    if _is_date(pattern):
        return Style(kind=DATE)
    before, after = _words(section)
    if _PADDED.fullmatch(pattern):
        return Style(kind=FIXED, whole=len(pattern), before=before, after=after)
    fixed = _FIXED.fullmatch(pattern)
    if fixed:
        decimals = len(fixed.group(1) or "")
        return Style(kind=FIXED, decimals=decimals, before=before, after=after)
    is_general = pattern.strip() == "General" and bool(before or after)
    return Style(before=before, after=after) if is_general else GENERAL


def _section(code: str) -> str:
    """Give the part of a format that says how a number is shown; which one may depend on it."""
    sections = code.split(";")
    if _CONDITION.search(sections[0]) is None:
        return sections[0]
    return next((section for section in sections if "%" in _LITERAL.sub("", section)), "General")


def _is_date(pattern: str) -> bool:
    letters = _FRACTION.sub("s", pattern).replace("General", "").replace("E+", "")
    return _DATE_LETTER.search(letters) is not None and _PLACES.search(letters) is None


def _words(section: str) -> tuple[str, str]:
    """Give what stands before and after the number: 2"次" shows 2次; a currency is left out."""
    words = ["", ""]
    for match in _LITERAL.finditer(section):
        rest = section[match.end() :]
        word = _CURRENCY.sub("", "".join(filter(None, match.groups())))
        words[0 if _LITERAL.sub("", section[: match.start()]).strip() == "" else 1] += word
        if word and words[1] and _LITERAL.sub("", rest).strip():
            return "", ""  # words within the number: nobody can say what it is with them
    return words[0], words[1]


def shown(raw: str, how: Style, *, since_1904: bool) -> tuple[str, str, str]:
    """Show a stored number: its text, its kind, and what is wrong with it (or nothing).

    Raises:
        ValueError: it is no number.
    """
    if how is GENERAL and raw.isascii() and raw.isdigit() and len(raw) <= EXACT_DIGITS:
        return str(int(raw)), NUMBER, ""
    value = float(raw)
    if value - value != 0:
        raise ValueError(raw)
    if how.kind == DATE:
        return _date(value, since_1904=since_1904)
    if abs(value) >= 10**EXACT_DIGITS:
        return f"{value:e}", NUMBER, _LOST
    exact = Decimal(f"{value:.{EXACT_DIGITS}g}")
    if how.kind == PERCENT:
        return f"{_plain(exact * 100)}%", PERCENT, ""
    return f"{how.before}{_padded(_plain(exact), how)}{how.after}", how.kind, ""


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def _padded(text: str, how: Style) -> str:
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, part = digits.partition(".")
    part = part.ljust(how.decimals, "0")
    return f"{sign}{whole.zfill(how.whole)}{'.' if part else ''}{part}"


def _date(value: float, *, since_1904: bool) -> tuple[str, str, str]:
    if not 0 <= value < _LAST_DAY:
        return _padded(_plain(Decimal(repr(value))), GENERAL), DATE, "不是日期：超出日历的范围"
    if since_1904:
        begin = datetime(1904, 1, 1)  # noqa: DTZ001 - a sheet knows no time zone
    else:
        # Spreadsheets count a 29 February 1900, which was none.
        shift = 30 if value >= _MARCH_1900 - 1 else 31
        begin = datetime(1899, 12, shift)  # noqa: DTZ001 - a sheet knows no time zone
    moment = begin + timedelta(seconds=round(value * 86_400))
    if value < 1:
        return f"{moment:%H:%M}", DATE, ""
    midnight = moment.hour == moment.minute == moment.second == 0
    return (f"{moment:%Y-%m-%d}" if midnight else f"{moment:%Y-%m-%d %H:%M:%S}"), DATE, ""
