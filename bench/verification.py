"""How long it takes to verify a draw of half a million subjects, in Python and in Node."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from mingqian.manifest import Rule
from mingqian.roster import Subject
from mingqian_ceremony import zip_archive
from tests.support import examples
from tests.support.verification import checked

ROOT = Path(__file__).resolve().parent.parent
SUBJECTS = 500_000


def evidence(count: int) -> dict[str, bytes]:
    """Hold a draw of 0.1 % of so many subjects."""
    example = examples.drand_and_witness()
    strata = [
        replace(one, rule=Rule(permyriad=10, least=0, most=None)) for one in example.plan.strata
    ]
    directory = replace(example.plan.directory, size=count + 2)
    subjects = [Subject(f"91990107MA{n:08d}", 1, ("A",) if n % 2 else ("B",)) for n in range(count)]
    people = [one._replace(limit=999_999) for one in example.rosters.inspectors]
    rosters = replace(example.rosters, subjects=subjects, inspectors=people, conflicts=[])
    plan = replace(example.plan, directory=directory, strata=strata)
    return replace(example, plan=plan, rosters=rosters).ceremony().all()


def main() -> None:
    """Measure and print."""
    files = evidence(SUBJECTS)
    begin = time.perf_counter()
    failed = checked(files).has_failed
    python = time.perf_counter() - begin
    print(f"verification of {SUBJECTS:,} subjects: Python {python:.1f} s, failed: {failed}")
    node = shutil.which("node")
    if node is not None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "evidence.zip"
            path.write_bytes(zip_archive.write(files))
            begin = time.perf_counter()
            subprocess.run([node, ROOT / "bench" / "verify.mjs", path], check=True)
            taken = time.perf_counter() - begin
        print(f"Node {taken:.1f} s with unpacking, ratio {taken / python:.1f}")


if __name__ == "__main__":
    main()
