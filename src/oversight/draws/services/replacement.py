"""递补: the next in the published order takes over; logged and written to its files (6.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mingqian.replacement import Replacement, ReplacementState
from mingqian_ceremony import steps
from mingqian_ceremony.draw_log import StepContext
from oversight.audit import selectors as audit
from oversight.audit.services import AuditActor
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.draws import events, records
from oversight.draws.audit_log import DatabaseLog, translate_core_errors
from oversight.draws.files import folder
from oversight.draws.models import Draw


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Who goes: the subject ``code``, or of its team the inspector (None: an open slot) of a pool.

    ``title`` names the subject for people, ``details`` is what only the database keeps of it.
    """

    code: str
    why: str
    title: str
    details: Mapping[str, str]
    pool: str = ""
    inspector_code: str | None = None


def replace(
    *,
    draw: Draw,
    departure: Departure,
    author: AuditActor,
    on_replaced: Callable[[Replacement, int], None],
    at: datetime,
) -> None:
    """Let the next in order take over; ``on_replaced`` changes the rows in the same transaction.

    Raises:
        DomainError: nobody is left, or something else was replaced meanwhile.
        TamperedError: files are not what was logged.
    """
    chosen: list[Replacement] = []
    seen = _replacements(draw)

    def find(standing: ReplacementState) -> Replacement:
        chosen.append(_chosen(standing, departure))
        return chosen[0]

    def on_appended(_: str, index: int) -> None:
        # The entry just appended is the one more.
        if _replacements(draw) != seen + 1:
            raise DomainError("刚有另一次递补；请刷新后再决定")
        on_replaced(chosen[0], index)

    def private(_: str) -> dict[str, str]:
        return {**departure.details, "name": _name(draw, chosen[0])}

    log = DatabaseLog(
        author=author, title=departure.title, private=private, on_appended=on_appended
    )
    with translate_core_errors():
        context = StepContext(book=log, at=moments.written(at))
        steps.replace(folder(draw.number), context, find)


def _chosen(standing: ReplacementState, departure: Departure) -> Replacement:
    if not departure.pool:
        return standing.subject_replacement(departure.code, departure.why)
    return standing.inspector_replacement(
        departure.code, departure.pool, departure.inspector_code, departure.why
    )


def _name(draw: Draw, chosen: Replacement) -> str:
    """Name the subject that comes in; empty for an inspector."""
    if chosen.pool is not None:
        return ""
    return records.names_of(draw, [chosen.incoming])[chosen.incoming]


def _replacements(draw: Draw) -> int:
    return audit.about("draw", draw.number).filter(type=events.DRAW_REPLACED.type).count()
