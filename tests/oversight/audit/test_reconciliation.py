"""fsck tells the truth: whatever somebody changes with SQL in the database is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from oversight.audit import reconciliation, services
from oversight.audit.models import Run
from oversight.web import jobs
from tests.oversight import recorded
from tests.support import draw_factory
from tests.support.pages import text_of
from tests.support.platform_factory import Bureau

AT = draw_factory.OPENS


def test_a_sealed_draw_differs_without_telling_its_list(own: Bureau, signed_in: Any) -> None:
    draw = draw_factory.whole(own, mode="sealed")
    code = draw.visits.get(place=1).code
    assert recorded.checked() == []

    recorded.sql(f"UPDATE inspections_inspectiontask SET place = 99 WHERE code = '{code}'")  # noqa: S608

    assert any(code in one for one in recorded.checked())
    seen = text_of(signed_in(own, "supervisor").get("/office/reconciliation/"))
    for name in ("administrator", "coordinator", "approver"):
        page = text_of(signed_in(own, name).get("/office/reconciliation/"))
        assert "密封的名单，开封前不显示" in page
        assert code not in page
    assert code in seen


def test_a_whole_draw_deleted_is_named(own: Bureau) -> None:
    draw_factory.bureau(own)
    draw_factory.plan(own)
    draw = draw_factory.begun(own)
    recorded.sql("DELETE FROM draws_seatopening")
    recorded.sql("DELETE FROM draws_drawwitness")
    recorded.sql("DELETE FROM draws_draw")

    assert recorded.checked() == [f"draw {draw.number} 整行: 有这条记录 | 没有这一行"]


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


def test_the_workbench_says_when_everything_was_checked_and_how_it_ended(
    own: Bureau, signed_in: Any
) -> None:
    client = signed_in(own, "supervisor")
    assert "还没有全部核对过" in text_of(client.get("/office/"))
    recorded.checked()

    for name in ("supervisor", "administrator"):
        client.cookies.clear()
        page = text_of(signed_in(own, name).get("/office/"))
        assert "数据核对" in page
        assert "2026年3月18日 12:00:00 开始" in page
        assert "从第一条起" in page
    assert "数据核对" not in text_of(signed_in(own, "clerk").get("/office/"))
