"""Visits and records as a telephone keeps them: plain values, in words for people."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from oversight.common import moments
from oversight.inspections import states
from oversight.inspections.field_records import FieldVersion
from oversight.inspections.models import InspectionTask, ItemResult
from oversight.registry.models import Inspector
from oversight.registry.rules import items


def visit_for_phone(task: InspectionTask) -> dict[str, Any]:
    """Give what the form needs of a visit without network."""
    team = [slot.inspector for slot in task.slots.all() if slot.inspector]
    return {
        "id": task.pk,
        "name": task.name,
        "code": task.code,
        "title": task.title,
        "address": task.visit_place or task.subject.address,
        "state": task.get_state_display(),
        "planned": task.planned_on.isoformat() if task.planned_on else "",
        "team": [person.name for person in team],
        "registered": task.subject.address or task.visit_place,
        "signers": [_signer(person) for person in team if not person.is_expert],
        "is_closed": task.state in states.CLOSED_ON_SITE,
        "arrived_at": _minute(task.arrived_at),
        "items": [_item(result) for result in task.results.all()],
    }


def record_for_phone(version: FieldVersion | None) -> dict[str, Any]:
    """Give what a record says now, and who wrote it; version 0 says nothing."""
    if version is None:
        return {"version": 0, "change": "", "content": {}, "who": "", "saved": ""}
    return {
        "version": version.number,
        "change": version.change,
        "content": version.content,
        "who": version.author,
        "saved": version.saved_at.isoformat(),
    }


def _signer(person: Inspector) -> dict[str, str]:
    """Name somebody who inspects and signs, with the certificate and the last day of its term."""
    until = [certificate.until.isoformat() for certificate in person.certificates.all()]
    return {"name": person.name, "certificate": person.number, "until": max(until, default="")}


def _minute(moment: datetime | None) -> str:
    """Give a moment as the form writes it: Beijing time to the minute, with its offset."""
    if moment is None:
        return ""
    return moment.astimezone(moments.BEIJING).replace(second=0, microsecond=0).isoformat()


def _item(result: ItemResult) -> dict[str, Any]:
    content = items.read(result.version.content)
    return {
        "code": result.version.item.code,
        "name": content.name,
        "basis": "；".join(f"《{basis.title}》{basis.article}" for basis in content.basis),
        "law": [
            {"title": f"《{basis.title}》{basis.article}", "text": basis.text}
            for basis in content.basis
        ],
        "points": [asdict(point) for point in content.points],
    }
