"""The draw of inspectors from beginning to end (spec draw-v1 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from mingqian.assignment import ordering, quotas
from mingqian.assignment.drawing import GuardedDraw
from mingqian.assignment.network import Network
from mingqian.assignment.team import Assignment, Team, Visit, barred
from mingqian.roster import Conflict, Inspector


def assign(
    visits: Sequence[Visit],
    inspectors: Sequence[Inspector],
    conflicts: Iterable[Conflict],
    *,
    key: str,
    relax_soft: bool,
    progress: Callable[[int, int], None] | None = None,
) -> Assignment:
    """Draw who goes to which visit; no order of the arguments has an influence.

    ``key`` is A (5.1). Soft conflicts are dropped when ``relax_soft`` is true and no complete
    assignment exists with them, also if none exists without (5.3). ``progress`` is told how many
    of all visits have their team.
    """
    people = sorted(inspectors, key=lambda inspector: inspector.id)
    drawn = sorted(visits, key=lambda visit: (ordering.order(key, visit.subject), visit.subject))
    spares = [ordering.spare(key, inspector.id) for inspector in people]
    standing = list(conflicts)
    network, counts = _filled(drawn, people, standing, spares, is_relaxed=False)
    is_relaxed = relax_soft and network.missing > 0
    if is_relaxed:
        network, counts = _filled(drawn, people, standing, spares, is_relaxed=True)
    is_complete = network.missing == 0
    draw = GuardedDraw(network, people, counts, key)
    teams: dict[str, Team] = {}
    for visit, team in zip(drawn, draw.teams(drawn), strict=True):
        teams[visit.subject] = team
        if progress is not None:
            progress(len(teams), len(drawn))
    return Assignment(
        relaxed=is_relaxed,
        complete=is_complete,
        teams=tuple(teams[subject] for subject in sorted(teams)),
        quotas=tuple(
            (inspector.id, count) for inspector, count in zip(people, counts, strict=True)
        ),
    )


def _filled(
    drawn: Sequence[Visit],
    people: Sequence[Inspector],
    conflicts: Iterable[Conflict],
    spares: Sequence[str],
    *,
    is_relaxed: bool,
) -> tuple[Network, list[int]]:
    network = Network(drawn, people, barred(conflicts, is_relaxed=is_relaxed))
    return network, quotas.fill(network, people, spares)
