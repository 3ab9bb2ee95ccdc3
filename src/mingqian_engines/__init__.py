"""The same selection on rosters of any size: an engine proposes, the core decides (draw-v1 8)."""

from __future__ import annotations

from mingqian import draw
from mingqian.roster import Rosters
from mingqian.selection import Engine

__all__ = ["engine_for"]


def engine_for(rosters: Rosters) -> Engine:
    """Choose the engine for rosters that are in memory."""
    return draw.engine_of(rosters)
