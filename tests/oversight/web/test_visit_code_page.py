"""The code of a visit, opened without an account: who comes, why; nothing before the arrival."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from oversight.accounts.rules import Role
from oversight.audit import selectors as audit
from oversight.audit.reconciliation import Range
from oversight.common.errors import DomainError, NotFoundError
from oversight.draws.models import Draw
from oversight.inspections import site_reconciliation, visit_page, visit_ratings
from oversight.inspections.arrivals import VisitCode, VisitObjection, VisitRating
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import approvals, tasks, visit_voices
from oversight.inspections.services.approvals import ApprovalInput
from oversight.inspections.services.visit_voices import RatingInput
from oversight.registry.models import Certificate, Inspector
from oversight.web import clock
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]
AT = draw_factory.OPENS
DAY = datetime.fromisoformat("2026-04-07T09:30:00+08:00")
ASKED = ApprovalInput(why_on_site="要看工资支付的原件", visit_place="和顺路18号")
CLOSED = "没有这个检查码，或者现在还不能看"


@pytest.fixture(scope="module")
def shared_visit(shared_draw: Draw, shared_bureau: Bureau) -> InspectionTask:
    """Give an approved visit; both officers have accounts."""
    task = shared_draw.visits.order_by("place")[0]
    for number, slot in enumerate(task.slots.all(), start=1):
        name = f"officer-{number}"
        actor = platform_factory.actor(name, shared_bureau.organisation, Role.INSPECTOR)
        shared_bureau.actors[name] = actor
        Inspector.objects.filter(pk=slot.inspector_id or 0).update(user_id=actor.user_id)
    clerk = shared_bureau.actors["clerk"]
    tasks.accept(actor=clerk, visit_id=task.pk, on=date(2026, 4, 7), at=AT)
    approval = approvals.submit(actor=clerk, visit_id=task.pk, asked=ASKED, at=AT)
    approver = shared_bureau.actors["approver"]
    return approvals.approve(actor=approver, approval_id=approval.pk, answer="", at=AT).visit


@pytest.fixture
def task(
    shared_visit: InspectionTask,
    own: Bureau,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> InspectionTask:
    """Give the visit, on its day."""
    monkeypatch.setattr(clock, "now", lambda: DAY)
    return InspectionTask.objects.get(pk=shared_visit.pk)


@pytest.fixture
def code(task: InspectionTask) -> str:
    return VisitCode.objects.get(visit=task).code


def phone_of(own: Bureau, name: str) -> Client:
    client = Client()
    details = {"username": own.actors[name].username, "password": platform_factory.PASSWORD}
    assert client.post("/sign-in/", details).status_code == 302
    return client


def send(own: Bureau, task: InspectionTask, name: str, act: str, number: int) -> tuple[int, Any]:
    """Send an act from an officer's telephone."""
    document = {
        "who": own.actors[name].user_id,
        "act": act,
        "change": f"00000000-0000-4000-8000-00000000000{number}",
        "noted": DAY.isoformat(),
    }
    response = phone_of(own, name).put(
        f"/field/act/{task.pk}", json.dumps(document), content_type="application/json"
    )
    return response.status_code, response.json()


def arrive(own: Bureau, task: InspectionTask) -> None:
    assert send(own, task, "officer-1", "arrive", 1)[0] == 200
    assert send(own, task, "officer-2", "arrive", 2)[1]["step"] == "arrived"


def finished(task: InspectionTask) -> None:
    InspectionTask.objects.filter(pk=task.pk).update(state="finished", arrived_at=DAY)


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_before_the_arrival_a_code_says_what_a_wrong_one_says(code: str) -> None:
    closed, wrong = text(Client(), f"/v/{code}/", 404), text(Client(), "/v/ABCDABCDABCD/", 404)

    assert CLOSED in closed
    assert closed.replace(code, "") == wrong.replace("ABCDABCDABCD", "")
    for path in ("objection", "rating"):
        assert CLOSED in text(Client(), f"/v/{code}/{path}/", 404)


def test_the_code_opens_on_arrival_with_all_that_a_subject_may_know(
    own: Bureau, task: InspectionTask, code: str
) -> None:
    send(own, task, "officer-1", "arrive", 1)
    first = text(Client(), f"/v/{code}/")
    send(own, task, "officer-2", "arrive", 2)

    shown = text(Client(), f"/v/{code.lower()}/")

    assert "已确认到场的检查人员 1 名，不足两名" in first
    assert "不足两名" not in shown
    for slot in task.slots.select_related("inspector"):
        assert slot.inspector is not None
        assert slot.inspector.name in shown
        assert slot.inspector.number in shown
    assert shown.count("今天有效") == 2
    assert task.draw is not None
    assert f"抽取号 {task.draw.number}" in shown
    assert f"/draws/{task.draw.number}/proof/{task.code}.json" in shown
    assert "第 1 次检查" in shown
    assert "12345" in shown
    assert "经负责人批准" in shown
    assert task.subject.legal_person not in shown or not task.subject.legal_person


def test_a_certificate_that_ended_since_is_said_to_be_invalid_today(
    own: Bureau, task: InspectionTask, code: str
) -> None:
    arrive(own, task)
    Certificate.objects.all().update(until=date(2026, 4, 6))

    shown = text(Client(), f"/v/{code}/")

    assert (shown.count("今天无效"), "不足两名" in shown) == (2, True)


def test_a_code_may_be_typed_with_its_dashes_and_look_alikes(
    own: Bureau, task: InspectionTask, code: str
) -> None:
    arrive(own, task)
    typed = f"{code[:4]}-{code[4:8]} {code[8:]}".replace("0", "o").replace("1", "l")

    response = Client().get("/v/", {"code": typed})

    assert response["Location"] == f"/v/{code}/"
    assert "十二位字母和数字" in text(Client(), "/v/?code=ABC")


def test_a_code_closes_a_month_after_the_end(own: Bureau, task: InspectionTask, code: str) -> None:
    arrive(own, task)
    finished(task)
    month = timedelta(days=30)

    assert visit_page.code_for(code, DAY + month).code == code
    with pytest.raises(NotFoundError):
        visit_page.code_for(code, DAY + month + timedelta(seconds=1))


def test_who_asks_too_often_waits(own: Bureau, task: InspectionTask, code: str) -> None:
    arrive(own, task)
    client = Client()
    statuses = [client.get("/v/ABCDABCDABCD/").status_code for _ in range(31)]

    assert statuses == [404] * 30 + [429]
    assert client.get(f"/v/{code}/").status_code == 429


def test_a_telephone_has_the_code_as_a_picture(
    own: Bureau, task: InspectionTask, code: str
) -> None:
    rows = phone_of(own, "officer-1").get("/field/tasks.json").json()["tasks"]
    (head,) = [row for row in rows if row["id"] == task.pk]

    assert head["visitCode"]["address"] == f"http://testserver/v/{code}/"
    assert head["visitCode"]["picture"].startswith("<svg")
    assert [officer["problem"] for officer in head["officers"]] == ["", ""]
    assert head["drawn"]["address"].startswith("/draws/")
    assert (head["acts"], head["step"]) == ([], "approved")
    assert head["map"].startswith("geo:0,0?q=%E5%92%8C%E9%A1%BA%E8%B7%AF18")


def test_what_is_no_act_is_refused_in_words(own: Bureau, task: InspectionTask) -> None:
    status, answer = send(own, task, "officer-1", "dance", 1)

    assert (status, "手机里的还在" in answer["problem"]) == (422, True)
    assert phone_of(own, "clerk").get(f"/field/act/{task.pk}").status_code == 403


def test_an_objection_gives_a_receipt_that_the_page_shows(
    own: Bureau, task: InspectionTask, code: str
) -> None:
    arrive(own, task)
    client = Client()

    empty = client.post(f"/v/{code}/objection/", {"claim": " "})
    sent = client.post(f"/v/{code}/objection/", {"claim": "工资已经付清", "contact": "13800000000"})

    number = f"{task.number}-Y1"
    shown = text(client, sent["Location"])
    assert "请写对什么有异议" in empty.content.decode()
    assert number in shown
    assert "13800000000" not in shown
    row = VisitObjection.objects.get()
    assert (row.number, row.claim) == (number, "工资已经付清")
    (entry,) = audit.of_types(["visit.objection"])
    assert "工资" not in json.dumps(entry.private, ensure_ascii=False)
    assert differences() == []
    VisitObjection.objects.update(claim="没有异议")
    assert len(differences()) == 1


def test_a_visit_is_rated_once_and_only_after_its_end(
    own: Bureau, task: InspectionTask, code: str
) -> None:
    arrive(own, task)
    early = Client().post(f"/v/{code}/rating/", {"score": "5"})
    finished(task)
    officer = phone_of(own, "officer-1").post(f"/v/{code}/rating/", {"score": "5"})
    given = Client().post(f"/v/{code}/rating/", {"score": "2", "beyond": "on", "words": "慢"})
    again = Client().post(f"/v/{code}/rating/", {"score": "5"})

    assert "检查还没有结束" in early.content.decode()
    assert (officer.status_code, given.status_code) == (409, 302)
    assert "已经评价过" in again.content.decode()
    row = VisitRating.objects.get()
    assert (row.score, row.words, row.month) == (2, "慢", date(2026, 4, 1))
    assert [name for name, answer in row.answers.items() if answer] == ["beyond"]


def test_neither_row_nor_log_says_of_which_visit_a_rating_is(
    own: Bureau, task: InspectionTask, code: str
) -> None:
    arrive(own, task)
    finished(task)
    Client().post(f"/v/{code}/rating/", {"score": "1", "words": "态度不好"})

    (entry,) = audit.of_types(["rating.given"])
    logged = json.dumps([entry.public, entry.private, entry.about_number], ensure_ascii=False)
    assert task.code not in logged
    assert "态度" not in logged
    assert "127.0.0.1" not in logged
    assert VisitRating.objects.values().get().keys() == {
        *("id", "bureau_id", "month", "score", "answers", "words", "salt", "digest")
    }
    assert differences() == []
    VisitRating.objects.update(score=5)
    assert len(differences()) == 2


def test_ratings_are_told_five_at_a_time(own: Bureau, task: InspectionTask, code: str) -> None:
    arrive(own, task)
    finished(task)
    shown_after = {}
    for number in range(1, 12):
        VisitCode.objects.update(is_rated=False)
        rating = RatingInput(score=1 + number % 5, answers={"shown": True}, words=f"第{number}份")
        visit_voices.rate(typed=code, rating=rating, at=DAY)
        figures = visit_ratings.figures(own.actors["supervisor"])
        shown_after[number] = figures.number if figures else 0

    assert list(shown_after.values()) == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]


def test_a_rating_is_from_one_to_five(own: Bureau, task: InspectionTask, code: str) -> None:
    arrive(own, task)
    finished(task)

    with pytest.raises(DomainError, match="1 到 5 分"):
        visit_voices.rate(typed=code, rating=RatingInput(score=6, answers={}), at=DAY)


def test_only_who_supervises_reads_the_words(own: Bureau, task: InspectionTask, code: str) -> None:
    arrive(own, task)
    finished(task)
    for number in range(5):
        VisitCode.objects.update(is_rated=False)
        rating = RatingInput(score=4, answers={}, words=f"第{number}份")
        visit_voices.rate(typed=code, rating=rating, at=DAY)

    supervisor = text(phone_of(own, "supervisor"), "/office/visits/ratings/")
    clerk = text(phone_of(own, "clerk"), "/office/visits/ratings/")

    assert ("共 5 份" in supervisor, "第3份" in supervisor) == (True, True)
    assert ("共 5 份" in clerk, "第3份" in clerk) == (True, False)


def test_the_office_sees_who_was_there_and_what_was_objected(
    own: Bureau, task: InspectionTask, code: str
) -> None:
    arrive(own, task)
    Client().post(f"/v/{code}/objection/", {"claim": "工资已经付清", "contact": "13800000000"})

    shown = text(phone_of(own, "clerk"), f"/office/visits/{task.pk}/")

    assert shown.count("出示证件、确认到场") == 2
    assert "工资已经付清" in shown
    assert len(code) == visit_page.LENGTH


def differences() -> list[Any]:
    steps = site_reconciliation.check(Range(is_whole=True, first=0))
    return [line for _, _, lines in steps for line in lines]
