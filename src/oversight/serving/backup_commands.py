"""``./dev backup`` and ``./dev restore``: what an operator does without the pages."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import django

from oversight import serving
from oversight.backups import restoring
from oversight.backups.restoring import Restored

COMMANDS = ("backup", "restore")


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands to the parser."""
    backup = commands.add_parser("backup", help="现在备份一次")
    backup.add_argument("--home", type=Path, help="数据文件夹")
    backup.add_argument("--rehearse", action="store_true", help="备份以后马上演练恢复")
    restore = commands.add_parser("restore", help="把一份备份恢复到空文件夹")
    restore.add_argument("file", type=Path, help="备份文件（.tar.age）")
    restore.add_argument(
        "--identity", type=Path, required=True, help="一个文本文件，里面是保险柜里那把钥匙"
    )
    restore.add_argument("--home", type=Path, required=True, help="恢复到哪里：还没有的文件夹")
    restore.add_argument(
        "--database", default="", help="PostgreSQL 的空数据库：postgresql://用户:口令@主机/库名"
    )


def run(options: argparse.Namespace) -> int:
    """Run a command and give its exit code.

    Raises:
        DomainError: it cannot be done; the text says why and what to do next.
    """
    return _restore(options) if options.command == "restore" else _back_up(options)


def _back_up(options: argparse.Namespace) -> int:
    if options.home:
        os.environ["MINGQIAN_HOME"] = str(options.home.resolve())
    os.environ.setdefault(serving.SETTINGS, "oversight.settings.production")
    django.setup()
    from oversight.backups import places  # noqa: PLC0415 - needs the settings
    from oversight.backups.services import making, rehearsing  # noqa: PLC0415
    from oversight.web import clock  # noqa: PLC0415

    if not options.rehearse:
        backup = making.make(at=clock.now())
        print(f"已备份：{places.own_folder() / backup.name}")
        return 0
    rehearsal = rehearsing.make_and_rehearse(at=clock.now())
    print(f"已备份：{places.own_folder() / rehearsal.backup.name}；演练恢复：")
    for row in rehearsal.findings.all():
        print(f"  {'一样' if row.is_same else '不一样'}　{row.subject}：{row.restored}")
    return 0 if rehearsal.has_passed else 1


def _restore(options: argparse.Namespace) -> int:
    home = options.home.resolve()
    restored = restoring.unpack(options.file, home, restoring.read_identity(options.identity))
    print(f"已恢复到 {home}：{restored.count} 个文件，逐个摘要一样；备份于 {restored.made_at}")
    _bring_to_life(restored, options.database)
    again = f"MINGQIAN_DATABASE={options.database} " if options.database else ""
    print("接着逐条核对留痕和数据库，再启动：")
    print(f"  {again}./dev run -m oversight fsck --home {home}")
    print(f"  {again}./dev serve --home {home}")
    return 0


def _bring_to_life(restored: Restored, address: str) -> None:
    """Restore a PostgreSQL dump; an SQLite database is already where it belongs.

    Raises:
        DomainError: the backup and the database do not go together.
    """
    from oversight.backups import rules  # noqa: PLC0415
    from oversight.common.errors import DomainError  # noqa: PLC0415

    is_dump = restored.database.name == rules.POSTGRES_MEMBER
    if is_dump != bool(address):
        raise DomainError(
            "这份备份是 PostgreSQL 的：请用 --database 给一个空数据库"
            if is_dump
            else "这份备份是 SQLite 的，数据库已在文件夹里；不要写 --database"
        )
    if is_dump:
        from oversight.backups import dumps  # noqa: PLC0415
        from oversight.settings import environment  # noqa: PLC0415

        dumps.restore(restored.database, environment.database(address, restored.folder))
        restored.database.unlink()
