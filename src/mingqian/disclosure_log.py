"""What a log says of a published record: approved, corrected, withdrawn (disclosure-v1 3–6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mingqian.disclosure import Disclosed
from mingqian.errors import LogError
from mingqian.log.entry import Entry

APPROVALS = frozenset({"result.approved", "disclosure.approved"})
PUBLISHED = "disclosure.published"
WITHDRAWN = "disclosure.withdrawn"
RULE = "disclosure-v1 6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a record stands in a log: where it was approved, and what came after."""

    index: int
    at: str
    later_version: int | None
    withdrawn_at: str | None


def standing(disclosed: Disclosed, entries: Iterable[Entry]) -> Standing:
    """Find a record in the entries of a whole log (6).

    Raises:
        LogError: it was never approved, another record was under its number and version, or it
            is withdrawn and yet opens something.
    """
    approval: tuple[int, str] | None = None
    later: int | None = None
    withdrawn_at: str | None = None
    for index, entry in enumerate(entries):
        if entry.type in APPROVALS and _is_about(entry, disclosed):
            version = entry.public.get("version")
            if version == disclosed.record.version:
                _require_same(entry, disclosed)
                approval = approval or (index, entry.at)
            elif isinstance(version, int) and version > disclosed.record.version:
                later = max(later or 0, version)
        elif entry.type == WITHDRAWN and entry.public.get("record") == disclosed.digest:
            withdrawn_at = entry.at
    if approval is None:
        raise LogError("disclosure.not-logged", rule=RULE)
    if withdrawn_at is not None and disclosed.opened:
        raise LogError("disclosure.withdrawn", rule=RULE, at=withdrawn_at)
    return Standing(
        index=approval[0], at=approval[1], later_version=later, withdrawn_at=withdrawn_at
    )


def _is_about(entry: Entry, disclosed: Disclosed) -> bool:
    record = disclosed.record
    return (entry.public.get("kind"), entry.public.get("number")) == (record.kind, record.number)


def _require_same(entry: Entry, disclosed: Disclosed) -> None:
    if entry.public.get("record") != disclosed.digest:
        raise LogError(
            "disclosure.other-record",
            rule=RULE,
            expected=entry.public.get("record"),
            actual=disclosed.digest,
        )
