"""What a heading says, which row has the headings, and which rows are no records."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from mingqian_tables.normalisation import plain_text
from mingqian_tables.table import WantedColumns

LOOKED_AT = 40
_MARKS = re.compile(r"[\s*:★☆●·、,。]")
_BRACKETED = re.compile(r"[(\[【〔<《][^()\[\]【】〔〕<>《》]*[)\]】〕>》]")
_BRACKETS = re.compile(r"[()\[\]【】〔〕<>《》]")
_TOTAL = re.compile(r"(?:合|总|小|共|累)计(?:数|家数|户数)?(?:[:].*|[0-9]+.*)?")
_SIGNED = re.compile(
    r"(?:(?:填表|制表|填报|报送|审核|复核|审批|经办|统计|联系|负责|单位负责|科室负责|主管)"
    r"(?:人|人员|单位|部门|日期|时间|电话|领导)(?:签字|签名|盖章)?)(?:[:].*)?"
)
_REMARK = re.compile(r"(?:备注|附注|注|说明|填表说明|日期|电话|盖章|签字|单位)\s*[:].*", re.DOTALL)
_BLANK_BELOW = re.compile(r"[-—\s(]*(?:以下|下面)(?:空白|无正文|无内容|为空)[-—\s).。]*")
_PAGE = re.compile(r"第\s*[0-9]+\s*页.*|共\s*[0-9]+\s*(?:页|家|户|条|行|人).*")
_DAY = re.compile(r"[12][0-9]{3}(?:年|-|/|\.)[0-9]{1,2}(?:月|-|/|\.)[0-9]{1,2}日?")
_FOOT = re.compile(r"[合总小共累备附注说日电盖签单第填制报审复经统联负科主以下12\-—(（\s]")
_CODE = re.compile(r"[0-9A-Z]{18}|[0-9]{15}")
_INSTRUCTIONS = re.compile(
    r"说明|须知|示例|样例|样表|字典|选项|代码表|封面|目录|要求|帮助|readme", re.IGNORECASE
)
FOOTER, ABOVE, BELOW, AGAIN = "表尾", "表头以上", "表头的下一行", "重复的表头"


def plain(heading: str) -> str:
    """Give a heading without blanks, marks and brackets, what is in brackets kept."""
    return _BRACKETS.sub("", _marked(heading))


def bare(heading: str) -> str:
    """Give a heading without what stands in brackets (必填, 18位 …)."""
    return _BRACKETS.sub("", _BRACKETED.sub("", _marked(heading)))


def places(headings: Sequence[str], words: Iterable[str]) -> list[int]:
    """Find the columns under the first of the words that any heading is.

    A heading that is the word as it stands goes before one that says more in brackets.
    """
    exact, short = [plain(heading) for heading in headings], [bare(heading) for heading in headings]
    for word in words:
        for forms, wanted in ((exact, plain(word)), (short, bare(word))):
            at = [place for place, form in enumerate(forms) if form and form == wanted]
            if at:
                return at
    return []


def meanings(cells: Sequence[str], wanted: WantedColumns) -> set[str]:
    """Name the meanings that a row of headings has a column for."""
    given = wanted.given or {}
    return {
        meaning
        for meaning in {*wanted.synonyms, *given}
        if places(cells, [given[meaning]] if meaning in given else wanted.synonyms[meaning])
    }


def row_of_headings(rows: Sequence[Sequence[str]], wanted: WantedColumns | None) -> int | None:
    """Find which of the first rows has the headings; None if none looks like it.

    Without ``wanted`` it is the first. A row with every required column goes before one that
    only has several of the known ones.
    """
    if wanted is None:
        return 0 if rows else None
    hits = [meanings(cells, wanted) for cells in rows]
    whole = [at for at, hit in enumerate(hits) if hit and hit.issuperset(wanted.required)]
    if whole:
        return whole[0]
    best = max(range(len(rows)), key=lambda at: (len(hits[at]), -at), default=None)
    return best if best is not None and len(hits[best]) > 1 else None


def is_footer(cells: Sequence[str]) -> bool:
    """Tell whether a row is a footer: a total, who filled the table in, a remark; not a record."""
    head = next((cell for cell in cells if cell), "")
    if _FOOT.match(head) is None:
        return False
    filled = [unicodedata.normalize("NFKC", cell) for cell in cells if cell]
    if not filled or any(_CODE.fullmatch("".join(cell.split()).upper()) for cell in filled[1:]):
        return False
    first = filled[0].strip()
    packed = "".join(first.split())
    if _TOTAL.fullmatch(packed):
        return all(re.fullmatch(r"[0-9.,%家户人次条个元-]*", part) for part in filled[1:])
    if _SIGNED.fullmatch(packed):
        return True
    if len(filled) > 1:
        return False
    return any(pattern.fullmatch(first) for pattern in (_REMARK, _PAGE, _DAY, _BLANK_BELOW))


def is_instructions(name: str) -> bool:
    """Tell whether a sheet of this name explains and lists no records."""
    return _INSTRUCTIONS.search(name) is not None


def _marked(heading: str) -> str:
    text = unicodedata.normalize("NFKC", plain_text(heading)).casefold()
    return _MARKS.sub("", text)
