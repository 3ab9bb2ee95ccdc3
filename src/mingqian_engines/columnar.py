"""Selection by DataFusion, for rosters that do not fit comfortably in memory (draw-v1 8).

The engine only proposes: it hashes every row in the database's own code and gives those whose
number is small. Which of them are drawn is decided by `mingqian.selection` with plain SHA-256.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
from datafusion import SessionConfig, SessionContext
from pyarrow import parquet

from mingqian.roster import Rosters, Subject
from mingqian.selection import VALUE_BITS, Totals
from mingqian_engines import subjects_file

SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("tickets", pa.int64(), nullable=False),
        pa.field("strata", pa.string(), nullable=False),
    ]
)
"""The columns of ``subjects.csv``; the codes of several strata are joined by one blank."""

_BOUNDS = pa.schema(
    [
        pa.field("listed", pa.string(), nullable=False),
        pa.field("weight", pa.int64(), nullable=False),
        pa.field("bound", pa.binary(), nullable=False),
    ]
)
_TABLE = "subjects"
_LIMITS = "bounds"
_ROWS_IN_GROUP = 131_072
_HALF = VALUE_BITS // 8  # hex digits
# The largest bound stands before the join, so that hardly a row gets that far.
_BELOW = f"""
    select id, tickets, strata
    from (select id, tickets, strata, sha256(concat($prefix, id)) d from {_TABLE})
    join {_LIMITS} on strata = listed and tickets = weight
    where d <= $largest and d <= bound
"""  # noqa: S608 - no word of a stranger is in it
_GROUPS = f"""
    select strata, tickets, count(*) c from {_TABLE} group by strata, tickets
"""  # noqa: S608


class ColumnarEngine:
    """The rows of one roster, in the columns of `SCHEMA`."""

    def __init__(self, context: SessionContext) -> None:
        self._context = context

    @classmethod
    def of_file(cls, path: Path) -> ColumnarEngine:
        """Read a ``subjects.csv``, or a Parquet file made of it, anew each time it is needed.

        The file's format is not judged here: `to_parquet` does, and so does the core's reader.
        """
        context = _context()
        if path.suffix == ".parquet":
            context.register_parquet(_TABLE, path)
        else:
            context.register_csv(_TABLE, path, schema=SCHEMA, file_extension=path.suffix)
        return cls(context)

    @classmethod
    def of_rosters(cls, rosters: Rosters) -> ColumnarEngine:
        """Take rosters that are in memory."""
        context = _context()
        context.register_record_batches(
            _TABLE, [_table(rosters.subjects).to_batches(max_chunksize=_ROWS_IN_GROUP)]
        )
        return cls(context)

    def totals(self) -> dict[str, Totals]:
        """Count the rows and tickets of every stratum."""
        counts: dict[str, int] = {}
        weights: dict[str, int] = {}
        for listed, tickets, count in self._groups:
            for code in listed.split(" "):
                counts[code] = counts.get(code, 0) + count
                weights[code] = weights.get(code, 0) + count * tickets
        return {code: Totals(count=counts[code], weight=weights[code]) for code in counts}

    def below(
        self, key: str, base: int, thresholds: Mapping[str, int]
    ) -> Iterator[tuple[str, str, int]]:
        """Give the rows whose value is below the largest threshold of their own strata."""
        bounds = _bounds(self._groups, base, thresholds)
        if not bounds:
            return
        columns = [list(column) for column in zip(*bounds, strict=True)]
        self._context.deregister_table(_LIMITS)
        self._context.register_record_batches(_LIMITS, [[pa.record_batch(columns, schema=_BOUNDS)]])
        largest = max(bound for _, _, bound in bounds)
        for subject, tickets, listed in self._rows(_BELOW, prefix=f"{key},", largest=largest):
            for code in listed.split(" "):
                if code in thresholds:
                    yield code, subject, tickets

    def checksums(self, key: str) -> dict[str, int]:
        """Sum u over all rows of each stratum, modulo 2**64."""
        sums: dict[str, int] = {}
        for listed, high, low in self._rows(_halves(), prefix=f"{key},"):
            total = (high << VALUE_BITS // 2) + low
            for code in listed.split(" "):
                sums[code] = (sums.get(code, 0) + total) % 2**64
        return sums

    @cached_property
    def _groups(self) -> list[tuple[str, int, int]]:
        return list(self._rows(_GROUPS))

    def _rows(self, sql: str, **values: object) -> Iterator[tuple[Any, ...]]:
        for batch in self._context.sql(sql, param_values=values).execute_stream():
            yield from zip(*batch.to_pyarrow().to_pydict().values(), strict=True)


def to_parquet(csv: Path, parquet: Path) -> None:
    """Write a ``subjects.csv`` as the Parquet file that is read fastest, judging every line.

    Raises:
        FormatError: the file is not as clause 1.5 says.
    """
    with writer(parquet) as out:
        for block in subjects_file.blocks(csv):
            out.write_table(_table(block))


def writer(path: Path) -> parquet.ParquetWriter:
    """Open a Parquet file for tables of `SCHEMA`."""
    # Ids are all different: a dictionary of them is made for nothing and read for nothing.
    return parquet.ParquetWriter(
        path, SCHEMA, compression="zstd", use_dictionary=["tickets", "strata"]
    )


def _context() -> SessionContext:
    # By default a file below 10 MB is read by one core: a million subjects are 6 MB.
    return SessionContext(
        SessionConfig().set("datafusion.optimizer.repartition_file_min_size", "65536")
    )


def _table(subjects: Sequence[Subject]) -> pa.Table:
    columns = [
        [subject.id for subject in subjects],
        [subject.tickets for subject in subjects],
        [" ".join(subject.strata) for subject in subjects],
    ]
    return pa.table(columns, schema=SCHEMA)


def _bounds(
    groups: Iterable[tuple[str, int, int]], base: int, thresholds: Mapping[str, int]
) -> list[tuple[str, int, bytes]]:
    """Find the largest digest wanted of the rows that list the same and weigh the same."""
    bounds = []
    for listed, tickets, _ in groups:
        threshold = max(thresholds.get(code, 0) for code in listed.split(" "))
        if threshold:
            bounds.append((listed, tickets, _largest(threshold * tickets, base)))
    return bounds


def _largest(numerator: int, base: int) -> bytes:
    """Write the largest digest of a value below a threshold.

    v = u · (base / w) < T exactly when u < T · w / base; digests compare as bytes.
    """
    first = min(-(-numerator // base), 1 << VALUE_BITS) - 1
    return first.to_bytes(VALUE_BITS // 8, "big") + b"\xff" * (32 - VALUE_BITS // 8)


def _halves() -> str:
    """Sum the two halves of u apart, so that no sum overflows."""
    digits = [f"substr(h, {n}, 1)" for n in range(1, 2 * _HALF + 1)]
    values = [f"(ascii({d}) - case when {d} > '9' then 87 else 48 end)" for d in digits]
    high, low = (
        " + ".join(f"{value} * {16 ** (_HALF - 1 - n)}" for n, value in enumerate(half))
        for half in (values[:_HALF], values[_HALF:])
    )
    rows = f"select strata, encode(sha256(concat($prefix, id)), 'hex') h from {_TABLE}"  # noqa: S608
    return f"select strata, sum({high}), sum({low}) from ({rows}) group by strata"  # noqa: S608
