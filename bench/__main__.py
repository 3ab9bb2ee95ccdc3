"""``./dev bench``: draws of 1 % of a hundred strata, against what else one might use.

./dev bench                 1 million subjects, and the assignment of inspectors
./dev bench --rows 10000000
./dev bench --nation        190 million subjects by the columnar engine alone
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench import assignment, jobs, roster, verification

_SLOW = {"consistent_sampler": 1_000_000, "cryptorandom": 10_000_000}
NATION = 190_000_000


def main() -> None:
    """Measure and print; ratios are of wall seconds to those of the columnar engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--nation", action="store_true")
    args = parser.parse_args()
    count = NATION if args.nation else args.rows
    names = ["columnar"] if args.nation else [n for n in jobs.JOBS if count <= _SLOW.get(n, count)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "subjects.parquet"
        roster.write(path, count)
        measure_draws(path, count, names)
    if not args.nation:
        assignment.main([])
        verification.main()


def measure_draws(path: Path, count: int, names: list[str]) -> None:
    """Measure jobs over one roster, one after the other."""
    print(f"{count:,} subjects, 1 % of each of {roster.STRATA} strata")
    print(f"{'job':<20}{'wall s':>9}{'CPU s':>9}{'MB':>8}{'ratio':>8}  said")
    first = 0.0
    for name in names:
        found = jobs.measure(name, path)
        if "wall" not in found:
            print(f"{name:<20} failed: {found['said']}")
            continue
        wall, cpu, size = (float(found[key]) for key in ("wall", "cpu", "megabytes"))
        first = first or wall
        print(f"{name:<20}{wall:9.2f}{cpu:9.2f}{size:8.0f}{wall / first:8.1f}  {found['said']}")


if __name__ == "__main__":
    main()
