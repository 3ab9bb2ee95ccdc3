"""The names in an evidence folder, and its consistency file (spec draw-v1 6.2)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from mingqian import manifest, result, roster
from mingqian.errors import FormatError

EVIDENCE = "evidence/"
VKEY = "log/vkey"
CONSISTENCY = "log/consistency"
README = "读我.txt"
README_DIGEST = "6ddd7e63f4333bd83844ebe87ebc01193e619c23c09a90c2632e72372b7d209f"
SEALED = "sealed"
HELD = "held"
OPENED = "opened"
ALWAYS = (manifest.FILE, result.FILE, *roster.NAMES, VKEY, CONSISTENCY)
_REPLACED = re.compile(r"log/replaced-([1-9][0-9]{0,5})\.entry")
_SIZES = re.compile(r"([1-9][0-9]{0,17}) ([1-9][0-9]{0,17})")
_HASH_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistencyProof:
    """That one size of the log is the beginning of a later one."""

    old: int
    new: int
    hashes: tuple[bytes, ...]


def reveal(position: int) -> str:
    """Name the event of a source's reveal; positions start at 1."""
    return f"reveal-{position}"


def replaced(position: int) -> str:
    """Name the event of a replacement; positions start at 1."""
    return f"replaced-{position}"


def events(sources: int, *, is_sealed_mode: bool, replacements: int) -> list[str]:
    """List the events of a draw that was held, in the order of the log."""
    return [
        SEALED,
        *(reveal(n) for n in range(1, sources + 1)),
        HELD,
        *([OPENED] if is_sealed_mode else []),
        *(replaced(n) for n in range(1, replacements + 1)),
    ]


def datable(sources: int) -> list[str]:
    """List the events whose time matters: only these may have early proofs."""
    return [SEALED, *(reveal(n) for n in range(1, sources + 1)), HELD]


def entry_file(event: str) -> str:
    """Name the file with the bytes of an event's log entry."""
    return f"log/{event}.entry"


def final_proof_file(event: str) -> str:
    """Name the file with an event's proof under the final checkpoint."""
    return f"log/{event}-final.proof" if event == SEALED else f"log/{event}.proof"


def early_proof_file(event: str) -> str:
    """Name the file with an event's proof under an early, dated checkpoint."""
    return f"log/{event}.proof" if event == SEALED else f"log/{event}-early.proof"


def token_file(event: str) -> str:
    """Name the file with the RFC 3161 token of an event's early checkpoint."""
    return early_proof_file(event).removesuffix(".proof") + ".tsr"


def replacements(names: Sequence[str]) -> int:
    """Count the replacements in a folder: the largest number among its files."""
    numbers = [int(m.group(1)) for m in map(_REPLACED.fullmatch, names) if m is not None]
    return max(numbers, default=0)


def write_consistency(proofs: Sequence[ConsistencyProof]) -> bytes:
    """Write ``log/consistency``: a block for each early size, ascending; empty for none."""
    blocks = []
    for proof in sorted(proofs, key=lambda proof: proof.old):
        lines = [f"{proof.old} {proof.new}", *(_text(digest) for digest in proof.hashes)]
        blocks.append("".join(f"{line}\n" for line in lines))
    return "\n".join(blocks).encode()


def read_consistency(data: bytes) -> list[ConsistencyProof]:
    """Read ``log/consistency``.

    Raises:
        FormatError: not as written by `write_consistency`.
    """
    if not data:
        return []
    if not data.isascii():
        _refuse("bytes.not-ascii")
    proofs = [_block(block) for block in data.decode("ascii").split("\n\n")]
    if len({proof.old for proof in proofs}) != len(proofs):
        _refuse("consistency.size-twice")
    if write_consistency(proofs) != data:
        _refuse("consistency.not-canonical")
    return proofs


def _block(block: str) -> ConsistencyProof:
    sizes, *hashes = block.removesuffix("\n").split("\n")
    match = _SIZES.fullmatch(sizes)
    if match is None:
        _refuse("consistency.sizes-line")
    return ConsistencyProof(
        old=int(match.group(1)),
        new=int(match.group(2)),
        hashes=tuple(_hash(text) for text in hashes),
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _hash(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        data = b""
    if len(data) != _HASH_BYTES:
        _refuse("consistency.hash-line")
    return data


def _refuse(code: str) -> NoReturn:
    raise FormatError(code, file=CONSISTENCY, rule="draw-v1 6.2")
