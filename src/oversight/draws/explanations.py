"""What a draw's files say, for people: ranks, cut-offs, why somebody was drawn or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import TextChoices

from mingqian import draw as core
from mingqian import roster, seed, selection
from mingqian.log import tree
from mingqian.manifest import Manifest
from mingqian.result import StratumResult
from mingqian.selection import Ticket
from oversight.draws import records
from oversight.draws.models import Draw
from oversight.draws.records import Record

WHOLE = 1 << selection.VALUE_BITS
_STRIP_MOST = 4000
_RANK_MOST = 50_000  # rows whose numbers are computed for one asked rank: a tenth of a second
_BELOW = 2
# The tree of the list that was proved last; its root names it.
_trees: dict[str, tree.Tree] = {}


class Outcome(TextChoices):
    """What became of one code in a draw, or in one of its strata."""

    DRAWN = "drawn", "抽中"
    RESERVE = "reserve", "递补"
    NOT_DRAWN = "not_drawn", "没有抽中"
    EXCLUDED = "excluded", "不参加"
    UNKNOWN = "unknown", "不在名录"


DRAWN, RESERVE, NOT_DRAWN, EXCLUDED, UNKNOWN = Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How somebody stands in one stratum; ``rank`` from 1 where it is known."""

    title: str
    size: int
    draw: int
    outcome: Outcome
    rank: int
    cutoff: str
    cutoff_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why one code was drawn or not; everything needed to compute it by oneself."""

    code: str
    outcome: Outcome
    reason: str = ""
    key: str = ""
    number: str = ""
    value: int = 0
    tickets: int = 1
    base: int = 1
    row: str = ""
    leaf: int = -1
    places: tuple[Place, ...] = ()

    @property
    def share(self) -> float:
        """Give where the number lies between 0 and 100, for the ruler."""
        return int(self.number[:12], 16) * 100 / WHOLE if self.number else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RankRow:
    """A line of the ranked list on the screen."""

    rank: int
    code: str
    name: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Some rows of a class on the screen, in order: its strip of all numbers, and the cut-off.

    ``below`` are the first reserves; only the last column of a class has them and the cut-off.
    """

    name: str
    size: int
    draw: int
    rows: tuple[RankRow, ...]
    below: tuple[RankRow, ...]
    is_last: bool
    cut: float
    strip: tuple[tuple[float, bool], ...] = field(default=())


def seed_of(record: Record) -> str:
    """Compute the seed as soon as all sources gave their numbers; hidden in sealed mode."""
    draw = record.draw
    if draw.held_at is not None and (not draw.is_sealed_mode or draw.opened_at is not None):
        return record.result.seed
    if draw.state != Draw.SEEDED or draw.is_sealed_mode:
        return ""
    manifest = record.manifest
    values = [source.value for source in record.source_states()]
    return seed.seed(draw.number, manifest.commitment, manifest.sources, values, None)


def explain(record: Record, code: str) -> Explanation:
    """Explain one code by its own row, K and the cut-offs alone (draw-v1 4.6)."""
    manifest, rosters = record.manifest, record.files.rosters
    line = _row(rosters[roster.SUBJECTS], code)
    if line is not None:
        return _of_subject(record, code, line)
    line = _row(rosters[roster.EXCLUSIONS], code)
    if line is None:
        return Explanation(code=code, outcome=UNKNOWN)
    reason = line[1].split(",")[1]
    text = next(known.text for known in manifest.exclusion_reasons if known.code == reason)
    subjects = next(file.rows for file in manifest.files if file.name == roster.SUBJECTS)
    leaf = subjects + line[0]
    return Explanation(code=code, outcome=EXCLUDED, reason=text, row=line[1], leaf=leaf)


def proof(record: Record, leaf: int) -> tuple[str, ...]:
    """Prove that a row is in the list that was sealed (draw-v1 2.4)."""
    root = record.manifest.candidates_root
    list_tree = _trees.get(root)
    if list_tree is None:
        _trees.clear()
        list_tree = _trees[root] = tree.Tree.of(roster.candidate_lines(record.files.rosters))
    return tuple(step.hex() for step in list_tree.inclusion_proof(leaf))


def columns(record: Record, classes: Iterable[tuple[str, str]], rows: int) -> list[Column]:
    """Give everybody drawn in columns of so many rows, class by class: (name, first stratum)."""
    manifest, result = record.manifest, record.result
    drawn = {stratum.code: stratum for stratum in result.strata}
    key = core.keys(result.seed).subjects
    shown = [(name, drawn[code]) for name, code in classes if code in drawn]
    names = _names(record.draw, [stratum for _, stratum in shown])
    numbers = _numbers(record.files.rosters[roster.SUBJECTS], key)
    return [
        column
        for name, stratum in shown
        for column in _columns(manifest, stratum, name, names, numbers, rows)
    ]


def _of_subject(record: Record, code: str, line: tuple[int, str]) -> Explanation:
    manifest, result = record.manifest, record.result
    leaf, row = line
    _, tickets, strata = row.split(",")
    key = core.keys(result.seed).subjects
    ticket = selection.ticket(key, code, tickets=int(tickets), base=manifest.ticket_base)
    own = strata.split(" ")
    ranks = _ranks(record.files.rosters[roster.SUBJECTS], ticket, key, manifest.ticket_base, own)
    places = tuple(
        _place(manifest, stratum, ticket, ranks.get(stratum.code, 0))
        for stratum in result.strata
        if stratum.code in own
    )
    outcomes = [place.outcome for place in places]
    best = next((outcome for outcome in (DRAWN, RESERVE) if outcome in outcomes), NOT_DRAWN)
    return Explanation(
        code=code,
        outcome=best,
        key=key,
        number=ticket.number,
        value=ticket.value,
        tickets=int(tickets),
        base=manifest.ticket_base,
        row=row,
        leaf=leaf,
        places=places,
    )


def _ranks(data: bytes, own: Ticket, key: str, base: int, strata: list[str]) -> dict[str, int]:
    """Count where a ticket stands in its strata, from 1; nothing for large rosters."""
    if data.count(b"\n") > _RANK_MOST:
        return {}
    smaller = dict.fromkeys(strata, 1)
    for line in data.decode().splitlines()[1:]:
        code, tickets, listed = line.split(",")
        shared = smaller.keys() & listed.split(" ")
        if shared and selection.ticket(key, code, tickets=int(tickets), base=base) < own:
            for stratum in shared:
                smaller[stratum] += 1
    return smaller


def _place(manifest: Manifest, stratum: StratumResult, ticket: Ticket, rank: int) -> Place:
    planned = manifest.stratum(stratum.code)
    drawn = [taken.id for taken in stratum.drawn]
    reserves = [taken.id for taken in stratum.reserves]
    outcome = Outcome.NOT_DRAWN
    if ticket.id in drawn:
        outcome, rank = DRAWN, drawn.index(ticket.id) + 1
    elif ticket.id in reserves:
        outcome, rank = RESERVE, len(drawn) + reserves.index(ticket.id) + 1
    return Place(
        title=planned.title,
        size=planned.size,
        draw=planned.draw,
        outcome=outcome,
        rank=rank,
        cutoff=str(stratum.cutoff.value) if stratum.cutoff else "",
        cutoff_number=stratum.cutoff.number if stratum.cutoff else "",
    )


def _row(data: bytes, code: str) -> tuple[int, str] | None:
    """Find a row by its id, without reading the others: its place from 0, and its text."""
    at = data.find(f"\n{code},".encode())
    if at < 0:
        return None
    end = data.index(b"\n", at + 1)
    return data.count(b"\n", 0, at), data[at + 1 : end].decode()


def _columns(
    manifest: Manifest,
    stratum: StratumResult,
    name: str,
    names: dict[str, str],
    numbers: dict[str, list[tuple[float, str]]],
    rows: int,
) -> Iterator[Column]:
    planned = manifest.stratum(stratum.code)
    cut = int(stratum.cutoff.number[:12], 16) * 100 / WHOLE if stratum.cutoff else 0.0
    taken = {ticket.id for ticket in stratum.drawn}
    strip = tuple(sorted((at, code in taken) for at, code in numbers.get(stratum.code, ())))
    ranked = [
        _rank(rank, ticket.id, ticket.number, names)
        for rank, ticket in enumerate((*stratum.drawn, *stratum.reserves[:_BELOW]), start=1)
    ]
    count = len(stratum.drawn)
    for start in range(0, max(count, 1), rows):
        is_last = start + rows >= count
        yield Column(
            name=name,
            size=planned.size,
            draw=planned.draw,
            rows=tuple(ranked[start : min(start + rows, count)]),
            below=tuple(ranked[count:]) if is_last else (),
            is_last=is_last,
            cut=cut,
            strip=strip,
        )


def _rank(rank: int, code: str, number: str, names: dict[str, str]) -> RankRow:
    return RankRow(rank=rank, code=code, name=names.get(code, code), number=number)


def _numbers(data: bytes, key: str) -> dict[str, list[tuple[float, str]]]:
    """Give where every number lies between 0 and 100, by stratum; nothing for large rosters."""
    numbers: dict[str, list[tuple[float, str]]] = {}
    if data.count(b"\n") > _STRIP_MOST:
        return numbers
    for line in data.decode().splitlines()[1:]:
        code, _, strata = line.split(",")
        at = int(selection.number(key, code)[:12], 16) * 100 / WHOLE
        for stratum in strata.split(" "):
            numbers.setdefault(stratum, []).append((at, code))
    return numbers


def _names(draw: Draw, strata: list[StratumResult]) -> dict[str, str]:
    codes = {ticket.id for s in strata for ticket in (*s.drawn, *s.reserves[:_BELOW])}
    return records.names_of(draw, codes)
