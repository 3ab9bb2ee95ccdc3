"""Which column of an office's table means what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mingqian_tables.headings import places

SUBJECTS = {
    "code": (
        "统一社会信用代码",
        "信用代码",
        "社会信用代码",
        "统一代码",
        "信用代码/注册号",
        "注册号",
        "代码",
    ),
    "name": (
        "企业名称",
        "单位名称",
        "主体名称",
        "名称",
        "检查对象名称",
        "对象名称",
        "用人单位名称",
    ),
    "kind": ("主体类型", "对象类型", "市场主体类型"),
    "company_type": ("企业类型", "类型", "公司类型"),
    "industry": ("行业", "所属行业", "行业类别", "行业门类", "国民经济行业"),
    "legal_person": ("法定代表人", "法人代表", "法人", "负责人", "经营者"),
    "address": ("地址", "注册地址", "住所", "经营场所", "住所（经营场所）", "经营地址"),
    "region": ("区域", "地区", "街道", "乡镇", "所属区域", "所在区域", "街道（乡镇）"),
    "contact": ("联络人", "联系人", "联络员"),
    "phone": ("电话", "联系电话", "手机", "联系方式"),
    "founded_on": ("成立日期", "注册日期", "成立时间", "登记日期"),
    "state": ("登记状态", "经营状态", "企业状态", "状态"),
    "grade": ("守法诚信等级", "诚信等级", "等级"),
    "risk": ("信用风险分类", "风险分类", "信用风险等级", "风险等级"),
    "labels": ("标签", "分类标签"),
    "owner": ("所属科室", "所属实施机构", "实施机构", "管辖科室"),
}
INSPECTORS = {
    "number": ("监察证号", "执法证号", "证号", "证件编号", "执法证件号"),
    "name": ("姓名", "人员姓名"),
    "sex": ("性别",),
    "owner": ("单位", "科室", "所在科室", "单位（科室）", "所属科室"),
    "post": ("职务", "职级"),
    "staffing": ("编制类型", "编制"),
    "duty": ("状态", "在岗状态"),
    "is_expert": ("专家", "是否专家"),
    "certificate": ("证件类型", "证件名称"),
    "issuer": ("发证机关",),
    "until": ("有效期至", "证件有效期", "有效期"),
    "items": ("可查事项",),
    "regions": ("管辖区域",),
}
ITEMS = {
    "code": ("事项编码", "编码", "编号"),
    "field": ("领域", "抽查领域", "抽查类别"),
    "name": ("事项名称", "抽查事项", "抽查事项名称", "检查事项"),
    "category": ("类别", "事项类别"),
    "basis": ("检查依据", "依据", "抽查依据", "法律依据"),
    "authority": ("检查主体", "抽查主体", "实施主体"),
    "owner": ("实施科室", "所属科室", "责任科室"),
    "levels": ("实施层级", "层级"),
    "subject_kinds": ("检查对象类型", "检查对象", "抽查对象"),
    "points": ("检查要点", "检查内容", "抽查内容"),
    "methods": ("检查方式", "抽查方式"),
    "note": ("备注",),
}
REQUIRED = {
    "subjects": ("code", "name"),
    "inspectors": ("number", "name"),
    "items": ("code", "name"),
}
SYNONYMS = {"subjects": SUBJECTS, "inspectors": INSPECTORS, "items": ITEMS}


def match_columns(kind: str, headings: Sequence[str]) -> dict[str, int]:
    """Find the place of each column by its heading; the first of the usual words wins.

    A meaning that two columns have is left out: a person says which.
    """
    columns: dict[str, int] = {}
    for meaning, words in SYNONYMS[kind].items():
        free = [place for place in places(headings, words) if place not in columns.values()]
        if len(free) == 1:
            columns[meaning] = free[0]
    return columns


def doubled_headings(kind: str, headings: Sequence[str]) -> list[str]:
    """Name the headings that two columns have."""
    doubled = []
    for words in SYNONYMS[kind].values():
        at = places(headings, words)
        if len(at) > 1:
            doubled.append(headings[at[0]])
    return doubled


def missing_columns(kind: str, columns: Mapping[str, int]) -> list[str]:
    """Name the columns without which nothing can be read."""
    return [SYNONYMS[kind][meaning][0] for meaning in REQUIRED[kind] if meaning not in columns]


def open_question(kind: str, columns: Mapping[str, int], doubled: Sequence[str]) -> str:
    """Say what a person must choose before a file can be read; empty if nothing."""
    lacking = missing_columns(kind, columns)
    sentences = [f"有两列都叫“{heading}”，请指明用哪一列" for heading in doubled]
    if lacking:
        sentences.append(f"没有认出{'、'.join(lacking)}一栏，请指明是哪一列")
    return "；".join(sentences)


def unused_headings(headings: Sequence[str], columns: Mapping[str, int]) -> list[str]:
    """Name the columns of a file that are not read."""
    used = set(columns.values())
    return [heading for place, heading in enumerate(headings) if heading and place not in used]
