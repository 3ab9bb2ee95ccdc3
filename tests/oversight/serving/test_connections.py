"""Nobody's silent or slow line keeps others from being answered."""

from __future__ import annotations

import contextlib
import http.client
import socket
from collections.abc import Iterator

import pytest

pytestmark = [pytest.mark.usefixtures("many_files"), pytest.mark.any_database]
# Long enough for a busy machine; a server that is held up answers after a minute or never.
PATIENCE = 10
READY = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@contextlib.contextmanager
def connections(port: int, count: int, first_bytes: bytes) -> Iterator[list[socket.socket]]:
    opened: list[socket.socket] = []
    try:
        for _ in range(count):
            connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
            connection.sendall(first_bytes)
            opened.append(connection)
        yield opened
    finally:
        for connection in opened:
            connection.close()


def status_of_home(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.request("GET", "/")
        return connection.getresponse().status


def test_a_thousand_silent_and_two_hundred_half_open_lines_stop_nobody(port: int) -> None:
    with connections(port, 1000, b""), connections(port, 200, b"GET /draws"):
        assert status_of_home(port) == 200


def test_a_thousand_lines_kept_open_after_an_answer_stop_nobody(port: int) -> None:
    with connections(port, 1000, READY) as opened:
        for connection in opened:
            assert connection.recv(12) == b"HTTP/1.1 200"

        assert status_of_home(port) == 200


def test_bodies_that_come_byte_by_byte_stop_nobody(port: int) -> None:
    head = b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n"
    with connections(port, 200, head) as opened:
        for _ in range(3):
            for connection in opened:
                connection.sendall(b"a")

            assert status_of_home(port) == 200


def test_answers_that_nobody_reads_stop_nobody(port: int) -> None:
    asked = b"GET /static/vendor/bootstrap-5.3.9.min.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20
    with connections(port, 100, asked):
        assert status_of_home(port) == 200


def test_a_line_that_was_answered_is_kept_for_the_next_question(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with contextlib.closing(connection):
        for _ in range(3):
            connection.request("GET", "/how/")
            response = connection.getresponse()
            response.read()
            assert (response.status, response.will_close) == (200, False)
