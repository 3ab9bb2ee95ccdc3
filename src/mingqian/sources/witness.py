"""A number that a witness made, committed to before the sealing (spec draw-v1 3.1, 3.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mingqian import canonical
from mingqian.canonical import Json
from mingqian.errors import FormatError
from mingqian.fields import Fields

DIGITS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A person who made a value on an own device and gave only its commitment."""

    kind: ClassVar[str] = "witness"
    missing: ClassVar[str] = "absent"
    # Nobody but the witness knows that the value was made at random: it counts for nothing (3.3).
    outcomes: ClassVar[int] = 1
    time: ClassVar[None] = None
    name: str
    unit: str
    capacity: str
    commitment: str

    @property
    def identity(self) -> tuple[str, ...]:
        """What no two sources of a manifest may share (3.7)."""
        return (self.kind, self.name)

    def misfit(self, value: str) -> FormatError | None:
        """Give the error of a value that has not the form of a witness's value, or None."""
        return None if canonical.is_hex(value, DIGITS) else FormatError("source.witness-form")

    def json(self) -> Json:
        """Write as in the manifest."""
        return {
            "kind": self.kind,
            "name": self.name,
            "unit": self.unit,
            "capacity": self.capacity,
            "commitment": self.commitment,
        }


def commit(draw: str, name: str, value: str) -> str:
    """Compute the commitment to a witness's value for one draw."""
    return canonical.digest(f"mingqian-draw/1|witness|{draw}|{name}|{value}")


def read(fields: Fields) -> Witness:
    """Read the fields of a witness source."""
    return Witness(
        name=fields.text("name"),
        unit=fields.text("unit"),
        capacity=fields.text("capacity"),
        commitment=fields.hex("commitment"),
    )
