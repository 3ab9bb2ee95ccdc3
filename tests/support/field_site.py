"""A small site for tests of the telephone: one draw, whose first visits two officers share.

Run as a program with the folder of the site, it makes everything and writes ``field.json`` there.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from oversight.inspections.models import InspectionTask

OFFICERS = ("officer-1", "officer-2")
_DAY = date(2026, 4, 7)


def main(home: Path) -> int:
    """Make the site in the folder; the site is started with the same folder afterwards."""
    os.environ["MINGQIAN_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "oversight.settings.production"
    from oversight import serving  # noqa: PLC0415 - needs the settings

    serving.prepare_folder(home)
    django.setup()
    serving.prepare_database("mingqian.local/log")
    (home / "field.json").write_text(json.dumps(_furnish()), encoding="utf-8")
    return 0


def _furnish() -> dict[str, object]:
    from oversight.accounts.models import User  # noqa: PLC0415 - needs the settings
    from oversight.accounts.rules import Role  # noqa: PLC0415
    from oversight.inspections.models import InspectionTask, TeamMember  # noqa: PLC0415
    from oversight.inspections.states import TaskState  # noqa: PLC0415
    from oversight.registry.models import Inspector  # noqa: PLC0415
    from oversight.registry.services import inspector_accounts  # noqa: PLC0415
    from tests.support import draw_factory, platform_factory  # noqa: PLC0415

    bureau = platform_factory.bureau("青禾区人力资源和社会保障局", "own")
    draw = draw_factory.whole(bureau)
    people = list(Inspector.objects.filter(slots__visit=draw.visits.order_by("place")[0]))
    for name, inspector in zip(OFFICERS, people, strict=True):
        officer = platform_factory.actor(name, bureau.organisation, Role.INSPECTOR)
        User.objects.filter(pk=officer.user_id or 0).update(name=inspector.name)
        inspector_accounts.link(
            actor=bureau.actors["clerk"],
            inspector_id=inspector.pk,
            user_id=officer.user_id or 0,
            at=draw_factory.MADE,
        )
    visits = list(draw.visits.order_by("place"))
    # The first is the draw's own, and approved: two officers arrive there.
    _approve(bureau, visits[0].pk)
    # The same two go everywhere here: each test of a cut has a visit of its own. Where tests begin
    # before the arrival, the second visit keeps the team that was drawn.
    for visit in visits[2 if os.environ.get("MINGQIAN_TEST_ARRIVES") else 1 :]:
        slots = TeamMember.objects.filter(visit=visit)
        for slot, inspector in zip(slots, people, strict=True):
            slot.inspector = inspector
            slot.save(update_fields=["inspector"])
    if not os.environ.get("MINGQIAN_TEST_ARRIVES"):  # most tests begin when both have arrived
        InspectionTask.objects.filter(pk=visits[0].pk).update(state=TaskState.INSPECTING)
    return {
        "officers": list(OFFICERS),
        "names": [inspector.name for inspector in people],
        "password": platform_factory.PASSWORD,
        "visits": [visit.pk for visit in visits],
        "records": _records(visits[0]),
    }


def _approve(bureau: Any, visit_id: int) -> None:
    from oversight.inspections.services import approvals, tasks  # noqa: PLC0415
    from oversight.inspections.services.approvals import ApprovalInput  # noqa: PLC0415
    from tests.support import draw_factory  # noqa: PLC0415

    at, clerk = draw_factory.OPENS, bureau.actors["clerk"]
    asked = ApprovalInput(why_on_site="要看工资支付的原件", visit_place="和顺路18号")
    tasks.accept(actor=clerk, visit_id=visit_id, on=date(2026, 4, 7), at=at)
    approval = approvals.submit(actor=clerk, visit_id=visit_id, asked=asked, at=at)
    approver = bureau.actors["approver"]
    approvals.approve(actor=approver, approval_id=approval.pk, answer="", at=at)


def _records(task: InspectionTask) -> list[dict[str, object]]:
    """Give samples of records with what the site says of them, and the visit as phones have it."""
    from oversight.inspections import minutes_data, record_content, record_facts  # noqa: PLC0415
    from oversight.inspections.rules.contents import read_record  # noqa: PLC0415
    from oversight.inspections.rules.problems import problems  # noqa: PLC0415
    from oversight.web.presenters import field_visits  # noqa: PLC0415
    from tests.support import draw_factory, record_variants  # noqa: PLC0415

    facts = replace(record_facts.of_visit(task, draw_factory.MADE), is_shown=True, today=_DAY)
    visit = field_visits.visit_for_phone(task)
    rows = []
    for name, content in record_variants.of(facts.items).items():
        data = minutes_data.minutes_data(task, read_record(content), facts)
        row: dict[str, object] = {
            "name": name,
            "task": visit,
            "content": content,
            "problems": [words for _, words in problems(content, facts)],
            "text": minutes_data.minutes_text(data),
            "digest": record_content.record_digest(content),
        }
        rows.append(row)
    return rows


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
