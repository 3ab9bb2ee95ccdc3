"""What the directories record."""

from __future__ import annotations

from collections.abc import Collection

from oversight.audit.event_types import EventType, Kind, Tone, register

ITEM = Kind("item", "抽查事项")
SUBJECT = Kind("subject", "检查对象")
INSPECTOR = Kind("inspector", "执法检查人员")
DIRECTORY = Kind("directory", "名录")

_FIELDS = {
    "added": "加上",
    "aside": "不是数据",
    "cells": "改的格数",
    "changed": "更新",
    "code": "代码",
    "codes": "代码",
    "corrected": "在页面上改过的格",
    "count": "数量",
    "entry": "改动的留痕序号",
    "fields": "改动的栏目",
    "file": "文件封存码",
    "filters": "筛选",
    "format": "格式",
    "heading_row": "表头在第几行",
    "name": "名称",
    "new": "新增",
    "owner": "科室",
    "reason": "理由",
    "refused": "要改",
    "removed": "去掉",
    "rows": "行数",
    "run": "导入编号",
    "same": "不变",
    "sheet": "工作表",
    "version": "版本",
}
_MANY = ("count", "reason", "codes")
_FILE = ("file", "run")
_COUNTS = ("new", "changed", "same", "refused", "aside", "corrected")


def _event(
    kind: Kind,
    type_: str,
    title: str,
    *fields: str,
    hidden: Collection[str] = (),
    tone: Tone = Tone.PLAIN,
    is_covered: bool = False,
) -> EventType:
    return register(
        EventType(
            type=type_,
            title=title,
            kind=kind,
            fields={name: _FIELDS[name] for name in fields},
            hidden=frozenset(hidden),
            tone=tone,
            is_covered=is_covered,
        )
    )


def _row(kind: Kind, type_: str, title: str, *fields: str) -> EventType:
    """Define an act on one row: which fields changed, why, and a digest of the row after it."""
    return _event(kind, type_, title, "fields", "reason", *fields, hidden=["row"])


def _many(type_: str, title: str, *fields: str) -> EventType:
    return _event(DIRECTORY, type_, title, *_MANY, *fields, hidden=["row_digests"])


def _officer(type_: str, title: str, *hidden: str) -> EventType:
    """Define an act that tells where an officer is, or whose kin (log-v1 5)."""
    return _event(
        INSPECTOR, type_, title, "reason", "code", hidden=["row", *hidden], is_covered=True
    )


ITEM_DRAFTED = _event(ITEM, "item.drafted", "起草了事项", "version")
ITEM_DRAFT_CHANGED = _event(ITEM, "item.draft-changed", "修改了事项草稿", "version", "fields")
ITEM_PUBLISHED = _event(
    ITEM,
    "item.published",
    "公布了事项",
    *("version", "name"),
    hidden=["content"],
    tone=Tone.SEAL,
)
ITEM_REVISED = _event(ITEM, "item.revised", "开始调整事项", "version", "reason")
ITEM_CANCELLED = _event(ITEM, "item.cancelled", "取消了事项", "reason")
SUBJECT_ADDED = _row(SUBJECT, "subject.added", "登记了检查对象")
SUBJECT_CHANGED = _row(SUBJECT, "subject.changed", "修改了检查对象")
SUBJECT_LABELLED = _many("subject.labelled", "给检查对象贴标签", "added", "removed")
SUBJECT_MOVED = _many("subject.moved", "改了检查对象的所属科室", "owner")
SUBJECT_DELISTED = _many("subject.delisted", "把检查对象移出名录")
SUBJECT_RELISTED = _many("subject.relisted", "把检查对象移回名录")
SUBJECT_PHONE_SHOWN = _event(SUBJECT, "subject.phone-shown", "查看了完整的电话", is_covered=True)
SUBJECT_RESTORED = _many("subject.restored", "撤销了名录的批量改动", "entry")
SUBJECT_VISITED = _row(SUBJECT, "subject.visited", "登记了一次检查")
INSPECTOR_ADDED = _row(INSPECTOR, "inspector.added", "登记了执法检查人员", "code")
INSPECTOR_CHANGED = _row(INSPECTOR, "inspector.changed", "修改了执法检查人员", "code")
INSPECTOR_CERTIFIED = _row(INSPECTOR, "inspector.certified", "登记了证件", "code")
INSPECTOR_LINKED = _officer("inspector.linked", "关联了登录账号")
INSPECTOR_UNLINKED = _officer("inspector.unlinked", "取消了登录账号的关联")
INSPECTOR_LEAVE = _officer("inspector.leave", "登记了请假或公务")
INSPECTOR_LEAVE_CANCELLED = _officer("inspector.leave-cancelled", "取消了请假或公务")
INSPECTOR_RECUSED = _officer("inspector.recused", "登记了回避关系", "recusal")
INSPECTOR_RECUSAL_ENDED = _officer("inspector.recusal-ended", "解除了回避关系", "ended")
DIRECTORY_IMPORTED = _event(
    DIRECTORY,
    "directory.imported",
    "导入了名录",
    *(*_FILE, *_COUNTS, "sheet", "heading_row"),
    hidden=["inspectors"],
)
DIRECTORY_IMPORT_EXPLAINED = _event(
    DIRECTORY, "directory.import-explained", "说明了导入文件里的词语", *_FILE
)
DIRECTORY_IMPORT_CORRECTED = _event(
    DIRECTORY, "directory.import-corrected", "改正了导入文件里的单元格", *_FILE, "cells"
)
DIRECTORY_IMPORT_UNDONE = _event(
    DIRECTORY, "directory.import-undone", "撤销了导入", *_FILE, hidden=["inspectors"]
)
DIRECTORY_IMPORT_STOPPED = _event(DIRECTORY, "directory.import-stopped", "放弃了导入", *_FILE)
DIRECTORY_CHANGE_CONFIRMED = _event(
    DIRECTORY, "directory.change-confirmed", "核对了名录改动", "entry", "count"
)
DIRECTORY_EXPORTED = _event(
    DIRECTORY, "directory.exported", "导出了名录", "format", "rows", "filters"
)
