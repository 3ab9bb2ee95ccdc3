"""Months as plans write them: every month that is meant, or a refusal that names the word."""

from __future__ import annotations

import re
import unicodedata

from mingqian_tables.amounts import UnclearError, numeral

_ADVICE = "请写出月份，如 3月、6月、9月"
_YEAR = range(1, 13)
_SPANS = {
    "全年": (1, 12), "每月": (1, 12), "每个月": (1, 12), "各月": (1, 12),
    "上半年": (1, 6), "下半年": (7, 12),
    "一季度": (1, 3), "二季度": (4, 6), "三季度": (7, 9), "四季度": (10, 12),
    "1季度": (1, 3), "2季度": (4, 6), "3季度": (7, 9), "4季度": (10, 12),
}  # fmt: skip
_BETWEEN = re.compile(r"[、,，;；。和及与\s]+|(?<=月)/")
_LOOSE = re.compile(r"(?<=[0-9一二三四五六七八九十])\s+(?=月)|\s*([-~至到—–])\s*")
_RANGE = re.compile(r"([0-9]{1,2})月?(?:份)?(?:-|~|至|到|—|–)+([0-9]{1,2})月(?:份)?")
_ONE = re.compile(r"([0-9]{1,2})(?:月(?:份)?)?")
_YEARED = re.compile(r"(20[0-9]{2})(?:[年./-](?=[0-9])|年(?=第?[一二三四上下全]))")
_DAY = re.compile(r"(20[0-9]{2})([-/.年])([0-9]{1,2})(?:[-/.月](?:([0-9]{1,2})日?)?)?(?:[ T].*)?")
_NUMERAL = re.compile(r"[一二三四五六七八九十]+(?=月|-|至|到|~|—|$)")


def months(text: str, *, year: int | None = None) -> tuple[int, ...]:
    """Read months, each once, in order; empty gives none.

    ``3-6月`` is all of March to June. What only says how often (每季度) or until when (9月10日前)
    names no month and is refused.

    Raises:
        UnclearError: some part names no month, or one of another year than ``year``.
    """
    plain = _LOOSE.sub(r"\1", unicodedata.normalize("NFKC", text).strip())
    numbers: set[int] = set()
    if "季" in plain and any(_ONE.fullmatch(_arabic(part)) for part in _BETWEEN.split(plain)):
        raise UnclearError(f"“{text}”里的数字不知道是月份还是季度；{_ADVICE}")
    for part in _BETWEEN.split(plain):
        if part:
            numbers.update(_named(part, year, text))
    return tuple(sorted(numbers))


def _named(part: str, year: int | None, text: str) -> range | tuple[int, ...]:
    part = _without_year(part, year, text)
    word = part.removeprefix("第")
    if word in _SPANS:
        first, last = _SPANS[word]
        return range(first, last + 1)
    day = _DAY.fullmatch(part)
    if day is not None:
        _require_year(int(day.group(1)), year, text)
        _require_no_range(day, text)
        return (_month(day.group(3), text),)
    bare = _arabic(part)
    for match in _YEARED.finditer(bare):
        _require_year(int(match.group(1)), year, text)
    bare = _YEARED.sub("", bare)
    span, single = _RANGE.fullmatch(bare), _ONE.fullmatch(bare)
    if span is not None:
        first, last = _month(span.group(1), text), _month(span.group(2), text)
        if first >= last:
            raise UnclearError(f"月份“{text}”前后颠倒或跨年；{_ADVICE}")
        return range(first, last + 1)
    if single is not None:
        return (_month(single.group(1), text),)
    raise UnclearError(f"看不懂的月份“{part}”；{_ADVICE}")


def _without_year(part: str, year: int | None, text: str) -> str:
    """Take the year from the front of a quarter or half: 2027年上半年."""
    match = _YEARED.match(part)
    rest = part[match.end() :].removeprefix("第") if match else ""
    if match is None or rest not in _SPANS:
        return part
    _require_year(int(match.group(1)), year, text)
    return rest


def _require_no_range(day: re.Match[str], text: str) -> None:
    """Refuse what a spreadsheet may have made of something else: 3-6 became 6 March of this year.

    Likewise 2027.10 as a number became 2027.1.
    """
    month, number = int(day.group(3)), int(day.group(4) or 0)
    if month < number <= _YEAR[-1] or (day.group(2) == "." and day.group(3) == "1" and not number):
        raise UnclearError(f"“{text}”可能是表格软件改成的日期或数字，不知道原来写的月份；{_ADVICE}")


def _arabic(part: str) -> str:
    return _NUMERAL.sub(lambda match: numeral(match.group()), part)


def _month(digits: str, text: str) -> int:
    if int(digits) not in _YEAR:
        raise UnclearError(f"没有“{text}”这样的月份；{_ADVICE}")
    return int(digits)


def _require_year(named: int, year: int | None, text: str) -> None:
    if year is not None and named != year:
        raise UnclearError(f"“{text}”不在 {year} 年；请核对")
