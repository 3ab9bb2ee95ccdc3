"""An .xlsx of 300,000 subjects: previewed, written, the same again, taken back, pages meanwhile.

python -m bench.imports
python scripts/postgres.py python -m bench.imports --rows 300000

Ratios are to the preview in the same run; the peak of memory is that of the whole process.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench import jobs, pages

_HEADINGS = ("单位名称", "社会信用代码", "经营地址", "所属行业", "诚信等级")


def main() -> None:
    """Measure one import from beginning to end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=300_000)
    rows: int = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        pages.begin(Path(folder))
        client = pages.filled(0)
        path = Path(folder) / "名录.xlsx"
        _workbook(path, rows)
        print(f"{rows:,} rows, {path.stat().st_size / 2**20:.0f} MB")
        _measured(path, client)
    print(f"peak {jobs.peak() / 1024:.0f} MB")


def _measured(path: Path, client: Any) -> None:  # noqa: ANN401
    from oversight.registry.models import ImportRun, Subject  # noqa: PLC0415 - needs the settings
    from oversight.registry.services.importing import pipeline, rollback, runs  # noqa: PLC0415
    from tests.support import platform_factory  # noqa: PLC0415

    actor, at = _actor(), platform_factory.NOON

    def upload() -> int:
        with path.open("rb") as file:
            chunks: Iterator[bytes] = iter(lambda: file.read(2**20), b"")
            run = runs.upload(
                actor=actor,
                kind="subjects",
                owner_id=actor.organisation_id,
                name=path.name,
                chunks=chunks,
                at=at,
            )
        return run.pk

    run_id = upload()
    first = _timed("preview", client, lambda: pipeline.read(actor=actor, run_id=run_id))
    runs.begin_writing(actor=actor, run_id=run_id)
    _timed("write", client, lambda: pipeline.write(actor=actor, run_id=run_id, at=at), first)
    print(ImportRun.objects.get(pk=run_id).counts, Subject.objects.count(), "in the directory")
    again = upload()
    _timed("preview again", client, lambda: pipeline.read(actor=actor, run_id=again), first)
    print(ImportRun.objects.get(pk=again).counts)
    later = at + timedelta(hours=1)
    _timed("undo", client, lambda: rollback.undo(actor=actor, run_id=run_id, at=later), first)
    print(Subject.objects.count(), "in the directory")


def _actor() -> Any:  # noqa: ANN401
    from oversight.accounts import selectors  # noqa: PLC0415
    from oversight.accounts.models import Appointment  # noqa: PLC0415

    return selectors.actor_of(Appointment.objects.get(user__username="own-section-clerk"), "")


def _timed(name: str, client: Any, work: Callable[[], object], first: float = 0) -> float:  # noqa: ANN401
    """Do work while another thread turns pages; print how long both took."""
    is_done = threading.Event()
    turned: list[float] = []
    faults: list[int] = []

    def turn() -> None:
        while not is_done.wait(0.5):
            before = time.perf_counter()
            status = client.get("/office/subjects/").status_code
            turned.append(time.perf_counter() - before)
            if status != 200:
                faults.append(status)

    reader = threading.Thread(target=turn)
    reader.start()
    before = time.perf_counter()
    work()
    taken = time.perf_counter() - before
    is_done.set()
    reader.join()
    worst = max(turned, default=0) * 1000
    told = f"{len(turned)} pages meanwhile, the slowest {worst:.0f} ms, refused {faults}"
    ratio = taken / (first or taken)
    print(f"{name:<15}{taken:8.1f} s{ratio:7.2f}  {jobs.peak() / 1024:6.0f} MB  {told}", flush=True)
    return taken


def _workbook(path: Path, rows: int) -> None:
    import xlsxwriter  # noqa: PLC0415

    from tests.support import platform_factory  # noqa: PLC0415

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    for at, heading in enumerate(_HEADINGS):
        sheet.write_string(0, at, heading)
    for n in range(1, rows + 1):
        told = (
            pages.name_of(n),
            platform_factory.code(n),
            f"柳河镇建设路{n % 999}号",
            "建材业",
            "ABC"[n % 3],
        )
        for at, value in enumerate(told):
            sheet.write_string(n, at, value)
    book.close()


if __name__ == "__main__":
    main()
