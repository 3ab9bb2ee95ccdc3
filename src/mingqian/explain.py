"""Why a subject was drawn, or not: its ticket beside the cut-off of each stratum (draw-v1 4.6)."""

from __future__ import annotations

from dataclasses import dataclass

from mingqian import draw, roster, selection
from mingqian.manifest import Manifest
from mingqian.result import Result, StratumResult
from mingqian.roster import Rosters, Subject
from mingqian.selection import Ticket

DRAWN = "drawn"
RESERVE = "reserve"
NOT_DRAWN = "not-drawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumOutcome:
    """How a subject's ticket stands to the cut-off of one stratum."""

    stratum: str
    outcome: str
    cutoff: Ticket | None
    reserve_rank: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What the draw says of one id.

    ``subject`` is its row if it could be drawn, ``excluded_for`` the code of the reason if it
    could not; both are None for an id that is in neither roster. ``leaf`` is the index of its
    line under ``candidates_root`` (2.4).
    """

    id: str
    key: str
    subject: Subject | None
    excluded_for: str | None
    ticket: Ticket | None
    leaf: int | None
    standings: tuple[StratumOutcome, ...]


def explain(manifest: Manifest, rosters: Rosters, result: Result, subject_id: str) -> Explanation:
    """Explain what became of one id, by its own row, K and the cut-offs alone."""
    key = draw.keys(result.seed).subjects
    for leaf, subject in enumerate(rosters.subjects):
        if subject.id == subject_id:
            return _of_subject(manifest, result, subject, leaf=leaf, key=key)
    excluded = {row.id: position for position, row in enumerate(rosters.exclusions)}
    position = excluded.get(subject_id)
    return Explanation(
        id=subject_id,
        key=key,
        subject=None,
        excluded_for=None if position is None else rosters.exclusions[position].reason,
        ticket=None,
        leaf=None if position is None else rosters.rows(roster.SUBJECTS) + position,
        standings=(),
    )


def _of_subject(
    manifest: Manifest, result: Result, subject: Subject, *, leaf: int, key: str
) -> Explanation:
    ticket = selection.ticket(key, subject.id, tickets=subject.tickets, base=manifest.ticket_base)
    return Explanation(
        id=subject.id,
        key=key,
        subject=subject,
        excluded_for=None,
        ticket=ticket,
        leaf=leaf,
        standings=tuple(
            _stratum_outcome(stratum, ticket)
            for stratum in result.strata
            if stratum.code in subject.strata
        ),
    )


def _stratum_outcome(stratum: StratumResult, ticket: Ticket) -> StratumOutcome:
    cutoff = None
    if stratum.cutoff is not None:
        cutoff = Ticket(stratum.cutoff.value, stratum.cutoff.number, stratum.drawn[-1].id)
    reserves = [reserve.id for reserve in stratum.reserves]
    rank = reserves.index(ticket.id) + 1 if ticket.id in reserves else None
    if cutoff is not None and ticket <= cutoff:
        outcome = DRAWN
    else:
        outcome = NOT_DRAWN if rank is None else RESERVE
    return StratumOutcome(stratum=stratum.code, outcome=outcome, cutoff=cutoff, reserve_rank=rank)
