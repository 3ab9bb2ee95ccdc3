"""A synthetic roster of any size: made-up codes of the region 990107, which does not exist.

Nothing is random here: the same number of subjects is always the same file. The codes are valid
统一社会信用代码 in every digit, in the order of a roster, and as hard to compress as real ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import parquet

from mingqian_engines import columnar

STRATA = 100
_BATCH = 500_000
_LETTERS = np.frombuffer(b"0123456789ABCDEFGHJKLMNPQRTUWXY", np.uint8)
_RADIX = len(_LETTERS)
_HEAD = b"91990107"
_BODY = slice(8, 16)
_LENGTH = 18
_SPREAD = 6_700_417  # a prime: neighbours get bodies at uneven distances
_BODY_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2])  # GB 11714
_CODE_WEIGHTS = np.array([3**place % _RADIX for place in range(17)])  # GB 32100

Letters = npt.NDArray[np.uint8]
Digits = npt.NDArray[np.int64]


def write(path: Path, count: int, *, tickets: int = 1) -> None:
    """Write the roster as the Parquet file that the columnar engine reads best.

    Subjects have 1 to ``tickets`` tickets, and are in one of a hundred strata.
    """
    with columnar.writer(path) as out:
        for start in range(0, count, _BATCH):
            numbers = np.arange(start, min(start + _BATCH, count))
            strata = np.char.mod("S%02d", numbers * 7919 % STRATA)
            columns = [
                _strings(codes(numbers, count)),
                pa.array(numbers * 31 % tickets + 1, pa.int64()),
                pa.array(strata.tolist(), pa.string()),
            ]
            out.write_table(pa.Table.from_arrays(columns, schema=columnar.SCHEMA))


def read(path: Path) -> Iterator[tuple[str, str, int]]:
    """Read (stratum, id, tickets) in batches."""
    for batch in parquet.ParquetFile(path).iter_batches(65_536):
        ids, tickets, strata = (batch.column(at).to_pylist() for at in range(3))
        yield from zip(strata, ids, tickets, strict=True)


def codes(numbers: Digits, count: int) -> Letters:
    """Make the codes of these numbers out of ``count``: a row of 18 letters each, ascending."""
    step = _RADIX**8 // count
    made = np.empty((len(numbers), _LENGTH), np.uint8)
    made[:, : len(_HEAD)] = np.frombuffer(_HEAD, np.uint8)
    made[:, _BODY] = _LETTERS[_digits(numbers * step + numbers * _SPREAD % step)]
    made[:, 16] = _body_check(made[:, _BODY])
    made[:, 17] = _code_check(made[:, :17])
    return made


def _digits(values: Digits) -> Digits:
    return np.stack([values // _RADIX**place % _RADIX for place in range(7, -1, -1)], axis=1)


def _body_check(body: Letters) -> Letters:
    # The ninth place counts letters as A = 10 to Z = 35, and writes ten as X.
    values = np.where(body > ord("9"), body - ord("A") + 10, body - ord("0")).astype(np.int64)
    rest = -(values @ _BODY_WEIGHTS) % 11
    return np.frombuffer(b"0123456789X", np.uint8)[rest]


def _code_check(code: Letters) -> Letters:
    # The last place counts letters by their place in the alphabet without I, O, S, V, Z.
    values = np.zeros(128, np.int64)
    values[_LETTERS] = np.arange(_RADIX)
    return _LETTERS[-(values[code] @ _CODE_WEIGHTS) % _RADIX]


def _strings(letters: Letters) -> pa.Array:
    offsets = np.arange(len(letters) + 1, dtype=np.int32) * _LENGTH
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(letters))]
    return pa.Array.from_buffers(pa.string(), len(letters), buffers)
