"""A record from a telephone: each change once, nobody's words overwritten, nobody else's sent."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from oversight.accounts.actors import Actor
from oversight.accounts.rules import Role
from oversight.audit import selectors as audit
from oversight.audit.reconciliation import Range
from oversight.files.services import sweeping
from oversight.inspections import record_reconciliation
from oversight.inspections.field_records import FieldPicture, FieldVersion
from oversight.inspections.models import InspectionTask
from oversight.inspections.states import TaskState
from oversight.registry.models import Inspector
from tests.oversight.inspections import record_samples
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
CHANGES = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(10)]
ANSWERS = {"answers": {"LDBZ-01": {"answer": "bad", "finding": "未公示劳动合同"}}, "note": "甲写的"}


@pytest.fixture(scope="module")
def shared_bureau(module_site: Any) -> Bureau:  # noqa: ARG001 - its files are there
    """Make a bureau with a draw; both officers of its first visit have accounts."""
    bureau = platform_factory.bureau("青禾区人力资源和社会保障局", "own")
    draw = draw_factory.whole(bureau)
    for number, slot in enumerate(draw.visits.order_by("place")[0].slots.all(), start=1):
        name = f"officer-{number}"
        bureau.actors[name] = platform_factory.actor(name, bureau.organisation, Role.INSPECTOR)
        user_id = bureau.actors[name].user_id
        Inspector.objects.filter(pk=slot.inspector_id or 0).update(user_id=user_id)
    return bureau


@pytest.fixture
def task(own: Bureau) -> InspectionTask:
    return InspectionTask.objects.filter(bureau=own.organisation).order_by("place")[0]


@pytest.fixture
def phones(own: Bureau) -> tuple[Client, Client]:
    """Give the telephones of both officers, signed in."""
    return client_of(own.actors["officer-1"]), client_of(own.actors["officer-2"])


def client_of(actor: Actor) -> Client:
    client = Client()
    told = {"username": actor.username, "password": platform_factory.PASSWORD}
    assert client.post("/sign-in/", told).status_code == 302
    return client


def put(client: Client, task: InspectionTask, **values: Any) -> tuple[int, dict[str, Any]]:
    """Send a change as the telephone of whoever is signed in does."""
    who = client.get("/field/now").json()["who"]["id"]
    document = {"who": who, "base": 0, "change": CHANGES[0], "content": ANSWERS, **values}
    response = client.put(
        f"/field/record/{task.pk}", json.dumps(document), content_type="application/json"
    )
    return response.status_code, response.json()


def picture(colour: str = "red") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def send_picture(client: Client, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    response = client.put(
        f"/field/picture/{digest}",
        content,
        content_type="application/octet-stream",
        headers={"X-Offset": "0", "X-Total": str(len(content))},
    )
    assert response.json() == {"have": len(content), "done": True}
    return digest


def versions() -> list[tuple[int, int, str]]:
    rows = FieldVersion.objects.order_by("number")
    return [(row.number, row.base, row.content["note"]) for row in rows]


def test_a_change_is_kept_once_however_often_it_comes(
    task: InspectionTask, phones: tuple[Client, Client]
) -> None:
    assert [put(phones[0], task) for _ in range(3)] == [(200, {"version": 1})] * 3

    assert versions() == [(1, 0, "甲写的")]
    assert phones[1].get(f"/field/record/{task.pk}").json()["content"] == ANSWERS
    entries = audit.of_types(["visit.record-saved"])
    assert [(entry.public, (entry.private or {})["version"]) for entry in entries] == [({}, 1)]


def test_a_change_on_an_old_version_is_refused_with_the_newest(
    task: InspectionTask, phones: tuple[Client, Client]
) -> None:
    put(phones[0], task)
    mine = {"change": CHANGES[1], "content": {"note": "乙写的"}}
    status, answer = put(phones[1], task, **mine)

    assert (status, answer["version"], answer["change"]) == (409, 1, CHANGES[0])
    assert (answer["content"], answer["who"]) == (ANSWERS, "officer-1先生")
    assert put(phones[1], task, base=1, **mine) == (200, {"version": 2})
    assert versions() == [(1, 0, "甲写的"), (2, 1, "乙写的")]


def test_a_record_goes_only_under_its_authors_name(
    own: Bureau,
    task: InspectionTask,
    phones: tuple[Client, Client],
) -> None:
    status, answer = put(phones[1], task, who=own.actors["officer-1"].user_id)
    put(phones[0], task)
    again = put(phones[1], task)

    assert (status, answer["problem"]) == (
        403,
        "这份记录是另一位写的，不能用您的账号上传；请他登录后再传",
    )
    assert (again[0], again[1]["problem"]) == (422, "这个改动编号已经用过；请刷新页面后再上传")
    assert versions() == [(1, 0, "甲写的")]


def test_who_does_not_go_can_neither_read_nor_write_a_record(
    own: Bureau, task: InspectionTask
) -> None:
    clerk = client_of(own.actors["clerk"])
    stranger = client_of(platform_factory.actor("stranger", own.organisation, Role.INSPECTOR))

    assert put(clerk, task)[0] == clerk.get(f"/field/record/{task.pk}").status_code == 403
    assert put(stranger, task)[0] == 404
    assert stranger.get("/field/tasks.json").json() == {"tasks": []}
    assert Client().get("/field/tasks.json").status_code == 302


def test_a_record_waits_for_the_pictures_that_it_names(
    own: Bureau,
    task: InspectionTask,
    phones: tuple[Client, Client],
) -> None:
    content = picture()
    digest = hashlib.sha256(content).hexdigest()
    named = {"digest": digest, "place": 1, "taken": "2026-04-07T10:00:00+08:00", "point": "LDBZ-01"}

    early = put(phones[0], task, pictures=[named])
    send_picture(phones[0], content)
    late = put(phones[0], task, pictures=[named])
    put(phones[0], task, base=1, change=CHANGES[1], pictures=[named])

    assert (early[0], early[1]["missing"]) == (422, [digest])
    assert late == (200, {"version": 1})
    kept = FieldPicture.objects.get()
    assert (kept.version, kept.digest, kept.bureau_id) == (1, digest, own.organisation.pk)
    # The same bytes of another officer are one file; named in a record, it is never swept.
    sweeping.sweep(at=draw_factory.OPENS + timedelta(days=3650))
    assert phones[0].get(f"/field/picture/{digest}").json()["done"]


def test_a_picture_goes_on_where_it_was_cut(phones: tuple[Client, Client]) -> None:
    noise = hashlib.shake_256(b"noise").digest(600 * 600 * 3)
    buffer = io.BytesIO()
    Image.frombytes("RGB", (600, 600), noise).save(buffer, "JPEG", quality=95)
    content = buffer.getvalue()
    digest, size = hashlib.sha256(content).hexdigest(), 256 * 1024
    total = {"X-Total": str(len(content))}

    def send(offset: int) -> tuple[int, dict[str, Any]]:
        headers = {"X-Offset": str(offset), **total}
        piece = content[offset : offset + size]
        response = phones[0].put(
            f"/field/picture/{digest}",
            piece,
            content_type="application/octet-stream",
            headers=headers,
        )
        answer = response.json()
        return response.status_code, {name: answer[name] for name in ("have", "done")}

    assert len(content) > size
    assert send(0) == (200, {"have": size, "done": False})
    assert send(0) == (409, {"have": size, "done": False})
    assert phones[1].get(f"/field/picture/{digest}").json() == {"have": 0, "done": False}
    assert send(size) == (
        200,
        {"have": min(2 * size, len(content)), "done": len(content) <= 2 * size},
    )


def test_what_is_no_record_is_refused_in_words(
    task: InspectionTask, phones: tuple[Client, Client]
) -> None:
    wrong: list[dict[str, Any]] = [
        {"change": "x"},
        {"base": -1},
        {"base": True},
        {"content": []},
        {"content": {"note": "\0"}},
        {"content": {"note": 1.5}},
        {"content": {"备注": ""}},
        {"content": {"note": 2**53}},
        {"pictures": [{"digest": "x", "place": 1}]},
        {"pictures": "x"},
    ]

    for values in wrong:
        status, answer = put(phones[0], task, **values)
        assert (status, "手机里的还在" in answer["problem"]) == (422, True), values
    response = phones[0].put(f"/field/record/{task.pk}", b"{", content_type="application/json")
    assert response.status_code == 422
    long = put(phones[0], task, content={"note": "长" * 200_000})
    assert (long[0], "太长" in long[1]["problem"]) == (422, True)
    assert versions() == []


@pytest.mark.parametrize("state", [TaskState.FINISHED, TaskState.WITHDRAWN])
def test_after_the_end_nothing_is_added_and_the_telephone_is_told_why(
    task: InspectionTask, phones: tuple[Client, Client], state: TaskState
) -> None:
    put(phones[0], task)
    InspectionTask.objects.filter(pk=task.pk).update(state=state)

    status, answer = put(phones[0], task, base=1, change=CHANGES[1])

    assert (status, "手机里的还在" in answer["problem"]) == (422, True)
    # What came before and whose answer was lost is still acknowledged.
    assert put(phones[0], task) == (200, {"version": 1})


def test_a_version_that_was_changed_with_sql_is_named(
    task: InspectionTask, phones: tuple[Client, Client]
) -> None:
    put(phones[0], task)
    put(phones[0], task, base=1, change=CHANGES[1])
    assert differences() == []
    FieldVersion.objects.filter(number=1).update(content={"note": "改过"})
    FieldVersion.objects.filter(number=2).update(number=3)

    assert [line.field for line in differences()] == [
        f"现场记录 {task.code} 第 1 版 的内容",
        f"现场记录 {task.code} 第 3 版 的版本",
    ]
    FieldVersion.objects.all().delete()
    assert [line.stored for line in differences()] == ["没有这一行"] * 2


def differences() -> list[Any]:
    steps = record_reconciliation.check(Range(is_whole=True, first=0))
    return [line for _, _, lines in steps for line in lines]


def test_the_visits_of_a_telephone_have_all_that_the_form_needs(
    task: InspectionTask, phones: tuple[Client, Client]
) -> None:
    (visit,) = [
        row for row in phones[0].get("/field/tasks.json").json()["tasks"] if row["id"] == task.pk
    ]

    assert (visit["name"], len(visit["team"])) == (task.name, 2)
    assert [item["code"] for item in visit["items"]] == ["LDBZ-01"]
    (point,) = visit["items"][0]["points"]
    assert set(point) == {"title", "look", "breach"}
    assert visit["items"][0]["law"][0]["title"].startswith("《")
    assert [signer["name"] for signer in visit["signers"]] == visit["team"]
    assert {signer["until"] for signer in visit["signers"]} == {"2027-12-31"}
    assert visit["arrived_at"] == ""


def test_now_tells_who_is_signed_in_and_nobody_is_no_redirect(
    own: Bureau, phones: tuple[Client, Client]
) -> None:
    answer = phones[0].get("/field/now").json()

    assert answer["who"]["id"] == own.actors["officer-1"].user_id
    assert len(answer["token"]) == 64
    assert Client().get("/field/now").json() == {"who": None}


def test_a_telephone_closes_what_both_sides_signed_once(
    task: InspectionTask, phones: tuple[Client, Client]
) -> None:
    InspectionTask.objects.filter(pk=task.pk).update(state=TaskState.INSPECTING)
    points = len(task.results.get().version.content["points"])
    names = [slot.inspector.name for slot in task.slots.all() if slot.inspector]
    put(phones[0], task, content=record_samples.signed(record_samples.clean(("LDBZ-01", points))))
    assert "要两名检查人员签字" in close(phones[0], task, 1)[1]["problem"]
    content = record_samples.signed(record_samples.clean(("LDBZ-01", points)), *names)
    put(phones[0], task, base=1, change=CHANGES[1], content=content)

    assert "不一样" in close(phones[0], task, 1)[1]["problem"]
    assert phones[0].get(f"/field/closing/{task.pk}").json() == {"is_closed": False}
    assert close(phones[0], task, 2) == (200, {"is_closed": True})
    # The answer was lost: asked again, it is closed already.
    assert close(phones[1], task, 2) == (200, {"is_closed": True})
    assert InspectionTask.objects.get(pk=task.pk).state == "finished"


def close(client: Client, task: InspectionTask, version: int) -> tuple[int, dict[str, Any]]:
    document = json.dumps({"version": version})
    response = client.put(f"/field/closing/{task.pk}", document, content_type="application/json")
    return response.status_code, response.json()
