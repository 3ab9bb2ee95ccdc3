"""Preparing the site's folder and running it: the first start makes everything it needs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mingqian import __version__
from mingqian_ceremony import durable_files, entropy

SETTINGS = "DJANGO_SETTINGS_MODULE"
SETUP_WORD = "setup-word"
SECRET_KEY = "secret-key"  # noqa: S105 - a file's name
THREADS = 8
_SHOWN = 5


def prepare_folder(home: Path) -> None:
    """Make the folder with its secret key and the word for the very first page, once."""
    keys = home / "keys"
    for name, value in ((SECRET_KEY, entropy.secret()), (SETUP_WORD, entropy.witness_value())):
        if not (keys / name).is_file():
            durable_files.put(keys / name, f"{value}\n".encode(), is_private=True)


def prepare_database(origin: str) -> None:
    """Bring the database up to date and make the log; Django must be set up before.

    Raises:
        DomainError: the log or its key is lost, or an old backup was restored.
        MingqianError: the log is another one, or damaged.
    """
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings

    from oversight.audit import custody  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    custody.prepare(origin)


def begin() -> list[str]:
    """Write out what a crash left, check the end of the log, note the start; say how it is."""
    from oversight.accounts.models import Organisation  # noqa: PLC0415 - needs the settings
    from oversight.audit import head_copy, publication, reconciliation, services  # noqa: PLC0415
    from oversight.audit.selectors import Run  # noqa: PLC0415
    from oversight.registry.services import books  # noqa: PLC0415
    from oversight.web import clock  # noqa: PLC0415

    services.write_out()
    now = clock.now()
    reconciliation.abandon()
    for _ in reconciliation.run(is_whole=False, at=now):
        pass
    run = Run.objects.all()[0]
    for bureau in Organisation.objects.filter(kind=Organisation.BUREAU, ended_at=None):
        books.stock(bureau_id=bureau.pk, at=now)
    services.note_start(program=f"mingqian {__version__}", at=now)
    lines = [f"留痕 {run.size} 条，从第 {run.first} 条起和日志、抽取结果核对过：一样。"]
    if run.count:
        lines = [
            f"留痕和数据库有 {run.count} 处不一样：",
            *(f"  {one}" for one in reconciliation.told(_SHOWN)),
            "请保留现场，告诉监督部门；监督和系统管理员的工作台上有全部清单。",
        ]
    else:
        publication.keep(now.date())
    untold = head_copy.problem(publication.newest().size)
    return [*lines, *([f"{untold}。"] if untold else [])]


@contextmanager
def worker() -> Iterator[None]:
    """Run the worker beside the pages, and end it with them."""
    command = [sys.executable, "-m", "oversight", "work"]
    process = subprocess.Popen(command, env=os.environ.copy())  # noqa: S603 - ourselves
    # A polite end must reach the worker too; by default it would only end the pages.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def run(host: str, port: int) -> None:
    """Answer requests until somebody stops the program."""
    from waitress import serve  # noqa: PLC0415 - needs the settings

    from oversight.wsgi import application  # noqa: PLC0415

    serve(
        application,
        host=host,
        port=port,
        threads=THREADS,
        ident="mingqian",
        clear_untrusted_proxy_headers=True,
    )
