"""Cells of a row by their meaning, with the corrections made on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mingqian_tables import uscc
from mingqian_tables.table import Row
from oversight.common.cells import unmarked
from oversight.registry.models import ImportRun
from oversight.registry.rules import vocabulary

Problem = dict[str, Any]
# What stands in a correction's column when a code is taken as it is, with a reason.
TAKEN = "code!"
_CODES = {"code", "number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """The corrections by line and column, and the reasons for codes taken as they are."""

    cells: Mapping[int, Mapping[str, str]]
    reasons: Mapping[int, str]

    def names(self, line: int) -> list[str]:
        """Give the columns of a line that were corrected."""
        return sorted(self.cells.get(line, {}))


def corrections_of(run: ImportRun) -> Corrections:
    """Give the corrections of an import."""
    cells: dict[int, dict[str, str]] = {}
    reasons = {}
    for correction in run.corrections.all():
        if correction.column == TAKEN:
            reasons[correction.line] = correction.reason
        else:
            cells.setdefault(correction.line, {})[correction.column] = correction.value
    return Corrections(cells=cells, reasons=reasons)


def apply_corrections(row: Row, columns: Mapping[str, int], corrections: Corrections) -> Row:
    """Put the corrections of a row in the place of its cells; a mended cell has no fault."""
    value_by_place = {
        columns[name]: v
        for name, v in corrections.cells.get(row.number, {}).items()
        if name in columns
    }
    if not value_by_place:
        return row
    cells = [*row.cells, *[""] * (max(value_by_place) + 1 - len(row.cells))]
    kinds = [*row.kinds.ljust(len(cells), "t")]
    for place, value in value_by_place.items():
        cells[place], kinds[place] = value, "t"
    faults = tuple(fault for fault in row.faults if fault.place not in value_by_place)
    return replace(row, cells=tuple(cells), kinds="".join(kinds), faults=faults)


def cell(row: Row, columns: Mapping[str, int], name: str) -> str:
    """Give a cell by its meaning; empty if there is no such column."""
    return unmarked(row.cell(columns.get(name, -1)))


def masked_cells(row: Row, columns: Mapping[str, int]) -> list[str]:
    """Give the cells of a row as they are kept: without anybody's identity number."""
    cells = [uscc.masked(text) for text in row.cells]
    for name in _CODES & columns.keys():
        code = uscc.normalized(row.cell(columns[name]))
        if uscc.is_identity(code):
            cells[columns[name]] = uscc.masked(code)
    return cells


def problem(column: str, value: str, reason: str, *, asks: bool = False) -> Problem:
    """Say what is wrong with a cell; with ``asks`` a person may say what the word means."""
    cell_problem: Problem = {"column": column, "value": uscc.masked(value)[:60], "reason": reason}
    return {**cell_problem, "asks": True} if asks else cell_problem


def with_reader_faults(
    row: Row, columns: Mapping[str, int], problems: Sequence[Problem]
) -> list[Problem]:
    """Add what the reader of the file could not read to what else is wrong with a row.

    Where the row as a whole is broken, its cells say nothing; a cell has one reason.
    """
    if any(fault.place is None for fault in row.faults):
        problems = []
    names = {place: name for name, place in columns.items()}
    faulty = {item["column"] for item in problems}
    all_problems = list(problems)
    for fault in row.faults:
        name = names.get(fault.place, fault.column) if fault.place is not None else ""
        if not name or name not in faulty:
            all_problems.append(problem(name, fault.value, f"{fault.cause}；{fault.advice}"))
    return all_problems


def words(run: ImportRun, values: dict[str, str], names: tuple[str, ...]) -> list[Problem]:
    """Bring the words of a row to their values, in place; say which words nobody knows.

    An empty cell stays empty here: what it means depends on whether the row is new.
    """
    problems = []
    for name in names:
        word = values.get(name, "")
        if name not in run.columns or not word:
            continue
        value = vocabulary.meaning(run.kind, name, word, run.meanings)
        if value is None:
            reason = vocabulary.reason(run.kind, name, word)
            problems.append(problem(name, word, reason, asks=True))
        values[name] = value or ""
    return problems


def unfilled(
    run: ImportRun, values: dict[str, str], names: tuple[str, ...], word_problems: Sequence[Problem]
) -> list[Problem]:
    """Bring the empty cells of a new row to what a person said of them; say which are asked about.

    A column that the file does not have at all is left to the usual value.
    """
    problems: list[Problem] = []
    wrong = {word_problem["column"] for word_problem in word_problems}
    for name in names:
        if name not in run.columns or values.get(name) or name in wrong:
            continue
        value = run.meanings.get(name, {}).get("")
        if value is None:
            reason = vocabulary.reason(run.kind, name, "")
            problems.append(problem(name, "", reason, asks=True))
        values[name] = value or ""
    return problems
