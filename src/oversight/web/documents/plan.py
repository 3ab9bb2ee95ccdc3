"""年度计划 as an official document with its table, produced from the rows."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from docxtpl import DocxTemplate

from oversight.common import moments
from oversight.plans import selectors
from oversight.plans.models import PlanVersion
from oversight.plans.selectors import CountedTask
from oversight.plans.services import tasks

TEMPLATE = Path(__file__).resolve().parent / "plan.docx"


def plan(version: PlanVersion, *, printed_by: str, at: datetime) -> bytes:
    """Write a version of a plan as .docx; one that is not approved says so in place of a number."""
    owner = version.plan
    names, items = selectors.section_names(owner.bureau_id), selectors.item_names(owner.bureau_id)
    rows = [_row(counted, names, items) for counted in selectors.counted(version)]
    context = {
        "organisation": owner.bureau.name,
        "document": version.document_number or "（未批准，草稿）",
        "name": owner.name,
        "number": owner.number,
        "version": version.number,
        "reason": f"　　变更理由：{version.reason}" if version.reason else "",
        "count": len(rows),
        "total": sum(row["total"] for row in rows),
        "counted_at": _moment(version.counted_at),
        "digest": version.digest or "（批准时确定）",
        "approved_on": _moment(version.approved_at)[:11],
        # Not as dictionaries: ``one.items`` would be their method.
        "tasks": [SimpleNamespace(**row) for row in rows],
        "printed_by": printed_by,
        "printed_at": _moment(at),
    }
    document = DocxTemplate(str(TEMPLATE))
    document.render(context, autoescape=True)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _row(
    counted: CountedTask, names: Mapping[int, str], items: Mapping[str, str]
) -> dict[str, Any]:
    task, words = counted.task, tasks.shown(counted.details, names, items)
    owner = words["partners"] and f"{task.owner.name}；配合：{words['partners']}"
    return {
        "number": task.number,
        "title": task.title,
        "items": words["items"],
        "scope": words["scope"],
        "ratio": words["ratios"] if task.ratio_by else words["ratio"],
        "base": sum(counted.bases.values()),
        "total": counted.total,
        "owner": owner or task.owner.name,
        "months": words["months"],
    }


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(moments.BEIJING):%Y年%m月%d日 %H:%M}" if at else "—"
