"""Proof for people: one entry under one checkpoint, as text (C2SP tlog-proof; log-v1 4)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from mingqian.crypto import Crypto
from mingqian.errors import LogError
from mingqian.log import checkpoint, note, tree
from mingqian.log.encoding import (
    Place,
    decimal,
    from_base64,
    hashes_of,
    text_of,
    to_base64,
)
from mingqian.log.policy import Policy, VerifiedCheckpoint

HEADER = "c2sp.org/tlog-proof@v1"
MAX_BYTES = note.MAX_BYTES + 1_000_000
MAX_HASHES = 63
RULE = "log-v1 4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A proof as it was written; nothing in it is verified, and ``extra`` never will be."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    @property
    def imprint(self) -> bytes:
        """What a time-stamp token of this proof is over (draw-v1 6.2)."""
        return hashlib.sha256(self.checkpoint).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedEntry:
    """That an entry stands in a log at an index, under this checkpoint."""

    index: int
    opened: VerifiedCheckpoint


def parse(data: bytes, file: str) -> Proof:
    """Read a proof.

    Raises:
        LogError: not written as tlog-proof requires.
    """
    place = Place(file=file, rule=RULE)
    text = text_of(data, place, limit=MAX_BYTES)
    head, blank, rest = text.partition("\n\n")
    if not blank:
        place.refuse("proof.form")
    lines = head.split("\n")
    if lines[0] != HEADER:
        place.refuse("proof.header", line=1, header=HEADER)
    has_extra = lines[1:] != [] and lines[1].startswith("extra ")
    at = 2 if has_extra else 1
    proof = Proof(
        index=_index(lines[at:], place, at + 1),
        hashes=_hashes(lines[at + 1 :], place, at + 2),
        checkpoint=rest.encode(),
        extra=from_base64(lines[1][len("extra ") :], place, line=2) if has_extra else None,
    )
    checkpoint.parse_note(proof.checkpoint, f"{file} 中检查点")
    return proof


def write(proof: Proof) -> bytes:
    """Write a proof; the inverse of `parse`."""
    lines = [HEADER]
    if proof.extra is not None:
        lines.append(f"extra {to_base64(proof.extra)}")
    lines.append(f"index {proof.index}")
    lines += map(to_base64, proof.hashes)
    return "".join(f"{line}\n" for line in [*lines, ""]).encode() + proof.checkpoint


def proven(
    proof: Proof, entry: bytes, *, policy: Policy, crypto: Crypto, file: str
) -> VerifiedEntry:
    """Verify that the entry is in a log of the policy, without asking for the quorum.

    Raises:
        LogError: the checkpoint is not one of the policy's logs, or the entry is not in it.
    """
    opened = policy.open(proof.checkpoint, crypto, file)
    try:
        tree.require_inclusion(
            tree.leaf_hash(entry),
            index=proof.index,
            size=opened.checkpoint.size,
            root=opened.checkpoint.root,
            proof=proof.hashes,
        )
    except LogError as error:
        raise error.at(file=file, rule=RULE) from None
    return VerifiedEntry(index=proof.index, opened=opened)


def verify(
    proof: Proof, entry: bytes, *, policy: Policy, crypto: Crypto, file: str
) -> VerifiedEntry:
    """Verify that the entry is in a log of the policy and that enough witnesses have seen it.

    Raises:
        LogError: as `proven`, or the quorum is not reached.
    """
    proven_entry = proven(proof, entry, policy=policy, crypto=crypto, file=file)
    policy.require_quorum(proven_entry.opened, file)
    return proven_entry


def _index(lines: Sequence[str], place: Place, number: int) -> int:
    word, blank, text = lines[0].partition(" ") if lines else ("", "", "")
    if word != "index" or not blank:
        place.refuse("proof.index-line", line=number)
    return decimal(text, place, line=number)


def _hashes(lines: Sequence[str], place: Place, first_line: int) -> tuple[bytes, ...]:
    if len(lines) > MAX_HASHES:
        place.refuse("proof.too-many-hashes", line=first_line, count=len(lines), most=MAX_HASHES)
    return hashes_of(lines, place, first_line=first_line)
