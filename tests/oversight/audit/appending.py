"""A program that appends to the trail: one of several at once, or one to be killed.

python appending.py prepare · append NAME COUNT · check
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import django

AT = datetime(2026, 3, 18, 4, tzinfo=UTC)


def main(words: list[str]) -> None:
    django.setup()
    if words[0] == "prepare":
        from oversight import serving  # noqa: PLC0415

        serving.prepare_database("tests.example/log")
    elif words[0] == "append":
        append(words[1], int(words[2]))
    else:
        check()


def append(name: str, count: int) -> None:
    from oversight.audit import services  # noqa: PLC0415
    from oversight.audit.services import AuditActor, AuditEvent  # noqa: PLC0415
    from tests.support.audit_events import TEST_DONE  # noqa: PLC0415

    author = AuditActor(organisation="试", role="程序", person=name)
    for number in range(count):
        act = AuditEvent(type=TEST_DONE, number=f"{name}-{number}")
        index = services.record(act, by=author, at=AT)
        # What is printed is acknowledged: it may never be lost.
        print(f"{index} {name}-{number}", flush=True)  # noqa: T201


def check() -> None:
    from oversight.audit import selectors, services  # noqa: PLC0415

    services.publish_pending()
    finding = list(selectors.fsck(is_whole=True))[-1]
    found = selectors.entries(["/"], selectors.AuditQuery()).order_by("index")
    print(finding.size, finding.written, finding.problem or "same")  # noqa: T201
    for entry in found:
        print(entry.index, entry.about_number)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
