"""``python -m bench.directory [rows]``: a directory of a million subjects on both databases.

First page, each filter and searches, in milliseconds, with their ratio to the first page; then a
file of 300,000 rows: preview and write, seconds and memory. Everything is made by arithmetic.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

ROWS = 1_000_000
FILE_ROWS = 300_000
TODAY = datetime(2026, 3, 18, 4, tzinfo=UTC)
ROUNDS = 3


def main() -> None:
    """Prepare a site in a temporary folder, fill it, and measure."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory(prefix="mingqian-bench-") as folder:
        os.environ["MINGQIAN_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "oversight.settings.demo"
        os.environ["MINGQIAN_DATABASE"] = os.environ.get("TEST_DATABASE_URL", "")
        import django  # noqa: PLC0415 - needs the folder

        from oversight import serving  # noqa: PLC0415

        serving.prepare_folder(Path(folder))
        django.setup()
        serving.prepare_database("bench.example/log")
        measure(rows, Path(folder))


def measure(rows: int, folder: Path) -> None:
    """Fill the directory and ask it."""
    from django.db import connection  # noqa: PLC0415 - needs the settings

    from oversight.accounts.models import Organisation, User  # noqa: PLC0415
    from tests.oversight import world  # noqa: PLC0415

    world.PASSWORD = "not used here"  # noqa: S105
    bureau = world.bureau("青禾区人力资源和社会保障局", "bench")
    print(f"{connection.vendor}: {rows:,} subjects", flush=True)
    started = time.perf_counter()
    fill(bureau.sections[world.SECTIONS[0]].pk, bureau.organisation.pk, rows)
    print(f"filled in {time.perf_counter() - started:.0f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    ask(bureau)
    import_file(bureau, folder)
    assert Organisation.objects.exists()  # noqa: S101 - the bench used what it filled
    assert User.objects.exists()  # noqa: S101


def fill(owner_id: int, bureau_id: int, rows: int) -> None:
    """Put synthetic subjects into the directory."""
    from oversight.registry.models import Subject  # noqa: PLC0415 - needs the settings

    batch: list[Subject] = []
    for number in range(rows):
        batch.append(subject(number, owner_id, bureau_id))
        if len(batch) == 5000:
            Subject.objects.bulk_create(batch, batch_size=500)
            batch.clear()
    Subject.objects.bulk_create(batch, batch_size=500)


def subject(number: int, owner_id: int, bureau_id: int) -> object:
    """Make one subject by arithmetic."""
    from oversight.registry.models import Subject  # noqa: PLC0415 - needs the settings
    from oversight.registry.rules import subjects as rules  # noqa: PLC0415

    first, second = "华鑫源泰瑞丰启明恒达"[number % 10], "盛昌隆兴旺达通和顺利"[number // 10 % 10]
    third = chr(0x4E00 + number * 7919 % 5000)
    name = f"青禾区{first}{second}{third}食品有限公司"
    address = f"{'城关柳河北渚石桥'[number % 4 * 2 : number % 4 * 2 + 2]}示例路{number % 999}号"
    initials = "qhq" + "hxytrf"[number % 6] + "sclxw"[number // 10 % 5] + "spyxgs"
    labels = "|重点监管|" if number % 500 == 0 else ""
    return Subject(
        bureau_id=bureau_id,
        owner_id=owner_id,
        code=f"L-{number:09d}",
        name=name,
        address=address,
        region=address[:2],
        industry=f"行业{number % 20}",
        grade="ABC"[number % 3],
        labels=labels,
        since=TODAY,
        entry=0,
        initials=initials,
        tokens=rules.tokens(name, address, initials, [labels.strip("|")] if labels else []),
    )


def ask(bureau: object) -> None:
    """Time the first page and each question as the page asks them."""
    from oversight.registry.selectors import subjects  # noqa: PLC0415 - needs the settings

    question = subjects.Question
    asked = {
        "first page": question(),
        "by name": question(sort="name"),
        "2 characters": question(words="华盛"),
        "3 characters": question(words="鑫昌丁"),
        "very common": question(words="有限公司"),
        "initials": question(words="qhqhs"),
        "code": question(words="L-0001234"),
        "not there": question(words="没有这样的"),
        "region": question(exact={"region": "城关"}),
        "grade + industry": question(exact={"grade": "B", "industry": "行业7"}),
        "label": question(label="重点监管"),
        "never visited": question(never=True),
        "state not there": question(exact={"state": "注销"}),
        "bad code": question(health="bad_code"),
    }
    base = 0.0
    for title, one in asked.items():
        took = min(timed(lambda one=one: page(bureau, one)) for _ in range(ROUNDS))
        base = base or took
        print(f"{title:<20}{took * 1000:8.0f} ms{took / base:8.1f}", flush=True)


def page(bureau: object, question: object) -> None:
    """Read what the list page reads: 51 rows, a count that stops, and whether words are cut."""
    from oversight.registry.selectors import subjects  # noqa: PLC0415 - needs the settings

    found = subjects.find(bureau.actors["clerk"], question, TODAY.date())  # type: ignore[attr-defined, arg-type]
    list(found.select_related("owner")[:51])
    subjects.counted(found)


def timed(work: Callable[[], None]) -> float:
    """Time a piece of work."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def import_file(bureau: object, folder: Path) -> None:
    """Preview and write a large workbook."""
    from oversight.registry.services.importing import doing, runs  # noqa: PLC0415
    from tests.oversight import world  # noqa: PLC0415

    clerk = bureau.actors["clerk"]  # type: ignore[attr-defined]
    path = folder / "large.xlsx"
    workbook(path)
    run = runs.upload(
        actor=clerk,
        kind="subjects",
        owner_id=bureau.sections[world.SECTIONS[0]].pk,  # type: ignore[attr-defined]
        name=path.name,
        chunks=chunks(path),
        at=TODAY,
    )
    read = timed(lambda: doing.read(actor=clerk, run_id=run.pk))
    runs.begin_writing(actor=clerk, run_id=run.pk)
    write = timed(lambda: doing.write(actor=clerk, run_id=run.pk, at=TODAY))
    run.refresh_from_db()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    told = f"{run.get_state_display()} {run.counts}"
    print(f"{FILE_ROWS:,} rows: preview {read:.0f} s, write {write:.0f} s, peak {peak} MB, {told}")


def workbook(path: Path) -> None:
    """Write the large workbook."""
    import xlsxwriter  # noqa: PLC0415

    from tests.oversight.world import code  # noqa: PLC0415 - needs the settings

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("单位名称", "社会信用代码", "经营地址", "街道", "诚信等级"))
    for number in range(FILE_ROWS):
        row = (
            f"青禾区第{number}建筑劳务有限公司",
            code(number),
            f"柳河镇示例路{number % 999}号",
            "柳河镇",
            "A",
        )
        for place, cell in enumerate(row):
            sheet.write_string(number + 1, place, cell)
    book.close()


def chunks(path: Path) -> Iterator[bytes]:
    """Read a file piece by piece."""
    with path.open("rb") as file:
        while chunk := file.read(2**20):
            yield chunk


if __name__ == "__main__":
    main()
