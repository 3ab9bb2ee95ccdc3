"""询问笔录 and 随机抽查情况记录表, written on the page of a visit."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from oversight.audit import selectors as audit
from oversight.documents.models import Document
from oversight.documents.services import issuing
from oversight.inspections.models import InspectionTask
from oversight.web import clock
from tests.oversight.inspections import record_visits as visits
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
ASKED = {
    "place": "和顺路18号二楼",
    "started_at": "2026-04-07T10:00",
    "ended_at": "2026-04-07T10:30",
    "recorder": "罗听雪",
    "person": "柳南星",
    "identity": "110101199003074530",
    "work": "会计",
    "phone": "13987650021",
    "rights": "已告知",
    "questions": "问：工资怎样发放？\n答：每月10日发放。\n有时晚几天。\n问：有欠的吗？\n答：没有。",
}


@pytest.fixture(scope="module")
def shared_bureau(module_site: Path) -> Bureau:  # noqa: ARG001 - its files are there
    """Make a bureau whose first visit has arrived."""
    own = visits.bureau()
    task = visits.inspecting(own)
    InspectionTask.objects.filter(pk=task.pk).update(arrived_at=visits.AT)
    return own


@pytest.fixture
def task(own: Bureau, monkeypatch: pytest.MonkeyPatch) -> InspectionTask:
    monkeypatch.setattr(clock, "now", lambda: visits.AT)
    return visits.inspecting(own)


def text_of(response: Any) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_an_interview_is_written_numbered_and_on_record(
    own: Bureau, task: InspectionTask, signed_in: Any
) -> None:
    client, where = signed_in(own, "officer-1"), f"/office/visits/{task.pk}/"

    page = text_of(client.get(where))
    client.post(f"{where}interview/", ASKED)
    client.post(f"{where}interview/", {**ASKED, "person": "何时雨"})

    first, second = Document.objects.filter(type="interview").order_by("place")
    entry = audit.about("document", first.code)[0]
    assert "作询问笔录" in page
    assert (first.place, second.place) == (1, 2)
    assert first.data["questions"] == [
        {"question": "工资怎样发放？", "answer": "每月10日发放。\n有时晚几天。"},
        {"question": "有欠的吗？", "answer": "没有。"},
    ]
    assert first.data["identity"] == "110101********4530"
    assert (entry.public["pdf"], entry.public["docx"]) == (first.pdf_digest, first.docx_digest)
    assert issuing.render_pdf(first).startswith(b"%PDF")


def test_the_page_of_an_interview_masks_its_telephone(
    own: Bureau, task: InspectionTask, signed_in: Any
) -> None:
    client = signed_in(own, "officer-1")
    client.post(f"/office/visits/{task.pk}/interview/", ASKED)
    document = Document.objects.get(type="interview")

    page = text_of(client.get(f"/office/documents/{document.pk}/"))

    assert "139****0021" in page
    assert "13987650021" not in page
    assert "待核实" in page


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"questions": "工资怎样发放？"}, "请先写“问：”，下一行写“答：”"),
        ({"questions": "问：有欠的吗？"}, "每一问都要有回答"),
        ({"ended_at": "2026-04-07T09:00"}, "结束时间早于开始时间"),
        ({"ended_at": "2026-04-07T23:00"}, "结束时间还没有到"),
    ],
)
def test_an_interview_that_lacks_something_says_what(
    own: Bureau, task: InspectionTask, signed_in: Any, changes: dict[str, str], says: str
) -> None:
    response = signed_in(own, "officer-1").post(
        f"/office/visits/{task.pk}/interview/", {**ASKED, **changes}
    )

    assert response.status_code == 200
    assert says in text_of(response)
    assert not Document.objects.filter(type="interview").exists()


def test_nobody_is_interviewed_before_the_arrival(
    own: Bureau, task: InspectionTask, signed_in: Any
) -> None:
    InspectionTask.objects.filter(pk=task.pk).update(arrived_at=None)
    response = signed_in(own, "officer-1").post(f"/office/visits/{task.pk}/interview/", ASKED)

    assert "到场以后再作询问笔录" in text_of(response)


def test_the_sheet_of_a_drawn_check_is_issued_when_the_visit_is_over(
    own: Bureau, task: InspectionTask, signed_in: Any
) -> None:
    client, where = signed_in(own, "officer-1"), f"/office/visits/{task.pk}/"
    early = text_of(client.post(f"{where}check-record/", {"follow_up": ""}))
    visits.closed(own, task)
    undated = text_of(client.post(f"{where}check-record/", {"is_closed": "on"}))

    client.post(f"{where}check-record/", {"is_closed": "on", "closed_on": "2026-04-07"})

    sheet = Document.objects.get(type="check-record")
    assert "检查完结以后才出具" in early
    assert "已完结的请写完结日期" in undated
    assert (sheet.data["is_closed"], sheet.data["inspected_on"]) == ("是", "2026-04-07")
    assert sheet.data["outcome"] == "未发现问题"
    assert Document.objects.filter(type="recording-list").count() == 1
