"""A draw of a million subjects in 200 strata through the platform: preparing, sealing, holding.

python -m bench.draws
python scripts/postgres.py python -m bench.draws --rows 1000000

Ratios are to the preparing of the same run; memory is the peak of the whole process.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench import pages

MOST = 60.0  # seconds for each step
REGIONS = 50
PEOPLE = 300


def main() -> None:
    """Fill, draw, verify, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="where to put the evidence, for the browser")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pages.begin(Path(folder))
        made = measure(furnished(args.rows))
        if args.keep:
            shutil.copy(made, args.keep)


def furnished(rows: int) -> Any:  # noqa: ANN401 - a bureau of the tests, imported late
    """Put items, subjects and inspectors on the books."""
    from django.db import connection  # noqa: PLC0415
    from django.db.models import CharField, F, Value  # noqa: PLC0415
    from django.db.models.functions import Cast, Concat, Mod  # noqa: PLC0415

    from oversight.registry.models import Subject  # noqa: PLC0415
    from tests.support import platform_factory  # noqa: PLC0415

    bureau = platform_factory.stocked(platform_factory.bureau("青禾区人力资源和社会保障局", "own"))
    platform_factory.item(bureau, "LDBZ-01", is_published=True)
    before = time.perf_counter()
    made = pages._subjects(bureau, rows)  # noqa: SLF001 - the same directory as in the other bench
    while batch := [one for _, one in zip(range(5000), made, strict=False)]:
        Subject.objects.bulk_create(batch, batch_size=500)
    part = Cast(Mod(F("pk") / 4, REGIONS), CharField())
    Subject.objects.update(region=Concat(Value("片区"), part))
    for number in range(1, PEOPLE + 1):
        platform_factory.inspector(bureau, number)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{rows:,} subjects on {connection.vendor} in {time.perf_counter() - before:.0f} s")
    return bureau


def measure(bureau: Any) -> Path:  # noqa: ANN401
    """Time the steps of one draw; give the evidence."""
    from oversight.draws.models import Draw  # noqa: PLC0415
    from oversight.draws.services import bundles  # noqa: PLC0415
    from tests.support import draw_factory  # noqa: PLC0415

    details = draw_factory.details(
        ratio_by="risk",
        split_by="region",
        ratios={"A": 20, "B": 40, "C": 60, "D": 80, "未评": 0},
        items=["LDBZ-01"],
        starts_on=date(2026, 3, 1),
    )
    steps = Steps()
    steps.time("plan", lambda: draw_factory.plan(bureau, details))
    draw = draw_factory.begun(bureau, limit=60)
    steps.time("preparing", lambda: draw_factory.prepared(bureau, draw))
    steps.time("sealing", lambda: _sealed(bureau, draw))
    draw = draw_factory.seeded(bureau, Draw.objects.get(pk=draw.pk))
    held = steps.time("holding", lambda: draw_factory.held(bureau, draw))
    path = steps.time("evidence", lambda: bundles.evidence(held))
    steps.time("verifying", lambda: _verified(path))
    figures = held.figures
    print(
        f"{len(figures['strata'])} strata, {figures['subjects']:,} take part,"
        f" {held.visits.count():,} visits, zip {path.stat().st_size / 2**20:.0f} MB"
    )
    return Path(path)


class Steps:
    """Runs steps, and prints how long each took and the memory so far."""

    def __init__(self) -> None:
        self._base = 0.0
        print(f"{'step':<12}{'s':>8}{'ratio':>8}{'MB':>8}")

    def time(self, name: str, step: Callable[[], Any]) -> Any:  # noqa: ANN401
        """Run one step."""
        before = time.perf_counter()
        found = step()
        taken = time.perf_counter() - before
        if name == "preparing":
            self._base = taken
        ratio = f"{taken / self._base:8.2f}" if self._base else " " * 8
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        late = "  slower than it may be" if taken > MOST else ""
        print(f"{name:<12}{taken:8.1f}{ratio}{peak:8.0f}{late}", flush=True)
        return found


def _sealed(bureau: Any, draw: Any) -> None:  # noqa: ANN401
    from oversight.draws.models import Draw  # noqa: PLC0415
    from oversight.draws.services import sealing  # noqa: PLC0415
    from tests.support import draw_factory, platform_factory  # noqa: PLC0415

    lead, second = bureau.actors["coordinator"], bureau.actors["approver"]
    at = draw_factory.SEALED - timedelta(minutes=5)
    sealing.submit(actor=lead, draw_id=draw.pk, confirmed=platform_factory.confirmed(lead), at=at)
    sealing.seal(
        actor=second,
        draw_id=draw.pk,
        seen=Draw.objects.get(pk=draw.pk).commitment,
        confirmed=platform_factory.confirmed(second),
        at=draw_factory.SEALED,
    )


def _verified(path: Path) -> None:
    from mingqian import verify  # noqa: PLC0415
    from mingqian.verify.report import Outcome  # noqa: PLC0415
    from mingqian_ceremony import zip_archive  # noqa: PLC0415
    from mingqian_crypto import default_crypto  # noqa: PLC0415

    failed = verify.verify(zip_archive.read(path), crypto=default_crypto()).of(Outcome.FAILED)
    if failed:
        raise SystemExit(f"not verified: {failed[0]}")


if __name__ == "__main__":
    main()
