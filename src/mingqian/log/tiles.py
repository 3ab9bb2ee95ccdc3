"""The log as static files: hashes in tiles of 256, entries in bundles (C2SP tlog-tiles; log-v1 1).

A `Read` gives the bytes of a path below the log's folder, or None where there is no such file.
What it gives is not believed: whoever reads hashes through `Tiles` compares a head with a
checkpoint, and `append` does so before it continues a log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mingqian.log import tree
from mingqian.log.encoding import Place

Read: TypeAlias = Callable[[str], "bytes | None"]

WIDTH = 256
HEIGHT = 8
MAX_ENTRY_BYTES = 65_535
RULE = "log-v1 1"

_LENGTH_BYTES = 2
_CACHED = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class TileUpdate:
    """The files to be written, and the log's size and head once they are there."""

    files: dict[str, bytes]
    size: int
    root: bytes


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """Name the file of a tile; of a partial one with its width."""
    return f"tile/{level}/{_grouped(index)}{_partial(width)}"


def bundle_path(index: int, width: int = WIDTH) -> str:
    """Name the file of an entry bundle; of a partial one with its width."""
    return f"tile/entries/{_grouped(index)}{_partial(width)}"


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """Write entries one after the other, each led by its length.

    Raises:
        LogError: an entry is longer than 65,535 bytes.
    """
    parts = []
    for entry in entries:
        if len(entry) > MAX_ENTRY_BYTES:
            Place(file="entry", rule=RULE).refuse(
                "tile.entry-too-long", count=len(entry), most=MAX_ENTRY_BYTES
            )
        parts += [len(entry).to_bytes(_LENGTH_BYTES, "big"), entry]
    return b"".join(parts)


def decode_bundle(data: bytes, file: str) -> list[bytes]:
    """Read the entries of a bundle.

    Raises:
        LogError: an entry is cut off.
    """
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or at > len(data):
            Place(file=file, rule=RULE).refuse("tile.entry-cut", position=len(entries) + 1)
        entries.append(data[start:at])
    return entries


class Tiles:
    """A log of a given size, read from its files as far as is needed."""

    def __init__(self, read: Read, size: int) -> None:
        self.size = size
        self._read = read
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def root(self) -> bytes:
        """Compute the head from the tiles at the right edge."""
        return self.root_at(self.size)

    def root_at(self, size: int) -> bytes:
        """Compute the head that an earlier, smaller log had."""
        return tree.root_at(self._subtree, size)

    def inclusion_proof(self, index: int) -> tuple[bytes, ...]:
        """Prove that the entry at index is in the log."""
        return tree.inclusion_proof(self._subtree, index, self.size)

    def consistency_proof(self, old: int) -> tuple[bytes, ...]:
        """Prove that the log of ``old`` entries is the beginning of this one."""
        return tree.consistency_proof(self._subtree, old, self.size)

    def hashes(self, level: int, index: int) -> list[bytes]:
        """Read a tile, as wide as the size makes it; empty where it has no hashes yet."""
        if (level, index) not in self._tiles:
            if len(self._tiles) >= _CACHED:
                self._tiles.clear()
            width = self._width(level, index)
            self._tiles[level, index] = self._tile(level, index, width) if width else []
        return self._tiles[level, index]

    def bundle(self, index: int) -> list[bytes]:
        """Read the entries of a bundle and compare them with their hashes.

        Raises:
            LogError: a file is missing or damaged, or an entry is not that of its hash.
        """
        width = self._width(0, index)
        data, file = self._file(bundle_path(index, width), bundle_path(index))
        entries = decode_bundle(data, file)
        if len(entries) not in (width, WIDTH):
            Place(file=file, rule=RULE).refuse(
                "tile.entry-count", expected=width, count=len(entries)
            )
        for at, (entry, leaf) in enumerate(zip(entries, self.hashes(0, index), strict=False)):
            if tree.leaf_hash(entry) != leaf:
                Place(file=file, rule=RULE).refuse(
                    "tile.entry-hash",
                    index=index * WIDTH + at,
                    tile=tile_path(0, index, width),
                    leaf=leaf.hex(),
                )
        return entries[:width]

    def entry(self, index: int) -> bytes:
        """Read one entry.

        Raises:
            LogError: there is no such entry, or its bundle is not right.
        """
        if not 0 <= index < self.size:
            Place(file="tile/entries", rule=RULE).refuse(
                "tile.no-entry", size=self.size, index=index
            )
        return self.bundle(index // WIDTH)[index % WIDTH]

    def entries(self) -> Iterator[bytes]:
        """Read all entries in order."""
        for start in range(0, self.size, WIDTH):
            yield from self.bundle(start // WIDTH)

    def _subtree(self, level: int, index: int) -> bytes:
        tile_level, height = divmod(level, HEIGHT)
        tile, start = divmod(index << height, WIDTH)
        return tree.subtree_root(self.hashes(tile_level, tile)[start : start + (1 << height)])

    def _tile(self, level: int, index: int, width: int) -> list[bytes]:
        data, file = self._file(tile_path(level, index, width), tile_path(level, index))
        if len(data) not in (width * tree.HASH_BYTES, WIDTH * tree.HASH_BYTES):
            Place(file=file, rule=RULE).refuse(
                "bytes.expected", expected=width * tree.HASH_BYTES, count=len(data)
            )
        return _split(data[: width * tree.HASH_BYTES])

    def _file(self, path: str, full_path: str) -> tuple[bytes, str]:
        # A partial file may be deleted once the full one is there.
        for candidate in (path, full_path):
            if (data := self._read(candidate)) is not None:
                return data, candidate
        return Place(file=path, rule=RULE).refuse("file.missing")

    def _width(self, level: int, index: int) -> int:
        return min(max((self.size >> HEIGHT * level) - index * WIDTH, 0), WIDTH)


def append(read: Read, *, size: int, root: bytes, entries: Sequence[bytes]) -> TileUpdate:
    """Continue a log of known size and head: compute the files that new entries need.

    The same files come out when it is called again after a crash.

    Raises:
        LogError: the files there do not give that head, or an entry is too long.
    """
    old = Tiles(read, size)
    if old.root() != root:
        Place(file="tile", rule=RULE).refuse(
            "tile.root", actual=old.root().hex(), size=size, root=root.hex()
        )
    files = _entry_files(old, entries) | _tile_files(old, [tree.leaf_hash(e) for e in entries])
    new = Tiles(lambda path: files.get(path) or read(path), size + len(entries))
    return TileUpdate(files=files, size=new.size, root=new.root())


def _entry_files(old: Tiles, entries: Sequence[bytes]) -> dict[str, bytes]:
    if not entries:
        return {}
    first, width = divmod(old.size, WIDTH)
    row = [*(old.bundle(first) if width else []), *entries]
    return {
        bundle_path(first + at // WIDTH, len(part)): encode_bundle(part)
        for at, part in _chunks(row)
    }


def _tile_files(old: Tiles, hashes: list[bytes]) -> dict[str, bytes]:
    files = {}
    level = 0
    while hashes:
        first = (old.size >> HEIGHT * level) // WIDTH
        above = []
        for at, part in _chunks([*old.hashes(level, first), *hashes]):
            files[tile_path(level, first + at // WIDTH, len(part))] = b"".join(part)
            if len(part) == WIDTH:
                above.append(tree.subtree_root(part))
        hashes = above
        level += 1
    return files


def _chunks(row: list[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    for at in range(0, len(row), WIDTH):
        yield at, row[at : at + WIDTH]


def _split(data: bytes) -> list[bytes]:
    return [data[at : at + tree.HASH_BYTES] for at in range(0, len(data), tree.HASH_BYTES)]


def _grouped(index: int) -> str:
    text = str(index % 1000).zfill(3)
    while index := index // 1000:
        text = f"x{index % 1000:03d}/{text}"
    return text


def _partial(width: int) -> str:
    return "" if width == WIDTH else f".p/{width}"
