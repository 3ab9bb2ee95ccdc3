"""Selection by DataFusion, for rosters that do not fit comfortably in memory (draw-v1 8).

The engine only proposes: it hashes every row in the database's own code and gives those whose
number is small. Which of them are drawn is decided by `mingqian.selection` with plain SHA-256.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
from datafusion import SessionContext

from mingqian.roster import MAX_TICKETS, Rosters
from mingqian.selection import VALUE_BITS, Totals

_TABLE = "subjects"
_HEX = "0123456789abcdef"
_HALF = 6
_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("tickets", pa.int64(), nullable=False),
        pa.field("strata", pa.string(), nullable=False),
    ]
)
_BUCKET = 4


class ColumnarEngine:
    """The rows of one roster, in the columns ``id``, ``tickets`` and ``strata``."""

    def __init__(self, context: SessionContext) -> None:
        self._context = context

    @classmethod
    def of_file(cls, path: Path) -> ColumnarEngine:
        """Read a ``subjects.csv``, or a Parquet file with the same columns, when it is needed."""
        context = SessionContext()
        if path.suffix == ".parquet":
            context.register_parquet(_TABLE, path)
        else:
            context.register_csv(_TABLE, path, schema=_SCHEMA)
        return cls(context)

    @classmethod
    def of_rosters(cls, rosters: Rosters) -> ColumnarEngine:
        """Take rosters that are in memory."""
        columns = [
            pa.array([subject.id for subject in rosters.subjects], pa.string()),
            pa.array([subject.tickets for subject in rosters.subjects], pa.int64()),
            pa.array([" ".join(subject.strata) for subject in rosters.subjects], pa.string()),
        ]
        context = SessionContext()
        table = pa.Table.from_arrays(columns, schema=_SCHEMA)
        context.register_record_batches(_TABLE, [table.to_batches(max_chunksize=65_536)])
        return cls(context)

    def totals(self) -> dict[str, Totals]:
        """Count the rows and tickets of every stratum."""
        sql = f"select strata, count(*) n, sum(tickets) w from {_TABLE} group by strata"  # noqa: S608
        counts: dict[str, int] = {}
        weights: dict[str, int] = {}
        for row in self._rows(sql):
            for code in row["strata"].split(" "):
                counts[code] = counts.get(code, 0) + row["n"]
                weights[code] = weights.get(code, 0) + row["w"]
        return {code: Totals(count=counts[code], weight=weights[code]) for code in counts}

    def below(
        self, key: str, base: int, thresholds: Mapping[str, int]
    ) -> Iterable[tuple[str, str, int]]:
        """Give the rows whose value is below the largest threshold of strata like theirs."""
        for codes in _alike(thresholds):
            bound = max(thresholds[code] for code in codes)
            for row in self._rows(_below(key, base, codes, bound)):
                for code in row["strata"].split(" "):
                    if code in codes:
                        yield code, row["id"], row["tickets"]

    def checksums(self, key: str) -> dict[str, int]:
        """Sum u over all rows of each stratum, modulo 2**64."""
        sums: dict[str, int] = {}
        for row in self._rows(_halves(key)):
            total = row["high"] * 16**_HALF + row["low"]
            for code in row["strata"].split(" "):
                sums[code] = (sums.get(code, 0) + total) % 2**64
        return sums

    def _rows(self, sql: str) -> Iterator[dict[str, Any]]:
        for batch in self._context.sql(sql).execute_stream():
            yield from batch.to_pyarrow().to_pylist()


def _alike(thresholds: Mapping[str, int]) -> list[frozenset[str]]:
    """Part the strata so that none is read with a threshold far above its own."""
    buckets: dict[int, set[str]] = {}
    for code, threshold in thresholds.items():
        buckets.setdefault(threshold.bit_length() // _BUCKET, set()).add(code)
    return [frozenset(codes) for _, codes in sorted(buckets.items())]


def _below(key: str, base: int, codes: frozenset[str], bound: int) -> str:
    # v = u · (base / w) < T exactly when u < T · w / base, rounded up; digests compare as bytes.
    tests = " or ".join(
        f"(tickets = {tickets} and d <= X'{_largest(bound * tickets, base)}')"
        for tickets in range(1, MAX_TICKETS + 1)
        if base % tickets == 0
    )
    listed = ", ".join(f"'{code}'" for code in sorted(codes))
    mine = f"array_has_any(string_to_array(strata, ' '), make_array({listed}))"
    rows = f"select id, tickets, strata, sha256(concat('{key},', id)) d from {_TABLE} where {mine}"  # noqa: S608
    return f"select id, tickets, strata from ({rows}) where {tests}"  # noqa: S608


def _largest(numerator: int, base: int) -> str:
    """Write the largest digest whose first 48 bits may still lie below a bound."""
    first = min(-(-numerator // base), 2**VALUE_BITS - 1)
    return f"{first:012x}" + "ff" * 26


def _halves(key: str) -> str:
    """Sum the first 24 bits and the next 24 bits apart, so that no sum overflows."""
    digits = [f"(strpos('{_HEX}', substr(h, {n}, 1)) - 1)" for n in range(1, 2 * _HALF + 1)]
    high = " + ".join(f"{d} * {16 ** (_HALF - 1 - n)}" for n, d in enumerate(digits[:_HALF]))
    low = " + ".join(f"{d} * {16 ** (_HALF - 1 - n)}" for n, d in enumerate(digits[_HALF:]))
    hexes = f"select strata, encode(sha256(concat('{key},', id)), 'hex') h from {_TABLE}"  # noqa: S608
    return f"select strata, sum({high}) high, sum({low}) low from ({hexes}) group by strata"  # noqa: S608
