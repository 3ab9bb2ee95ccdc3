"""After the draw nothing is drawn again: who takes over follows from the result (spec 6.3)."""

from __future__ import annotations

from dataclasses import dataclass, field

from mingqian import draw
from mingqian.assignment import next_person
from mingqian.assignment.team import barred
from mingqian.canonical import Json
from mingqian.errors import RefusedError
from mingqian.manifest import Manifest
from mingqian.result import Result
from mingqian.roster import Rosters

RULE = "draw-v1 6.3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """One takes over from another: a subject in a stratum, or an inspector in a pool.

    Exactly one of ``stratum`` and ``pool`` is given. ``out`` is None where a slot was open.
    """

    stratum: str | None
    pool: str | None
    visit: str
    out: str | None
    incoming: str
    why: str

    def public(self, commitment: str) -> dict[str, Json]:
        """Write the public part of the ``draw.replaced`` entry (6.4)."""
        where: dict[str, Json] = (
            {"pool": self.pool} if self.stratum is None else {"stratum": self.stratum}
        )
        return {
            "commitment": commitment,
            **where,
            "visit": self.visit,
            "out": self.out,
            "in": self.incoming,
            "why": self.why,
        }


@dataclass(slots=True, kw_only=True)
class _Visit:
    strata: list[str]
    slots: list[tuple[str, str | None]]
    gone: set[str] = field(default_factory=set)
    is_out: bool = False

    @property
    def team(self) -> set[str]:
        return {who for _, who in self.slots if who is not None}


class ReplacementState:
    """Visits, teams and tasks as they stand after the replacements so far."""

    def __init__(self, manifest: Manifest, rosters: Rosters, result: Result) -> None:
        self._manifest = manifest
        self._rosters = rosters
        self._key = draw.keys(result.seed).inspectors
        self._conflicts = barred(rosters.conflicts, is_relaxed=result.relaxed)
        self._reserves = {s.code: [reserve.id for reserve in s.reserves] for s in result.strata}
        self._visits = {
            visit.subject: _Visit(
                strata=list(visit.strata),
                slots=[(slot.pool, slot.inspector) for slot in visit.team],
            )
            for visit in result.visits
        }

    def subject_replacement(self, visit: str, why: str) -> Replacement:
        """Find who takes over a visit in the first stratum that it still stands for.

        Raises:
            RefusedError: no such visit, or the stratum's reserves are used up.
        """
        strata = self._find(visit).strata
        if not strata:
            raise RefusedError("replacement.all-strata", rule=RULE, visit=visit)
        free = [subject for subject in self._reserves[strata[0]] if subject not in self._visits]
        if not free:
            raise RefusedError("replacement.no-reserves", rule=RULE, stratum=strata[0])
        return Replacement(
            stratum=strata[0], pool=None, visit=visit, out=visit, incoming=free[0], why=why
        )

    def inspector_replacement(
        self, visit: str, pool: str, out: str | None, why: str
    ) -> Replacement:
        """Find who takes over from an inspector, or fills an open slot when ``out`` is None.

        Raises:
            RefusedError: no such visit or slot, or nobody is left who may be sent.
        """
        current = self._find(visit)
        if current.is_out:
            raise RefusedError("replacement.visit-replaced", rule=RULE, visit=visit)
        if (pool, out) not in current.slots:
            code = "replacement.no-vacancy" if out is None else "replacement.no-such-place"
            raise RefusedError(code, visit=visit, pool=pool, person=out, rule=RULE)
        incoming = next_person(
            visit,
            pool,
            self._rosters.inspectors,
            self._conflicts,
            key=self._key,
            tasks=self.tasks(),
            barred=current.team | current.gone,
        )
        if incoming is None:
            raise RefusedError("replacement.no-person", rule=RULE, visit=visit, pool=pool)
        return Replacement(
            stratum=None, pool=pool, visit=visit, out=out, incoming=incoming, why=why
        )

    def apply(self, given: Replacement) -> None:
        """Carry out a replacement that is the one the rules give.

        Raises:
            RefusedError: the rules give another one, or none.
        """
        expected = self._expected(given)
        if given != expected:
            raise RefusedError(
                "replacement.not-the-next",
                rule=RULE,
                expected=expected.incoming,
                actual=given.incoming,
            )
        if given.pool is None:
            self._bring_in(given.visit, given.incoming)
        else:
            self._send(given.visit, given.pool, given.out, given.incoming)

    def tasks(self) -> dict[str, int]:
        """Count the tasks that inspectors have now."""
        counts: dict[str, int] = {}
        for visit in self._visits.values():
            if not visit.is_out:
                for who in visit.team:
                    counts[who] = counts.get(who, 0) + 1
        return counts

    def open_slots(self, visit: str) -> list[str]:
        """List the pools of the slots of a visit that nobody fills."""
        return [pool for pool, who in self._find(visit).slots if who is None]

    def team(self, visit: str) -> list[tuple[str, str | None]]:
        """List the slots of a visit: pool and inspector."""
        return list(self._find(visit).slots)

    def current(self) -> list[str]:
        """List the subjects that are to be visited now, by id."""
        return sorted(subject for subject, visit in self._visits.items() if not visit.is_out)

    def _find(self, visit: str) -> _Visit:
        if visit not in self._visits:
            raise RefusedError("replacement.not-drawn", rule=RULE, visit=visit)
        return self._visits[visit]

    def _expected(self, given: Replacement) -> Replacement:
        if given.pool is not None:
            return self.inspector_replacement(given.visit, given.pool, given.out, given.why)
        return self.subject_replacement(given.visit, given.why)

    def _bring_in(self, visit: str, incoming: str) -> None:
        leaving = self._visits[visit]
        stratum = leaving.strata.pop(0)
        leaving.is_out = True
        needs = draw.demand([self._manifest.stratum(stratum)])
        self._visits[incoming] = _Visit(
            strata=[stratum],
            slots=[(pool, None) for pool, count in needs for _ in range(count)],
        )

    def _send(self, visit: str, pool: str, out: str | None, incoming: str) -> None:
        current = self._visits[visit]
        current.slots[current.slots.index((pool, out))] = (pool, incoming)
        if out is not None:
            current.gone.add(out)
