"""Preparing the site's folder and running it: the first start makes everything it needs."""

from __future__ import annotations

from pathlib import Path

from mingqian import __version__
from mingqian_ceremony import durable_files, entropy

SETTINGS = "DJANGO_SETTINGS_MODULE"
SETUP_WORD = "setup-word"
SECRET_KEY = "secret-key"  # noqa: S105 - a file's name


def prepare_folder(home: Path) -> None:
    """Make the folder with its secret key and the word for the very first page, once."""
    keys = home / "keys"
    for name, value in ((SECRET_KEY, entropy.secret()), (SETUP_WORD, entropy.witness_value())):
        if not (keys / name).is_file():
            durable_files.put(keys / name, f"{value}\n".encode(), is_private=True)


def prepare_database(origin: str) -> None:
    """Bring the database up to date and make the log; Django must be set up before."""
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings

    from oversight.audit import publication  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    publication.init(origin)


def begin() -> list[str]:
    """Write out what a crash left, check the end of the log, note the start; say how it is."""
    from oversight.accounts.models import Organisation  # noqa: PLC0415 - needs the settings
    from oversight.audit import publication, selectors, services  # noqa: PLC0415
    from oversight.registry.services import books  # noqa: PLC0415
    from oversight.web import clock  # noqa: PLC0415

    services.write_out()
    finding = list(selectors.fsck(is_whole=False))[-1]
    now = clock.now()
    for bureau in Organisation.objects.filter(kind=Organisation.BUREAU, ended_at=None):
        books.stock(bureau_id=bureau.pk, at=now)
    services.note_start(program=f"mingqian {__version__}", at=now)
    if finding.problem:
        return [f"留痕校验不一样：{finding.problem}", "请保留现场，不要继续使用，并告诉监督部门。"]
    publication.keep(now.date())
    return [f"留痕 {finding.size} 条，与链头一样。"]
