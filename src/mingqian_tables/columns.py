"""Which column has which meaning, by the synonyms of its heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from mingqian_tables import errors, headings
from mingqian_tables.errors import TableError
from mingqian_tables.table import Sheet, WantedColumns

# The words that say most come first: a column 编号 is often no more than a count.
SUBJECT = {
    "code": (
        *("统一社会信用代码", "信用代码", "社会信用代码", "统一代码", "统一社会信用代码/注册号"),
        *("信用代码/注册号", "统一社会信用代码(注册号)", "注册号", "对象代码", "代码", "编号"),
    ),
    "name": (
        *("企业名称", "单位名称", "主体名称", "市场主体名称", "检查对象名称", "对象名称"),
        *("用人单位名称", "名称", "检查对象"),
    ),
}
INSPECTOR = {
    "code": ("人员编号", "执法证号", "监察证号", "证号", "执法证件号", "证件号码", "编号"),
    "name": ("姓名", "人员姓名"),
    "pools": ("人员组", "可查组", "组别", "单位", "所属单位", "所在单位"),
    "load": ("本年度派出次数", "本年度任务数", "已派次数"),
    "limit": ("任务上限", "本次上限", "最多任务"),
    "expires": ("证件有效期", "有效期至", "有效期"),
    "staff": ("编制类型", "编制", "是否在编"),
    "state": ("状态", "在岗状态"),
}
CONFLICT = {
    "inspector": ("人员编号", "执法证号", "监察证号", "证号", "执法证件号", "编号"),
    "subject": ("统一社会信用代码", "信用代码", "社会信用代码", "对象代码"),
    "kind": ("类别", "回避类别", "关系类别"),
}
# Words that also head a mere count of the rows.
WEAK = ("代码", "编号", "序号")


def wanted(
    synonyms: Mapping[str, tuple[str, ...]],
    required: tuple[str, ...],
    given: Mapping[str, str] | None = None,
) -> WantedColumns:
    """Say what the reader of a table should look for."""
    return WantedColumns(synonyms=synonyms, required=required, given=given)


def find(
    sheet: Sheet,
    synonyms: Mapping[str, tuple[str, ...]],
    *,
    required: tuple[str, ...],
    given: Mapping[str, str] | None = None,
) -> dict[str, int]:
    """Find the place of each column; ``given`` names a column outright.

    Raises:
        TableError: a required column is missing, or two columns have one heading.
    """
    known = {}
    for meaning, words in synonyms.items():
        is_given = given is not None and meaning in given
        names = (given[meaning],) if given is not None and is_given else words
        place = only(sheet, names)
        if place is not None:
            known[meaning] = place
        elif meaning in required or is_given:
            raise TableError(
                errors.MISSING_COLUMN,
                problem=f"找不到“{names[0]}”一列；表头是 {'、'.join(sheet.headings)}。"
                f"请改表头，或在计划文件中指明列名",
                file=sheet.file,
                line=sheet.heading_row,
            )
    return known


def only(sheet: Sheet, words: Sequence[str]) -> int | None:
    """Find the one column that is headed so; None if there is none.

    Raises:
        TableError: two columns are.
    """
    places = headings.places(sheet.headings, words)
    if len(places) > 1:
        name = sheet.headings[places[0]]
        raise TableError(
            errors.TWICE,
            problem=f"有 {len(places)} 列都叫“{name}”"
            f"(第 {'、'.join(str(place + 1) for place in places)} 列)，"
            "不知道读哪一列；请改表头，只留一列叫这个名字",
            file=sheet.file,
            line=sheet.heading_row,
            heading=name,
            places=places,
        )
    return places[0] if places else None


def require_no_count(sheet: Sheet, place: int, usual: str) -> None:
    """Refuse a column 1, 2, 3 … as codes: it only counts the rows. ``usual`` is a better heading.

    Raises:
        TableError: every cell is one more than the one above.
    """
    cells = [row.cell(place) for row in sheet.rows]
    if headings.bare(sheet.headings[place]) not in WEAK or not _is_count(cells):
        return
    raise TableError(
        errors.SERIAL,
        problem=f"“{sheet.headings[place]}”一列是 {cells[0]}、{cells[1]} …，像是序号，不是代码；"
        f"表头是 {'、'.join(sheet.headings)}。真正的代码在别的列的，请把那一列的表头改成“{usual}”；"
        f"这一列就是代码的，也请这样改",
        file=sheet.file,
        line=sheet.heading_row,
        heading=sheet.headings[place],
        places=[place],
    )


def _is_count(cells: Sequence[str]) -> bool:
    if len(cells) < 2 or not all(cell.isascii() and cell.isdigit() for cell in cells):  # noqa: PLR2004
        return False
    numbers = [int(cell) for cell in cells]
    return numbers[0] in {0, 1} and all(b - a == 1 for a, b in pairwise(numbers))
