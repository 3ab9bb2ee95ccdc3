"""A ``subjects.csv`` of any size, read strictly and in little memory (spec draw-v1 1.5)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mingqian import roster
from mingqian.errors import FormatError
from mingqian.roster import Subject
from mingqian.selection import PlainEngine

_BLOCK = 1 << 22
_HEADER = f"{roster.HEADERS[roster.SUBJECTS]}\n".encode()


def plain_engine(path: Path) -> PlainEngine:
    """Give the plain engine over a file that is read anew in each pass."""
    return PlainEngine(
        lambda: (
            (stratum, subject.id, subject.tickets)
            for block in blocks(path)
            for subject in block
            for stratum in subject.strata
        )
    )


def blocks(path: Path) -> Iterator[list[Subject]]:
    """Read the subjects in blocks; every line is judged by the core's own reader.

    Raises:
        FormatError: the file is not as clause 1.5 says.
    """
    line, last = 0, ""
    for data in _pieces(path):
        subjects = _read(data, line)
        if subjects and subjects[0].id <= last:
            raise FormatError(
                "roster.order",
                key=subjects[0].id,
                file=roster.SUBJECTS,
                line=line + 2,
                rule="draw-v1 1.5",
            )
        yield subjects
        line += len(subjects)
        last = subjects[-1].id if subjects else ""


def _pieces(path: Path) -> Iterator[bytes]:
    """Cut the file between lines; every piece begins with the header."""
    with path.open("rb") as file:
        head = file.readline(len(_HEADER))
        while data := head + file.read(_BLOCK) + file.readline(roster.MAX_LINE + 1):
            yield data
            if len(data) < _BLOCK:
                return
            head = _HEADER


def _read(data: bytes, before: int) -> list[Subject]:
    try:
        return roster.read_subjects(data)
    except FormatError as error:
        line = None if error.line is None else error.line + before
        raise error.at(file=error.file, line=line, rule=error.rule) from None
