"""An office without telephones: the record typed from paper, part by part, and closed."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from oversight.documents.models import Document
from oversight.inspections import field_visits
from oversight.inspections.models import InspectionTask, ItemResult
from oversight.inspections.states import TaskState
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
MINUTES = {
    "place": "青禾区和顺路18号",
    "person_name": "何时雨",
    "person_post": "店长",
    "person_identity": "现场负责人",
    "start": "2026-04-07T09:05",
    "end": "2026-04-07T11:10",
    "shown_at": "2026-04-07T09:06",
    "recusal_told": "on",
    "recusal_answer": "不申请回避",
    "facts": "店内有员工12人。",
    "statement": "以上情况属实。",
    "device": "执法记录仪 07",
    "recorded_from": "2026-04-07T09:04",
    "recorded_to": "2026-04-07T11:12",
}
BAD = {
    "1": "bad",
    "finding": "两名员工没有订立书面劳动合同",
    "provision": "《中华人民共和国劳动合同法》第十条",
    "kinds": ["V02"],
    "disposition": ["order"],
    "methods": ["site"],
}
ORDERED = {"codes": ["ZLGZ"], "order_number": "青人社劳监令字〔2026〕第0001号"}


@pytest.fixture(scope="module")
def shared_bureau(module_site: Any) -> Bureau:  # noqa: ARG001 - its files are there
    """Make a bureau with a draw."""
    bureau = platform_factory.bureau("青禾区人力资源和社会保障局", "own")
    draw_factory.whole(bureau)
    return bureau


@pytest.fixture
def task(own: Bureau) -> InspectionTask:
    """Give the first visit; its officers are inspecting."""
    rows = InspectionTask.objects.filter(bureau=own.organisation).order_by("place")
    InspectionTask.objects.filter(pk=rows[0].pk).update(state=TaskState.INSPECTING)
    return rows[0]


@pytest.fixture
def desk(own: Bureau) -> Client:
    """Give the browser of the section's clerk."""
    client = Client()
    signed_in = {"username": own.actors["clerk"].username, "password": platform_factory.PASSWORD}
    assert client.post("/sign-in/", signed_in).status_code == 302
    return client


def address(task: InspectionTask, part: str = "") -> str:
    return f"/office/visits/{task.pk}/record/{part}"


def base(task: InspectionTask) -> int:
    newest = field_visits.newest_version(task)
    return newest.number if newest else 0


def typed(desk: Client, task: InspectionTask, part: str, **values: Any) -> Any:
    """Send a part as the page shows it; give the answer."""
    data = {"base": base(task), **values}
    return desk.post(address(task, part), data)


def photo() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "blue").save(buffer, "PNG")
    return SimpleUploadedFile("照片.png", buffer.getvalue(), "image/png")


def item_part(task: InspectionTask) -> str:
    return f"items/{task.results.get().pk}/"


def text_of(desk: Client, task: InspectionTask) -> str:
    return desk.get(address(task)).content.decode()


def test_a_clerk_types_a_record_from_paper_and_closes_it(
    desk: Client, task: InspectionTask
) -> None:
    assert "没有填" in text_of(desk, task)
    assert typed(desk, task, item_part(task), **BAD).status_code == 302
    assert typed(desk, task, "minutes/", **MINUTES).status_code == 302
    assert typed(desk, task, "outcome/", **ORDERED, order_due="2026-04-22").status_code == 302
    proof = typed(desk, task, "evidence/", name="登记簿", pages=2, point="", file=photo())
    assert proof.status_code == 302
    assert desk.get(address(task)).context["state"].lacking == []

    assert desk.get(address(task, "print.pdf"))["Content-Type"] == "application/pdf"
    assert desk.post(address(task, "signing/")).status_code == 302
    assert "要两名检查人员签字" in text_of(desk, task)
    assert desk.post(address(task, "paper/"), {"file": photo()}).status_code == 302
    assert desk.post(address(task, "finish/")).status_code == 302

    result = ItemResult.objects.get(visit=task)
    assert (result.state, result.codes, result.entered_by) == ("entered", ["ZLGZ"], "own-clerk先生")
    assert [row.type for row in Document.objects.order_by("pk")] == [
        "site-minutes",
        "evidence-list",
        "recording-list",
    ]
    page = text_of(desk, task)
    assert "现场完结" in page
    assert "更正笔录" in page


def test_what_is_lacking_is_said_at_its_field_and_saved_anyway(
    desk: Client, task: InspectionTask
) -> None:
    answer = typed(desk, task, item_part(task), **{**BAD, "provision": ""})
    minutes = typed(desk, task, "minutes/", **{**MINUTES, "end": "", "person_name": ""})
    outcome = typed(desk, task, "outcome/", **ORDERED)

    assert answer.context["form"].errors["provision"] == [
        f"请写“{task.results.get().item.name}”的问题违反哪一条；没有依据的不能提交"
    ]
    assert sorted(minutes.context["form"].errors) == ["end", "person_name"]
    assert outcome.context["form"].errors == {"order_due": ["请写改正的期限"]}
    content = field_visits.newest_version(task)
    assert content is not None
    assert content.content["answers"]["LDBZ-01"]["points"][0]["answer"] == "bad"
    again = desk.get(address(task, "minutes/")).content.decode()
    assert "2026-04-07T09:05" in again
    refused = desk.post(address(task, "signing/")).content.decode()
    assert "请写结束时间" in refused


def test_two_who_type_at_the_same_time_do_not_overwrite_each_other(
    desk: Client, task: InspectionTask
) -> None:
    typed(desk, task, "minutes/", **MINUTES)

    late = desk.post(address(task, "minutes/"), {"base": 0, **MINUTES, "place": "别处"})

    assert "已经改过这份记录" in late.content.decode()
    assert base(task) == 1


def test_why_nothing_was_inspected_is_typed_with_its_facts(
    desk: Client, task: InspectionTask
) -> None:
    nobody = {**MINUTES, "person_name": "", "person_post": "", "facts": "大门紧锁。"}
    typed(desk, task, "minutes/", **nobody)
    calls = "0379-0000002，2026-04-07 09:20，无人接听"
    path = {"codes": ["WLX"], "path": "unreachable", "neighbour": "半年前搬走", "calls": calls}
    lacking = typed(desk, task, "outcome/", **path)
    assert sorted(lacking.context["form"].errors) == ["neighbour"]
    typed(desk, task, "outcome/", **path, neighbour_name="物业经理路遥")
    assert calls in desk.get(address(task, "outcome/")).content.decode()
    typed(desk, task, "evidence/", name="门牌", pages=1, point="path.door", file=photo())
    refused = desk.post(address(task, "finish/")).content.decode()
    assert "要两名检查人员签字" in refused
    desk.post(address(task, "paper/"), {"file": photo()})

    assert desk.post(address(task, "finish/")).status_code == 302

    assert InspectionTask.objects.get(pk=task.pk).state == "not_inspected"
    assert ItemResult.objects.get(visit=task).codes == ["WLX"]


def test_a_call_that_nobody_can_read_is_asked_for_again(desk: Client, task: InspectionTask) -> None:
    path = {"codes": ["WLX"], "path": "unreachable", "neighbour": "搬走", "neighbour_name": "路遥"}

    answer = typed(desk, task, "outcome/", **path, calls="0379-0000002，昨天，无人接听")

    assert answer.context["form"].errors["calls"] == ["每次打电话都要写号码、时间和结果"]


def test_a_visit_is_broken_off_taken_back_and_goes_on_from_the_page(
    desk: Client, task: InspectionTask
) -> None:
    def state() -> str:
        return InspectionTask.objects.get(pk=task.pk).state

    assert "请写中止的理由" not in desk.post(address(task, "suspend/")).content.decode()
    desk.post(address(task, "suspend/"), {"reason": "停电"})
    assert state() == "suspended"
    assert "停电" in text_of(desk, task)
    desk.post(address(task, "resume/"))
    typed(desk, task, item_part(task), **{"1": "ok", "methods": ["site"]})
    typed(desk, task, "minutes/", **MINUTES)
    typed(desk, task, "outcome/", codes=["WFX"])
    desk.post(address(task, "signing/"))
    assert state() == "signing"
    desk.post(address(task, "refusal/"), {"reason": "要请示总部", "witness": "社区路遥"})
    assert "见证人 社区路遥" in text_of(desk, task)
    desk.post(address(task, "reopen/"), {"reason": "人数写错"})

    assert state() == "inspecting"
    assert "只有这次检查的人员能用自己的账号确认" not in text_of(desk, task)
