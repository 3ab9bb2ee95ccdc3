"""The one reader of tables as offices keep them: .xlsx, .xls, a web page called so, or text.

Nothing is guessed. The reader says which sheet and which row of headings it took, and asks where
it would have to choose; a row that it cannot read is refused with position, cause and advice, and
its counts add up to the rows of the file. The file is opened in a child process (`sandbox`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from mingqian_tables import errors, sandbox
from mingqian_tables.errors import TableError
from mingqian_tables.table import (
    About,
    Counts,
    Inspection,
    Row,
    RowFault,
    Sheet,
    SheetInfo,
    SkippedRow,
    Stream,
    WantedColumns,
)

MAX_ROWS = 2_000_000
MAX_BYTES = 1500 * 2**20
MAX_CELL = 32_767

__all__ = [
    "About", "Counts", "Inspection", "Row", "RowFault", "Sheet", "SheetInfo", "SkippedRow",
    "Stream", "TableError", "WantedColumns", "inspect", "read", "stream",
]  # fmt: skip


def inspect(path: Path, *, wanted: WantedColumns | None = None) -> Inspection:
    """Tell what a file is and which sheets it has, so that a person can choose.

    Raises:
        TableError: no table, unreadable, or too large, with the way out.
    """
    answer, rows = sandbox.run(_request("inspect", path, wanted), path.name)
    rows.close()
    sheets = tuple(_sheet_info(fields) for fields in answer["sheets"])
    return Inspection(
        file=path.name, kind=answer["kind"], encoding=answer["encoding"], sheets=sheets
    )


def read(
    path: Path,
    *,
    sheet: str | None = None,
    heading_row: int | None = None,
    wanted: WantedColumns | None = None,
) -> Sheet:
    """Read a table whole.

    ``sheet`` and ``heading_row`` (its number in the file) are what a person chose. ``wanted`` are
    the columns that the caller knows: the row of headings is known by them; without, it is the
    first row that is not empty.

    Raises:
        TableError: no table, unreadable, too large, or a choice is needed; with the way out.
    """
    about, rows = _opened(path, sheet, heading_row, wanted)
    taken: list[Row] = []
    refused: list[Row] = []
    for row in rows:
        (refused if row.faults else taken).append(row)
    return Sheet(
        file=path.name,
        headings=about.headings,
        rows=taken,
        refused=refused,
        sheet=about.sheet,
        heading_row=about.heading_row,
        about=about,
    )


def stream(
    path: Path,
    *,
    sheet: str | None = None,
    heading_row: int | None = None,
    wanted: WantedColumns | None = None,
) -> Stream:
    """Read a table row by row: the headings first, then every record, also the refused ones.

    Raises:
        TableError: as `read` does, and before the first row.
    """
    about, rows = _opened(path, sheet, heading_row, wanted)
    return Stream(about, _with_headings(about, rows))


def _with_headings(about: About, rows: Iterator[Row]) -> Iterator[Row]:
    yield Row(number=about.heading_row, cells=about.headings)
    yield from rows


def _opened(
    path: Path, sheet: str | None, heading_row: int | None, wanted: WantedColumns | None
) -> tuple[About, Iterator[Row]]:
    request = _request("read", path, wanted) | {"sheet": sheet, "heading_row": heading_row}
    answer, file = sandbox.run(request, path.name)
    rows = _rows(file)
    next(rows)
    return _about(answer["about"]), rows


def _rows(file: IO[str]) -> Iterator[Row]:
    """Give the rows; a generator that has begun closes its file, whoever forgets it."""
    with file:
        yield Row(number=0, cells=())
        for line in file:
            number, cells, kinds, faults = json.loads(line)
            yield Row(
                number=number,
                cells=tuple(cells),
                kinds=kinds,
                faults=tuple(_fault(number, fault) for fault in faults) if faults else (),
            )


def _fault(number: int, fault: list[Any]) -> RowFault:
    place, column, value, cause, advice = fault
    return RowFault(
        line=number, place=place, column=column, value=value, cause=cause, advice=advice
    )


def _about(fields: dict[str, Any]) -> About:
    return About(
        **{
            **fields,
            "headings": tuple(fields["headings"]),
            "counts": Counts(**fields["counts"]),
            "aside": tuple(SkippedRow(**aside) for aside in fields["aside"]),
            "notes": tuple(fields["notes"]),
        }
    )


def _sheet_info(fields: dict[str, Any]) -> SheetInfo:
    first = tuple(
        Row(number=row["number"], cells=tuple(row["cells"])) for row in fields["first_rows"]
    )
    return SheetInfo(**{**fields, "first_rows": first})


def _request(task: str, path: Path, wanted: WantedColumns | None) -> dict[str, object]:
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        problem = f"读不到表格 {path}：{error.strerror}"
        raise TableError(errors.UNREADABLE, problem=problem) from None
    return {
        "task": task,
        "path": str(path.resolve()),
        "name": path.name,
        "wanted": None if wanted is None else _asked(wanted),
        "limits": {"rows": MAX_ROWS, "bytes": MAX_BYTES, "cell": MAX_CELL},
    }


def _asked(wanted: WantedColumns) -> Mapping[str, object]:
    return {
        "synonyms": {meaning: list(words) for meaning, words in wanted.synonyms.items()},
        "required": list(wanted.required),
        "given": dict(wanted.given) if wanted.given else None,
    }
