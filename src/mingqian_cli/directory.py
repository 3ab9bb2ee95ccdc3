"""The directory of subjects as a file: every row is used or reported, none is lost."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingqian import canonical
from mingqian_tables import columns, uscc
from mingqian_tables.spreadsheet import Row, Sheet

SWAPPED = "疑似列错位：代码列中是文字或地址"
MEND = "请在来源处更正后重新导入"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in a file that a person must look at."""

    file: str
    row: int
    column: str
    value: str
    reason: str
    advice: str = MEND


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A row of the directory that has an id of its own.

    ``fault`` says what is wrong with its code; such a subject may not be drawn.
    """

    id: str
    name: str
    row: int
    values: Mapping[str, str]
    fault: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryFile:
    """The rows with an id, and what is wrong; ``lost`` counts rows without a usable id."""

    listed: Sequence[Listed]
    problems: Sequence[Problem]
    rows: int
    headings: tuple[str, ...]

    @property
    def lost(self) -> int:
        """Count the rows that could not be listed at all."""
        return self.rows - len(self.listed)


def read(
    sheet: Sheet, *, given: Mapping[str, str] | None = None, has_local_codes: bool = False
) -> DirectoryFile:
    """Read the directory from a table.

    With ``has_local_codes`` codes of the bureau's own (sites, schools) count as valid.
    """
    places = columns.find(sheet, columns.SUBJECT, required=("code", "name"), given=given)
    seen: dict[str, int] = {}
    listed: list[Listed] = []
    problems: list[Problem] = []
    for row in sheet.rows:
        values = _values(sheet, row)
        code = uscc.normalized(_cell(row, places["code"]))
        fault = _fault(code, has_local_codes=has_local_codes)
        reason = _unusable(code, seen) or fault
        if reason:
            problems.append(
                Problem(
                    file=sheet.file,
                    row=row.number,
                    column=sheet.headings[places["code"]],
                    value=_cell(row, places["code"]),
                    reason=reason,
                )
            )
        if _unusable(code, seen) is None:
            seen[code] = row.number
            name = unicodedata.normalize("NFC", _cell(row, places["name"]))
            problems += _name_problems(sheet, row, places["name"], name)
            listed.append(Listed(id=code, name=name, row=row.number, values=values, fault=fault))
    return DirectoryFile(
        listed=listed, problems=problems, rows=len(sheet.rows), headings=sheet.headings
    )


def _fault(code: str, *, has_local_codes: bool) -> str | None:
    if has_local_codes and canonical.is_code(code):
        return None
    return uscc.problem(code)


def _unusable(code: str, seen: Mapping[str, int]) -> str | None:
    if not code:
        return "没有代码"
    if "E+" in code:
        return "代码被表格软件改成了科学计数法，末几位已丢失"
    if not canonical.is_code(code):
        return SWAPPED
    if code in seen:
        return f"与第 {seen[code]} 行的代码重复"
    return None


def _name_problems(sheet: Sheet, row: Row, place: int, name: str) -> list[Problem]:
    if name and uscc.problem(uscc.normalized(name)) is not None:
        return []
    reason = "疑似列错位：名称列中是代码" if name else "没有名称"
    column = sheet.headings[place]
    return [Problem(file=sheet.file, row=row.number, column=column, value=name, reason=reason)]


def _values(sheet: Sheet, row: Row) -> dict[str, str]:
    return {heading: _cell(row, place) for place, heading in enumerate(sheet.headings) if heading}


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""
