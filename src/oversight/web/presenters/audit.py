"""Entries of the trail in plain Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from oversight.accounts import events as accounts
from oversight.audit import events as audit
from oversight.audit.selectors import Entry
from oversight.common import moments
from oversight.draws import events as draws
from oversight.inspections import events as inspections
from oversight.plans import events as plans
from oversight.registry import events as registry
from oversight.web.templatetags.mq import moment

TITLES: dict[str, str] = {
    **audit.TITLES,
    **accounts.TITLES,
    **registry.TITLES,
    **plans.TITLES,
    **draws.TITLES,
    **inspections.TITLES,
}
ACCOUNT_TYPES = frozenset(accounts.TITLES) | {"site.refused", "site.started"}
KINDS = {
    "account": "账号",
    "organisation": "机构",
    "key": "接口密钥",
    "subject": "检查对象",
    "directory": "名录",
    "item": "抽查事项",
    "inspector": "执法检查人员",
    "rule": "规则",
    "calendar": "日历",
    "address": "页面",
    "site": "程序",
    "trail": "留痕",
    "log": "日志",
    "difference": "数据核对",
    "plan": "年度计划",
    "drawing": "抽取",
    "draw": "抽取",
    "visit": "检查任务",
}
_WORDS = {
    "count": "数量",
    "added": "加上",
    "removed": "去掉",
    "owner": "科室",
    "reason": "理由",
    "version": "版本",
    "fields": "改动的栏目",
    "role": "角色",
    "organisation": "机构",
    "name": "名称",
    "file": "文件封存码",
    "new": "新增",
    "changed": "更新",
    "same": "不变",
    "refused": "要改",
    "rows": "行数",
    "format": "格式",
    "value": "值",
    "content": "内容封存码",
    "effective_on": "生效日期",
    "year": "年份",
    "holidays": "放假日",
    "make_up_days": "调休上班日",
    "source": "依据",
    "filters": "筛选",
    "program": "程序版本",
    "codes": "代码",
    "run": "导入编号",
    "result": "结果",
    "path": "地址",
    "method": "方式",
    "before": "之前",
    "task": "任务编号",
    "plan": "计划编号",
    "document": "发文字号",
    "on": "日期",
    "with": "备案机关",
    "why": "原因",
    "commitment": "封存码",
    "digest": "签封",
    "mode": "方式",
    "t0": "公开数产生",
    "deadline": "截止时间",
    "subjects": "参加",
    "excluded": "不参加",
    "unit": "单位",
    "capacity": "身份",
    "section": "科室",
    "answer": "答复",
    "people": "人数",
    "code": "代码",
    "note": "说明",
    "evidence": "证据封存码",
    "stratum": "分类",
    "pool": "人员组",
    "visit": "对象",
    "out": "换下",
    "in": "接替",
    "asked": "申请人",
    "into": "并入",
    "secret": "密数",
    "place": "序号",
    "file_name": "文件名",
    "signature": "签名",
    "overlaps": "重叠的抽取",
    "beside": "重叠的抽取",
    "persons": "共同声明",
    "outcome": "打开的结果",
    "unbound": "解除原设备",
    "capped": "超过上限",
    "rotated": "近期派过",
    "username": "账号",
    "asked_for": "申请",
    "first": "说明",
    "since": "自",
    "is_first": "首任",
    "appointed_by": "申请人",
    "confirmed_by": "确认人",
    "sheet": "工作表",
    "heading_row": "表头在第几行",
    "aside": "不是数据",
    "corrected": "在页面上改过的格",
    "cells": "改的格数",
    "url": "网址",
    "opens_at": "开封时间",
    "from": "从第几条",
    "to": "到第几条",
    "missing": "少了几条",
    "kept_size": "留存的条数",
    "kept_root": "留存的链头",
    "after": "以后",
    "old_key": "旧的私钥",
}
_HIDDEN = {
    *("covered", "account", "organisation_path", "role_code", "appointment", "request"),
    *("person", "address", "title", "scope", "changes", "content", "sources"),
    # What binds rows to their entry tells people nothing.
    *("state", "row", "row_digests", "recusal", "ended", "difference"),
}
# What the log writes in the words of the specification.
_VALUES = {
    "open": "公开",
    "sealed": "密封",
    "绑定": "认定这台设备",
    "absent": "没有按时亮出",
    "none": "到期没有公开数",
}
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DRAWN = {"draw", "drawing"}
_OBJECTS = {"log": "整条留痕", "trail": "整条留痕", "site": "网站"}
_SEALED = {"plan.approved", "draw.sealed", "draw.held"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """An entry as a person reads it."""

    entry: Entry
    verb: str
    what: str
    knot: str
    details: list[tuple[str, str]]
    changes: list[tuple[str, str, str]]


def render_entry(entry: Entry, *, is_whole: bool = False) -> EntryView:
    """Tell an entry; digests as a page shows them, or whole where somebody compares them."""
    private: Mapping[str, Any] = entry.private or {}
    pairs = [*entry.public.items(), *private.items()]
    if entry.about_kind in _DRAWN:
        pairs = [_placed(name, value) for name, value in pairs]
    details = {
        _WORDS.get(key, key): _shown(value, is_whole=is_whole)
        for key, value in pairs
        if key not in _HIDDEN and value not in ("", [], {})
    }
    changes = private.get("changes") or []
    return EntryView(
        entry=entry,
        verb=TITLES.get(entry.type, entry.type),
        what=entry.title or _what(entry),
        knot=_knot(entry.type),
        details=list(details.items()),
        changes=[(name, before, after) for name, before, after in changes],
    )


def _placed(name: str, value: object) -> tuple[str, object]:
    """Say of a draw's source which one it is; elsewhere a source is a document."""
    return ("来源", f"第 {value} 个") if name == "source" else (name, value)


def _what(entry: Entry) -> str:
    kind = KINDS.get(entry.about_kind, "")
    return _OBJECTS.get(entry.about_number) or f"{kind} {entry.about_number}".strip()


def _knot(kind: str) -> str:
    if "refused" in kind or kind == "draw.voided":
        return "bad"
    return "seal" if "published" in kind or kind in _SEALED else ""


def _plain(text: str, *, is_whole: bool) -> str:
    """Write a word, a moment or a digest of the log as people read it."""
    if not is_whole and _DIGEST.fullmatch(text):
        return f"{text[:4]} {text[4:8]}…"
    if _MOMENT.fullmatch(text):
        return moment(moments.read(text))
    return _VALUES.get(text, text)


def choices(types: Iterable[str]) -> list[tuple[str, str]]:
    """Offer kinds of acts for a filter."""
    return [(name, TITLES[name]) for name in types if name in TITLES]


def _shown(value: object, *, is_whole: bool) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return _plain(value, is_whole=is_whole)
    if isinstance(value, Mapping):
        pairs = ((_WORDS.get(str(k), k), _shown(v, is_whole=is_whole)) for k, v in value.items())
        return "，".join(f"{name} {shown}" for name, shown in pairs)
    if isinstance(value, list):
        shown = "、".join(_shown(one, is_whole=is_whole) for one in value[:20])
        return f"{shown}等 {len(value)} 个" if len(value) > 20 else shown  # noqa: PLR2004
    return str(value)
