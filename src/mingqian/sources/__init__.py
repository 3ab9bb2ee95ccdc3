"""Where the randomness of a draw comes from, declared before any of it exists (spec draw-v1 3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mingqian.errors import FormatError
from mingqian.fields import Fields
from mingqian.sources import dice, drand, lottery, witness
from mingqian.sources.dice import Dice
from mingqian.sources.drand import Drand
from mingqian.sources.lottery import Lottery
from mingqian.sources.witness import Witness

__all__ = [
    "Assurance",
    "Dice",
    "Drand",
    "Lottery",
    "Source",
    "Witness",
    "assurance",
    "declared_assurance",
    "has_value",
    "is_none",
    "last_public_time",
    "misfit",
    "read",
    "require_fit",
    "t0",
]

Source: TypeAlias = Drand | Lottery | Dice | Witness

PUBLIC = "public"
PRESENT = "present"
LOW = "low"
LEVELS = (LOW, PRESENT, PUBLIC)
NONE = "none"
_PUBLIC_OUTCOMES = 2**60
_PRESENT_OUTCOMES = 2**128
_READERS: Mapping[str, Callable[[Fields], Source]] = {
    "dice": dice.read,
    "drand": drand.read,
    "lottery": lottery.read,
    "witness": witness.read,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assurance:
    """How far the randomness is out of everybody's hands (3.3)."""

    level: str
    bits: int

    def is_below(self, other: Assurance) -> bool:
        """Tell whether the level is a lower one."""
        return LEVELS.index(self.level) < LEVELS.index(other.level)


def read(fields: Fields) -> Source:
    """Read one source of a manifest.

    Raises:
        FormatError: an unknown kind, or a field that does not fit it.
    """
    return _READERS[fields.word("kind", *sorted(_READERS))](fields)


def t0(sources: Sequence[Source]) -> str | None:
    """Find the earliest time of a drand, lottery or dice source; None without one (2.5)."""
    return min((source.time for source in sources if source.time is not None), default=None)


def last_public_time(sources: Sequence[Source]) -> str | None:
    """Find the latest time of a drand, lottery or dice source; None without one."""
    return max((source.time for source in sources if source.time is not None), default=None)


def require_fit(sources: Sequence[Source], fields: Fields) -> None:
    """Require that sources are distinct and that dice come first (3.7)."""
    seen: set[tuple[str, ...]] = set()
    for source in sources:
        marks = {source.identity}
        if isinstance(source, Witness):
            marks.add((source.kind, "commitment", source.commitment))
        if marks & seen:
            fields.refuse("source.twice", identity=source.identity)
        seen |= marks
    _require_dice_first(sources, fields)


def has_value(source: Source, value: str) -> bool:
    """Tell whether the source gave a number, and is not ``absent`` or ``none`` (3.2)."""
    return value != source.missing


def is_none(source: Source, value: str) -> bool:
    """Tell whether a lottery or dice source is said to have given nothing (3.2)."""
    return value == NONE == source.missing


def misfit(source: Source, value: str) -> FormatError | None:
    """Give the error of a value that cannot be this source's, or None."""
    return None if value == source.missing else source.misfit(value)


def assurance(sources: Sequence[Source], values: Sequence[str]) -> Assurance:
    """Compute level and bits from the sources that gave a number (3.3)."""
    public = present = 1
    for source, value in zip(sources, values, strict=True):
        if has_value(source, value):
            if isinstance(source, Dice):
                present *= source.outcomes
            else:
                public *= source.outcomes
    if public >= _PUBLIC_OUTCOMES:
        return Assurance(level=PUBLIC, bits=_bits(public))
    if present >= _PRESENT_OUTCOMES:
        return Assurance(level=PRESENT, bits=_bits(present))
    return Assurance(level=LOW, bits=_bits(public * present))


def declared_assurance(sources: Sequence[Source]) -> Assurance:
    """Compute the assurance were every source to give its number (3.2)."""
    return assurance(sources, [""] * len(sources))


def _bits(outcomes: int) -> int:
    return outcomes.bit_length() - 1


def _require_dice_first(sources: Sequence[Source], fields: Fields) -> None:
    times = [s.time for s in sources if s.time is not None and not isinstance(s, Dice)]
    for source in sources:
        if isinstance(source, Dice) and any(source.time >= time for time in times):
            fields.refuse("source.dice-late", time=source.time, other_time=min(times))
