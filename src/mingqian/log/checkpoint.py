"""Checkpoints: the size and head of the log at one moment, signed (C2SP tlog-checkpoint; log-v1 2).

Whoever keeps one can later hold the log to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mingqian.crypto import Signer
from mingqian.log import note
from mingqian.log.encoding import Place, decimal, hash_of, to_base64

RULE = "log-v1 2"
_LEAST_LINES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """Which log, how many entries, and the tree head over them."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()


def parse(text: str, file: str) -> Checkpoint:
    """Read the text of a checkpoint, signatures left out.

    Raises:
        LogError: not written as tlog-checkpoint requires.
    """
    place = Place(file=file, rule=RULE)
    lines = text.removesuffix("\n").split("\n")
    if not text.endswith("\n") or len(lines) < _LEAST_LINES or not all(lines):
        place.refuse("checkpoint.body")
    origin, size, root, *extensions = lines
    return Checkpoint(
        origin=origin,
        size=decimal(size, place, line=2),
        root=hash_of(root, place, line=3),
        extensions=tuple(extensions),
    )


def parse_note(data: bytes, file: str) -> tuple[Checkpoint, note.Note]:
    """Read a signed checkpoint without verifying it.

    Raises:
        LogError: not a note, or its text not that of a checkpoint.
    """
    read = note.parse(data, file)
    return parse(read.text, file), read


def write(checkpoint: Checkpoint) -> str:
    """Write the text of a checkpoint; the inverse of `parse`."""
    lines = (
        checkpoint.origin,
        str(checkpoint.size),
        to_base64(checkpoint.root),
        *checkpoint.extensions,
    )
    return "".join(f"{line}\n" for line in lines)


def sign(checkpoint: Checkpoint, signers: Iterable[Signer]) -> bytes:
    """Sign as the log: the note to be published. A size is never signed with two heads (log-v1 7).

    Raises:
        LogError: a key is not of type 0x01, or has not the origin for its name.
    """
    text = write(checkpoint)
    signatures = []
    for signer in signers:
        if signer.name != checkpoint.origin:
            Place(file="checkpoint", rule=RULE).refuse(
                "checkpoint.signer-name", name=signer.name, origin=checkpoint.origin
            )
        signatures.append(note.signed(text, signer))
    return note.write(note.Note(text=text, signatures=tuple(signatures)))
