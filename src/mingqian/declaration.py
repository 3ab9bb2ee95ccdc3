"""That a lottery or dice source officially gave nothing: who says so, what shows it (spec 3.2).

A drand round always exists, so nobody can declare its absence. Of the others nobody can prove it
by mathematics: two persons answer for it by name, and files show it to everybody.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingqian import canonical
from mingqian.canonical import Json
from mingqian.errors import RefusedError
from mingqian.fields import Fields
from mingqian.result import EvidenceFile

RULE = "draw-v1 3.2"
FIELDS = frozenset({"declared_by", "evidence"})
PERSONS = 2
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """The two persons as they are named to the public, and the digests of the files."""

    persons: tuple[str, ...]
    evidence: tuple[str, ...]

    def public(self) -> dict[str, Json]:
        """Write what the ``draw.revealed`` entry of a ``none`` has beside its value (6.4)."""
        return {"declared_by": list(self.persons), "evidence": list(self.evidence)}


def declare(persons: Sequence[str], files: Sequence[EvidenceFile]) -> Declaration:
    """Declare that a source gave nothing.

    Raises:
        RefusedError: not two different persons, or no file that shows it.
    """
    if len(persons) != PERSONS or not are_different(persons):
        raise RefusedError("declaration.persons", rule=RULE)
    if not all(canonical.is_text(person) for person in persons):
        raise RefusedError("declaration.names", rule=RULE)
    if not files:
        raise RefusedError("declaration.evidence", rule=RULE)
    return Declaration(persons=tuple(sorted(persons, key=str.encode)), evidence=digests(files))


def digests(files: Sequence[EvidenceFile]) -> tuple[str, ...]:
    """List the digests of evidence files, ascending, each once."""
    return tuple(sorted({file.sha256 for file in files}))


def are_different(persons: Sequence[str]) -> bool:
    """Tell whether names are of different persons, however they are spaced or wide."""
    plain = {_plain(person) for person in persons}
    return len(plain) == len(persons) and "" not in plain


def read(public: Mapping[str, Json], file: str) -> Declaration:
    """Read the declaration in the public part of a ``draw.revealed`` entry.

    Raises:
        FormatError: it is not there, or not two different texts and at least one digest.
    """
    fields = Fields({name: public[name] for name in FIELDS & public.keys()}, file=file, rule=RULE)
    persons, evidence = fields.members("declared_by"), fields.members("evidence")
    texts = [person for person in persons if isinstance(person, str) and canonical.is_text(person)]
    if len(persons) != PERSONS or texts != persons:
        fields.refuse("declaration.persons-field")
    valid_digests = [
        digest for digest in evidence if isinstance(digest, str) and canonical.is_hex(digest, 64)
    ]
    if not evidence or valid_digests != evidence:
        fields.refuse("declaration.evidence-field")
    fields.require_ordered("declared_by", texts)
    fields.require_ordered("evidence", valid_digests)
    return Declaration(persons=tuple(texts), evidence=tuple(valid_digests))


def _plain(person: str) -> str:
    folded = unicodedata.normalize("NFKC", person).casefold()
    return "".join(
        character for character in folded if unicodedata.category(character) not in _INVISIBLE
    )
