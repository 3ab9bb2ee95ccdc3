"""The directory of subjects as a file: every row is listed or reported as a problem."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingqian import canonical
from mingqian.errors import FormatError
from mingqian_cli import problems
from mingqian_cli.error_words import problem_of
from mingqian_cli.problems import Problem
from mingqian_tables import amounts, columns, uscc
from mingqian_tables.normalisation import plain_line
from mingqian_tables.table import Row, Sheet

SWAPPED = "疑似列错位：代码列中是文字或地址"
_SCIENTIFIC = re.compile(r"[0-9]+(?:\.[0-9]+)?E[+-]?[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSubject:
    """A row of the directory that has an id of its own.

    ``fault`` says what is wrong with its code; such a subject may not be drawn.
    """

    id: str
    name: str
    row: Row
    fault: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryFile:
    """The rows with an id, and what is wrong; ``lost`` counts rows without a usable id.

    ``accepted`` are codes whose check digit differs and which the plan takes with a reason.
    """

    sheet: Sheet
    listed: Sequence[ListedSubject]
    problems: Sequence[Problem]
    accepted: Mapping[str, str]

    @property
    def rows(self) -> int:
        """Count the records of the file."""
        return self.sheet.read_rows

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the file."""
        return self.sheet.headings

    @property
    def lost(self) -> int:
        """Count the rows that could not be listed at all."""
        return self.rows - len(self.listed)


def read(
    sheet: Sheet,
    *,
    given: Mapping[str, str] | None = None,
    has_local_codes: bool = False,
    accepted: Mapping[str, str] | None = None,
) -> DirectoryFile:
    """Read the directory from a table.

    With ``has_local_codes`` codes of the bureau's own (sites, schools) count as valid. ``accepted``
    gives for codes whose check digit differs why they are taken as they are.

    Raises:
        TableError: a column is missing, twice there, or only counts the rows.
    """
    places = columns.find(sheet, columns.SUBJECT, required=("code", "name"), given=given)
    at = places["code"]
    if "code" not in (given or {}):
        columns.require_no_count(sheet, at, columns.SUBJECT["code"][0])
    reading = _Reading(sheet, places, accepted or {}, has_local_codes=has_local_codes)
    for row in sheet.rows:
        reading.take(row)
    all_problems = [*problems.unread(sheet), *reading.problems]
    return DirectoryFile(
        sheet=sheet,
        listed=reading.listed,
        problems=sorted(all_problems, key=lambda problem: problem.row),
        accepted=reading.used,
    )


class _Reading:
    """Takes the rows one after the other; remembers the codes it has seen."""

    def __init__(
        self,
        sheet: Sheet,
        places: Mapping[str, int],
        accepted: Mapping[str, str],
        *,
        has_local_codes: bool,
    ) -> None:
        self.listed: list[ListedSubject] = []
        self.problems: list[Problem] = []
        self.used: dict[str, str] = {}
        self._sheet, self._places = sheet, places
        self._accepted, self._has_local_codes = accepted, has_local_codes
        self._seen: dict[str, int] = {}

    def take(self, row: Row) -> None:
        """List a row, or say why not."""
        place = self._places["code"]
        code = uscc.normalized(row.cell(place))
        reason = _unusable(code, row, place) or self._twice(code)
        if reason:
            self._problem(row, place, reason)
            return
        name = plain_line(row.cell(self._places["name"]))
        wrong = _name_problem(name)
        if wrong:
            self._problem(row, self._places["name"], wrong)
            return
        fault = self._fault(code)
        if fault:
            self._problem(row, place, fault)
        if fault == uscc.AMBIGUOUS:
            return
        self._seen[code] = row.number
        self.listed.append(ListedSubject(id=code, name=name, row=row, fault=fault))

    def _twice(self, code: str) -> str:
        return f"与第 {self._seen[code]} 行的代码重复" if code in self._seen else ""

    def _fault(self, code: str) -> str | None:
        fault = uscc.problem(code)
        if fault is None or (self._has_local_codes and fault != uscc.AMBIGUOUS):
            return None
        if code in self._accepted and uscc.is_acceptable(code):
            self.used[code] = self._accepted[code]
            return None
        return fault

    def _problem(self, row: Row, place: int, reason: str) -> None:
        self.problems.append(problems.at(self._sheet, row, place, reason))


def _unusable(code: str, row: Row, place: int) -> str:
    if not code:
        return "没有代码"
    if uscc.is_identity(code):
        return uscc.IDENTITY
    if _SCIENTIFIC.fullmatch(code):
        return "代码被表格软件改成了科学计数法，末几位已丢失"
    if not canonical.is_code(code):
        return SWAPPED
    try:
        amounts.code(row.cell(place), row.kind(place))
    except FormatError as error:
        return problem_of(error)
    return ""


def _name_problem(name: str) -> str:
    if not name:
        return "没有名称"
    code = uscc.normalized(name)
    if uscc.problem(code) is None or uscc.is_identity(code):
        return "疑似列错位：名称列中是代码"
    return (
        "疑似列错位：名称列中只有数字或符号"
        if not any(character.isalpha() for character in name)
        else ""
    )


def place_of(sheet: Sheet, name: str) -> int | None:
    """Find the column that a plan names; it must be the only one of that name.

    Raises:
        TableError: two columns have it.
    """
    exact = [at for at, heading in enumerate(sheet.headings) if heading == name]
    return exact[0] if len(exact) == 1 else columns.only(sheet, (name,))
