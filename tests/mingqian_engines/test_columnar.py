"""The columnar engine gives the very draw of the plain loop."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingqian import draw, roster, selection
from mingqian.errors import RefusedError
from mingqian.roster import Rosters, Subject
from mingqian.selection import Quota
from mingqian_engines import COMFORTABLE, engine_for
from mingqian_engines.columnar import ColumnarEngine

KEY = "0123456789abcdef0123456789abcdef"
CODES = ("A", "B", "long.stratum-code_9")

subjects = st.lists(
    st.builds(
        Subject,
        st.from_regex(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}", fullmatch=True),
        st.integers(1, 10),
        st.sets(st.sampled_from(CODES), min_size=1).map(lambda codes: tuple(sorted(codes))),
    ),
    min_size=1,
    max_size=60,
    unique_by=lambda subject: subject.id,
)


def rosters_of(rows: list[Subject]) -> Rosters:
    return Rosters(subjects=sorted(rows), exclusions=[], inspectors=[], conflicts=[])


def quotas_of(rosters: Rosters, share: int) -> list[Quota]:
    sizes = {code: sum(code in one.strata for one in rosters.subjects) for code in CODES}
    return [
        Quota(code=code, size=size, draw=size * share // 100, reserve=2)
        for code, size in sizes.items()
    ]


@settings(max_examples=60, deadline=None)
@given(rows=subjects, share=st.integers(0, 100))
def test_the_draw_is_that_of_the_plain_loop(rows: list[Subject], share: int) -> None:
    rosters = rosters_of(rows)
    quotas = quotas_of(rosters, share)
    base = selection.ticket_base(one.tickets for one in rosters.subjects)

    plain = selection.select(draw.engine_of(rosters), KEY, base=base, quotas=quotas)
    columnar = selection.select(ColumnarEngine.of_rosters(rosters), KEY, base=base, quotas=quotas)

    assert columnar == plain


@settings(max_examples=20, deadline=None)
@given(rows=subjects)
def test_counts_and_checksums_are_those_of_the_plain_loop(rows: list[Subject]) -> None:
    rosters = rosters_of(rows)
    plain, columnar = draw.engine_of(rosters), ColumnarEngine.of_rosters(rosters)

    assert columnar.totals() == plain.totals()
    assert columnar.checksums(KEY) == plain.checksums(KEY)


@pytest.mark.parametrize("share", [1, 100])
def test_a_large_roster_is_drawn_from_its_file(tmp_path: Path, share: int) -> None:
    rows = [Subject(f"91990107MA{n:08d}", 1 + n % 4, (CODES[n % 3],)) for n in range(30_000)]
    rosters = rosters_of(rows)
    path = tmp_path / roster.SUBJECTS
    path.write_bytes(roster.write(rosters)[roster.SUBJECTS])
    quotas = quotas_of(rosters, share)

    plain = selection.select(draw.engine_of(rosters), KEY, base=12, quotas=quotas)
    columnar = selection.select(ColumnarEngine.of_file(path), KEY, base=12, quotas=quotas)

    assert columnar == plain


def test_a_census_of_one_stratum_does_not_read_the_others_whole() -> None:
    rows = [Subject(f"S{n:05d}", 1, ("A",) if n % 100 else ("B",)) for n in range(5000)]
    engine = ColumnarEngine.of_rosters(rosters_of(rows))

    proposed = list(engine.below(KEY, 1, {"A": 2**42, "B": 2**48}))

    assert sum(row[0] == "B" for row in proposed) == 50
    assert sum(row[0] == "A" for row in proposed) < 200


def test_lost_rows_are_found_out() -> None:
    rosters = rosters_of([Subject(f"S{n}", 1, ("A",)) for n in range(10)])
    fewer = ColumnarEngine.of_rosters(rosters_of(list(rosters.subjects)[1:]))
    quotas = [Quota(code="A", size=10, draw=3, reserve=0)]

    with pytest.raises(RefusedError, match="应有 10 家，读到 9 家"):
        selection.select(fewer, KEY, base=1, quotas=quotas)


def test_only_small_rosters_are_drawn_by_the_plain_engine() -> None:
    small = rosters_of([Subject("S1", 1, ("A",))])
    large = rosters_of([Subject(f"S{n:07d}", 1, ("A",)) for n in range(COMFORTABLE + 1)])

    assert isinstance(engine_for(small), selection.PlainEngine)
    assert isinstance(engine_for(large), ColumnarEngine)
