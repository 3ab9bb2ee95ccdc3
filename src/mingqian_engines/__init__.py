"""The same selection on rosters of any size: an engine proposes, the core decides (draw-v1 8).

`mingqian.selection.Engine` is the whole interface: count, propose what lies below a threshold,
and sum up for a comparison. The plain engine of the core is the reference; others must give the
same draw. One for PostgreSQL and one for a cluster will stand beside `columnar`.
"""

from __future__ import annotations

from pathlib import Path

from mingqian import draw
from mingqian.errors import RefusedError
from mingqian.roster import Rosters
from mingqian.selection import Engine
from mingqian_engines import subjects_file

__all__ = ["COMFORTABLE", "engine_for", "open_engine"]

COMFORTABLE = 200_000
"""Up to this many subjects the plain engine is as fast as starting another one."""

_BYTES_IN_LINE = 23


def engine_for(rosters: Rosters) -> Engine:
    """Choose the engine for rosters that are in memory; the plain one where no other is there."""
    if len(rosters.subjects) <= COMFORTABLE:
        return draw.engine_of(rosters)
    try:
        from mingqian_engines.columnar import ColumnarEngine  # noqa: PLC0415
    except ImportError:
        return draw.engine_of(rosters)
    return ColumnarEngine.of_rosters(rosters)


def open_engine(path: Path, *, rows: int | None = None) -> Engine:
    """Choose the engine for a ``subjects.csv``, or for a Parquet file made of it.

    ``rows`` is how many the manifest counts; without it the size of the file tells enough. The
    columnar engine takes the file's format for granted, the plain one reads it strictly.

    Raises:
        RefusedError: a Parquet file, and no engine is installed that reads it.
    """
    is_parquet = path.suffix == ".parquet"
    if rows is None:
        rows = path.stat().st_size // _BYTES_IN_LINE
    if rows <= COMFORTABLE and not is_parquet:
        return subjects_file.plain_engine(path)
    try:
        from mingqian_engines.columnar import ColumnarEngine  # noqa: PLC0415
    except ImportError:
        if is_parquet:
            raise RefusedError("engine.no-parquet") from None
        return subjects_file.plain_engine(path)
    return ColumnarEngine.of_file(path)
