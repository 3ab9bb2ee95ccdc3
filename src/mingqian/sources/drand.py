"""A round of the drand network quicknet: a public number with a signature (spec draw-v1 3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mingqian import canonical, times
from mingqian.canonical import Json
from mingqian.errors import FormatError
from mingqian.fields import Fields

CHAIN = "quicknet"
GENESIS = 1_692_803_367
PERIOD = 3
# The last one whose time has a year of four digits (1.6).
MAX_ROUND = 83_903_165_811
# Pinned here and read from no file: a draw must not bring its own key.
PUBLIC_KEY = bytes.fromhex(
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c"
    "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb"
    "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
SIGNATURE_DIGITS = 96


@dataclass(frozen=True, slots=True, kw_only=True)
class Drand:
    """One round of quicknet."""

    kind: ClassVar[str] = "drand"
    # Every round comes out, and its signature can be had for ever: there is no word for none.
    missing: ClassVar[None] = None
    outcomes: ClassVar[int] = 2**256
    round: int

    @property
    def time(self) -> str:
        """The moment the round comes out."""
        return times.text(GENESIS + (self.round - 1) * PERIOD)

    @property
    def identity(self) -> tuple[str, ...]:
        """What no two sources of a manifest may share (3.7)."""
        return (self.kind, str(self.round))

    @property
    def message(self) -> bytes:
        """The bytes that the network signs: SHA-256 of the round as 8 bytes."""
        return bytes.fromhex(canonical.digest(self.round.to_bytes(8, "big")))

    def misfit(self, value: str) -> FormatError | None:
        """Give the error of a value that has not the form of this source, or None."""
        if value == "none":
            return FormatError("source.drand-always")
        return None if canonical.is_hex(value, 64) else FormatError("source.drand-form")

    def json(self) -> Json:
        """Write as in the manifest."""
        return {"kind": self.kind, "chain": CHAIN, "round": self.round}


def read(fields: Fields) -> Drand:
    """Read the fields of a drand source."""
    fields.word("chain", CHAIN)
    return Drand(round=fields.integer("round", least=1, most=MAX_ROUND))


def value_of(signature: bytes) -> str:
    """Compute the randomness of a round from its signature."""
    return canonical.digest(signature)


def first_round_at(time: str) -> int:
    """Find the first round that comes out at or after a time."""
    return max(1, -(-(times.seconds(time) - GENESIS) // PERIOD) + 1)
