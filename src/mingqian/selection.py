"""The smallest values of each stratum are drawn (spec draw-v1 4 and 8).

An engine proposes, this module decides: every number is recomputed here with plain SHA-256, and
the answer never depends on the threshold that an engine was given.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mingqian import canonical
from mingqian.errors import RefusedError

VALUE_BITS = 48
_NUMBER_DIGITS = VALUE_BITS // 4


@dataclass(frozen=True, slots=True, order=True)
class Ticket:
    """One subject's place in the order of a stratum: the smallest are drawn (4.3)."""

    value: int
    number: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many of a stratum are drawn and kept in reserve, out of how many (2.3)."""

    code: str
    size: int
    draw: int
    reserve: int

    @property
    def wanted(self) -> int:
        """The number of smallest tickets that must be known: drawn and reserves (4.3)."""
        return min(self.draw + self.reserve, self.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumDraw:
    """What became of a stratum: both lists in the order of 4.3."""

    code: str
    drawn: tuple[Ticket, ...]
    reserves: tuple[Ticket, ...]

    @property
    def cutoff(self) -> Ticket | None:
        """The last drawn: a subject is drawn exactly when its ticket is not above it (4.3)."""
        return self.drawn[-1] if self.drawn else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What a stratum holds, by which a second engine can see that no row was lost (8)."""

    count: int
    weight: int


class Engine(Protocol):
    """Something that can read a roster of any size; it may be fast, it need not be trusted.

    Rows are (stratum code, subject id, tickets). The same subject is given once for each
    stratum it lists.
    """

    def totals(self) -> Mapping[str, Totals]:
        """Count the rows and tickets of every stratum that has rows."""
        ...

    def below(
        self, key: str, base: int, thresholds: Mapping[str, int]
    ) -> Iterable[tuple[str, str, int]]:
        """Give at least every row whose value is below its stratum's threshold.

        Strata without threshold are left out. Rows above it may be given too. ``base`` is the
        ticket base of the whole roster, ``key`` is K: 32 hex digits (4.1).
        """
        ...

    def checksums(self, key: str) -> Mapping[str, int]:
        """Sum u (4.2) over all rows of each stratum, modulo 2**64 (8)."""
        ...


def subjects_key(seed: str) -> str:
    """Derive K, the key of the subjects' numbers, from the seed (4.1)."""
    return canonical.digest(f"mingqian-draw/1|subjects|{seed}")[:32]


def number(key: str, subject: str) -> str:
    """Compute D, the number of a subject: 64 hex digits (4.2)."""
    return canonical.digest(f"{key},{subject}")


def ticket(key: str, subject: str, *, tickets: int, base: int) -> Ticket:
    """Compute a subject's ticket: its number divided by its tickets, in integers (4.2)."""
    value = number(key, subject)
    return Ticket(int(value[:_NUMBER_DIGITS], 16) * (base // tickets), value, subject)


def ticket_base(tickets: Iterable[int]) -> int:
    """Compute the least common multiple of all tickets, 1 for no rows (4.2)."""
    return math.lcm(*set(tickets))


def select(engine: Engine, key: str, *, base: int, quotas: Sequence[Quota]) -> list[StratumDraw]:
    """Draw from every stratum, with an engine that only proposes.

    Raises:
        RefusedError: the engine's counts are not those of the quotas: rows were lost or added.
    """
    totals = engine.totals()
    _require_sizes(totals, quotas)
    thresholds = {
        quota.code: _threshold(quota.wanted, totals[quota.code].weight, base)
        for quota in quotas
        if quota.wanted
    }
    proposed = _enough(engine, key, base, thresholds, {q.code: q.wanted for q in quotas})
    return [_drawn(quota, proposed.get(quota.code, [])) for quota in quotas]


def decide(quota: Quota, tickets: Iterable[Ticket]) -> StratumDraw:
    """Choose the drawn and the reserves of a stratum from tickets that include its smallest."""
    return _drawn(quota, sorted(tickets)[: quota.wanted])


class PlainEngine:
    """The reference: every row in memory, every number by hashlib.

    ``rows`` gives the triples anew each time it is called.
    """

    def __init__(self, rows: Callable[[], Iterable[tuple[str, str, int]]]) -> None:
        self._rows = rows

    def totals(self) -> dict[str, Totals]:
        """Count the rows and tickets of every stratum."""
        counts: dict[str, int] = {}
        weights: dict[str, int] = {}
        for stratum, _, tickets in self._rows():
            counts[stratum] = counts.get(stratum, 0) + 1
            weights[stratum] = weights.get(stratum, 0) + tickets
        return {code: Totals(count=counts[code], weight=weights[code]) for code in counts}

    def below(
        self, key: str, base: int, thresholds: Mapping[str, int]
    ) -> Iterable[tuple[str, str, int]]:
        """Give exactly the rows whose value is below the threshold."""
        start = hashlib.sha256(f"{key},".encode()).copy
        for row in self._rows():
            stratum, subject, tickets = row
            hasher = start()
            hasher.update(subject.encode())
            value = int.from_bytes(hasher.digest()[:6], "big") * (base // tickets)
            if value < thresholds.get(stratum, 0):
                yield row

    def checksums(self, key: str) -> dict[str, int]:
        """Sum u over all rows of each stratum, modulo 2**64."""
        sums: dict[str, int] = {}
        for stratum, subject, _ in self._rows():
            u = int(number(key, subject)[:_NUMBER_DIGITS], 16)
            sums[stratum] = (sums.get(stratum, 0) + u) % 2**64
        return sums


def _threshold(wanted: int, weight: int, base: int) -> int:
    # spec 8: about wanted + 6·√wanted + 20 rows come below it; it is a hint and nothing more.
    hoped = wanted + 6 * math.isqrt(wanted) + 20
    return (hoped * base << VALUE_BITS) // weight + 1


def _enough(
    engine: Engine, key: str, base: int, thresholds: dict[str, int], wanted: Mapping[str, int]
) -> dict[str, list[Ticket]]:
    complete: dict[str, list[Ticket]] = {}
    while thresholds:
        proposed = _proposed(engine, key, base, thresholds)
        short = {code for code, rows in proposed.items() if len(rows) < wanted[code]}
        complete.update(
            (code, sorted(rows)) for code, rows in proposed.items() if code not in short
        )
        _require_progress(thresholds, short, base)
        thresholds = {code: thresholds[code] * 2 for code in short}
    return complete


def _proposed(
    engine: Engine, key: str, base: int, thresholds: Mapping[str, int]
) -> dict[str, set[Ticket]]:
    tickets_of: dict[str, set[Ticket]] = {code: set() for code in thresholds}
    for stratum, subject, tickets in engine.below(key, base, thresholds):
        candidate = ticket(key, subject, tickets=tickets, base=base)
        if candidate.value < thresholds[stratum]:
            tickets_of[stratum].add(candidate)
    return tickets_of


def _require_progress(thresholds: Mapping[str, int], short: set[str], base: int) -> None:
    # No value reaches base·2^48: an engine that is still short there has lost rows.
    for code in sorted(short):
        if thresholds[code] >= base << VALUE_BITS:
            raise RefusedError("engine.rows-missed", rule="draw-v1 8", stratum=code)


def _require_sizes(totals: Mapping[str, Totals], quotas: Sequence[Quota]) -> None:
    expected = {quota.code: quota.size for quota in quotas if quota.size}
    counted = {code: total.count for code, total in totals.items()}
    for code in sorted(expected.keys() | counted.keys()):
        if expected.get(code, 0) != counted.get(code, 0):
            raise RefusedError(
                "engine.stratum-size",
                rule="draw-v1 8",
                stratum=code,
                expected=expected.get(code, 0),
                actual=counted.get(code, 0),
            )


def _drawn(quota: Quota, smallest: Sequence[Ticket]) -> StratumDraw:
    return StratumDraw(
        code=quota.code,
        drawn=tuple(smallest[: quota.draw]),
        reserves=tuple(smallest[quota.draw : quota.wanted]),
    )
