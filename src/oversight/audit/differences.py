"""Differences between the database and the log (spec log-v1 8)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

NO_ROW = "没有这一行"
NO_EVENT = "没有任何记录"
A_ROW = "有这一行"
A_RECORD = "有这条记录"
MOST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference: row and field, the log's value and the database's value.

    ``scope`` is the part of the tree of organisations that may see it; ``is_secret`` tells that
    it names what a sealed draw decided and nobody may see yet.
    """

    kind: str
    number: str
    field: str
    logged: str
    stored: str
    scope: str = "/"
    is_secret: bool = False

    @property
    def fingerprint(self) -> str:
        """Give the digest of all that the difference says, by which it is found again."""
        parts = (self.kind, self.number, self.field, self.logged, self.stored)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

    def __str__(self) -> str:
        """Give the difference as a sentence."""
        return sentence(self.kind, self.number, self.field, self.logged, self.stored)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A row that is compared field by field: its kind, its number, who may see it."""

    kind: str
    number: str
    scope: str = "/"
    is_secret: bool = False

    def differs(self, field: str, logged: Any, stored: Any) -> list[Difference]:  # noqa: ANN401
        """Compare a field; gives the difference, if there is one."""
        if logged == stored:
            return []
        return [self.says(field, written(logged), written(stored))]

    def says(self, field: str, logged: str, stored: str) -> Difference:
        """Make a difference of a field from its two values."""
        return Difference(
            kind=self.kind,
            number=self.number,
            field=field,
            logged=logged[:MOST],
            stored=stored[:MOST],
            scope=self.scope,
            is_secret=self.is_secret,
        )

    def is_missing(self) -> Difference:
        """Make the difference of a row that only the log has."""
        return self.says("整行", A_RECORD, NO_ROW)

    def is_unexplained(self) -> Difference:
        """Make the difference of a row that no entry explains."""
        return self.says("整行", NO_EVENT, A_ROW)


KINDS = {
    "entry": "留痕第几条",
    "log": "日志",
    "account": "账号",
    "appointment": "任命",
    "organisation": "机构",
    "key": "接口密钥",
    "plan": "年度计划",
    "task": "计划任务",
    "draw": "抽取",
    "subject": "检查对象",
    "inspector": "执法检查人员",
    "item": "抽查事项",
    "rule": "规则",
    "file": "文件",
    "document": "文书",
    "rectification": "责令改正",
    "result": "检查结果",
    "word-template": "文书模板",
}


def sentence(kind: str, number: str, field: str, logged: str, stored: str) -> str:
    """Give the sentence that tells a difference."""
    name = f"留痕第 {number} 条" if kind == "entry" else f"{KINDS.get(kind, kind)} {number}".strip()
    return f"{name}的“{field}”：日志里是“{logged}”，数据库里是“{stored}”"


def written(value: Any) -> str:  # noqa: ANN401 - any value of a row
    """Write a value for people."""
    if value is None or value == "":
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return str(value)
