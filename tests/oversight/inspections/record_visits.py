"""A visit on which two officers are inspecting, and its record on their way to be signed."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime
from typing import Any

from PIL import Image

from oversight.accounts.rules import Role
from oversight.audit.reconciliation import Range
from oversight.files.services import storing
from oversight.inspections.field_records import FieldVersion
from oversight.inspections.models import InspectionTask
from oversight.inspections.record_content import Change
from oversight.inspections.services import field_records, finishing, signing
from oversight.inspections.services.signing import SignatureInput
from oversight.inspections.states import TaskState
from oversight.registry.models import Inspector
from tests.oversight.inspections import record_samples as samples
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import Bureau

AT = datetime(2026, 4, 7, 3, 30, tzinfo=UTC)
CODE = "LDBZ-01"


def bureau() -> Bureau:
    """Make a bureau with a draw; both officers of its first visit have accounts."""
    bureau_ = platform_factory.bureau("青禾区人力资源和社会保障局", "own")
    draw = draw_factory.whole(bureau_)
    for number, slot in enumerate(draw.visits.order_by("place")[0].slots.all(), start=1):
        name = f"officer-{number}"
        bureau_.actors[name] = platform_factory.actor(name, bureau_.organisation, Role.INSPECTOR)
        user_id = bureau_.actors[name].user_id
        Inspector.objects.filter(pk=slot.inspector_id or 0).update(user_id=user_id)
    return bureau_


def inspecting(own: Bureau) -> InspectionTask:
    """Give the first visit; its officers are inspecting."""
    task = InspectionTask.objects.filter(bureau=own.organisation).order_by("place")[0]
    return moved(task, TaskState.INSPECTING)


def moved(task: InspectionTask, state: TaskState) -> InspectionTask:
    InspectionTask.objects.filter(pk=task.pk).update(state=state)
    return InspectionTask.objects.get(pk=task.pk)


def state_of(task: InspectionTask) -> str:
    return InspectionTask.objects.get(pk=task.pk).state


def names(task: InspectionTask) -> list[str]:
    return [slot.inspector.name for slot in task.slots.all() if slot.inspector]


def clean(task: InspectionTask) -> dict[str, Any]:
    points = task.results.get().version.content["points"]
    return samples.clean((CODE, len(points)))


def save(own: Bureau, task: InspectionTask, content: dict[str, Any]) -> FieldVersion:
    """Save a record as the telephone of the first officer does."""
    actor = own.actors["officer-1"]
    number = FieldVersion.objects.count()
    change = Change(
        user_id=actor.user_id or 0,
        base=number,
        name=f"00000000-0000-4000-8000-{number:012}",
        content=content,
        pictures=(),
        written_at=None,
    )
    return field_records.save(actor=actor, visit_id=task.pk, change=change, at=AT)


def picture(own: Bureau) -> str:
    """Hand in a picture; give its digest."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(buffer, "JPEG")
    content = buffer.getvalue()
    storing.store_file(chunks=[content], name="照片.jpg", actor=own.actors["officer-1"], at=AT)
    return hashlib.sha256(content).hexdigest()


def with_files(content: dict[str, Any], digest: str) -> dict[str, Any]:
    return {**content, "evidence": [{**row, "digest": digest} for row in content["evidence"]]}


def call(own: Bureau, task: InspectionTask, act: Any, who: str = "officer-1", **values: Any) -> Any:
    return act(actor=own.actors[who], visit_id=task.pk, at=AT, **values)


def drawn(who: str, name: str) -> SignatureInput:
    return SignatureInput(who=who, name=name, strokes=samples.STROKES)


def closed(own: Bureau, task: InspectionTask) -> None:
    save(own, task, samples.signed(clean(task), *names(task)))
    call(own, task, signing.begin_signing)
    call(own, task, finishing.finish)


def differences(check: Any) -> list[str]:
    steps = check(Range(is_whole=True, first=0))
    return [line.field for _, _, lines in steps for line in lines]
