"""The files by which an exemption, a replacement or a recusal is proved: kept with all others."""

from __future__ import annotations

from datetime import datetime

from oversight.accounts.selectors import Actor
from oversight.files.rules import ALL_KINDS, Group
from oversight.files.services import storing

KINDS = frozenset(kind for kind in ALL_KINDS if kind.group != Group.RECORDING)


def keep(evidence: bytes, *, name: str, bureau_id: int, actor: Actor, at: datetime) -> str:
    """Keep a file of a bureau as evidence; gives its digest, empty for none.

    Raises:
        FileRefusedError: it is neither picture nor document, or too large.
    """
    if not evidence:
        return ""
    stored = storing.store_file(
        chunks=[evidence],
        name=name,
        actor=actor,
        at=at,
        kinds=KINDS,
        bureau_id=bureau_id,
        field="evidence",
    )
    return stored.digest
