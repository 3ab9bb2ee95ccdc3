"""Numbers as offices write them: counts, frequencies, shares, codes; unclear ones are refused."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from mingqian_tables.errors import UNCLEAR, ReaderError
from mingqian_tables.normalisation import plain_number
from mingqian_tables.table import BOOLEAN, DATE, NUMBER, PERCENT, TEXT

MOST = 10**9
_UNITS = "次|家|户|人|个|名|条|项|批|遍|天|日|年|元|件"
_COUNT = re.compile(rf"(?:共|计)?([0-9][0-9,]*)(?:\.0+)?(?:{_UNITS})?")
_COMMAS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+")
_PER_YEAR = re.compile(
    r"(?:每年|一年|年度|1年|全年)?([0-9.,]+)(?:次|批|遍|轮)?(?:/年|/每年|每年|一年)?"
)
_PER_PART = re.compile(
    r"每(个?月|个?季度?|半年)(?:度)?([0-9]+)?(?:次|批|遍|轮)?|([0-9]+)(?:次|批|遍|轮)/(月|季度?|半年)"
)
_PARTS = {"月": 12, "季": 4, "季度": 4, "半年": 2}
_SHARE = re.compile(r"([0-9]+(?:\.[0-9]+)?)([%‰])?")
_SPOKEN = re.compile(
    r"(?<![零〇一二两三四五六七八九十百千万0-9])([百千])分之([零〇一二两三四五六七八九十百点0-9.]+)"
)
_SIGN = {"百": "%", "千": "‰"}
_BOUND = re.compile(
    r"^(?:不低于|不少于|不小于|至少|最低|不超过|不高于|不多于|至多|最高|按照?|比例为?|占)+"
)
_BEHIND = re.compile(r"(?:以上|以下|左右|的比例)$")
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_DIGITS |= {"七": 7, "八": 8, "九": 9}
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百]+(?:点[零〇一二三四五六七八九]+)?")
_FEW = "[一二三四五六七八九]"
# 二百五 (250 or 205), 三五 (three or five) and the like say no number.
_WELL_FORMED = re.compile(
    rf"[零〇两]|{_FEW}|{_FEW}?十{_FEW}?|[两一二三四五六七八九]?百(?:[零〇]{_FEW}|{_FEW}?十{_FEW}?)?"
    r"|[一二三四五六七八九][零〇一二三四五六七八九]{3}"
)
# A blank between two digits parts two numbers, unless it parts the thousands.
_PARTED = re.compile(r"[0-9.]\s+[0-9.]")
_THOUSANDS = re.compile(r"\s*[0-9]{1,3}(?:\s[0-9]{3})+(?![0-9])[^0-9]*")
_CLASS = re.compile(
    r"((?:[A-Z]|未评级?|未评定)(?:[、,/和及与]?(?:[A-Z]|未评级?|未评定))*)[级类等]*(?:企业|主体|对象|单位)?"
    r"[:=为按]*((?:不低于|不少于|不小于|至少|不超过|不高于|至多)?[0-9.]+[%‰]?)"
)
_BETWEEN = re.compile(r"[、,;。]+|(?<=[0-9%‰])\s+(?=[A-Z未])")
_NAMES = re.compile(r"[A-Z]|未评")
_CLASSES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ未"


_SCIENTIFIC = re.compile(r"[0-9]+(?:\.[0-9]+E[+-]?|E[+-])[0-9]+", re.IGNORECASE)


class UnclearError(ReaderError):
    """A number that could mean several things, or nothing; the text says how to write it."""

    def __init__(self, problem: str) -> None:
        super().__init__(UNCLEAR, problem=problem)


def count(text: str) -> int:
    """Read a whole number of things: ``2``, ``2.0``, ``２``, ``2次``, ``3家``, ``两户``, ``1,200``.

    Raises:
        UnclearError: it is none: empty, a share, a range, a fraction …
    """
    bare = _arabic(text)
    match = _COUNT.fullmatch(bare)
    if match is None or _COMMAS.fullmatch(match.group(1)) is None:
        raise UnclearError(f"看不懂的个数“{_shown(text)}”；请写整数，如 2")
    number = int(match.group(1).replace(",", ""))
    if number > MOST:
        raise UnclearError(f"个数“{_shown(text)}”太大；请核对")
    return number


def frequency(text: str) -> int:
    """Read how often in a year: ``2次/年``, ``每年2次``, ``每季度1次`` (4), ``2``.

    Raises:
        UnclearError: it is none.
    """
    bare = _arabic(text)
    part = _PER_PART.fullmatch(bare)
    if part is not None:
        word = (part.group(1) or part.group(4)).removeprefix("个")
        return _PARTS[word] * int(part.group(2) or part.group(3) or 1)
    whole = _PER_YEAR.fullmatch(bare)
    if whole is None:
        raise UnclearError(f"看不懂的频次“{_shown(text)}”；请写每年几次，如 2次/年")
    return count(whole.group(1))


def permyriad(text: str) -> int:
    """Read a share in 1/10000: ``5%``, ``5.5％``, ``百分之五``, ``不低于5%``, ``5`` (per cent).

    A bound (不低于, 不超过) is kept by taking it as the share. Without a sign a number of at most 1
    could mean either and is refused.

    Raises:
        UnclearError: it is none, over 100 %, or finer than 0.01 %.
    """
    bare = _BEHIND.sub("", _BOUND.sub("", _arabic(text)))
    written = _SHARE.fullmatch(bare)
    if written is None:
        raise UnclearError(f"看不懂的比例“{_shown(text)}”；请写作 5%")
    share = _written(Decimal(written.group(1)), written.group(2), text)
    if share > 1:
        raise UnclearError(f"比例“{_shown(text)}”超过 100%；请核对")
    parts = share * 10_000
    if parts != int(parts):
        raise UnclearError(f"比例“{_shown(text)}”的小数太多；最多两位，如 5.25%")
    return int(parts)


def class_ratios(text: str) -> dict[str, int]:
    """Read shares by class: ``A级3%、B 级5%``, ``Ａ类不低于３％；C：10%``; empty gives none.

    Raises:
        UnclearError: some part is not a class with a share, or a class has two.
    """
    bare = _numerals(unicodedata.normalize("NFKC", text).upper())
    if _PARTED.search(bare):
        raise _unclear_class(text)
    bare = "".join(_BETWEEN.sub("、", bare).split()).strip("、")
    ratios: dict[str, int] = {}
    at = 0
    while at < len(bare):
        match = _CLASS.match(bare, at)
        if match is None:
            raise _unclear_class(bare[at:])
        rest = bare[match.end() : match.end() + 1]
        is_next = rest in {"", "、"} or (rest in _CLASSES and bare[match.end() - 1] in "%‰")
        if not is_next:
            raise _unclear_class(bare[at:])
        share = permyriad(match.group(2))
        for name in _NAMES.findall(match.group(1)):
            if name in ratios:
                raise UnclearError(f"“{_shown(text)}”里 {name} 有两个比例；请只留一个")
            ratios[name] = share
        at = match.end() + (rest == "、")
    return ratios


def code(text: str, kind: str = TEXT) -> str:
    """Give a code from a cell; one that a sheet keeps as something else may not be what was typed.

    A number with a fraction has lost its zeros (1.10 became 1.1) unless its format shows them.

    Raises:
        UnclearError: the sheet keeps it as a date, a share, a truth value or such a number, or
            has written it with an exponent.
    """
    if _SCIENTIFIC.fullmatch(plain_number(text)):
        raise UnclearError(
            f"“{_shown(text)}”被表格软件改成了科学计数法，末几位已丢失；请把这一列设为文本后重新填写"
        )
    words = {DATE: "日期", PERCENT: "百分数", BOOLEAN: "逻辑值"}
    if kind in words:
        raise UnclearError(
            f"“{_shown(text)}”在表格里是{words[kind]}，不是编码；请把这一列设为文本后重新填写"
        )
    if kind == NUMBER and not text.isdigit():
        raise UnclearError(
            f"“{_shown(text)}”在表格里是数字，末尾的 0 可能已丢失(如 1.10 成了 1.1)；"
            "请把这一列设为文本后重新填写"
        )
    return text


def _unclear_class(rest: str) -> UnclearError:
    return UnclearError(f"看不懂的分类比例“{_shown(rest)}”；请写作 A级3%、B级5%、C级10%")


def _written(number: Decimal, sign: str | None, text: str) -> Decimal:
    if sign == "%":
        return number / 100
    if sign == "‰":
        return number / 1000
    if 0 < number <= 1:
        raise UnclearError(
            f"比例“{_shown(text)}”没有百分号，不知道是 {number}% 还是 {number * 100:f}%；"
            "请写上百分号"
        )
    return number / 100


def _arabic(text: str) -> str:
    shown = unicodedata.normalize("NFKC", text)
    if _PARTED.search(shown) and _THOUSANDS.fullmatch(shown) is None:
        return text
    return _numerals(plain_number(text))


def _numerals(text: str) -> str:
    spoken = _SPOKEN.sub(lambda match: f"{match.group(2)}{_SIGN[match.group(1)]}", text)
    return _NUMERAL.sub(lambda match: numeral(match.group()), spoken)


def numeral(words: str) -> str:
    """Write a Chinese numeral below 1000, or a year, in Arabic digits; unchanged if it is none."""
    whole, _, part = words.partition("点")
    if _WELL_FORMED.fullmatch(whole) is None:
        return words
    if not any(digit in whole for digit in "十百"):
        digits = "".join(str(_DIGITS[digit]) for digit in whole)
    else:
        total, pending = 0, -1
        for digit in whole:
            if digit in _DIGITS:
                pending = _DIGITS[digit]
            else:
                total += (1 if pending < 0 else pending) * (10 if digit == "十" else 100)
                pending = -1
        digits = str(total + max(pending, 0))
    return f"{digits}.{''.join(str(_DIGITS[digit]) for digit in part)}" if part else digits


def _shown(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"  # noqa: PLR2004 - enough to know it by
