"""A directory of a million subjects: the page as filtered and searched, on SQLite or PostgreSQL.

python -m bench.pages
python scripts/postgres.py python -m bench.pages --rows 1000000

Ratios are to the plain first page in the same run.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MOST = 0.3  # seconds that anybody should wait
_PLACES = ("城关街道", "柳河镇", "白塔镇", "东山乡", "石桥镇", "红旗街道", "高新区", "西郊乡")
_TRADES = ("食品", "建材", "机械", "服装", "商贸", "物流", "餐饮管理", "信息技术", "电子", "农业")
_SIGNS = "鑫宏瑞泰安盛达恒丰华顺源隆兴永康福祥云天海龙金凤玉林东方明亮新建"
_TIMES = 5
ASKED = {
    "first page": "",
    "page 200": "page=200",
    "by name": "sort=name",
    "by visit": "sort=visited",
    "latest": "sort=-id",
    "region": "region=柳河镇",
    "industry": "industry=建材业",
    "kind": "kind=企业",
    "rare kind": "kind=机关",
    "state": "state=存续",
    "rare state": "state=吊销",
    "grade": "grade=A",
    "risk": "risk=D",
    "label": "label=重点监管",
    "visited once": "visits=1",
    "not this year": "visits=0",
    "never": "never=1",
    "bad code": "health=bad_code",
    "same name": "health=same_name",
    "no address": "health=no_address",
    "no contact": "health=no_contact",
    "closed": "health=closed",
    "stale": "health=stale",
    "delisted": "listed=0",
    "region, grade": "region=柳河镇&grade=A",
    "two characters": "q=鑫宏",
    "three characters": "q=鑫宏瑞",
    "one character": "q=鑫",
    "very common word": "q=有限公司",
    "common and rare": "q=有限公司 鑫宏瑞",
    "no such word": "q=龘龘",
    "initials": "q=xhr",
    "common initials": "q=yxgs",
    "code prefix": "q=91990107MA00",
    "whole code": "q={code}",
    "word, region": "q=建材&region=柳河镇",
}


def main() -> None:
    """Fill a directory and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows: int = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        begin(Path(folder))
        client = filled(rows)
        measure(client)


def begin(folder: Path) -> None:
    """Start the platform with an empty database in a folder, or in TEST_DATABASE_URL."""
    os.environ["MINGQIAN_TEST_HOME"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "oversight.settings.test"
    import django  # noqa: PLC0415 - needs the settings

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from oversight.audit import publication  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    publication.init("bench.example/log")


def filled(rows: int) -> Any:  # noqa: ANN401 - Django's client, imported late
    """Put subjects into one bureau; give a client that is signed in."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from oversight.registry.models import Facet, Subject  # noqa: PLC0415
    from tests.support import platform_factory  # noqa: PLC0415

    bureau = platform_factory.bureau("青禾区人力资源和社会保障局", "own")
    before = time.perf_counter()
    made = _subjects(bureau, rows)
    while batch := [one for _, one in zip(range(5000), made, strict=False)]:
        Subject.objects.bulk_create(batch, batch_size=500)
    for field, values in (("region", _PLACES), ("industry", [f"{one}业" for one in _TRADES])):
        for value in values:
            Facet.objects.create(bureau=bureau.organisation, field=field, value=value)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{rows:,} subjects on {connection.vendor} in {time.perf_counter() - before:.0f} s")
    client = Client(headers={"host": "localhost"})
    told = {"username": bureau.actors["clerk"].username, "password": platform_factory.PASSWORD}
    if client.post("/sign-in/", told).status_code != 302:
        raise SystemExit("cannot sign in")
    return client


def measure(client: Any) -> None:  # noqa: ANN401
    """Print the median of some requests for each question, and what is slower than it may be."""
    from tests.support import platform_factory  # noqa: PLC0415

    print(f"{'asked':<20}{'median ms':>10}{'worst ms':>10}{'ratio':>8}")
    first, slow = 0.0, []
    client.get("/office/subjects/")
    for name, query in ASKED.items():
        address = "/office/subjects/?" + query.format(code=platform_factory.code(77))
        taken = []
        for _ in range(_TIMES):
            before = time.perf_counter()
            response = client.get(address)
            taken.append(time.perf_counter() - before)
            if response.status_code != 200:
                raise SystemExit(f"{name}: {response.status_code}")
        median = statistics.median(taken)
        first = first or median
        if median > MOST:
            slow.append(name)
        print(
            f"{name:<20}{median * 1000:10.0f}{max(taken) * 1000:10.0f}{median / first:8.1f}",
            flush=True,
        )
    print("slower than it may be:", "、".join(slow) or "nothing")


def name_of(number: int) -> str:
    """Make a name; many share their words, few the whole."""
    size = len(_SIGNS)
    sign = _SIGNS[number % size] + _SIGNS[number * 7 // size % size] + _SIGNS[number // 911 % size]
    return f"青禾区{sign}{_TRADES[number // 3 % len(_TRADES)]}有限公司"


def _subjects(bureau: Any, rows: int) -> Iterator[Any]:  # noqa: ANN401
    from oversight.registry.models import Subject  # noqa: PLC0415
    from oversight.registry.rules import subjects as rules  # noqa: PLC0415
    from oversight.registry.services import subjects as services  # noqa: PLC0415
    from tests.support import platform_factory  # noqa: PLC0415

    owners = [one.pk for one in bureau.sections.values()]
    for n in range(rows):
        name, place = name_of(n), _PLACES[n // 5 % len(_PLACES)]
        address = "" if n % 500 == 0 else f"{place}建设路{n % 999}号"
        labels = ["重点监管"] if n % 300 == 0 else []
        letters = services.initials(name)
        yield Subject(
            bureau_id=bureau.organisation.pk, owner_id=owners[n % 2], code=platform_factory.code(n),
            code_is_valid=n % 5000 != 0, name=name, address=address, region=place,
            kind="机关" if n % 10_000 == 0 else ("个体工商户" if n % 3 == 0 else "企业"),
            industry=f"{_TRADES[n % len(_TRADES)]}业", contact="" if n % 50 else "王岚",
            state="吊销" if n % 700 == 0 else "存续", grade="ABC"[n % 3], risk="ABCD"[n % 4],
            labels=f"|{labels[0]}|" if labels else "", is_listed=n % 900 != 0,
            since=platform_factory.NOON, entry=0,
            last_visited_on=platform_factory.NOON.date() if n % 20 == 0 else None,
            visit_year=platform_factory.NOON.year if n % 20 == 0 else 0,
            visit_count=int(n % 20 == 0),
            initials=letters, tokens=rules.tokens(name, address, letters, labels),
        )  # fmt: skip


if __name__ == "__main__":
    main()
