"""What the pages are told of a request, and what goes back."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import uvicorn

from oversight.serving import gateway, server

pytestmark = pytest.mark.any_database

Start = Callable[[str, list[tuple[str, str]]], object]
LIMIT = 1000


def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """Tell what was asked; under /large answer with many bytes, under /broken fail."""
    path = environ["PATH_INFO"]
    if path == "/broken":
        raise ValueError(path)
    body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", " a=1"), ("Set-Cookie", "b=2")])
    if path == "/large":
        return (b"x" * 100_000 for _ in range(100))
    words = [path, environ["REMOTE_ADDR"], environ["wsgi.url_scheme"], environ["QUERY_STRING"]]
    words += [environ.get(f"HTTP_{name}", "-") for name in ("X_FORWARDED_FOR", "COOKIE", "LIST")]
    return [" ".join(words).encode("latin-1"), b"|", body, b"|", environ["CONTENT_LENGTH"].encode()]


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)  # who calls before the server's thread runs waits in the queue
    host, port = listening.getsockname()
    program = uvicorn.Server(server.configuration(application, host, port, LIMIT))
    thread = threading.Thread(target=program.run, kwargs={"sockets": [listening]})
    thread.start()
    yield host, port
    program.should_exit = True
    thread.join(timeout=30)


@pytest.fixture
def line(address: tuple[str, int]) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection(*address, timeout=20)
    with contextlib.closing(connection):
        yield connection


def asked(
    line: http.client.HTTPConnection, method: str, path: str, **options: Any
) -> tuple[int, str]:
    line.request(method, path, **options)
    response = line.getresponse()
    return response.status, response.read().decode()


def test_a_request_is_told_whole_and_as_from_its_own_address(
    line: http.client.HTTPConnection,
) -> None:
    told = asked(line, "POST", "/%E5%90%8D?a=%31", body=b"wages")

    assert told == (200, "/名 127.0.0.1 http a=%31 - - -|wages|5")


def test_pieces_without_a_length_are_put_together(line: http.client.HTTPConnection) -> None:
    told = asked(line, "POST", "/", body=iter([b"pay", b"roll"]), encode_chunked=True)

    assert told == (200, "/ 127.0.0.1 http  - - -|payroll|7")


def test_a_header_with_an_underscore_cannot_pass_for_another(
    line: http.client.HTTPConnection,
) -> None:
    headers = {"X_Forwarded_For": "10.0.0.1", "List": "a"}

    assert asked(line, "GET", "/", headers=headers) == (200, "/ 127.0.0.1 http  - - a||0")


def test_headers_given_twice_are_joined(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(
            b"GET / HTTP/1.1\r\nHost: a\r\nList: a\r\nList: b\r\n"
            b"Cookie: c=1\r\nCookie: d=2\r\nConnection: close\r\n\r\n"
        )
        answer = b"".join(iter(lambda: connection.recv(4096), b""))

    assert answer.endswith(b"/ 127.0.0.1 http  - c=1; d=2 a,b||0")


def test_a_body_over_the_limit_is_refused_by_its_length_and_by_its_bytes(
    line: http.client.HTTPConnection,
) -> None:
    told = asked(line, "POST", "/", body=b"x" * (LIMIT + 1))
    line.close()
    pieces = asked(line, "POST", "/", body=iter([b"x" * LIMIT, b"x"]), encode_chunked=True)

    assert told == pieces == (413, "内容太大，没有接收；请拆小后再传")


def test_a_body_that_stops_coming_is_refused(
    line: http.client.HTTPConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "BODY_IDLE_SECONDS", 0.2)
    line.putrequest("POST", "/")
    line.putheader("Content-Length", "10")
    line.endheaders(b"half")

    assert line.getresponse().status == 408


def test_a_head_that_stops_coming_ends_the_line(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.2)
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(b"GET / HTT")

        assert connection.recv(10) == b""


def test_a_long_answer_arrives_whole_with_its_length(line: http.client.HTTPConnection) -> None:
    line.request("GET", "/large")
    response = line.getresponse()

    assert response.getheader("Content-Length") == "10000000"
    assert response.msg.get_all("Set-Cookie") == ["a=1", "b=2"]
    assert len(response.read()) == 10_000_000


def test_a_failure_of_the_pages_is_answered_and_the_next_request_too(
    line: http.client.HTTPConnection,
) -> None:
    assert asked(line, "GET", "/broken")[0] == 500
    line.close()
    assert asked(line, "GET", "/")[0] == 200


def test_a_reader_who_stops_reading_keeps_no_thread(address: tuple[str, int]) -> None:
    slow = [socket.create_connection(address, timeout=20) for _ in range(server.THREADS + 4)]
    for connection in slow:
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
    line = http.client.HTTPConnection(*address, timeout=20)
    with contextlib.closing(line):
        told = asked(line, "GET", "/")
    for connection in slow:
        connection.close()

    assert told[0] == 200
