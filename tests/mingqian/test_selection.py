"""The smallest of each stratum, whatever the engine (spec draw-v1 4, 8)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mingqian import canonical, selection
from mingqian.errors import RefusedError
from mingqian.selection import PlainEngine, Quota, StratumDraw, Totals


class Forgetful(PlainEngine):
    """An engine that counts rightly, but loses every row it should propose."""

    def below(self, *_: object) -> list[tuple[str, str, int]]:
        return []


def test_an_engine_that_loses_rows_is_found_out() -> None:
    engine = Forgetful(lambda: [("A", "S1", 1), ("A", "S2", 1)])

    with pytest.raises(RefusedError, match="漏读了层 A"):
        selection.select(engine, "k", base=1, quotas=[Quota(code="A", size=2, draw=1, reserve=0)])


def test_an_engine_may_give_more_than_was_asked() -> None:
    class Generous(PlainEngine):
        def below(self, *_: object) -> list[tuple[str, str, int]]:
            return [("A", f"S{n}", 1) for n in range(500)]

    rows = [("A", f"S{n}", 1) for n in range(500)]
    quotas = [Quota(code="A", size=500, draw=3, reserve=0)]

    generous = selection.select(Generous(lambda: rows), "k", base=1, quotas=quotas)

    assert generous == selection.select(PlainEngine(lambda: rows), "k", base=1, quotas=quotas)


def test_a_threshold_that_is_too_low_is_doubled_until_enough_come_back() -> None:
    class Stingy(PlainEngine):
        def totals(self) -> dict[str, Totals]:
            return {
                code: replace(t, weight=t.weight * 10_000) for code, t in super().totals().items()
            }

    rows = [("A", f"S{n}", 1) for n in range(50)]
    quotas = [Quota(code="A", size=50, draw=20, reserve=5)]

    stingy = selection.select(Stingy(lambda: rows), "k", base=1, quotas=quotas)

    assert stingy == selection.select(PlainEngine(lambda: rows), "k", base=1, quotas=quotas)
    assert len(stingy[0].drawn) == 20


def test_a_number_is_one_hash_by_hand() -> None:
    """``printf 'k,S1' | sha256sum`` begins as here."""
    found = selection.ticket("k", "S1", tickets=2, base=4)

    assert found.number == canonical.digest("k,S1")
    assert found.value == int(found.number[:12], 16) * 2


def test_choosing_among_tickets_is_by_value_then_number_then_id() -> None:
    tickets = [
        selection.Ticket(2, "b", "x"),
        selection.Ticket(1, "c", "y"),
        selection.Ticket(2, "a", "z"),
    ]

    found = selection.decide(Quota(code="A", size=3, draw=2, reserve=5), tickets)

    assert [one.id for one in found.drawn] == ["y", "z"]
    assert [one.id for one in found.reserves] == ["x"]
    assert found.cutoff == selection.Ticket(2, "a", "z")
    assert StratumDraw(code="A", drawn=(), reserves=()).cutoff is None


def test_checksums_sum_the_first_48_bits() -> None:
    engine = PlainEngine(lambda: [("A", "S1", 1), ("A", "S2", 3), ("B", "S1", 1)])
    u = {one: int(canonical.digest(f"k,{one}")[:12], 16) for one in ("S1", "S2")}

    assert engine.checksums("k") == {"A": u["S1"] + u["S2"], "B": u["S1"]}


def test_counts_that_differ_from_the_manifest_are_refused() -> None:
    engine = PlainEngine(lambda: [("B", "S1", 1)])

    with pytest.raises(RefusedError, match="层 A 应有 1 家，读到 0 家"):
        selection.select(engine, "k", base=1, quotas=[Quota(code="A", size=1, draw=1, reserve=0)])


def test_the_base_is_the_least_common_multiple() -> None:
    assert selection.ticket_base([]) == 1
    assert selection.ticket_base(range(1, 11)) == 2520
