"""Which column means what: offices head their columns in many ways."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mingqian.errors import FormatError
from mingqian_tables.spreadsheet import Sheet

SUBJECT = {
    "code": ("统一社会信用代码", "信用代码", "社会信用代码", "统一代码", "代码", "注册号", "编号"),
    "name": ("企业名称", "单位名称", "主体名称", "名称", "检查对象", "对象名称", "用人单位名称"),
}
INSPECTOR = {
    "code": ("人员编号", "编号", "执法证号", "监察证号", "证号", "证件号码"),
    "name": ("姓名", "人员姓名"),
    "pools": ("人员组", "可查组", "组别", "单位", "所属单位", "所在单位"),
    "load": ("本年度派出次数", "本年度任务数", "已派次数"),
    "limit": ("任务上限", "本次上限", "最多任务"),
    "expires": ("证件有效期", "有效期至", "有效期"),
    "staff": ("编制类型", "编制", "是否在编"),
    "state": ("状态", "在岗状态"),
}
CONFLICT = {
    "inspector": ("人员编号", "编号", "执法证号", "证号"),
    "subject": ("统一社会信用代码", "信用代码", "社会信用代码", "对象代码"),
    "kind": ("类别", "回避类别", "关系类别"),
}


def find(
    sheet: Sheet,
    synonyms: Mapping[str, tuple[str, ...]],
    *,
    required: tuple[str, ...],
    given: Mapping[str, str] | None = None,
) -> dict[str, int]:
    """Find the place of each column; ``given`` names a column outright.

    Raises:
        FormatError: a required column is missing, or two columns have one heading.
    """
    headings = [_plain(heading) for heading in sheet.headings]
    found = {}
    for meaning, names in synonyms.items():
        wanted = (given[meaning],) if given and meaning in given else names
        place = _place(headings, wanted, sheet)
        if place is not None:
            found[meaning] = place
        elif meaning in required:
            raise FormatError(
                f"找不到“{wanted[0]}”一列；表头是 {'、'.join(sheet.headings)}。"
                f"请改表头，或在计划文件中指明列名",
                file=sheet.file,
                line=1,
            )
    return found


def _place(headings: list[str], wanted: tuple[str, ...], sheet: Sheet) -> int | None:
    for name in wanted:
        places = [at for at, heading in enumerate(headings) if heading == _plain(name)]
        if len(places) > 1:
            raise FormatError(f"有 {len(places)} 列都叫“{name}”", file=sheet.file, line=1)
        if places:
            return places[0]
    return None


def _plain(heading: str) -> str:
    return re.sub(r"[\s*::]", "", heading)
