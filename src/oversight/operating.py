"""What an operator does by hand: check everything, change the log's key, go on after a restore."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import django

from mingqian_ceremony import durable_files, entropy
from oversight import serving

if TYPE_CHECKING:
    from oversight.audit.custody import Operator

_INTERRUPTED = 130
_CONFIRMED = {
    "rotate": "--yes-sign-with-a-new-key",
    "restore": "--yes-entries-may-be-missing",
}


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the operator's commands to the parser."""
    fsck = commands.add_parser("fsck", help="逐条核对留痕、数据库和抽取结果")
    fsck.add_argument("--recent", action="store_true", help="只核对上次核对以后的")
    key = commands.add_parser("log-key", help="更换日志密钥，或从备份恢复后继续")
    acts = key.add_subparsers(dest="act", required=True)
    rotate = acts.add_parser("rotate", help="换一把日志密钥")
    rotate.add_argument("--old-key-is-lost", action="store_true", help="旧私钥找不回来")
    rotate.add_argument("--origin", default="", help="日志名称，只在整个日志文件夹丢失时要写")
    restore = acts.add_parser("restore", help="恢复了旧的备份，写明以后继续")
    erase = commands.add_parser("erase", help="依法去掉一条留痕的非公开部分")
    erase.add_argument("index", type=int, help="第几条")
    for subcommand in (rotate, restore, erase):
        subcommand.add_argument("--operator", required=True, help="操作人姓名（不公开）")
        subcommand.add_argument("--reason", required=True, help="理由（公开）")
    for subcommand, name in ((rotate, "rotate"), (restore, "restore")):
        subcommand.add_argument(_CONFIRMED[name], action="store_true", dest="is_confirmed")
    rescue = commands.add_parser("rescue", help="没有人能解除时，重设一个账号的口令和动态码")
    rescue.add_argument("username", help="账号")
    personal = commands.add_parser("personal-key", help="换一把加密个人信息的密钥，先停下网站")
    for subcommand in (fsck, rotate, restore, erase, rescue, personal):
        subcommand.add_argument("--home", type=Path, help="数据文件夹")


def run(options: argparse.Namespace) -> int:
    """Run an operator's command and give its exit code.

    Raises:
        DomainError: it cannot be done; the text says why and what to do next.
        MingqianError: the log's files are damaged.
    """
    if options.home:
        os.environ["MINGQIAN_HOME"] = str(options.home.resolve())
    os.environ.setdefault(serving.SETTINGS, "oversight.settings.production")
    django.setup()
    if options.command == "fsck":
        return _fsck(is_whole=not options.recent)
    if options.command == "rescue":
        return _rescue(options.username)
    if options.command == "personal-key":
        return _personal_key()
    return _erase(options) if options.command == "erase" else _log_key(options)


def _fsck(*, is_whole: bool) -> int:
    """Compare the log with the database; give 0 (same), 1 (differences) or 130 (interrupted)."""
    from oversight.audit import reconciliation  # noqa: PLC0415 - needs the settings
    from oversight.audit.selectors import Run  # noqa: PLC0415
    from oversight.web import clock  # noqa: PLC0415

    try:
        for progress in reconciliation.run(is_whole=is_whole, at=clock.now()):
            print(
                f"\r{progress.step}：已核对 {progress.done} / {progress.total}　",
                end="",
                flush=True,
            )
    except KeyboardInterrupt:
        print("\n停下了，没有核对完；下次从头来。")
        return _INTERRUPTED
    print()
    newest = Run.objects.all()[0]
    for line in reconciliation.standing_sentences(newest.count) if newest.count else ():
        print(f"  {line}")
    if newest.count:
        print(f"不一样：{newest.count} 处")
        return 1
    print(f"一样：留痕 {newest.size} 条，账号、计划、抽取、任务和文件都与它相符")
    return 0


def _rescue(username: str) -> int:
    """Reset password and second factor of an account, and record it in the public log."""
    from oversight.accounts.services import appointments  # noqa: PLC0415 - needs the settings
    from oversight.web import clock  # noqa: PLC0415

    password = entropy.secret()[:16]
    user = appointments.rescue(username=username, password=password, at=clock.now())
    print(f"{user.name}的初始口令是 {password}，第一次登录时必须改；这一步已记入公开的日志")
    return 0


def _personal_key() -> int:
    """Encrypt all personal data under a new key, and forget the old one."""
    from django.conf import settings  # noqa: PLC0415 - needs the settings

    from oversight.common import encrypted_files, personal_fields, personal_keys  # noqa: PLC0415

    path, keys = settings.PERSONAL_KEYS_FILE, settings.PERSONAL_KEYS
    both = replace(keys, keys=(personal_keys.new_key(), *keys.keys))
    durable_files.put(path, both.written().encode(), is_private=True)
    settings.PERSONAL_KEYS = both
    count = personal_fields.rewrite() + encrypted_files.rewrite(Path(settings.UPLOADS))
    only_new = replace(both, keys=both.keys[:1])
    durable_files.put(path, only_new.written().encode(), is_private=True)
    print(f"已用新的密钥重新加密 {count} 条个人信息，旧的密钥不再需要；请备份 {path} 后启动网站。")
    return 0


def _log_key(options: argparse.Namespace) -> int:
    from oversight.audit import custody  # noqa: PLC0415 - needs the settings
    from oversight.draws.services import dating  # noqa: PLC0415
    from oversight.web import clock  # noqa: PLC0415

    if not options.is_confirmed:
        print(f"这一步会公开，也不能撤回；确定要做请加 {_CONFIRMED[options.act]}", file=sys.stderr)
        return 2
    operator = _operator(options)
    if options.act == "restore":
        print(custody.restore(operator=operator, at=clock.now()))
    else:
        vkey = custody.change_key(
            operator=operator,
            is_old_lost=options.old_key_is_lost,
            origin=options.origin,
            at=clock.now(),
        )
        print(f"从现在起用新的密钥签名，验证公钥是\n  {vkey}")
    print(f"重新签了 {dating.sign_again()} 份抽取证明；请把新的公钥告诉见证机构和监督部门。")
    return 0


def _erase(options: argparse.Namespace) -> int:
    from oversight.audit import services  # noqa: PLC0415 - needs the settings
    from oversight.web import clock  # noqa: PLC0415

    operator = _operator(options)
    services.erase(by=operator.author, index=options.index, reason=operator.reason, at=clock.now())
    print(f"第 {options.index} 条的非公开部分已去掉；这件事已记入留痕并公开。")
    return 0


def _operator(options: argparse.Namespace) -> Operator:
    from oversight.audit.custody import Operator  # noqa: PLC0415 - needs the settings

    return Operator(name=options.operator, reason=options.reason)
