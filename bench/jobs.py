"""The jobs that are measured, each run in a process of its own."""

from __future__ import annotations

import itertools
import json
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench import roster
from mingqian import canonical, selection
from mingqian.log import tree
from mingqian.selection import PlainEngine, Quota
from mingqian_engines.columnar import ColumnarEngine

KEY = "0123456789abcdef0123456789abcdef"
SHARE = 100
QUOTAS: list[Quota] = []


def quotas(path: Path) -> list[Quota]:
    """Draw 1 % of each stratum."""
    totals = ColumnarEngine.of_file(path).totals()
    return [
        Quota(code=code, size=total.count, draw=total.count // SHARE, reserve=0)
        for code, total in sorted(totals.items())
    ]


def columnar(path: Path) -> str:
    """Draw by DataFusion."""
    return _digest(selection.select(ColumnarEngine.of_file(path), KEY, base=1, quotas=QUOTAS))


def plain(path: Path) -> str:
    """Draw by the reference loop over hashlib."""
    engine = PlainEngine(lambda: roster.read(path))
    return _digest(selection.select(engine, KEY, base=1, quotas=QUOTAS))


def sqlite_random(path: Path) -> str:
    """Order by random() in SQLite: no strata, no seed, nothing to verify."""
    base = sqlite3.connect(":memory:")
    base.execute("create table s(id text)")
    base.executemany("insert into s values (?)", ((one,) for _, one, _ in roster.read(path)))
    begin = time.process_time()
    count = base.execute("select count(*) from s").fetchone()[0]
    base.execute("select id from s order by random() limit ?", (count // SHARE,)).fetchall()
    return f"loaded; the query alone took {time.process_time() - begin:.2f} s"


def duckdb_sample(path: Path) -> str:
    """Sample with DuckDB: no strata, another answer when rows are re-ordered."""
    import duckdb  # noqa: PLC0415

    rows = duckdb.sql(f"select id from '{path}' using sample reservoir(1%) repeatable (7)")
    return f"{len(rows.fetchall())} drawn"


def consistent_sampler(path: Path) -> str:
    """Use Rivest's sampler: the right idea, a heap of tickets for each stratum."""
    from consistent_sampler import sampler  # noqa: PLC0415

    ids: dict[str, list[str]] = {}
    for stratum, one, _ in roster.read(path):
        ids.setdefault(stratum, []).append(one)
    total = 0
    for members in ids.values():
        wanted = len(members) // SHARE
        total += len(list(itertools.islice(sampler(members, seed=KEY, drop=0), wanted)))
    return f"{total} drawn"


def cryptorandom(path: Path) -> str:
    """Sample by index with a SHA-256 generator."""
    from cryptorandom.cryptorandom import SHA256  # noqa: PLC0415
    from cryptorandom.sample import random_sample  # noqa: PLC0415

    ids = [one for _, one, _ in roster.read(path)]
    drawn = random_sample(ids, len(ids) // SHARE, prng=SHA256(KEY), method="sample_by_index")
    return f"{len(drawn)} drawn"


def merkle(path: Path) -> str:
    """Compute the tree head over one leaf a row."""
    lines = (f"{one},{tickets},{code}".encode() for code, one, tickets in roster.read(path))
    return tree.root(lines).hex()[:16]


JOBS: dict[str, Callable[[Path], str]] = {
    "columnar": columnar,
    "plain": plain,
    "sqlite_random": sqlite_random,
    "duckdb_sample": duckdb_sample,
    "consistent_sampler": consistent_sampler,
    "cryptorandom": cryptorandom,
    "merkle": merkle,
}


def measure(name: str, path: Path) -> dict[str, float | str]:
    """Run a job in a process of its own; give wall and CPU seconds, and peak memory in MB."""
    command = [sys.executable, "-m", "bench.jobs", name, str(path)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        return {"said": made.stderr.strip().splitlines()[-1]}
    found: dict[str, float | str] = json.loads(made.stdout)
    return found


def _digest(drawn: list[selection.StratumDraw]) -> str:
    lines = "".join(f"{one.code},{t.id}\n" for one in drawn for t in one.drawn)
    return canonical.digest(lines)[:16]


def peak() -> int:
    """Read the peak memory in kB; the kernel forgets the parent's only here."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    line = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1])


def _main() -> None:
    name, path = sys.argv[1], Path(sys.argv[2])
    QUOTAS.extend(quotas(path))  # a real draw has them in its manifest
    begin, before = time.perf_counter(), time.process_time()
    said = JOBS[name](path)
    facts = {
        "wall": time.perf_counter() - begin,
        "cpu": time.process_time() - before,
        "megabytes": peak() / 1024,
        "said": said,
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    _main()
