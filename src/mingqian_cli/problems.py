"""What a person must look at in the files before anything is drawn from them."""

from __future__ import annotations

from dataclasses import dataclass

from mingqian_tables import uscc
from mingqian_tables.table import Row, Sheet

MEND = "请在来源处更正后重新导入"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in a file that a person must look at; an identity number in it is masked."""

    file: str
    row: int
    column: str
    value: str
    reason: str
    advice: str = MEND


def at(sheet: Sheet, row: Row, place: int, reason: str, advice: str = MEND) -> Problem:
    """Name a problem of a cell; a place beyond the headings means the row."""
    return Problem(
        file=sheet.file,
        row=row.number,
        column=sheet.headings[place] if 0 <= place < len(sheet.headings) else "整行",
        value=uscc.masked(row.cell(place)),
        reason=uscc.masked(reason),
        advice=advice,
    )


def unread(sheet: Sheet) -> list[Problem]:
    """Name what the reader of the table refused, one problem for each row."""
    return [
        Problem(
            file=sheet.file,
            row=row.number,
            column=row.faults[0].column,
            value=uscc.masked(row.faults[0].value),
            reason="；".join(dict.fromkeys(fault.cause for fault in row.faults)),
            advice=row.faults[0].advice,
        )
        for row in sheet.refused
    ]
