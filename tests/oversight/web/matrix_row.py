"""A row of the permission matrix: an address, and who may open it.

Roles: P everybody, also nobody · C coordinator · K clerk · A approver · I inspector ·
S supervisor · M administrator · L legal reviewer.
"""

from __future__ import annotations

from dataclasses import dataclass

LETTERS = {
    "C": "coordinator",
    "K": "clerk",
    "A": "approver",
    "I": "inspector",
    "S": "supervisor",
    "M": "administrator",
    "L": "reviewer",
}
EVERYBODY = "PCKAISML"
SIGNED_IN = "CKAISML"
SEE = "CKASL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An address: who may open it, by which method; ``thing`` names the row in its path."""

    who: str
    methods: str = "GET"
    thing: str = ""
    extra: tuple[str, ...] = ()
    is_at_seat: bool = False
