"""现场检查笔录 and 证据清单 as data of documents, and the text that the parties sign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from oversight.common import moments
from oversight.documents import selectors as documents
from oversight.documents.rules import words
from oversight.documents.rules.fields import Field, Form
from oversight.inspections import record_facts
from oversight.inspections.models import InspectionTask
from oversight.inspections.rules.codes import Path, PointState, ResultCode
from oversight.inspections.rules.contents import ItemAnswer, Record
from oversight.inspections.rules.facts import ItemFacts, VisitFacts

MINUTES, EVIDENCE, RECORDINGS = "site-minutes", "evidence-list", "recording-list"
_ENDS = 8


def minutes_data(task: InspectionTask, record: Record, facts: VisitFacts) -> dict[str, Any]:
    """Give the data of the 现场检查笔录; what nobody said is left out."""
    minutes = record.minutes
    data = {
        **_subject(task),
        "person": minutes.person or "现场没有人员",
        "person_title": " ".join(part for part in (minutes.identity, minutes.post) if part),
        "started_at": _moment(minutes.start),
        "ended_at": _moment(minutes.end),
        "people": _people(task),
        "shown_at": _moment(minutes.shown_at or minutes.start),
        "recusal": _recusal(record),
        "findings": [_finding(item, record) for item in facts.items],
        "facts": _facts(record),
        "evidence": [_evidence(row) for row in _numbered(record)],
        "recordings": [
            {
                "device": row.device,
                "started_at": _moment(row.start),
                "ended_at": _moment(row.end),
            }
            for row in record.recordings
        ],
        "statement": minutes.statement,
        "changes": minutes.changes,
        "refusal": _refusal(record),
    }
    return {name: value for name, value in data.items() if value not in ("", [])}


def evidence_data(task: InspectionTask, record: Record, at: datetime) -> dict[str, Any]:
    """Give the data of the 证据清单."""
    obtained = _moment(record.minutes.end or at)
    source = record.minutes.person or "检查人员现场拍摄"
    rows = [
        {**_evidence(row), "kind": "照片或者复制件", "source": source, "at": obtained}
        for row in _numbered(record)
    ]
    return {
        "subject": task.name,
        "code": task.code,
        "visit": task.number,
        "evidence": rows,
        "people": _people(task),
        "signed_on": str(moments.day_of(at)),
    }


def recordings_data(task: InspectionTask, record: Record, at: datetime) -> dict[str, Any]:
    """Give the data of the 音像记录清单: from the entering to the leaving, refusals too."""
    rows = [
        {
            "number": str(place),
            "device": row.device or "没有写明设备",
            "started_at": _moment(row.start or record.minutes.start or at),
            "ended_at": _moment(row.end or record.minutes.end or at),
            "content": "现场检查过程",
        }
        for place, row in enumerate(record.recordings, start=1)
    ]
    return {
        "subject": task.name,
        "code": task.code,
        "visit": task.number,
        "recordings": rows,
        "signed_on": str(moments.day_of(at)),
    }


def minutes_text(data: Mapping[str, Any]) -> str:
    """Give the minutes as text: every field with its title, as the printed ones say it."""
    type_ = documents.type_of(MINUTES)
    values = words.words(type_, data)
    lines = [line for field in type_.fields for line in _lines(field, values[field.name])]
    return "\n".join([type_.title, *lines])


def _lines(field: Field, value: Any) -> Iterator[str]:  # noqa: ANN401 - as the form of the field
    if field.form is not Form.ROWS:
        if value:
            yield f"{field.title}：{value}"
        return
    if value:
        yield f"{field.title}："
    for place, row in enumerate(value, start=1):
        parts = (f"{c.title}：{row[c.name]}" for c in field.columns if row[c.name])
        yield f"{place}. {'；'.join(parts)}"


def _subject(task: InspectionTask) -> dict[str, str]:
    address = task.subject.address or task.visit_place
    return {"subject": task.name, "code": task.code, "address": address or "没有登记地址"}


def _people(task: InspectionTask) -> list[dict[str, str]]:
    return [
        {"name": person.name, "certificate": person.number}
        for person in record_facts.officers(task)
    ]


def _recusal(record: Record) -> str:
    if record.minutes.is_recusal_told:
        return f"已告知；{record.minutes.recusal_answer}。"
    return f"没有告知：{Path(record.path).label}。"


def _finding(item: ItemFacts, record: Record) -> dict[str, str]:
    codes = record.codes_of(item.code)
    result = "；".join(ResultCode(code).label for code in codes if code in ResultCode.values())
    note = "\n".join(_notes(item, record.answers.get(item.code, ItemAnswer())))
    return {"title": item.name, "result": result or "没有检查", "note": note}


def _notes(item: ItemFacts, answer: ItemAnswer) -> Iterator[str]:
    given = {point.n: point for point in answer.points}
    for n, title in enumerate(item.points, start=1):
        point = given.get(n)
        if point is not None and point.answer in PointState.values():
            why = f"（{point.why}）" if point.why else ""
            yield f"{n}. {title}：{PointState(point.answer).label}{why}"
    if answer.finding:
        yield f"发现：{answer.finding}"
        yield f"依据：{answer.provision}"


def _facts(record: Record) -> str:
    """Give what was seen, what the path's facts say, and where it was."""
    path_facts = record.path_facts
    parts = [f"检查地点：{record.minutes.place}。" if record.minutes.place else ""]
    parts += [record.minutes.facts]
    parts += [
        f"拨打{call.get('number', '')}：{call.get('result', '')}。"
        for call in path_facts.get("calls", ())
        if isinstance(call, Mapping)
    ]
    for name, title in _PATH_WORDS:
        if isinstance(value := path_facts.get(name), str) and value.strip():
            parts.append(f"{title}：{value.strip()}。")
    return "\n".join(part for part in parts if part)


_PATH_WORDS = (
    ("neighbour_name", "证明人"),
    ("neighbour", "证明人说明"),
    ("dormant_attempt", "按文书送达地址联系的结果"),
    ("moved_to", "查明在辖区以外的经营地"),
    ("words", "对方拒绝时说"),
    ("name", "拒绝的人"),
    ("witness", "见证人"),
    ("police", "报警情况"),
    ("speaker", "说明人"),
    ("statement", "说明"),
    ("source", "登记信息来源"),
)


def _numbered(record: Record) -> Iterator[tuple[int, Any]]:
    return enumerate(record.evidence, start=1)


def _evidence(row: tuple[int, Any]) -> dict[str, str]:
    place, evidence = row
    digest = f"{evidence.digest[:_ENDS]}…{evidence.digest[-_ENDS:]}"
    pages = str(evidence.pages or 1)
    return {"number": str(place), "title": evidence.name, "pages": pages, "digest": digest}


def _refusal(record: Record) -> str:
    if not record.refusal_reason:
        return ""
    witness = f"；见证人：{record.refusal_witness}" if record.refusal_witness else "；有录音录像"
    return f"{record.refusal_reason}{witness}。"


def _moment(at: datetime | None) -> str:
    return moments.written(at) if at else ""
