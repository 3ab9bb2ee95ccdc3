"""The head of a visit on a telephone: who comes, the code as a picture, why drawn, what was before.

All of it lies on the telephone, so that the code can be shown where there is no network.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

import segno
from django.urls import reverse

from oversight.common import moments
from oversight.draws.models import Draw
from oversight.inspections import site_acts
from oversight.inspections.arrivals import SiteAct
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import approvals
from oversight.registry.models import Inspector
from oversight.registry.selectors import ledger

_HISTORY = 5
_MAP = "//uri.amap.com/search?keyword="


def head_for_phone(
    task: InspectionTask, at: datetime, absolute: Callable[[str], str]
) -> dict[str, Any]:
    """Give what stands above the form of a visit; ``absolute`` completes an address."""
    today = moments.day_of(at)
    address = task.visit_place or task.subject.address
    officers = [slot.inspector for slot in task.slots.all() if slot.inspector]
    return {
        **state_for_phone(task, today),
        "officers": [_officer(officer, today) for officer in officers],
        "visitCode": _code(task, absolute),
        "grade": task.subject.grade,
        "history": _history(task),
        "drawn": _drawn(task),
        "due": _due(task, today),
        "map": f"geo:0,0?q={quote(address)}" if address else "",
        "amap": f"https:{_MAP}{quote(address)}&src=mingqian" if address else "",
    }


def state_for_phone(task: InspectionTask, today: date) -> dict[str, Any]:
    """Give where a visit is, and what was noted at the arrival that goes on."""
    return {
        "state": task.get_state_display(),
        "step": task.state,
        "acts": [_act(act) for act in site_acts.going_on(task, today)],
    }


def _act(act: SiteAct) -> dict[str, Any]:
    return {
        "act": act.kind,
        "who": act.inspector.user_id,
        "name": act.name,
        "at": act.at.isoformat(),
        "late": act.is_late,
    }


def _officer(officer: Inspector, today: date) -> dict[str, Any]:
    return {
        "who": officer.user_id,
        "name": officer.name,
        "certificate": officer.number,
        "until": str(site_acts.valid_until(officer, today) or ""),
        "problem": "、".join(site_acts.obstacles(officer, today)),
    }


def _code(task: InspectionTask, absolute: Callable[[str], str]) -> dict[str, str] | None:
    code = getattr(task, "visit_code", None)
    if code is None:
        return None
    address = absolute(reverse("public:visit-code", args=[code.code]))
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", scale=6, border=2, xmldecl=False)
    return {
        "text": code.printed,
        "address": address,
        "picture": picture.getvalue().decode(),
        "foreign": code.foreign_code,
    }


def _history(task: InspectionTask) -> list[dict[str, str]]:
    rows = ledger.visits_to(task.subject)[:_HISTORY]
    return [{"on": str(row.done_on or ""), "kind": row.kind} for row in rows]


def _drawn(task: InspectionTask) -> dict[str, str] | None:
    """Say which draw decided it, with the page that proves it once that is public."""
    if task.draw is None:
        return None
    is_public = task.draw.state == Draw.PUBLISHED
    address = reverse("public:draw", args=[task.draw.number]) if is_public else ""
    return {"title": task.draw.title, "number": task.draw.number, "address": address}


def _due(task: InspectionTask, today: date) -> list[str]:
    """Name what is late or due: the visit itself, the papers of an urgent one."""
    lines = []
    if task.planned_on and task.arrived_at is None and task.planned_on < today:
        lines.append(f"检查日期 {moments.day_in_words(task.planned_on)} 已过")
    if task.papers_due_on and not approvals.is_papered(task):
        lines.append(f"补办审批：{moments.day_in_words(task.papers_due_on)} 以前")
    return lines
