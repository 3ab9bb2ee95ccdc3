"""The list of inspection tasks: filtered, in pages, dated in bulk, exported and printed."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from oversight.audit.models import Entry
from oversight.draws.models import Draw
from oversight.inspections.models import BulkDating, InspectionTask, TeamMember
from oversight.inspections.services import tasks
from tests.support import draw_factory
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


def first_of(draw: Draw) -> InspectionTask:
    return draw.visits.order_by("place")[0]


def names_in(client: Any, query: str) -> set[str]:
    rows = client.get(f"/office/visits/?{query}").context["rows"]
    return {row["visit"].name for row in rows}


def next_month() -> dict[str, str]:
    """Give a span of days after today that has working days."""
    today = timezone.localdate()
    first = today + timedelta(days=1)
    return {"first": str(first), "last": str(first + timedelta(days=25)), "most": "2"}


def test_the_list_is_filtered_by_each_of_its_filters(
    own: Bureau, draw: Draw, signed_in: Any
) -> None:
    task = first_of(draw)
    on = date(2026, 4, 7)
    tasks.accept(actor=own.actors["clerk"], visit_id=task.pk, on=on, at=draw_factory.OPENS)
    everything = set(draw.visits.values_list("name", flat=True))
    member = task.slots.exclude(inspector=None)[0]
    his = TeamMember.objects.filter(inspector=member.inspector_id)
    client = signed_in(own, "clerk")

    assert names_in(client, "") == everything
    assert names_in(client, f"draw={draw.pk}") == everything
    assert names_in(client, "draw=99999") == set()
    assert names_in(client, f"section={member.section_id}") == everything
    assert names_in(client, "state=accepted") == {task.name}
    assert names_in(client, "state=drawn") == everything - {task.name}
    assert names_in(client, "day=2026-04-07") == {task.name}
    assert names_in(client, "due=undated") == everything - {task.name}
    assert names_in(client, f"inspector={member.inspector_id}") == set(
        his.values_list("visit__name", flat=True)
    )
    assert names_in(client, f"q={task.code}&state=accepted") == {task.name}


def test_a_task_whose_day_has_passed_is_late(own: Bureau, draw: Draw, signed_in: Any) -> None:
    task = first_of(draw)
    on = date(2026, 4, 7)
    tasks.accept(actor=own.actors["clerk"], visit_id=task.pk, on=on, at=draw_factory.OPENS)
    client = signed_in(own, "clerk")

    late = names_in(client, "due=late")
    InspectionTask.objects.filter(pk=task.pk).update(planned_on=timezone.localdate())

    assert late == {task.name}
    assert names_in(client, "due=late") == set()


@pytest.mark.parametrize("query", ["draw=x&day=2026-02-30&due=x&state=x", "inspector=9999999999"])
@pytest.mark.usefixtures("draw")
def test_a_filter_that_means_nothing_is_as_if_absent(
    own: Bureau, signed_in: Any, query: str
) -> None:

    assert len(names_in(signed_in(own, "clerk"), query)) == 6


def test_a_phone_gets_pages_of_twenty(own: Bureau, draw: Draw, signed_in: Any) -> None:
    task = first_of(draw)
    InspectionTask.objects.bulk_create(
        InspectionTask(
            number=f"{draw.number}/{100 + n}",
            draw=draw,
            bureau_id=draw.bureau_id,
            owner_id=draw.owner_id,
            subject_id=task.subject_id,
            code=f"{n}",
            name=f"第{n}家",
            place=100 + n,
        )
        for n in range(30)
    )
    client = signed_in(own, "clerk")

    assert len(client.get("/office/visits/").context["rows"]) == 36
    phone = client.get("/office/visits/", headers={"User-Agent": PHONE})
    assert len(phone.context["rows"]) == 20
    assert "全部 36 家" in phone.content.decode()


def test_the_selected_tasks_are_shown_before_they_are_dated(
    own: Bureau, draw: Draw, signed_in: Any
) -> None:
    keys = list(draw.visits.order_by("place").values_list("pk", flat=True))
    client = signed_in(own, "clerk")

    asked = client.get("/office/visits/bulk/", {"act": "accept", "selected": keys[:4]})
    sent = client.post(
        "/office/visits/bulk/", {"act": "accept", "selected": keys[:4], **next_month()}
    )

    assert "选中 4 家，接受并定日期" in asked.content.decode()
    dating = BulkDating.objects.get()
    assert sent.headers["Location"] == f"/office/visits/bulk/{dating.pk}/"
    assert draw.visits.filter(state="accepted").count() == 4
    page = client.get(sent.headers["Location"]).content.decode()
    assert "已定日期 4 家" in page
    assert "撤回这一次" in page


def test_all_that_the_filters_leave_are_taken_together(
    own: Bureau, draw: Draw, signed_in: Any
) -> None:
    client = signed_in(own, "clerk")

    asked = client.get("/office/visits/bulk/", {"act": "accept", "all": "1", "draw": draw.pk})

    assert len(asked.context["selected"]) == 6


def test_a_bulk_act_is_taken_back_on_its_page(own: Bureau, draw: Draw, signed_in: Any) -> None:
    keys = list(draw.visits.values_list("pk", flat=True))
    client = signed_in(own, "clerk")
    client.post("/office/visits/bulk/", {"act": "accept", "selected": keys, **next_month()})
    address = f"/office/visits/bulk/{BulkDating.objects.get().pk}/"

    undone = client.post(f"{address}undo/", follow=True).content.decode()
    again = client.post(f"{address}undo/", follow=True).content.decode()

    assert "已撤回 6 家" in undone
    assert "撤回这一次" not in undone
    assert "已经撤回过" in again
    assert draw.visits.filter(state="drawn").count() == 6


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"first": "2020-01-01"}, "检查日期不能早于今天"),
        ({"last": "2020-01-01"}, "最后一天不能早于第一天"),
        ({"most": "0"}, "每组一天可查 1 到 20 家"),
        ({"most": "两家"}, "请写整数，例如 2"),
        ({"first": "明天"}, "看不懂的日期；请在日历上选，或写作 2023年8月23日"),
    ],
)
def test_wrong_days_are_refused_at_the_field(
    own: Bureau, draw: Draw, signed_in: Any, sent: dict[str, str], problem: str
) -> None:
    keys = list(draw.visits.values_list("pk", flat=True))
    form = {"act": "accept", "selected": keys, **next_month(), **sent}

    page = signed_in(own, "clerk").post("/office/visits/bulk/", form).content.decode()

    assert problem in page
    assert page.count('name="selected"') == 6
    assert not BulkDating.objects.exists()


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"act": "accept"}, "请先在检查任务中选中企业"),
        ({"act": "accept", "selected": ["x", "99999"]}, "请先在检查任务中选中企业"),
        ({"act": "burn", "selected": ["1"]}, "请选要做的事"),
    ],
)
@pytest.mark.usefixtures("draw")
def test_a_bulk_act_on_nothing_leads_back_to_the_list(
    own: Bureau, signed_in: Any, sent: dict[str, Any], problem: str
) -> None:

    page = signed_in(own, "clerk").get("/office/visits/bulk/", sent, follow=True)

    assert page.redirect_chain == [("/office/visits/", 302)]
    assert problem in page.content.decode()


def test_the_filtered_list_leaves_as_a_workbook_on_record(
    own: Bureau, draw: Draw, signed_in: Any
) -> None:
    task = first_of(draw)
    client = signed_in(own, "clerk")

    response = client.get(f"/office/visits/export.xlsx?q={task.code}")

    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][3:5] == ["统一社会信用代码", "检查对象"]
    assert [row[3:5] for row in rows[1:]] == [[task.code, task.name]]
    entry = Entry.objects.order_by("-index")[0]
    assert (entry.type, entry.about_number) == ("directory.exported", "visits")
    assert client.get("/office/visits/export.doc").status_code == 404


def test_a_printed_list_says_who_printed_it_and_by_which_filters(
    own: Bureau, draw: Draw, signed_in: Any
) -> None:
    task = first_of(draw)

    page = signed_in(own, "clerk").get(f"/office/visits/print/?state=drawn&q={task.code}")

    text = page.content.decode()
    assert "查找：" in text
    assert "已抽取" in text
    assert "共 1 家" in text
    assert f"{own.actors['clerk'].person} 打印于" in text
