"""A monitor follows a bureau's log from outside, and raises an alarm once for each thing."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from mingqian.log import entry
from mingqian_ceremony import file_log
from mingqian_ceremony.file_log import FileLog
from mingqian_cli.__main__ import main
from mingqian_cli.alarms import ATOM
from tests.mingqian_cli import kept_logs
from tests.mingqian_cli.kept_logs import Printed, grown, rewritten
from tests.mingqian_cli.mail_server import mailbox
from tests.mingqian_cli.site_server import publish, send, serving

SOURCES = Path(__file__).resolve().parents[2] / "src"
NOON, EVENING = "2026-11-23T12:00:00Z", "2026-11-23T20:00:00Z"
T0, DEADLINE = "2026-11-23T14:00:00Z", "2026-11-23T16:00:00Z"
OPENS = "2026-11-23T18:00:00Z"


class Bureau:
    """A bureau's log folder, what it answers for its evidence, and its address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.evidence = 200
        self.address = ""
        self.is_down = False

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        if self.is_down:
            send(request, 503, b"")
        elif request.path.endswith("evidence.zip"):
            send(request, self.evidence, b"")
        else:
            publish(request, self.folder, "/log/")

    def append(self, type_: str, at: str, number: str = "D1", **public: Any) -> None:
        kind = "drawing" if type_.startswith("drawing") else "draw"
        record = entry.Entry(
            type=type_,
            at=at,
            by=entry.Author(organisation="青禾区", role="牵头"),
            about=entry.About(kind=kind, number=number),
            public=public,
            private=None,
        )
        FileLog(self.folder).append_once(record, lambda _: False)

    def seal(self, number: str = "D1", mode: str = "open", at: str = NOON) -> None:
        values = {"task": number, "mode": mode, "t0": T0, "deadline": DEADLINE}
        self.append("draw.sealed", at, number, **values)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as held:
        yield held


@pytest.fixture
def bureau(tmp_path: Path, stack: ExitStack, capsys: Printed) -> Bureau:
    """Serve a log of five entries."""
    folder = grown(kept_logs.begun(tmp_path / "log", "log.example"), 5)
    capsys.readouterr()
    bureau = Bureau(folder)
    bureau.address = stack.enter_context(serving(folder, answer=bureau.answer))
    return bureau


@pytest.fixture
def look(bureau: Bureau, tmp_path: Path, capsys: Printed) -> Callable[..., tuple[int, list[str]]]:
    """Give a function that looks once and gives the exit status and the kinds of new alarms."""

    def look(at: str = EVENING, *more: str) -> tuple[int, list[str]]:
        capsys.readouterr()
        state = ["--state", str(tmp_path / "state")]
        code = main(["monitor", bureau.address, *state, "--once", "--at", at, "--json", *more])
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return code, [row["alarm"]["kind"] for row in rows if "alarm" in row]

    return look


Look = Callable[..., tuple[int, list[str]]]


def test_a_log_that_only_grows_raises_no_alarm(bureau: Bureau, look: Look) -> None:
    assert look("2026-11-23T08:10:00Z") == (0, [])
    grown(bureau.folder, 600)
    assert look("2026-11-23T08:30:00Z") == (0, [])
    assert look() == (0, [])


def test_a_rewritten_log_is_a_fork_with_evidence_said_once(
    bureau: Bureau, look: Look, tmp_path: Path
) -> None:
    look()
    bureau.folder = rewritten(bureau.folder, 9)

    assert look() == (1, ["fork"])
    assert look() == (0, [])
    assert main(["log", "check-fork", str(tmp_path / "state" / "fork-5-9.json")]) == 0


def test_two_heads_of_one_size_are_a_fork(bureau: Bureau, look: Look) -> None:
    look()
    bureau.folder = rewritten(bureau.folder, 5)

    assert look() == (1, ["fork"])


def test_a_log_that_is_shorter_than_before_was_rolled_back(bureau: Bureau, look: Look) -> None:
    look()
    shorter = kept_logs.copied(bureau.folder, "shorter")
    shutil.rmtree(shorter / "tile")
    (shorter / "vkey").unlink()
    file_log.init(shorter, "log.example")
    bureau.folder = grown(shorter, 3)

    assert look() == (1, ["rollback"])
    assert look() == (0, [])


def test_a_log_under_another_key_is_no_continuation(
    bureau: Bureau, look: Look, tmp_path: Path
) -> None:
    look()
    bureau.folder = grown(kept_logs.begun(tmp_path / "other", "log.example"), 9)

    assert look() == (1, ["other-key"])


def test_an_announced_change_of_key_is_followed(bureau: Bureau, look: Look) -> None:
    look()
    log = FileLog(bureau.folder)
    before, after = log.vkey, log.next_vkey()
    bureau.append("trail.key-changed", EVENING, "log", before=before, after=after, reason="到期")
    log.take_next_key()

    assert look("2026-11-23T20:30:00Z") == (1, ["key-changed"])
    assert look("2026-11-23T20:40:00Z") == (0, [])


def test_a_draw_without_a_result_is_missing_when_its_time_is_over(
    bureau: Bureau, look: Look
) -> None:
    bureau.seal()

    assert look(DEADLINE) == (0, [])
    assert look("2026-11-23T16:00:01Z") == (1, ["result-missing"])
    assert look() == (0, [])


def test_a_void_after_the_number_is_out_is_an_alarm(bureau: Bureau, look: Look) -> None:
    bureau.seal()
    bureau.append("draw.voided", T0, why="mistake")

    assert look() == (1, ["void-after-time"])


def test_a_sealed_draw_that_is_not_opened_is_an_alarm(bureau: Bureau, look: Look) -> None:
    bureau.append("drawing.changed", NOON, opens_at=OPENS)
    bureau.seal(mode="sealed")
    bureau.append("draw.held", DEADLINE)

    assert look(OPENS) == (0, [])
    assert look() == (1, ["not-opened"])


def test_evidence_that_is_not_published_in_a_day_is_late(bureau: Bureau, look: Look) -> None:
    bureau.seal()
    bureau.append("draw.held", DEADLINE)
    bureau.evidence = 404

    assert look() == (0, [])
    assert look("2026-11-24T16:00:01Z") == (1, ["publication-late"])
    bureau.evidence = 200
    assert look("2026-11-24T17:00:00Z") == (0, [])


def test_entries_that_come_later_than_they_say_are_late(bureau: Bureau, look: Look) -> None:
    look(EVENING)
    bureau.append("draw.noted", "2026-11-23T18:59:59Z")

    assert look("2026-11-23T20:05:00Z") == (1, ["late-entry"])


def test_what_nobody_can_read_in_the_log_is_an_alarm(bureau: Bureau, look: Look) -> None:
    log = FileLog(bureau.folder)
    log.catch_up(lambda start, _: [log.raw(4, 5)] if start == 4 else [b"{}"][: 6 - start])

    assert look() == (1, ["entry"])


def test_a_site_that_is_silent_is_an_alarm_after_an_hour(bureau: Bureau, look: Look) -> None:
    look("2026-11-23T09:00:00Z")
    bureau.seal()
    bureau.is_down = True

    assert look("2026-11-23T10:00:00Z") == (2, [])
    assert look("2026-11-23T11:00:00Z") == (1, ["silent"])
    assert look("2026-11-24T11:00:00Z") == (2, [])
    bureau.is_down = False
    assert look("2026-11-24T12:00:00Z") == (1, ["result-missing"])


def test_alarms_stand_in_a_list_and_in_a_feed(bureau: Bureau, look: Look, tmp_path: Path) -> None:
    bureau.seal()
    look()

    (line,) = (tmp_path / "state" / "alarms.jsonl").read_text().splitlines()
    feed = ET.fromstring((tmp_path / "state" / "alarms.atom").read_bytes())  # noqa: S314 - ours
    titles = [title.text for title in feed.iter(f"{{{ATOM}}}title")]
    assert json.loads(line)["draw"] == "D1"
    assert titles == [
        "log.example 的监测警报",
        "抽取 D1 逾期没有结果：最迟应在 2026-11-24 00:00:00",
    ]


def test_alarms_are_mailed_once_and_again_where_the_mail_failed(
    bureau: Bureau, look: Look, stack: ExitStack
) -> None:
    box = stack.enter_context(mailbox())
    words = ("--mail-to", "ji@example.gov.cn", "--smtp", f"127.0.0.1:{box.port}")
    bureau.seal()
    box.is_closed = True
    assert look(EVENING, *words) == (1, ["result-missing"])
    assert box.messages == []

    box.is_closed = False
    look(EVENING, *words)
    look(EVENING, *words)

    (message,) = box.messages
    assert message["To"] == "ji@example.gov.cn"
    assert message["Subject"] == "[明签监测] log.example：1 处警报"
    assert "抽取 D1 逾期没有结果" in message.get_content()


def test_a_known_key_holds_the_log_to_it_from_the_first_look(look: Look, tmp_path: Path) -> None:
    vkey = FileLog(kept_logs.begun(tmp_path / "other", "log.example")).vkey

    assert look(EVENING, "--vkey", vkey) == (1, ["other-key"])


def test_an_interrupted_look_goes_on_where_it_stopped(
    bureau: Bureau, look: Look, tmp_path: Path
) -> None:
    grown(bureau.folder, 9000)
    asked: list[str] = []

    def broken(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.path)
        if "entries/x" in request.path or request.path.endswith("entries/020"):
            send(request, 500, b"")
        else:
            publish(request, bureau.folder, "/log/")

    with serving(bureau.folder, answer=broken) as address:
        bureau.address, working = address, bureau.address
        assert look() == (2, [])
    bureau.address = working
    state = json.loads((tmp_path / "state" / "state.json").read_text())
    assert state["unfinished"]["size"] == 20 * 256
    state["address"] = working
    (tmp_path / "state" / "state.json").write_text(json.dumps(state))
    asked.clear()

    assert look() == (0, [])
    assert json.loads((tmp_path / "state" / "state.json").read_text())["position"]["size"] == 9000


@pytest.mark.parametrize(
    ("content", "says"),
    [("{", "已损坏"), ('{"format": "x"}', "已损坏"), (None, "是监测")],
)
def test_a_folder_of_another_site_or_a_damaged_one_is_refused(
    bureau: Bureau, look: Look, tmp_path: Path, capsys: Printed, content: str | None, says: str
) -> None:
    look()
    path = tmp_path / "state" / "state.json"
    state = json.loads(path.read_text())
    path.write_text(content or json.dumps({**state, "address": "https://other.example"}))

    assert main(["monitor", bureau.address, "--state", str(path.parent), "--once"]) == 1
    assert says in capsys.readouterr().err


def test_a_monitor_that_runs_is_stopped_and_keeps_its_state(bureau: Bureau, tmp_path: Path) -> None:
    words = ["monitor", bureau.address, "--state", str(tmp_path / "state"), "--interval", "0.1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "mingqian_cli", *words],
        env={"PYTHONPATH": str(SOURCES), "PYTHONUTF8": "1", "PATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for _ in range(300):
        if (tmp_path / "state" / "state.json").is_file():
            break
        time.sleep(0.1)
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    _, problem = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "已中断" in problem
    assert json.loads((tmp_path / "state" / "state.json").read_text())["position"]["size"] == 5
