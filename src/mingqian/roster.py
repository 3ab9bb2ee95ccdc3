"""Who may be drawn and who may be sent: the four roster files of a draw (spec draw-v1 1.5, 2.1)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, NoReturn, TypeVar

from mingqian import canonical
from mingqian.errors import FormatError

SUBJECTS = "subjects.csv"
EXCLUSIONS = "exclusions.csv"
INSPECTORS = "inspectors.csv"
CONFLICTS = "conflicts.csv"
NAMES = (CONFLICTS, EXCLUSIONS, INSPECTORS, SUBJECTS)
HEADERS = {
    SUBJECTS: "id,tickets,strata",
    EXCLUSIONS: "id,reason",
    INSPECTORS: "id,pools,load,limit",
    CONFLICTS: "inspector,subject,class",
}
HARD = "hard"
SOFT = "soft"
MAX_TICKETS = 10
MAX_LINE = 65_535
_ASCII_END = 127
_NUMBER = re.compile(r"0|[1-9][0-9]{0,5}")


class Subject(NamedTuple):
    """An enterprise (检查对象) that may be drawn, with its tickets and the strata it is in."""

    id: str
    tickets: int
    strata: tuple[str, ...]


class Exclusion(NamedTuple):
    """One of the directory slice that may not be drawn, and the code of the reason."""

    id: str
    reason: str


class Inspector(NamedTuple):
    """A person (执法人员) who may be sent.

    ``pools`` it can serve, ``load`` tasks already this year, ``limit`` most tasks in this draw.
    """

    id: str
    pools: tuple[str, ...]
    load: int
    limit: int


class Conflict(NamedTuple):
    """A pair that is not to be drawn: ``kind`` is `HARD` (recusal) or `SOFT` (rotation)."""

    inspector: str
    subject: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rosters:
    """The four rosters of a draw, each in the order of its file."""

    subjects: Sequence[Subject]
    exclusions: Sequence[Exclusion]
    inspectors: Sequence[Inspector]
    conflicts: Sequence[Conflict]

    def rows(self, name: str) -> int:
        """Count the rows of the file of that name."""
        return len(
            {
                SUBJECTS: self.subjects,
                EXCLUSIONS: self.exclusions,
                INSPECTORS: self.inspectors,
                CONFLICTS: self.conflicts,
            }[name]
        )


_T = TypeVar("_T")


def read(files: Mapping[str, bytes]) -> Rosters:
    """Read the four roster files and require that they fit each other (2.1).

    Raises:
        FormatError: a byte that is not as clause 1.5 says, or rows that contradict each other.
    """
    rosters = Rosters(
        subjects=read_subjects(files[SUBJECTS]),
        exclusions=read_exclusions(files[EXCLUSIONS]),
        inspectors=read_inspectors(files[INSPECTORS]),
        conflicts=read_conflicts(files[CONFLICTS]),
    )
    _require_apart(rosters)
    _require_known(rosters)
    return rosters


def read_subjects(data: bytes) -> list[Subject]:
    """Read ``subjects.csv``."""
    lists = _Lists(SUBJECTS)
    return _table(
        SUBJECTS,
        data,
        lambda line, f: Subject(
            _code(SUBJECTS, line, f[0]), _tickets(line, f[1]), lists.read(line, f[2])
        ),
    )


def read_exclusions(data: bytes) -> list[Exclusion]:
    """Read ``exclusions.csv``."""
    return _table(
        EXCLUSIONS,
        data,
        lambda line, f: Exclusion(_code(EXCLUSIONS, line, f[0]), _code(EXCLUSIONS, line, f[1])),
    )


def read_inspectors(data: bytes) -> list[Inspector]:
    """Read ``inspectors.csv``."""
    lists = _Lists(INSPECTORS)
    return _table(
        INSPECTORS,
        data,
        lambda line, f: Inspector(
            _code(INSPECTORS, line, f[0]),
            lists.read(line, f[1]),
            _number(INSPECTORS, line, f[2]),
            _number(INSPECTORS, line, f[3]),
        ),
    )


def read_conflicts(data: bytes) -> list[Conflict]:
    """Read ``conflicts.csv``."""
    return _table(CONFLICTS, data, _conflict, key_fields=2)


def write(rosters: Rosters) -> dict[str, bytes]:
    """Write the four files, rows put in their order (1.5)."""
    return {
        SUBJECTS: _file(
            SUBJECTS, (f"{s.id},{s.tickets},{' '.join(s.strata)}" for s in sorted(rosters.subjects))
        ),
        EXCLUSIONS: _file(EXCLUSIONS, (f"{e.id},{e.reason}" for e in sorted(rosters.exclusions))),
        INSPECTORS: _file(
            INSPECTORS,
            (f"{i.id},{' '.join(i.pools)},{i.load},{i.limit}" for i in sorted(rosters.inspectors)),
        ),
        CONFLICTS: _file(
            CONFLICTS, (f"{c.inspector},{c.subject},{c.kind}" for c in sorted(rosters.conflicts))
        ),
    }


def candidate_lines(files: Mapping[str, bytes]) -> Iterator[bytes]:
    """Give the lines whose tree head is ``candidates_root``: subjects, then exclusions (2.4)."""
    for name in (SUBJECTS, EXCLUSIONS):
        yield from files[name].splitlines()[1:]


def _table(
    name: str, data: bytes, row: Callable[[int, list[str]], _T], key_fields: int = 1
) -> list[_T]:
    width = HEADERS[name].count(",")
    rows = []
    before: tuple[str, ...] = ()
    for line, text in enumerate(_lines(name, data), start=2):
        fields = text.split(",")
        if len(fields) != width + 1:
            _refuse(name, line, "roster.field-count", expected=width + 1, count=len(fields))
        key = tuple(fields[:key_fields])
        if key <= before:
            _refuse(name, line, "roster.order", key=",".join(key))
        rows.append(row(line, fields))
        before = key
    return rows


def _lines(name: str, data: bytes) -> list[str]:
    _require_plain(name, data)
    lines = data.decode("ascii").split("\n")
    if lines.pop():
        _refuse(name, len(lines) + 1, "roster.no-newline")
    if not lines or lines[0] != HEADERS[name]:
        _refuse(name, 1, "roster.header", expected=HEADERS[name], header="".join(lines[:1]))
    for line, text in enumerate(lines, start=1):
        if not text:
            _refuse(name, line, "roster.empty-line")
        if len(text) > MAX_LINE:
            _refuse(name, line, "roster.line-too-long", count=len(text), most=MAX_LINE)
    return lines[1:]


def _require_plain(name: str, data: bytes) -> None:
    if data.startswith(b"\xef\xbb\xbf"):
        _refuse(name, 1, "roster.bom")
    at = data.find(b"\r")
    if at >= 0:
        _refuse(name, data.count(b"\n", 0, at) + 1, "roster.carriage-return")
    if not data.isascii():
        at = next(i for i, byte in enumerate(data) if byte > _ASCII_END)
        _refuse(name, data.count(b"\n", 0, at) + 1, "bytes.not-ascii")


class _Lists:
    """Reads lists inside a field; equal lists are read once and shared, which spares memory."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._known: dict[str, tuple[str, ...]] = {}

    def read(self, line: int, text: str) -> tuple[str, ...]:
        if text not in self._known:
            members = tuple(_code(self._file, line, member) for member in text.split(" "))
            if any(a >= b for a, b in itertools.pairwise(members)):
                _refuse(self._file, line, "roster.list-order", text=text)
            self._known[text] = members
        return self._known[text]


def _code(file: str, line: int, text: str) -> str:
    if not canonical.is_code(text):
        _refuse(file, line, "roster.code", text=text)
    return text


def _number(file: str, line: int, text: str) -> int:
    if _NUMBER.fullmatch(text) is None:
        _refuse(file, line, "roster.number", text=text)
    return int(text)


def _tickets(line: int, text: str) -> int:
    tickets = _number(SUBJECTS, line, text)
    if not 1 <= tickets <= MAX_TICKETS:
        _refuse(SUBJECTS, line, "roster.tickets", most=MAX_TICKETS, tickets=tickets)
    return tickets


def _conflict(line: int, fields: list[str]) -> Conflict:
    inspector, subject, kind = fields
    if kind not in {HARD, SOFT}:
        _refuse(CONFLICTS, line, "roster.conflict-class", conflict_class=kind)
    return Conflict(_code(CONFLICTS, line, inspector), _code(CONFLICTS, line, subject), kind)


def _require_apart(rosters: Rosters) -> None:
    drawable = {subject.id for subject in rosters.subjects}
    for line, exclusion in enumerate(rosters.exclusions, start=2):
        if exclusion.id in drawable:
            _refuse(
                EXCLUSIONS,
                line,
                "roster.excluded-twice",
                rule="draw-v1 2.1",
                subject=exclusion.id,
                listed_in=SUBJECTS,
            )


def _require_known(rosters: Rosters) -> None:
    inspectors = {inspector.id for inspector in rosters.inspectors}
    subjects = {subject.id for subject in rosters.subjects}
    for line, conflict in enumerate(rosters.conflicts, start=2):
        if conflict.inspector not in inspectors:
            _refuse(
                CONFLICTS,
                line,
                "roster.unlisted",
                name=conflict.inspector,
                listed_in=INSPECTORS,
                rule="draw-v1 2.1",
            )
        if conflict.subject not in subjects:
            _refuse(
                CONFLICTS,
                line,
                "roster.unlisted",
                rule="draw-v1 2.1",
                name=conflict.subject,
                listed_in=SUBJECTS,
            )


def _file(name: str, lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in (HEADERS[name], *lines)).encode("ascii")


def _refuse(
    file: str, line: int, code: str, /, *, rule: str = "draw-v1 1.5", **values: object
) -> NoReturn:
    raise FormatError.of(code, values, file=file, line=line, rule=rule)
