"""fsck tells the truth of a draw: whatever somebody changes with SQL or in its files is named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection

from oversight.audit.models import Difference, Entry
from oversight.draws.files import folder
from oversight.draws.models import Draw
from oversight.inspections.models import InspectionTask, ReplacementRequest
from oversight.inspections.services import requests, tasks
from oversight.inspections.services.requests import ReplacementInput
from oversight.registry.models import Subject
from tests.oversight import recorded
from tests.oversight.audit import attacks, attacks_on_codes
from tests.support import draw_factory, platform_factory
from tests.support.pages import text_of
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.any_database

AT = draw_factory.OPENS


def test_a_site_that_nobody_tampered_with_has_no_difference(draw: Draw) -> None:  # noqa: ARG001
    assert recorded.checked() == []


def _facts(draw: Draw) -> dict[str, object]:
    visit = draw.visits.get(place=1)
    drawn = draw.visits.values("subject_id")
    other = Subject.objects.exclude(pk__in=drawn).earliest("pk")
    return {
        "bureau": draw.bureau.name,
        "plan": draw.plan_number,
        "task": draw.task_number,
        "draw": draw.number,
        "commitment": draw.commitment,
        "code": visit.code,
        "visit": visit.pk,
        "other": other.code,
        "other_pk": other.pk,
        "json": "text" if connection.vendor == "sqlite" else "jsonb",
        "false": "0" if connection.vendor == "sqlite" else "false",
    }


ATTACKS = attacks.ATTACKS | attacks_on_codes.CODES | attacks_on_codes.TASK_ROWS


@pytest.mark.parametrize("name", ATTACKS)
def test_whoever_changes_a_row_with_sql_is_found_out(draw: Draw, name: str) -> None:
    statement, said = ATTACKS[name]
    facts = _facts(draw)

    for one in statement.split(";"):
        recorded.sql(_filled(one, facts))

    found = recorded.checked()
    assert any(one.startswith(_filled(said, facts)) for one in found), "\n".join(found)


def _filled(text: str, facts: dict[str, object]) -> str:
    for name, value in facts.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def test_after_replacements_and_requests_nothing_differs(own: Bureau, draw: Draw) -> None:
    _worked_with(own, draw)

    assert recorded.checked() == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE inspections_inspectiontask SET name = '另一家' WHERE came_for <> ''", "的名称: "),
        ("UPDATE inspections_inspectiontask SET came_for = '' WHERE came_for <> ''", "的接替谁: "),
        (
            "UPDATE inspections_inspectiontask SET accepted_by = '别人' WHERE accepted_by <> ''",
            "的接受人: ",
        ),
        (
            (
                "UPDATE inspections_inspectiontask SET planned_on = '2027-01-01'"
                " WHERE planned_on IS NOT NULL"
            ),
            "检查日期",
        ),
        (
            "UPDATE inspections_replacementrequest SET decided_by = '别人' WHERE state = 'granted'",
            "的决定: ",
        ),
        (
            "UPDATE inspections_replacementrequest SET state = 'granted' WHERE state = 'refused'",
            "的决定: ",
        ),
        (
            "UPDATE inspections_replacementrequest SET came_in = '别人' WHERE state = 'granted'",
            "的决定: ",
        ),
        ("DELETE FROM inspections_replacementrequest WHERE state = 'refused'", "没有这一行"),
        ("UPDATE inspections_teammember SET inspector_id = NULL WHERE is_leader", "的派员: "),
    ],
)
def test_what_followed_the_draw_is_rebuilt_too(
    own: Bureau, draw: Draw, statement: str, said: str
) -> None:
    _worked_with(own, draw)

    recorded.sql(statement)

    assert any(said in one for one in recorded.checked())


def _worked_with(own: Bureau, draw: Draw) -> None:
    """Replace a subject and an inspector, refuse a request, accept a visit."""
    first, second, third = draw.visits.order_by("place")[:3]
    approver, clerk = own.actors["approver"], own.actors["clerk"]
    closed = _asked(own, first, kind=ReplacementRequest.SUBJECT, why="CLOSED")
    confirmed = platform_factory.confirmed(approver)
    requests.grant(actor=approver, request_id=closed.pk, confirmed=confirmed, at=AT)
    slot = second.slots.exclude(inspector=None)[0]
    ill = _asked(own, second, kind=ReplacementRequest.INSPECTOR, why="ILLNESS", slot_id=slot.pk)
    requests.grant(actor=approver, request_id=ill.pk, confirmed=confirmed, at=AT)
    moved = _asked(own, third, kind=ReplacementRequest.SUBJECT, why="MOVED")
    requests.refuse(actor=approver, request_id=moved.pk, answer="没有搬", at=AT)
    tasks.accept(actor=clerk, visit_id=third.pk, on=date(2026, 4, 1), at=AT)


def _asked(own: Bureau, visit: InspectionTask, **values: Any) -> ReplacementRequest:
    asked = ReplacementInput(visit_id=visit.pk, note="大门紧锁", **values)
    return requests.ask(actor=own.actors["clerk"], asked=asked, at=AT)


def test_another_bureaus_differences_are_not_shown(
    own: Bureau, foreign: Bureau, draw: Draw, signed_in: Any
) -> None:
    recorded.sql("UPDATE draws_draw SET approved_by = '别人'")
    recorded.checked()

    page = text_of(signed_in(foreign, "supervisor").get("/office/reconciliation/"))

    assert draw.number not in page
    assert draw.number in text_of(signed_in(own, "supervisor").get("/office/reconciliation/"))


@pytest.mark.parametrize("name", ["manifest.json", "subjects.csv", "result.json"])
@pytest.mark.parametrize("is_gone", [True, False])
def test_a_changed_or_missing_file_of_a_draw_is_named(
    draw: Draw,
    name: str,
    is_gone: bool,  # noqa: FBT001
) -> None:
    path = folder(draw.number).path / name
    if is_gone:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b" ")

    titles = {"manifest.json": "清单文件", "result.json": "结果文件"}
    said = f"draw {draw.number} {titles.get(name, f'名单 {name}')}: "
    assert any(one.startswith(said) for one in recorded.checked())


@pytest.mark.parametrize(
    "table", ["inspections_teammember", "inspections_inspectiontask", "draws_sourcevalue"]
)
def test_emptied_tables_are_noticed(draw: Draw, table: str) -> None:  # noqa: ARG001
    recorded.sql("DELETE FROM inspections_teammember")
    recorded.sql("DELETE FROM inspections_itemresult")
    if table != "inspections_teammember":
        recorded.sql(f"DELETE FROM {table}")  # noqa: S608

    assert recorded.checked()


def test_at_a_start_what_changed_is_looked_at_and_a_missing_draw(own: Bureau, draw: Draw) -> None:
    recorded.checked()
    recorded.sql("UPDATE draws_draw SET approved_by = '别人'")

    assert recorded.checked(is_whole=False) == []
    visit = draw.visits.order_by("place")[0]
    tasks.accept(actor=own.actors["clerk"], visit_id=visit.pk, on=date(2026, 4, 1), at=AT)
    found = recorded.checked(is_whole=False)

    assert found == [f"draw {draw.number} 复核人: own-approver先生 | 别人"]


def test_a_difference_stays_until_a_person_acknowledges_it(
    own: Bureau,
    draw: Draw,  # noqa: ARG001
    signed_in: Any,
) -> None:
    recorded.sql("UPDATE draws_draw SET approved_by = '别人'")
    recorded.checked()
    client = signed_in(own, "supervisor")
    row = Difference.objects.get()

    before = text_of(client.get("/office/"))
    client.post(f"/office/reconciliation/{row.fingerprint}/", {"note": " "})
    assert "有 1 处不一样" in text_of(client.get("/office/"))
    client.post(f"/office/reconciliation/{row.fingerprint}/", {"note": "查过备份，已报纪检"})

    entry = Entry.objects.get(type="trail.acknowledged")
    assert "有 1 处不一样" in before
    assert "1 处不一样还没有人看过" in before
    assert entry.private is not None
    assert entry.private["note"] == "查过备份，已报纪检"
    assert "查过备份" not in bytes(entry.leaf).decode()
    page = text_of(client.get("/office/reconciliation/"))
    assert "看过</span>" in page
    assert "own-approver先生" in page
    assert "有 1 处不一样" not in text_of(client.get("/office/"))


@pytest.mark.usefixtures("draw")
def test_nobody_can_delete_a_difference_for_good(own: Bureau, signed_in: Any) -> None:
    recorded.sql("UPDATE draws_draw SET approved_by = '别人'")
    recorded.checked()
    recorded.sql("DELETE FROM audit_difference")

    recorded.checked()

    assert "有 1 处不一样" in text_of(signed_in(own, "administrator").get("/office/"))


def test_what_is_mended_is_no_longer_listed(draw: Draw) -> None:
    recorded.sql("UPDATE draws_draw SET approved_by = '别人'")
    assert len(recorded.checked()) == 1

    Draw.objects.filter(pk=draw.pk).update(approved_by="own-approver先生")

    assert recorded.checked() == []
