"""Dice thrown before those present (spec draw-v1 3.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from mingqian.canonical import Json
from mingqian.errors import FormatError
from mingqian.fields import Fields

LEAST = 50  # more than 128 bits
MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dice:
    """``count`` throws by a named person at a named place, at or after ``time``."""

    kind: ClassVar[str] = "dice"
    missing: ClassVar[str] = "none"
    count: int
    by: str
    place: str
    time: str

    @property
    def outcomes(self) -> int:
        """The number of equally likely values."""
        return int(6**self.count)

    @property
    def identity(self) -> tuple[str, ...]:
        """What no two sources of a manifest may share (3.7)."""
        return (self.kind, self.time)

    def misfit(self, value: str) -> FormatError | None:
        """Give the error of a value that has not the form of these throws, or None."""
        if re.fullmatch(rf"[1-6]{{{self.count}}}", value) is None:
            return FormatError("source.dice-form", count=self.count)
        return None

    def json(self) -> Json:
        """Write as in the manifest."""
        return {
            "kind": self.kind,
            "count": self.count,
            "by": self.by,
            "place": self.place,
            "time": self.time,
        }


def read(fields: Fields) -> Dice:
    """Read the fields of a dice source."""
    return Dice(
        count=fields.integer("count", least=LEAST, most=MOST),
        by=fields.text("by"),
        place=fields.text("place"),
        time=fields.time("time"),
    )
