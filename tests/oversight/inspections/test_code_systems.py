"""Another code system is told of a visit in order, each thing once, and again after a cut."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from oversight.common.errors import DomainError
from oversight.draws.models import Draw
from oversight.inspections import code_systems
from oversight.inspections.arrivals import CodeSystemMessage, SiteAct, VisitCode
from oversight.inspections.code_client import HttpCodeSystem
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import code_messages, visit_codes
from oversight.jobs.models import Job
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
DAY = datetime.fromisoformat("2026-04-07T09:30:00+08:00")


@dataclass(kw_only=True)
class City:
    """A city's code system: keeps what it is told under its key, and gives each visit a code."""

    key: str = "secret"
    is_down: bool = False
    refuses: str = ""
    calls: list[str] = field(default_factory=list)
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)

    def take(
        self, method: str, key: str, authorization: str, content: dict[str, Any]
    ) -> tuple[int, dict[str, str]]:
        """Answer a call."""
        self.calls.append(method)
        if self.is_down:
            return 503, {}
        if authorization != f"Bearer {self.key}":
            return 401, {}
        if method == self.refuses:
            return 422, {"problem": "没有这家企业"}
        self.kept.setdefault(key, content)
        return 200, {"code": "洛码0001"} if method == "register" else {}


@contextmanager
def served(city: City) -> Iterator[str]:
    """Serve a city on the loopback; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            method = self.path.rpartition("/")[2]
            key, permit = self.headers["Idempotency-Key"], self.headers["Authorization"]
            status, answer = city.take(method, key, permit, body)
            content = json.dumps(answer, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/api"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def city(settings: Any) -> Iterator[City]:
    """Give a city's system that the settings name."""
    system = City()
    with served(system) as address:
        settings.CODE_SYSTEM, settings.CODE_SYSTEM_KEY = address, "secret"
        yield system


@pytest.fixture
def task(draw: Draw, own: Bureau) -> InspectionTask:
    """Give a visit with its code."""
    visit = draw.visits.order_by("place")[0]
    visit_codes.ensure(visit, own.actors["clerk"], DAY)
    return visit


def act(task: InspectionTask, number: int, kind: str = "arrive", *, is_late: bool = False) -> None:
    """Put an act of an officer of the team on record, and into the queue."""
    slot = task.slots.select_related("inspector").all()[number - 1]
    assert slot.inspector is not None
    row = SiteAct.objects.create(
        visit=task,
        kind=kind,
        inspector=slot.inspector,
        name=slot.inspector.name,
        certificate=slot.inspector.number,
        change=f"{kind}{number}",
        saved_at=DAY,
        at=DAY,
        is_late=is_late,
        reason="没有网络" if is_late else "",
        entry=0,
    )
    code_systems.tell(task, row, DAY)


def states() -> list[tuple[str, str]]:
    return list(CodeSystemMessage.objects.values_list("method", "state"))


def test_without_a_system_nothing_waits(task: InspectionTask) -> None:
    act(task, 1)

    assert states() == []


def test_a_visit_is_told_from_its_registration_to_its_result(
    task: InspectionTask, city: City
) -> None:
    act(task, 1)
    act(task, 2, is_late=True)
    act(task, 1, "leave")
    code_systems.tell_result(task, "未发现问题", DAY)

    code_messages.send_all(DAY)

    assert city.calls == ["register", "arrived", "lateEntry", "left", "result"]
    assert {state for _, state in states()} == {"sent"}
    assert VisitCode.objects.get(visit=task).foreign_code == "洛码0001"
    contents = list(city.kept.values())
    assert (contents[0]["code"], contents[2]["reason"]) == (task.code, "没有网络")
    assert contents[1]["certificate"] == SiteAct.objects.order_by("pk")[0].certificate


def test_what_a_cut_held_up_is_told_later_and_once(task: InspectionTask, city: City) -> None:
    act(task, 1)
    city.is_down = True
    code_messages.send_all(DAY)
    assert states() == [("register", "waiting"), ("arrived", "waiting")]
    assert CodeSystemMessage.objects.all()[0].problem == "没有连上：外部系统答复 503"

    city.is_down = False
    code_messages.send_all(DAY)
    code_messages.send_all(DAY)

    assert city.calls == ["register", "register", "arrived"]
    assert len(city.kept) == 2


def test_what_is_refused_is_marked_and_holds_up_nothing(task: InspectionTask, city: City) -> None:
    city.refuses = "register"
    act(task, 1)

    code_messages.send_all(DAY)

    assert states() == [("register", "refused"), ("arrived", "sent")]
    assert CodeSystemMessage.objects.all()[0].problem == "没有这家企业"


def test_a_system_that_is_not_there_leaves_the_queue_as_it_is(task: InspectionTask) -> None:
    CodeSystemMessage.objects.create(
        visit=task, method="register", key="k", content={}, made_at=DAY
    )

    assert code_messages.send(HttpCodeSystem("http://127.0.0.1:9", ""), DAY) == 0

    assert states() == [("register", "waiting")]


def test_an_address_that_is_none_of_the_web_is_refused() -> None:
    with pytest.raises(DomainError, match="应写 none、manual，或以 http 开头的接口地址"):
        HttpCodeSystem("file:///etc/passwd", "")


def test_the_worker_is_asked_once_a_minute_while_something_waits(
    task: InspectionTask, city: City
) -> None:
    queued: list[int] = []
    code_messages.ask_due(enqueue=queued.append, at=DAY)
    act(task, 1)
    for seconds in (0, 30):
        code_messages.ask_due(enqueue=queued.append, at=DAY + timedelta(seconds=seconds))
    Job.objects.update(state="done")
    code_messages.ask_due(enqueue=queued.append, at=DAY + timedelta(seconds=59))
    code_messages.ask_due(enqueue=queued.append, at=DAY + timedelta(seconds=60))

    assert len(queued) == 2
    assert city.calls == []


def test_by_hand_the_clerk_types_the_code_of_the_other_system(
    own: Bureau, task: InspectionTask, settings: Any
) -> None:
    settings.CODE_SYSTEM = "manual"
    act(task, 1)
    clerk = own.actors["clerk"]

    visit_codes.link(actor=clerk, visit_id=task.pk, foreign_code=" 豫码-77 ", at=DAY)

    assert VisitCode.objects.get(visit=task).foreign_code == "豫码-77"
    assert states() == []
    with pytest.raises(DomainError, match="请填外部系统给的检查码"):
        visit_codes.link(actor=clerk, visit_id=task.pk, foreign_code=" ", at=DAY)
