"""The same selection on rosters of any size: an engine proposes, the core decides (draw-v1 8).

`mingqian.selection.Engine` is the whole interface: count, propose what lies below a threshold,
and sum up for a comparison. The plain engine of the core is the reference; others must give the
same draw. One for PostgreSQL and one for a cluster will stand beside `columnar`.
"""

from __future__ import annotations

from mingqian import draw
from mingqian.roster import Rosters
from mingqian.selection import Engine

__all__ = ["COMFORTABLE", "engine_for"]

COMFORTABLE = 200_000
"""Up to this many subjects the plain engine is as fast as starting another one."""


def engine_for(rosters: Rosters) -> Engine:
    """Choose the engine for rosters that are in memory; the plain one where no other is there."""
    if len(rosters.subjects) <= COMFORTABLE:
        return draw.engine_of(rosters)
    try:
        from mingqian_engines.columnar import ColumnarEngine  # noqa: PLC0415
    except ImportError:
        return draw.engine_of(rosters)
    return ColumnarEngine.of_rosters(rosters)
