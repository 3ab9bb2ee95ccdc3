"""What results record; an approval tells the public the digest of the sealed record, no content."""

from __future__ import annotations

from oversight.audit.event_types import EventType, Kind, Tone, register

RESULT = Kind("result", "检查结果")

_FIELDS = {
    "differs": "改动",
    "follow_up": "后续处置",
    "item": "检查事项",
    "kind": "记录类型",
    "name": "名称",
    "number": "结果编号",
    "place": "第几稿",
    "reason": "理由",
    "record": "封存码",
    "remarks": "审核意见",
    "result": "检查结果",
    "version": "第几版",
    "visit": "检查任务",
}


def _event(
    type_: str,
    title: str,
    *fields: str,
    tone: Tone = Tone.PLAIN,
    is_covered: bool = True,
    hidden: tuple[str, ...] = (),
) -> EventType:
    return register(
        EventType(
            type=f"result.{type_}",
            title=title,
            kind=RESULT,
            fields={name: _FIELDS[name] for name in fields},
            hidden=frozenset(hidden),
            tone=tone,
            is_covered=is_covered,
        )
    )


_CONTENT = ("content",)
RESULT_ENTERED = _event(
    "entered", "录入了检查结果", "name", "visit", "item", "result", "place", hidden=_CONTENT
)
RESULT_RESUBMITTED = _event(
    "resubmitted", "修改检查结果后重新报审", "result", "place", "reason", "differs", hidden=_CONTENT
)
RESULT_RETURNED = _event("returned", "退回了检查结果", "place", "remarks")
RESULT_APPROVED = _event(
    "approved",
    "审核通过了检查结果",
    *("record", "kind", "number", "version", "result", "place", "follow_up"),
    tone=Tone.SEAL,
    is_covered=False,
)
RESULT_CORRECTED = _event(
    "corrected", "提出了检查结果的更正", "result", "place", "reason", "differs", hidden=_CONTENT
)
RESULT_PUBLISHED = _event("published", "公示了检查结果", "version", tone=Tone.SEAL)
RESULT_WITHDRAWN = _event("withdrawn", "撤下了检查结果", "reason", tone=Tone.VOID)
RESULT_FOLLOWED_UP = _event("followed-up", "登记了后续处置完结", "reason")
