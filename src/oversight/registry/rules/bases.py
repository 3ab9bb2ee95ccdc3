"""The provisions an item rests on, as lists of items write them: read whole, or refused."""

from __future__ import annotations

import re

from oversight.registry.rules.items import Basis

_TITLED = r"《[^》]+》"
# Without 《》 the title must end as titles of provisions do, so that nothing else is taken for one.
_BARE = (
    r"[^《》()（）;；\n第]{1,60}?(?:法|条例|规定|办法|规章|规则|细则|通知|意见|决定|标准|规范|目录)"
)
_NUMBER = (
    r"[（(]\s*(?P<number>[^（）()]*[〔\[【][0-9]{4}[〕\]】][^（）()]*号"
    r"|[^（）()]*第?\s*[0-9]+\s*号[^（）()]*)\s*[）)]"
)
_DIGITS = "[0-9０-９一二三四五六七八九十百零〇]+"
# Every turn of a repetition ends with a unit or a separator: there is one way to read it.
_FEW = rf"(?:第?[（(]?{_DIGITS}[）)]?\s*[、,，至到~-]\s*)*"
_PART = rf"{_FEW}第?\s*[（(]?{_DIGITS}[）)]?\s*[条款项目章节](?:之{_DIGITS})?"
_ARTICLE = rf"(?:{_PART}(?:\s*[、,，和及至到~-]?\s*{_PART})*)?"
# Lists number their provisions: 1. 一、 （二）; the number is no part of the title.
_PLACE = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_COUNTED = rf"(?:[（(]\s*{_PLACE}\s*[）)]|{_PLACE}\s*[.、．])"
_ONE = re.compile(
    rf"\s*(?:{_COUNTED}\s*)?(?P<title>{_TITLED}|{_BARE})\s*(?:{_NUMBER})?\s*(?P<article>{_ARTICLE})\s*"
    rf"(?=$|[;；\n。、,，和及《]|{_COUNTED})"
)
_BETWEEN = re.compile(r"[;；\n。、,，和及\s]+")


def read(text: str) -> tuple[tuple[Basis, ...], str]:
    """Read the provisions; gives also what is left and was not understood, empty if nothing.

    What kind of provision a title is stays to be checked by a person: `Basis.verified` is false.
    """
    provisions: list[Basis] = []
    rest = text.strip()
    while rest:
        match = _ONE.match(rest)
        if match is None:
            return tuple(provisions), rest
        provisions.append(_basis(match))
        rest = rest[match.end() :]
        between = _BETWEEN.match(rest)
        rest = rest[between.end() :] if between else rest
    return tuple(provisions), ""


def _basis(match: re.Match[str]) -> Basis:
    title = match.group("title").strip()
    return Basis(
        level="规范性文件",
        title=title if title.startswith("《") else f"《{title}》",
        number=(match.group("number") or "").strip(),
        article=match.group("article").strip(),
    )
