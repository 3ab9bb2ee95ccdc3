"""What publications record: approval, release and withdrawal for everybody, the rest covered."""

from __future__ import annotations

from oversight.audit.event_types import EventType, Kind, Tone, register

DISCLOSURE = Kind("disclosure", "公示")

_FIELDS = {
    "checks": "审查清单",
    "content": "内容",
    "kind": "类别",
    "number": "公示编号",
    "previous": "上一版的封存摘要",
    "reason": "理由",
    "record": "封存摘要",
    "version": "版本",
    "withheld": "不公开的字段",
}


def _event(
    type_: str, title: str, *fields: str, tone: Tone = Tone.PLAIN, is_covered: bool = False
) -> EventType:
    return register(
        EventType(
            type=f"disclosure.{type_}",
            title=title,
            kind=DISCLOSURE,
            fields={name: _FIELDS[name] for name in fields},
            tone=tone,
            is_covered=is_covered,
        )
    )


DISCLOSURE_DRAFTED = _event(
    "drafted", "起草了公示", "kind", "version", "reason", "content", is_covered=True
)
DISCLOSURE_CHANGED = _event(
    "changed", "改了公示的范围", "version", "withheld", "content", is_covered=True
)
DISCLOSURE_SUBMITTED = _event("submitted", "提交了公示审查", "version", is_covered=True)
DISCLOSURE_DROPPED = _event("dropped", "删除了公示草稿", "version", is_covered=True)
DISCLOSURE_RETURNED = _event("returned", "退回了公示", "version", "reason", is_covered=True)
DISCLOSURE_APPROVED = _event(
    *("approved", "批准了公示", "record", "kind", "number", "version", "previous", "checks"),
    tone=Tone.SEAL,
)
DISCLOSURE_PUBLISHED = _event(
    "published", "公示了", "record", "number", "version", "withheld", "reason", tone=Tone.SEAL
)
DISCLOSURE_WITHDRAWN = _event(
    "withdrawn", "撤下了公示", "record", "number", "version", "reason", tone=Tone.VOID
)
DISCLOSURE_ARCHIVED = _event("archived", "公示到期，转了档案", "record", "number", "version")
