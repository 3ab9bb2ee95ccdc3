"""fsck tells the truth: whatever somebody changes with SQL in the database is named."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from oversight.audit import reconciliation, services
from oversight.audit.models import Difference, Entry, Run
from oversight.draws.files import folder
from oversight.draws.models import Draw, InspectionTask, ReplacementRequest
from oversight.draws.services import after
from oversight.draws.services.after import ReplacementInput
from oversight.registry.models import Subject
from oversight.web import jobs
from tests.oversight import recorded
from tests.oversight.audit import attacks, attacks_on_codes
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import Bureau

AT = draw_factory.OPENS


def sql(statement: str) -> None:
    """Change the database behind the program's back."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount


@pytest.fixture
def whole(own: Bureau) -> Draw:
    """Give a bureau with a draw that went the whole way, all of it on record."""
    return draw_factory.whole(own)


def test_a_site_that_nobody_tampered_with_has_no_difference(whole: Draw) -> None:  # noqa: ARG001
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
def test_whoever_changes_a_row_with_sql_is_found_out(whole: Draw, name: str) -> None:
    statement, said = ATTACKS[name]
    facts = _facts(whole)

    for one in statement.split(";"):
        sql(_filled(one, facts))

    found = recorded.checked()
    assert any(one.startswith(_filled(said, facts)) for one in found), "\n".join(found)


def _filled(text: str, facts: dict[str, object]) -> str:
    for name, value in facts.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def test_after_replacements_and_requests_nothing_differs(own: Bureau, whole: Draw) -> None:
    _worked_with(own, whole)

    assert recorded.checked() == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE draws_inspectiontask SET name = '另一家' WHERE came_for <> ''", "的名称: "),
        ("UPDATE draws_inspectiontask SET came_for = '' WHERE came_for <> ''", "的接替谁: "),
        (
            "UPDATE draws_inspectiontask SET accepted_by = '别人' WHERE accepted_by <> ''",
            "的接受人: ",
        ),
        (
            (
                "UPDATE draws_inspectiontask SET planned_on = '2027-01-01'"
                " WHERE planned_on IS NOT NULL"
            ),
            "检查日期",
        ),
        (
            "UPDATE draws_replacementrequest SET decided_by = '别人' WHERE state = '同意'",
            "的决定: ",
        ),
        ("UPDATE draws_replacementrequest SET state = '同意' WHERE state = '不同意'", "的决定: "),
        ("UPDATE draws_replacementrequest SET came_in = '别人' WHERE state = '同意'", "的决定: "),
        ("DELETE FROM draws_replacementrequest WHERE state = '不同意'", "没有这一行"),
        ("UPDATE draws_teammember SET inspector_id = NULL WHERE is_leader", "的派员: "),
    ],
)
def test_what_followed_the_draw_is_rebuilt_too(
    own: Bureau, whole: Draw, statement: str, said: str
) -> None:
    _worked_with(own, whole)

    sql(statement)

    assert any(said in one for one in recorded.checked())


def _worked_with(own: Bureau, draw: Draw) -> None:
    """Replace a subject and an inspector, refuse a request, accept a visit."""
    first, second, third = draw.visits.order_by("place")[:3]
    approver, clerk = own.actors["approver"], own.actors["clerk"]
    closed = _asked(own, first, kind=ReplacementRequest.SUBJECT, why="CLOSED")
    confirmed = platform_factory.confirmed(approver)
    after.grant(actor=approver, request_id=closed.pk, confirmed=confirmed, at=AT)
    slot = second.slots.exclude(inspector=None)[0]
    ill = _asked(own, second, kind=ReplacementRequest.INSPECTOR, why="ILLNESS", slot_id=slot.pk)
    after.grant(actor=approver, request_id=ill.pk, confirmed=confirmed, at=AT)
    moved = _asked(own, third, kind=ReplacementRequest.SUBJECT, why="MOVED")
    after.refuse(actor=approver, request_id=moved.pk, answer="没有搬", at=AT)
    after.accept(actor=clerk, visit_id=third.pk, on=date(2026, 4, 1), at=AT)


def _asked(own: Bureau, visit: InspectionTask, **values: Any) -> ReplacementRequest:
    asked = ReplacementInput(visit_id=visit.pk, note="大门紧锁", **values)
    return after.ask(actor=own.actors["clerk"], asked=asked, at=AT)


def test_a_sealed_draw_differs_without_telling_its_list(own: Bureau, signed_in: Any) -> None:
    draw = draw_factory.whole(own, mode="sealed")
    code = draw.visits.get(place=1).code
    assert recorded.checked() == []

    sql(f"UPDATE draws_inspectiontask SET place = 99 WHERE code = '{code}'")  # noqa: S608

    assert any(code in one for one in recorded.checked())
    seen = signed_in(own, "supervisor").get("/office/reconciliation/").content.decode()
    for name in ("administrator", "coordinator", "approver"):
        page = signed_in(own, name).get("/office/reconciliation/").content.decode()
        assert "密封的名单，开封前不显示" in page
        assert code not in page
    assert code in seen


def test_another_bureaus_differences_are_not_shown(
    own: Bureau, foreign: Bureau, whole: Draw, signed_in: Any
) -> None:
    sql("UPDATE draws_draw SET approved_by = '别人'")
    recorded.checked()

    page = signed_in(foreign, "supervisor").get("/office/reconciliation/").content.decode()

    assert whole.number not in page
    assert (
        whole.number in signed_in(own, "supervisor").get("/office/reconciliation/").content.decode()
    )


@pytest.mark.parametrize("name", ["manifest.json", "subjects.csv", "result.json"])
@pytest.mark.parametrize("is_gone", [True, False])
def test_a_changed_or_missing_file_of_a_draw_is_named(
    whole: Draw,
    name: str,
    is_gone: bool,  # noqa: FBT001
) -> None:
    path = folder(whole.number).path / name
    if is_gone:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b" ")

    titles = {"manifest.json": "清单文件", "result.json": "结果文件"}
    said = f"draw {whole.number} {titles.get(name, f'名单 {name}')}: "
    assert any(one.startswith(said) for one in recorded.checked())


@pytest.mark.parametrize("table", ["draws_teammember", "draws_inspectiontask", "draws_sourcevalue"])
def test_emptied_tables_are_noticed(whole: Draw, table: str) -> None:  # noqa: ARG001
    sql("DELETE FROM draws_teammember")
    if table != "draws_teammember":
        sql(f"DELETE FROM {table}")  # noqa: S608

    assert recorded.checked()


def test_a_whole_draw_deleted_is_named(own: Bureau) -> None:
    draw_factory.bureau(own)
    draw_factory.plan(own)
    draw = draw_factory.begun(own)
    sql("DELETE FROM draws_seatopening")
    sql("DELETE FROM draws_drawwitness")
    sql("DELETE FROM draws_draw")

    assert recorded.checked() == [f"draw {draw.number} 整行: 有这条记录 | 没有这一行"]


def test_at_a_start_only_what_changed_is_looked_at_and_a_missing_draw_all_the_same(
    own: Bureau, whole: Draw
) -> None:
    recorded.checked()
    sql("UPDATE draws_draw SET approved_by = '别人'")

    assert recorded.checked(is_whole=False) == []
    visit = whole.visits.order_by("place")[0]
    after.accept(actor=own.actors["clerk"], visit_id=visit.pk, on=date(2026, 4, 1), at=AT)
    found = recorded.checked(is_whole=False)

    assert found == [f"draw {whole.number} 复核人: own-approver先生 | 别人"]


def test_the_night_check_is_done_once_and_again_when_it_was_stopped(own: Bureau) -> None:  # noqa: ARG001
    services.publish_pending()
    evening = datetime(2026, 3, 18, 15, tzinfo=UTC)  # eleven at night in China
    night = evening + timedelta(hours=3, minutes=1)

    assert reconciliation.run_due(at=evening) is True
    assert reconciliation.run_due(at=evening) is False
    assert reconciliation.run_due(at=night - timedelta(minutes=2)) is False
    assert reconciliation.run_due(at=night) is True
    Run.objects.filter(started_at=night).update(state=Run.STOPPED)
    assert reconciliation.run_due(at=night) is True


def test_the_worker_checks_at_night_and_notes_what_a_stopped_program_left(own: Bureau) -> None:  # noqa: ARG001
    services.publish_pending()
    Run.objects.create(started_at=AT, is_whole=True)

    jobs.begin_work(is_after_crash=False)
    jobs.watch()

    states = list(Run.objects.order_by("pk").values_list("state", "is_whole"))
    assert states == [(Run.STOPPED, True), (Run.SAME, True)]


def test_whoever_stops_a_check_leaves_it_noted_as_stopped(own: Bureau) -> None:  # noqa: ARG001
    services.publish_pending()
    running = reconciliation.run(is_whole=True, at=AT)
    next(running)

    assert Run.objects.all()[0].state == Run.RUNNING
    running.close()

    assert Run.objects.all()[0].state == Run.STOPPED


def test_a_difference_stays_until_a_person_acknowledges_it_and_that_is_on_record(
    own: Bureau,
    whole: Draw,  # noqa: ARG001
    signed_in: Any,
) -> None:
    sql("UPDATE draws_draw SET approved_by = '别人'")
    recorded.checked()
    client = signed_in(own, "supervisor")
    row = Difference.objects.get()

    before = client.get("/office/").content.decode()
    client.post(f"/office/reconciliation/{row.fingerprint}/", {"note": " "})
    assert "有 1 处不一样" in client.get("/office/").content.decode()
    client.post(f"/office/reconciliation/{row.fingerprint}/", {"note": "查过备份，已报纪检"})

    entry = Entry.objects.get(type="trail.acknowledged")
    assert "有 1 处不一样" in before
    assert "1 处不一样还没有人看过" in before
    assert entry.private is not None
    assert entry.private["note"] == "查过备份，已报纪检"
    assert "查过备份" not in bytes(entry.leaf).decode()
    page = client.get("/office/reconciliation/").content.decode()
    assert "看过</span>" in page
    assert "own-approver先生" in page
    assert "有 1 处不一样" not in client.get("/office/").content.decode()


@pytest.mark.usefixtures("whole")
def test_nobody_can_delete_a_difference_for_good(own: Bureau, signed_in: Any) -> None:
    sql("UPDATE draws_draw SET approved_by = '别人'")
    recorded.checked()
    sql("DELETE FROM audit_difference")

    recorded.checked()

    assert "有 1 处不一样" in signed_in(own, "administrator").get("/office/").content.decode()


def test_what_is_mended_is_no_longer_listed(whole: Draw) -> None:
    sql("UPDATE draws_draw SET approved_by = '别人'")
    assert len(recorded.checked()) == 1

    Draw.objects.filter(pk=whole.pk).update(approved_by="own-approver先生")

    assert recorded.checked() == []


def test_the_workbench_says_when_everything_was_checked_and_how_it_ended(
    own: Bureau, signed_in: Any
) -> None:
    client = signed_in(own, "supervisor")
    assert "还没有全部核对过" in client.get("/office/").content.decode()
    recorded.checked()

    for name in ("supervisor", "administrator"):
        client.cookies.clear()
        page = signed_in(own, name).get("/office/").content.decode()
        assert "数据核对" in page
        assert "2026年3月18日 12:00:00 开始" in page
        assert "从第一条起" in page
    assert "数据核对" not in signed_in(own, "clerk").get("/office/").content.decode()
