"""What the trail itself records."""

from __future__ import annotations

from collections.abc import Collection

from oversight.audit.event_types import EventType, Kind, Tone, register

TRAIL = Kind("trail", "留痕", {"log": "整条留痕"})
LOG = Kind("log", "日志", {"log": "整条留痕"})
DIFFERENCE = Kind("difference", "数据核对")
SITE = Kind("site", "程序", {"site": "网站"})
ADDRESS = Kind("address", "页面")

_FIELDS = {
    "after": "以后",
    "before": "之前",
    "count": "数量",
    "format": "格式",
    "from": "从第几条",
    "kept_root": "留存的链头",
    "kept_size": "留存的条数",
    "method": "方式",
    "missing": "少了几条",
    "note": "说明",
    "old_key": "旧的私钥",
    "path": "地址",
    "program": "程序版本",
    "reason": "理由",
    "result": "结果",
    "rows": "行数",
    "to": "到第几条",
}


def _event(
    kind: Kind,
    type_: str,
    title: str,
    *fields: str,
    hidden: Collection[str] = (),
    tone: Tone = Tone.PLAIN,
    is_account: bool = False,
) -> EventType:
    return register(
        EventType(
            type=type_,
            title=title,
            kind=kind,
            fields={name: _FIELDS[name] for name in fields},
            hidden=frozenset(hidden),
            tone=tone,
            is_account=is_account,
        )
    )


TRAIL_EXPORTED = _event(TRAIL, "trail.exported", "导出了留痕记录", "format", "rows")
TRAIL_CHECKED = _event(TRAIL, "trail.checked", "校验了整条留痕", "count", "result")
TRAIL_ACKNOWLEDGED = _event(
    DIFFERENCE, "trail.acknowledged", "看过了一处不一样", "note", hidden=["difference"]
)
TRAIL_ERASED = _event(
    TRAIL, "trail.erased", "依法去掉了一条记录的非公开部分", "from", "to", "reason"
)
TRAIL_RESTORED = _event(
    LOG,
    "trail.restored",
    "从备份恢复后继续使用",
    *("from", "to", "reason", "kept_size", "kept_root", "missing", "before", "after"),
)
TRAIL_KEY_CHANGED = _event(
    LOG, "trail.key-changed", "更换了日志密钥", "before", "after", "reason", "old_key"
)
SITE_STARTED = _event(SITE, "site.started", "启动了程序", "program", is_account=True)
SITE_REFUSED = _event(
    ADDRESS,
    "site.refused",
    "拒绝了一次操作",
    *("method", "path"),
    tone=Tone.REFUSAL,
    is_account=True,
)

# What the program does by itself whenever it runs; nobody looks for it in what is new.
PROGRAM_RUNS = frozenset({TRAIL_CHECKED.type, SITE_STARTED.type})
