"""Preparing the site's folder and running it: the first start makes everything it needs."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from mingqian import __version__
from mingqian_ceremony import durable_files, entropy

SETTINGS = "DJANGO_SETTINGS_MODULE"
SETUP_TOKEN = "setup-word"  # noqa: S105 - a file's name
SECRET_KEY = "secret-key"  # noqa: S105 - a file's name
PERSONAL_KEYS = "personal-data"
_OWN, _OTHERS = 0o700, 0o077


def keep_private(home: Path) -> list[str]:
    """Close the folder to other users of the machine; give the sentences on what was open.

    Raises:
        PermissionError: something in it belongs to somebody else and stands open.
    """
    os.umask(_OTHERS)
    if os.name == "nt":  # there, who may read is inherited from the folder above
        return []
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    open_paths = [path for path in (home, *sorted(home.rglob("*"))) if _is_open(path)]
    for path in open_paths:
        try:
            path.chmod(path.stat().st_mode & _OWN)
        except PermissionError:
            raise PermissionError(
                f"{path} 别的用户也能读，又不属于运行本程序的用户，改不了权限；"
                f"请用系统管理员身份执行 chown -R 和 chmod -R go= {home} 后再启动"
            ) from None
    return (
        [f"{home} 里有 {len(open_paths)} 个文件别的用户能读，已改为只有本程序能读。"]
        if open_paths
        else []
    )


def _is_open(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:  # it was on its way to another name
        return False
    return not stat.S_ISLNK(mode) and bool(mode & _OTHERS)


_MOST_DIFFERENCES = 5


def prepare_folder(home: Path) -> None:
    """Make the folder, its keys and the token of the initial set-up, if missing."""
    keys = home / "keys"
    _prepare_personal_keys(keys)
    for name, value in ((SECRET_KEY, entropy.secret()), (SETUP_TOKEN, entropy.witness_value())):
        if not (keys / name).is_file():
            durable_files.put(keys / name, f"{value}\n".encode(), is_private=True)


def _prepare_personal_keys(keys: Path) -> None:
    """Make the keys of the personal data of a new site; a lost file is never made anew."""
    from oversight.common import personal_keys  # noqa: PLC0415 - needs the installed packages

    if not (keys / SECRET_KEY).is_file() and not (keys / PERSONAL_KEYS).is_file():
        text = personal_keys.new_keys(entropy.secret()).written()
        durable_files.put(keys / PERSONAL_KEYS, text.encode(), is_private=True)


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
    """Publish pending entries, compare log and database, record the start; give the findings."""
    from oversight.accounts.models import Organisation  # noqa: PLC0415 - needs the settings
    from oversight.audit import head_copy, publication, reconciliation, services  # noqa: PLC0415
    from oversight.audit.selectors import Run  # noqa: PLC0415
    from oversight.regulations import services as regulation_services  # noqa: PLC0415
    from oversight.web import clock  # noqa: PLC0415
    from oversight.witnessing.services import keys  # noqa: PLC0415

    services.publish_pending()
    now = clock.now()
    keys.prepare(at=now)
    reconciliation.abandon()
    for _ in reconciliation.run(is_whole=False, at=now):
        pass
    run = Run.objects.all()[0]
    for bureau in Organisation.objects.filter(kind=Organisation.BUREAU, ended_at=None):
        regulation_services.install_defaults(bureau_id=bureau.pk, at=now)
    services.record_start(program=f"mingqian {__version__}", at=now)
    lines = [f"留痕 {run.size} 条，从第 {run.first} 条起和日志、抽取结果核对过：一样。"]
    if run.count:
        lines = [
            f"留痕和数据库有 {run.count} 处不一样：",
            *(f"  {line}" for line in reconciliation.standing_sentences(_MOST_DIFFERENCES)),
            "请保留现场，告诉监督部门；监督和系统管理员的工作台上有全部清单。",
        ]
    else:
        publication.archive_checkpoint(now.date())
    copy_problem = head_copy.problem(publication.newest().size)
    return [*lines, *([f"{copy_problem}。"] if copy_problem else [])]
