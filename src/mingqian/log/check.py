"""Checking a log's files against its checkpoints: the whole of it, or its end (spec log-v1 8).

The checkpoints must have been verified before (`policy.Policy.open`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mingqian.log import tree
from mingqian.log.checkpoint import Checkpoint
from mingqian.log.encoding import Place
from mingqian.log.tiles import HEIGHT, WIDTH, Read, Tiles, tile_path

RULE = "log-v1 8"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRange:
    """Entries that were found right, the first at index ``start``; more may follow."""

    start: int
    entries: list[bytes]


def whole(read: Read, newest: Checkpoint, older: Iterable[Checkpoint] = ()) -> Iterator[EntryRange]:
    """Recompute all hashes from the entries and compare every head; one step for each bundle.

    Nothing is right before the iterator has ended without an error.

    Raises:
        LogError: the first thing that is wrong, and from which entry.
    """
    tiles = Tiles(read, newest.size)
    heads = _Heads(newest, older)
    upper = _UpperTiles(tiles)
    for start in range(0, newest.size, WIDTH):
        entries = tiles.bundle(start // WIDTH)
        hashes = tiles.hashes(0, start // WIDTH)
        heads.add(hashes)
        if len(hashes) == WIDTH:
            upper.add(1, tree.subtree_root(hashes))
        yield EntryRange(start=start, entries=entries)
    upper.finish()


def tail(read: Read, newest: Checkpoint, older: Iterable[Checkpoint] = ()) -> None:
    """Compare the heads that the tiles give, and the entries of the last bundle: cheap.

    Raises:
        LogError: the first thing that is wrong.
    """
    tiles = Tiles(read, newest.size)
    for checkpoint in (newest, *older):
        _require_size(checkpoint, newest)
        _require_head(checkpoint, tiles.root_at(checkpoint.size))
    if newest.size:
        tiles.bundle((newest.size - 1) // WIDTH)


class _Heads:
    """Heads recomputed while the tree grows, compared where a checkpoint has that size."""

    def __init__(self, newest: Checkpoint, older: Iterable[Checkpoint]) -> None:
        self._frontier = tree.Frontier()
        self._expected = defaultdict(list)
        for checkpoint in (*older, newest):
            _require_size(checkpoint, newest)
            self._expected[checkpoint.size].append(checkpoint)
        self._compare()

    def add(self, hashes: Iterable[bytes]) -> None:
        for leaf in hashes:
            self._frontier.add(leaf)
            if self._frontier.size in self._expected:
                self._compare()

    def _compare(self) -> None:
        for checkpoint in self._expected.get(self._frontier.size, ()):
            _require_head(checkpoint, self._frontier.root())


class _UpperTiles:
    """Tiles of level 1 and above, recomputed from below and compared."""

    def __init__(self, tiles: Tiles) -> None:
        self._tiles = tiles
        self._rows: dict[int, list[bytes]] = defaultdict(list)
        self._done: dict[int, int] = defaultdict(int)

    def add(self, level: int, head: bytes) -> None:
        row = self._rows[level]
        row.append(head)
        if len(row) == WIDTH:
            self._compare(level)
            self.add(level + 1, tree.subtree_root(row))
            row.clear()
            self._done[level] += 1

    def finish(self) -> None:
        for level, row in self._rows.items():
            if row:
                self._compare(level)

    def _compare(self, level: int) -> None:
        index = self._done[level]
        expected = self._rows[level]
        for at, (below, actual) in enumerate(
            zip(expected, self._tiles.hashes(level, index), strict=True)
        ):
            if below != actual:
                first = (index * WIDTH + at) << HEIGHT * level
                Place(file=tile_path(level, index, len(expected)), rule=RULE).refuse(
                    "log.tile-hash", first=first, expected=below.hex(), found=actual.hex()
                )


def _require_size(checkpoint: Checkpoint, newest: Checkpoint) -> None:
    if checkpoint.size > newest.size:
        Place(file="checkpoint", rule=RULE).refuse(
            "log.truncated", earlier=checkpoint.size, newest=newest.size
        )


def _require_head(checkpoint: Checkpoint, root: bytes) -> None:
    if root != checkpoint.root:
        Place(file="checkpoint", rule=RULE).refuse(
            "log.checkpoint-root",
            size=checkpoint.size,
            found=root.hex(),
            root=checkpoint.root.hex(),
        )
