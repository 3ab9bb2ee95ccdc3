"""What 行政检查审批表 and 行政检查通知书 say of a task, as data for the documents (guide 3.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.inspections import caps, task_details
from oversight.inspections.models import Approval, InspectionTask, ReplacementRequest
from oversight.inspections.states import ReplacementState
from oversight.registry.models import Inspector
from oversight.registry.rules import items as item_rules

_BEGINS = time(9)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTerms:
    """What a notice says beyond its task: whom to ask, where to complain, what to prepare.

    ``address_of`` gives the address that a visit code opens; without it the notice has none.
    """

    contact: str
    complaints: str
    materials: Sequence[Mapping[str, str]] = ()
    address_of: Callable[[str], str] | None = None


def approval_data(task: InspectionTask, approval: Approval) -> dict[str, object]:
    """Give the data of the 审批表 of a visit, before or after it was decided."""
    strictest = approval.caps[0] if approval.caps else None
    data: dict[str, object] = {
        **_subject(task),
        "origin": origin(task),
        "kind": str(task.get_kind_display()),
        "items": _items(task),
        "why_on_site": task.why_on_site,
        "times": max(strictest["counted"] - 1, 0) if strictest else 0,
        "people": people(task),
        "starts_at": _starts_at(task),
        "is_announced": "预先通知" if task.is_announced else "不预先通知",
        "section_opinion": _signed(approval.opinion, approval.asked_by),
        "exemption": "：".join(text for text in (task.exempt, task.exempt_note) if text),
        "helpers": f"{task.helpers} 人，{task.helper_roles}" if task.helpers else "",
        "head_opinion": _opinion(approval),
        "head": approval.decided_by,
        "urgent": _urgent(task),
    }
    if strictest:
        data["limit"] = strictest["limit"]
    if approval.decided_at:
        data["decided_on"] = str(moments.day_of(approval.decided_at))
    return {name: value for name, value in data.items() if value != ""}


def notice_data(task: InspectionTask, terms: NoticeTerms, at: datetime) -> dict[str, object]:
    """Give the data of the 通知书; of a complaint it says nothing (劳动保障监察条例 §9)."""
    on = task.planned_on or moments.day_of(at)
    answers = caps.answers(task, on)
    items = _items(task)
    data: dict[str, object] = {
        **_subject(task),
        "basis": "；".join(dict.fromkeys(item["basis"] for item in items)),
        "origin": origin(task, is_outside=True),
        "starts_at": _starts_at(task),
        "place": task.visit_place,
        "items": items,
        "people": people(task),
        "nth": caps.place_in_year(task, on),
        "materials": [dict(material) for material in terms.materials],
        "complaints": terms.complaints,
        "contact": terms.contact,
        **_code(task, terms),
        "signed_on": str(moments.day_of(at)),
    }
    if answers:
        data["limit"] = answers[0].limit
    return {name: value for name, value in data.items() if value not in ("", [])}


def recusal_data(request: ReplacementRequest) -> dict[str, object]:
    """Give the data of the 回避决定书 of a request that was decided."""
    officer, is_granted = _recused(request), request.state == ReplacementState.GRANTED
    data: dict[str, object] = {
        "applicant": request.visit.name if request.by_enterprise else request.asked_by,
        "person": officer.name,
        "certificate": officer.number,
        "visit": request.visit.number,
        "asked_on": str(moments.day_of(request.asked_at)),
        "reason": request.note,
        "decision": "同意回避" if is_granted else "不同意回避",
        "grounds": request.answer or "经核实，申请理由成立。",
        "successor": _successor(request) if is_granted else "",
        "decider": request.decided_by,
    }
    if request.decided_at:
        data["decided_on"] = str(moments.day_of(request.decided_at))
    return {name: value for name, value in data.items() if value != ""}


def outcome_data(
    task: InspectionTask,
    *,
    results: Mapping[int, str],
    notes: Mapping[int, str],
    terms: Mapping[str, str],
    at: datetime,
) -> dict[str, object]:
    """Give the data of the 结果告知书: the result of each item by its key, and the terms."""
    items = _items(task)
    findings = [
        {"title": row["title"], "result": results[result.pk], "note": notes.get(result.pk, "")}
        for row, result in zip(items, task_details.results(task), strict=True)
    ]
    subject = _subject(task)
    data: dict[str, object] = {
        "subject": subject["subject"],
        "code": subject["code"],
        "basis": "；".join(dict.fromkeys(item["basis"] for item in items)),
        "inspected_on": str(inspected_on(task, at)),
        "findings": [{k: v for k, v in row.items() if v} for row in findings],
        **terms,
        "signed_on": str(moments.day_of(at)),
    }
    return {name: value for name, value in data.items() if value != ""}


def origin(task: InspectionTask, *, is_outside: bool = False) -> str:
    """Say where a task comes from; to those outside no source but the draw is named (R22)."""
    if task.draw is not None:
        return f"{task.draw.title}（抽取号 {task.draw.number}）"
    if is_outside:
        return str(task.get_kind_display())
    reference = f"（{task.reference}）" if task.reference else ""
    return f"{task.get_source_display()}{reference}"


def people(task: InspectionTask) -> list[dict[str, str]]:
    """Give names and certificates of the team."""
    team = (slot.inspector for slot in task_details.team(task))
    return [
        {"name": person.name, "certificate": person.number} for person in team if person is not None
    ]


def _code(task: InspectionTask, terms: NoticeTerms) -> dict[str, str]:
    """Give the code that opens the page of the visit, and its address."""
    code = getattr(task, "visit_code", None)
    if code is None or terms.address_of is None:
        return {}
    return {"visit_code": code.printed, "visit_address": terms.address_of(code.code)}


def _subject(task: InspectionTask) -> dict[str, str]:
    address = task.visit_place or task.subject.address
    return {"subject": task.name, "code": task.code, "address": task.subject.address or address}


def _items(task: InspectionTask) -> list[dict[str, str]]:
    rows = []
    for result in task_details.results(task):
        content = item_rules.read(result.version.content)
        basis = "；".join(f"{basis.title}{basis.article}" for basis in content.basis)
        rows.append(
            {"title": content.name, "basis": basis, "method": "、".join(content.methods) + "检查"}
        )
    return rows


def _starts_at(task: InspectionTask) -> str:
    if task.arrived_at is not None:
        return moments.written(task.arrived_at)
    if task.planned_on is None:
        return ""
    begin = datetime.combine(task.planned_on, _BEGINS, tzinfo=moments.BEIJING)
    return moments.written(begin.astimezone(UTC))


def _signed(opinion: str, person: str) -> str:
    return f"{opinion}　承办人：{person}".strip()


def _opinion(approval: Approval) -> str:
    if approval.state == Approval.State.WAITING:
        return ""
    word = "同意" if approval.state == Approval.State.APPROVED else "不同意"
    return f"{word}。{approval.answer}"


def _urgent(task: InspectionTask) -> str:
    if task.arrived_at is None or not task.urgent_reason:
        return ""
    reported = f"{moments.minute_in_words(task.arrived_at)} 向 {task.urgent_reported} 口头报告"
    return f"{reported}：{task.urgent_reason}"


def _recused(request: ReplacementRequest) -> Inspector:
    """Give the officer whose recusal was asked for, who may be out of the team by now."""
    if request.went_out:
        return Inspector.objects.get(code=request.went_out)
    if request.slot is None or request.slot.inspector is None:
        raise DomainError("这个申请没有写明是哪一位检查人员")
    return request.slot.inspector


def _successor(request: ReplacementRequest) -> str:
    officer = Inspector.objects.filter(code=request.came_in).first()
    if officer is None:
        return ""
    word = "按公布的次序" if request.visit.is_random else ""
    return f"{word}由{officer.name}接替"


def inspected_on(task: InspectionTask, at: datetime) -> date:
    """Give the day of the visit, as far as it is known; else the given one."""
    if task.arrived_at is not None:
        return moments.day_of(task.arrived_at)
    return task.done_on or task.planned_on or moments.day_of(at)
