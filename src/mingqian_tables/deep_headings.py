"""Headings in two or three rows: a group over several columns, and what each of them is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mingqian_tables.raw import TOO_WIDE, Merge, RawRow

_DEEPEST = 3


def rows(first: Sequence[RawRow], at: int, merges: Sequence[Merge]) -> int:
    """Count the rows of the headings that begin at a row.

    There is more than one where a heading is merged downwards and all that stands in the further
    rows is below a group: below any other heading it would be a record.
    """
    top = first[at].number
    ends = [merge.bottom for merge in merges if merge.top == top and merge.bottom < top + _DEEPEST]
    last = max(ends, default=top)
    below = [row for row in first[at + 1 :] if row.number <= last]
    return 1 + len(below) if all(_is_below_groups(row, first[at], merges) for row in below) else 1


def cells(block: Sequence[RawRow], merges: Sequence[Merge]) -> list[str]:
    """Give the heading of each column: the lowest word, with its group where two are the same."""
    if len(block) == 1:
        return block[0].cells
    width = max(len(row.cells) for row in block)
    words = [_words(block, place, merges) for place in range(width)]
    often = Counter(parts[-1] for parts in words if parts)
    return [
        "" if not parts else parts[-1] if often[parts[-1]] == 1 else "".join(parts)
        for parts in words
    ]


def candidates(first: Sequence[RawRow], merges: Sequence[Merge]) -> list[list[str]]:
    """Give what the headings would be, for each row that might be the first of them."""
    if not merges:
        return [row.cells for row in first]
    return [cells(first[at : at + rows(first, at, merges)], merges) for at in range(len(first))]


def _is_below_groups(row: RawRow, head: RawRow, merges: Sequence[Merge]) -> bool:
    return all(
        not cell or not _at(head, place) or _group(head, place, merges) is not None
        for place, cell in enumerate(row.cells[:TOO_WIDE])
    )


def _words(block: Sequence[RawRow], place: int, merges: Sequence[Merge]) -> list[str]:
    words: list[str] = []
    for row in block:
        group = _group(row, place, merges)
        word = _at(row, place if group is None else group.left)
        if word and word not in words:
            words.append(word)
    return words


def _group(row: RawRow, place: int, merges: Sequence[Merge]) -> Merge | None:
    around = (m for m in merges if m.top == row.number and m.left <= place <= m.right)
    return next((merge for merge in around if merge.left < merge.right), None)


def _at(row: RawRow, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""
