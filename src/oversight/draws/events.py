"""What draws record; the types ``draw.…`` are those of the specification (draw-v1 6.4)."""

from __future__ import annotations

from collections.abc import Collection

from oversight.audit.event_types import EventType, Kind, Tone, register

DRAWING = Kind("drawing", "抽取")  # what an office does about a draw
DRAW = Kind("draw", "抽取")  # what the specification says of it

_FIELDS = {
    "answer": "答复",
    "asked": "申请人",
    "beside": "重叠的抽取",
    "capacity": "身份",
    "code": "代码",
    "commitment": "封存码",
    "compared": "核对结果",
    "deadline": "截止时间",
    "declared_by": "声明人",
    "digest": "签封",
    "evidence": "证据封存码",
    "file": "文件摘要",
    "excluded": "不参加",
    "in": "接替",
    "mode": "方式",
    "name": "名称",
    "note": "说明",
    "opens_at": "开封时间",
    "out": "换下",
    "outcome": "打开的结果",
    "overlaps": "重叠的抽取",
    "parts": "不一样的部分",
    "people": "人数",
    "persons": "共同声明",
    "plan": "计划编号",
    "reason": "理由",
    "result": "结果",
    "rows": "不同的行",
    "secret": "密数",
    "section": "科室",
    "source": "来源",
    "subjects": "参加",
    "t0": "公开数产生",
    "task": "任务编号",
    "unbound": "解除原设备",
    "unit": "单位",
    "value": "值",
    "visit": "对象",
    "why": "原因",
}


def _event(
    kind: Kind,
    type_: str,
    title: str,
    *fields: str,
    hidden: Collection[str] = (),
    tone: Tone = Tone.PLAIN,
) -> EventType:
    return register(
        EventType(
            type=type_,
            title=title,
            kind=kind,
            fields={name: _FIELDS[name] for name in fields},
            hidden=frozenset(hidden),
            tone=tone,
        )
    )


def _drawing(
    type_: str,
    title: str,
    *fields: str,
    hidden: Collection[str] = (),
    tone: Tone = Tone.PLAIN,
) -> EventType:
    return _event(DRAWING, type_, title, *fields, hidden=hidden, tone=tone)


DRAWING_BEGUN = _drawing("drawing.begun", "新建了抽取", "task", "plan", "why", hidden=["state"])
DRAWING_CHANGED = _drawing("drawing.changed", "修改了抽取方案", "t0", "deadline", "opens_at")
DRAWING_DROPPED = _drawing("drawing.dropped", "放弃了还没封存的抽取", "reason")
DRAWING_JOIN_ASKED = _drawing("drawing.join-asked", "请科室联合检查", "section", "people")
DRAWING_JOINED = _drawing(
    "drawing.joined", "答复了联合检查", "section", "answer", "people", "reason"
)
DRAWING_WITNESS_INVITED = _drawing(
    "drawing.witness-invited", "请了见证人", "name", "unit", "capacity"
)
DRAWING_WITNESS_REMOVED = _drawing(
    "drawing.witness-removed", "去掉了见证人", "name", "unit", "capacity"
)
DRAWING_WITNESS_OPENED = _drawing("drawing.witness-opened", "见证链接被打开", "name", "outcome")
DRAWING_WITNESS_REISSUED = _drawing("drawing.witness-reissued", "重发了见证链接", "name", "unbound")
DRAWING_WITNESS_COMMITTED = _drawing(
    "drawing.witness-committed", "见证人交了签封", "name", "commitment"
)
DRAWING_PREPARED = _drawing(
    "drawing.prepared",
    "备好了名录",
    *("commitment", "subjects", "excluded", "overlaps"),
    hidden=["state"],
)
DRAWING_REHEARSED = _drawing("drawing.rehearsed", "试抽了一次（不留结果）")
DRAWING_EXCEPTION_ASKED = _drawing(
    "drawing.exception-asked", "申请了超上限例外", "why", "code", "name", "note"
)
DRAWING_EXCEPTION_GRANTED = _drawing(
    "drawing.exception-granted", "同意了超上限例外", "why", "code", "name", "note"
)
DRAWING_EXCEPTION_REFUSED = _drawing(
    "drawing.exception-refused",
    "没有同意超上限例外",
    *("why", "code", "name", "note"),
    tone=Tone.REFUSAL,
)
DRAWING_OVERLAP_JUSTIFIED = _drawing(
    "drawing.overlap-justified", "写明了对同一批对象再抽一次的理由", "beside", "reason"
)
DRAWING_SUBMITTED = _drawing("drawing.submitted", "提交了抽取复核", "commitment")
DRAWING_WITHDRAWN = _drawing("drawing.withdrawn", "撤回了提交复核的抽取")
DRAWING_RETURNED = _drawing("drawing.returned", "退回了抽取", "reason")
DRAWING_HANDED_OVER = _drawing("drawing.handed-over", "把密封材料交给了监督", "commitment")
DRAWING_COPY_CHECKED = _drawing(
    "drawing.copy-checked", "核对了自己保管的一份", "commitment", "compared", "parts"
)
DRAWING_VALUE_ENTERED = _drawing("drawing.value-entered", "录入了公开数", "source")
DRAWING_VALUE_REFUSED = _drawing(
    "drawing.value-refused", "公开数核对不一样", "source", "rows", tone=Tone.REFUSAL
)
DRAWING_NONE_PROPOSED = _drawing(
    "drawing.none-proposed", "提出到期没有公开数", "source", "evidence"
)
DRAWING_NONE_REFUSED = _drawing(
    "drawing.none-refused",
    "没有同意“没有公开数”",
    *("source", "evidence", "reason"),
    tone=Tone.REFUSAL,
)
DRAWING_VOID_ASKED = _drawing("drawing.void-asked", "提出作废抽取", "why")
DRAWING_VOID_REFUSED = _drawing("drawing.void-refused", "没有同意作废", tone=Tone.REFUSAL)
DRAWING_MINUTES_FILED = _drawing("drawing.minutes-filed", "存入了签字的抽取记录", "file", "reason")
DRAWING_VOID_WITHDRAWN = _drawing("drawing.void-withdrawn", "撤回了作废的提议")
DRAWING_LOOKED = _drawing("drawing.looked", "看了未开封的名单")

DRAW_SEALED = _event(
    DRAW,
    "draw.sealed",
    "封存了名录和规则",
    *("commitment", "mode", "task", "t0", "deadline"),
    hidden=["sources"],
    tone=Tone.SEAL,
)
DRAW_REVEALED = _event(
    DRAW,
    "draw.revealed",
    "把一个来源的数记入日志",
    *("source", "value", "digest", "declared_by", "evidence", "persons"),
)
DRAW_HELD = _event(
    DRAW, "draw.held", "抽取了", "commitment", "result", hidden=["state"], tone=Tone.SEAL
)
DRAW_OPENED = _event(DRAW, "draw.opened", "开封了", "commitment", "secret")
DRAW_VOIDED = _event(DRAW, "draw.voided", "作废了抽取", "commitment", "why", tone=Tone.VOID)
DRAW_REPLACED = _event(
    DRAW,
    "draw.replaced",
    "递补了",
    *("commitment", "visit", "out", "in", "why"),
    *("note", "evidence", "asked", "name"),
    # Codes that verifiers read; people read who left and who came.
    hidden=["stratum", "pool"],
)
