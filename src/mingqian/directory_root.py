"""What a draw read of the directory, under one root that tells nothing (spec draw-v1 2.7).

Every row becomes the digest of its canonical JSON with a salt of its own. Whoever is shown a row
and its salt can prove it under the root; whoever sees only digests can guess nothing, although
most fields have few values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from mingqian import canonical
from mingqian.errors import FormatError
from mingqian.log import tree

RULE = "draw-v1 2.7"
KEY_DIGITS = 64
_TEXT = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]*")
# For texts without control characters this writes the canonical bytes, many times faster.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryRow:
    """One row of the directory, as far as a draw reads it.

    ``visits`` names for each cap how many visits it counted, where there were any.
    """

    id: str
    is_listed: bool
    is_usable: bool
    state: str
    kind: str
    industry: str
    region: str
    owner: str
    grade: str
    risk: str
    labels: tuple[str, ...]
    last_visit: str | None
    visits: tuple[tuple[str, int], ...]

    def write(self) -> bytes:
        """Write the row as canonical JSON.

        Raises:
            FormatError: a text that may not stand in a manifest, or a number that is none.
        """
        _require_sound(self)
        fields = {
            "grade": self.grade,
            "id": self.id,
            "industry": self.industry,
            "kind": self.kind,
            "labels": self.labels,
            "last_visit": self.last_visit,
            "listed": self.is_listed,
            "owner": self.owner,
            "region": self.region,
            "risk": self.risk,
            "state": self.state,
            "usable": self.is_usable,
            "visits": self.visits,
        }
        return _encode(fields).encode()


def salt(key: str, row_id: str) -> str:
    """Compute the salt of a row: with the key, and only then, anybody can."""
    return canonical.digest(f"mingqian-draw/1|directory|salt|{row_id}|{key}")


def line(key: str, row_id: str, written: bytes) -> bytes:
    """Compute the line of a row, from what `DirectoryRow.write` gave."""
    return salted(salt(key, row_id), written)


def salted(row_salt: str, written: bytes) -> bytes:
    """Compute the line of a row of which the salt was shown."""
    head = f"mingqian-draw/1|directory|row|{row_salt}|".encode()
    return canonical.digest(head + written).encode()


def root(rows: Iterable[tuple[str, bytes]]) -> str:
    """Compute the root over (id, line), which must come in the order of their ids.

    Nothing is kept: a million rows need no more memory than one.

    Raises:
        FormatError: an id is none, comes twice or out of order.
    """
    return tree.root(line for _, line in ordered(rows)).hex()


def ordered(rows: Iterable[tuple[str, bytes]]) -> Iterable[tuple[str, bytes]]:
    """Give the rows on, and require that their ids ascend.

    Raises:
        FormatError: they do not.
    """
    before = ""
    for row_id, line in rows:
        if not canonical.is_code(row_id):
            raise FormatError("directory.code", rule=RULE, row_id=row_id)
        if row_id <= before:
            raise FormatError("directory.order", rule=RULE, row_id=row_id, before=before)
        before = row_id
        yield row_id, line


def _require_sound(row: DirectoryRow) -> None:
    if not canonical.is_code(row.id):
        raise FormatError("directory.code", rule=RULE, row_id=row.id)
    texts = (
        *(row.state, row.kind, row.industry, row.region, row.owner, row.grade, row.risk),
        *(row.last_visit or "", *row.labels),
    )
    if _TEXT.fullmatch("".join(texts)) is None or max(map(len, texts)) > canonical.MAX_TEXT:
        raise FormatError("directory.text", rule=RULE, row_id=row.id)
    caps = [code for code, _ in row.visits]
    if list(row.labels) != sorted(set(row.labels)) or caps != sorted(set(caps)):
        raise FormatError("directory.labels-order", rule=RULE, row_id=row.id)
    if any(count < 1 for _, count in row.visits):
        raise FormatError("directory.visits", rule=RULE, row_id=row.id)
