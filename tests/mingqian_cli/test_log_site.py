"""A site's log read over the network: whatever it answers, nobody is harmed or kept waiting."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from mingqian_cli import site
from mingqian_cli.__main__ import main
from tests.mingqian_cli import kept_logs
from tests.mingqian_cli.kept_logs import Printed, compared, grown, undecided
from tests.mingqian_cli.site_server import send, serving


@pytest.fixture
def log(tmp_path: Path, capsys: Printed) -> Path:
    """A log of five entries."""
    folder = kept_logs.begun(tmp_path / "log", "log.example")
    capsys.readouterr()
    return grown(folder, 5)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as held:
        yield held


@pytest.mark.parametrize("under", ["/", "/log/", "/public/log/"])
@pytest.mark.parametrize("ending", ["", "/", "checkpoint"])
def test_a_site_is_found_by_its_own_address_or_that_of_its_log(
    log: Path, stack: ExitStack, capsys: Printed, under: str, ending: str
) -> None:
    base = stack.enter_context(serving(log, under))
    address = {
        "": base + under.removesuffix("/"),
        "/": base + under,
        "checkpoint": f"{base}{under}checkpoint",
    }[ending]

    assert compared(str(log), address, capsys)[0] == 0


@pytest.mark.parametrize(
    "address",
    [
        "http://",
        "http:///log",
        "https://user@127.0.0.1/",
        "http://127.0.0.1/?log",
        "http://127.0.0.1/#log",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:x/",
        "http://127.0.0.1:0/",
        "http://[::1/",
        "http://127.0.0.1:1/",
    ],
)
def test_an_address_that_leads_nowhere_is_said_to_be_that(
    log: Path, capsys: Printed, address: str
) -> None:
    undecided(str(log), address, capsys)


def _large(request: BaseHTTPRequestHandler) -> None:
    send(request, 200, b"x" * 1_000_001)


def _broken(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"no http at all\r\n\r\n")


def _failing(request: BaseHTTPRequestHandler) -> None:
    send(request, 500, b"")


def _moving(request: BaseHTTPRequestHandler) -> None:
    send(request, 302, b"", Location="file:///etc/passwd")


def _page(request: BaseHTTPRequestHandler) -> None:
    send(request, 200, b"<!doctype html><p>not a log</p>\n")


HOSTILE = {
    _large: "超过 1000000 字节",
    _broken: "读取失败",
    _failing: "网站回答 500",
    _moving: "网站要求改址到 'file:///etc/passwd'",
    _page: "签名行",
}


@pytest.mark.parametrize("answer", HOSTILE, ids=lambda one: one.__name__)
def test_a_hostile_site_is_refused_with_words(
    log: Path, stack: ExitStack, capsys: Printed, answer: Callable[..., None]
) -> None:
    address = stack.enter_context(serving(log, answer=answer))

    assert HOSTILE[answer] in undecided(str(log), address, capsys)


@pytest.mark.parametrize("is_trickling", [False, True])
@pytest.mark.parametrize("where", ["head", "body"])
def test_a_silent_or_trickling_site_keeps_nobody_waiting(
    log: Path, stack: ExitStack, monkeypatch: pytest.MonkeyPatch, where: str, *, is_trickling: bool
) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        if where == "body":
            request.send_response(200)
            request.end_headers()
        for _ in range(100):
            time.sleep(0.1)
            if is_trickling:
                request.wfile.write(b"x")
                request.wfile.flush()

    def quiet(request: BaseHTTPRequestHandler) -> None:
        try:
            answer(request)
        except OSError:
            request.close_connection = True

    address = stack.enter_context(serving(log, answer=quiet))
    monkeypatch.setattr(site.Site.__init__, "__defaults__", (0.5, 1.0, site.MOST_FILES))
    begin = time.monotonic()

    code = main(["log", "compare", str(log), address])

    assert code == 2
    assert time.monotonic() - begin < 8


def test_only_so_many_files_are_read(
    log: Path, stack: ExitStack, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = stack.enter_context(serving(log))
    monkeypatch.setattr(site.find, "__kwdefaults__", {"most_files": 2})

    assert "超过上限" in undecided(str(log), address, capsys)
