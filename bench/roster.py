"""A synthetic roster of any size: made-up codes of the region 990107, which does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

STRATA = 100
_BATCH = 500_000
_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("tickets", pa.int64(), nullable=False),
        pa.field("strata", pa.string(), nullable=False),
    ]
)


def write(path: Path, count: int) -> None:
    """Write the roster as Parquet; tickets are 1, the strata a hundred."""
    with parquet.ParquetWriter(path, _SCHEMA, compression="zstd") as writer:
        for start in range(0, count, _BATCH):
            numbers = range(start, min(start + _BATCH, count))
            ids = [f"91990107MA{number:08d}" for number in numbers]
            strata = [f"S{number * 7919 % STRATA:02d}" for number in numbers]
            columns = [pa.array(ids), pa.array([1] * len(ids), pa.int64()), pa.array(strata)]
            writer.write_table(pa.Table.from_arrays(columns, schema=_SCHEMA))


def read(path: Path) -> Iterator[tuple[str, str, int]]:
    """Read (stratum, id, tickets) in batches."""
    for batch in parquet.ParquetFile(path).iter_batches(65_536):
        ids, tickets, strata = (batch.column(at).to_pylist() for at in range(3))
        yield from zip(strata, ids, tickets, strict=True)
