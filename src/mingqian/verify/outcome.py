"""Checks of who was drawn and who was sent (spec draw-v1 4, 5, 7.6)."""

from __future__ import annotations

from mingqian import selection
from mingqian.result import StratumResult
from mingqian.selection import StratumDraw
from mingqian.verify.case import Case
from mingqian.verify.findings import Finding, passed, require_equal


def numbers(case: Case) -> Finding:
    """Recompute the number of every id in the result, and every cut-off (4.2, 4.3)."""
    count = 0
    for stratum in case.result.strata:
        for ticket in (*stratum.drawn, *stratum.reserves):
            require_equal(
                "签值重算不一样",
                where=f"result.json strata {stratum.code} {ticket.id}",
                expected=selection.number(case.keys.subjects, ticket.id),
                actual=ticket.number,
            )
        count += len(stratum.drawn) + len(stratum.reserves)
        _require_cutoff(case, stratum)
    return passed(f"{count} 个签值都重算一样")


def select(case: Case) -> Finding:
    """Draw again from the rosters and compare (4.3, 4.5)."""
    strata = {stratum.code: stratum for stratum in case.result.strata}
    require_equal(
        "层不一样",
        where="result.json strata",
        expected=[stratum.code for stratum in case.manifest.strata],
        actual=list(strata),
    )
    for drawn in case.drawn():
        _require_same_ids(drawn, strata[drawn.code])
    _require_same_visits(case)
    return passed(f"重抽一遍，{len(case.visits())} 家一样")


def assignment_complete(case: Case) -> Finding:
    """Compare every team with its demand, the rosters and the conflicts (5.2, 5.3)."""
    require_equal(
        "是否放宽轮换不一样",
        where="result.json relaxed",
        expected=case.assignment().relaxed,
        actual=case.result.relaxed,
    )
    filled = _require_possible_teams(case)
    expected = sum(slot.inspector is not None for team in case.assignment().teams for slot in team)
    require_equal(
        "派出的人次不是最多", where="result.json visits", expected=expected, actual=filled
    )
    return passed(f"{filled} 人次，人员都合格，没有超过上限")


def assignment_quotas(case: Case) -> Finding:
    """Compare the loads with the teams and with the quotas recomputed (5.4)."""
    case.require_passed("assignment-complete")
    stated = {load.inspector: load.tasks for load in case.result.loads}
    counted: dict[str, int] = {}
    for visit in case.result.visits:
        for slot in visit.team:
            if slot.inspector is not None:
                counted[slot.inspector] = counted.get(slot.inspector, 0) + 1
    _require_same_counts("任务数与派员结果不一样", expected=counted, actual=stated)
    _require_same_counts(
        "任务数与重算的不一样", expected=dict(case.assignment().tasks), actual=stated
    )
    return passed("每人的任务数重算一样")


def assignment_order(case: Case) -> Finding:
    """Assign again and compare every team with its order and leader (5.5)."""
    case.require_passed("assignment-complete", "assignment-quotas")
    for visit, expected in zip(case.result.visits, case.assignment().teams, strict=True):
        require_equal(
            "派员重算不一样",
            where=f"result.json visits {visit.subject}",
            expected=[(slot.pool, slot.inspector, slot.leader) for slot in expected],
            actual=[(slot.pool, slot.inspector, slot.leader) for slot in visit.team],
        )
    return passed("重派一遍，每一组的人和次序都一样")


def _require_cutoff(case: Case, stratum: StratumResult) -> None:
    expected = actual = "没有"
    if stratum.drawn:
        last = stratum.drawn[-1].id
        tickets = case.tickets_of(last)
        ticket = selection.ticket(
            case.keys.subjects, last, tickets=tickets, base=case.manifest.ticket_base
        )
        expected = f"{ticket.value} {ticket.number}"
    if stratum.cutoff is not None:
        actual = f"{stratum.cutoff.value} {stratum.cutoff.number}"
    require_equal(
        "入选线不是最后一家的签值",
        where=f"result.json strata {stratum.code} cutoff",
        expected=expected,
        actual=actual,
    )


def _require_same_ids(expected: StratumDraw, actual: StratumResult) -> None:
    for name, wanted, given in (
        ("drawn", expected.drawn, actual.drawn),
        ("reserves", expected.reserves, actual.reserves),
    ):
        where = f"result.json strata {expected.code} {name}"
        require_equal("家数不一样", where=where, expected=len(wanted), actual=len(given))
        for rank, (ticket, actual_ticket) in enumerate(zip(wanted, given, strict=True), start=1):
            require_equal(
                f"第 {rank} 位不一样", where=where, expected=ticket.id, actual=actual_ticket.id
            )


def _require_same_visits(case: Case) -> None:
    expected = case.visits()
    actual = {visit.subject: visit.strata for visit in case.result.visits}
    for subject in sorted(expected.keys() | actual.keys()):
        require_equal(
            "抽中它的层不一样",
            where=f"result.json visits {subject}",
            expected=expected.get(subject),
            actual=actual.get(subject),
        )


def _require_possible_teams(case: Case) -> int:
    filled = 0
    tasks: dict[str, int] = {}
    people = {inspector.id: inspector for inspector in case.rosters.inspectors}
    for visit, need in zip(case.result.visits, case.demands(), strict=True):
        where = f"result.json visits {visit.subject}"
        require_equal(
            "名额不一样",
            where=where,
            expected=[pool for pool, count in need.demand for _ in range(count)],
            actual=[slot.pool for slot in visit.team],
        )
        sent = [(slot.pool, slot.inspector) for slot in visit.team if slot.inspector is not None]
        filled += len(sent)
        for pool, who in sent:
            tasks[who] = tasks.get(who, 0) + 1
            person = people.get(who)
            may_serve = person is not None and pool in person.pools
            require_equal(f"{who} 应在 {pool} 组", where=where, expected=True, actual=may_serve)
            conflict = case.has_conflict(who, visit.subject)
            require_equal(f"{who} 应当回避", where=where, expected=False, actual=conflict)
            limit = 0 if person is None else person.limit
            is_over = tasks[who] > limit
            require_equal(f"{who} 的上限是 {limit}", where=where, expected=False, actual=is_over)
        require_equal(
            "同一人占了两个名额", where=where, expected=len(sent), actual=len({w for _, w in sent})
        )
    return filled


def _require_same_counts(problem: str, *, expected: dict[str, int], actual: dict[str, int]) -> None:
    for who in sorted(expected.keys() | actual.keys()):
        require_equal(
            problem,
            where=f"result.json loads {who}",
            expected=expected.get(who, 0),
            actual=actual.get(who, 0),
        )
