"""A site that is written to, backed up, tried out and restored by programs that may be killed.

python site_program.py prepare · key · write N · backup · rehearse · counts
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import django

IDENTITY = "AGE-SECRET-KEY-15JP3KAUP8C35C43WYD0FXQTW8PRG2VFGXW2M09EHSDD6D4GGPCWSY74PR4"


def main(words: list[str]) -> None:
    django.setup()
    acts: dict[str, Callable[..., None]] = {
        "prepare": prepare,
        "key": key,
        "write": write,
        "backup": backup,
        "rehearse": rehearse,
        "counts": counts,
    }
    acts[words[0]](*words[1:])


def prepare() -> None:
    from oversight import serving  # noqa: PLC0415
    from tests.support import platform_factory  # noqa: PLC0415

    serving.prepare_database("tests.example/log")
    platform_factory.bureau("青禾区人力资源和社会保障局", "own")


def key() -> None:
    from pyrage import x25519  # noqa: PLC0415

    from oversight.audit.services import PROGRAM  # noqa: PLC0415
    from oversight.backups.services import making  # noqa: PLC0415
    from tests.support.platform_factory import NOON  # noqa: PLC0415

    public = str(x25519.Identity.from_str(IDENTITY).to_public())
    making.set_recipient(public_key=public, author=PROGRAM, at=NOON)


def write(count: str) -> None:
    """Append to the log without end, or so often; each line that is printed is acknowledged."""
    from oversight.audit import services  # noqa: PLC0415
    from tests.support.platform_factory import NOON  # noqa: PLC0415

    for number in range(int(count)):
        services.record_start(program=f"test {number}", at=NOON)
        print(number, flush=True)  # noqa: T201


def backup() -> None:
    from oversight.backups.services import making  # noqa: PLC0415
    from oversight.web import clock  # noqa: PLC0415

    print(making.make(at=clock.now()).name, flush=True)  # noqa: T201


def rehearse() -> None:
    from oversight.backups.services import rehearsing  # noqa: PLC0415
    from oversight.web import clock  # noqa: PLC0415

    rehearsal = rehearsing.make_and_rehearse(at=clock.now())
    for row in rehearsal.findings.all():
        print(row.is_same, row.subject, row.expected, row.restored)  # noqa: T201


def counts() -> None:
    from oversight.audit import selectors  # noqa: PLC0415
    from oversight.backups.models import Backup  # noqa: PLC0415

    print(selectors.size(), *[row.state for row in Backup.objects.order_by("pk")])  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
