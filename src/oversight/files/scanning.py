"""The office's virus scanner, asked over clamd's INSTREAM; where none is set, none is asked.

Any failure means that the file was not scanned, which is said wherever it is shown: a scanner that
does not answer is no clean bill.
"""

from __future__ import annotations

import re
import socket
import struct
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings

from oversight.files.states import ScanState

_CHUNK = 2**16
_ANSWER = re.compile(r"stream: (?:(OK)|(.+) FOUND)")
_MOST_ANSWER = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the scanner says of a file; ``virus`` is the name of what it is infected with."""

    act: str
    virus: str = ""

    @property
    def state(self) -> str:
        """Give the state of a file of which this is said."""
        return {"pass": ScanState.CLEAN, "find": ScanState.INFECTED}.get(
            self.act, ScanState.UNSCANNED
        )


_MISSED = Verdict(act="miss")


def scan(file: BinaryIO) -> Verdict:
    """Ask the scanner about a file; not scanned where none is set, or it does not answer."""
    if not settings.CLAMD:
        return _MISSED
    file.seek(0)
    try:
        with closing(_connection()) as connection:
            connection.sendall(b"zINSTREAM\0")
            while chunk := file.read(_CHUNK):
                connection.sendall(struct.pack(">I", len(chunk)) + chunk)
            connection.sendall(struct.pack(">I", 0))
            return _verdict_of(_answer(connection))
    except OSError:
        return _MISSED


def _connection() -> socket.socket:
    host, _, port = settings.CLAMD.rpartition(":")
    if host and port.isdigit():
        return socket.create_connection((host, int(port)), timeout=settings.CLAMD_SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(settings.CLAMD_SECONDS)
    try:
        connection.connect(settings.CLAMD)
    except OSError:
        connection.close()
        raise
    return connection


def _answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _MOST_ANSWER:
        part = connection.recv(_MOST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _verdict_of(answer: str) -> Verdict:
    match = _ANSWER.fullmatch(answer)
    if match is None:
        return _MISSED
    return Verdict(act="find", virus=match[2][:120]) if match[2] else Verdict(act="pass")
