"""``witness``: two installations watch each other, by one command on each side (log-v1 3)."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

import django

from oversight import serving

if TYPE_CHECKING:
    from mingqian.log.note import Key

SUBMISSION = "log-witness"
_NO_QUORUM = "quorum none"


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("witness", help="和另一个单位的明签互相见证；两边各执行一次")
    command.add_argument("address", help="对方网站的网址，如 https://host/")
    command.add_argument("--name", required=True, help="对方的简称，不带空格，如 邻县")
    command.add_argument("--operator", required=True, help="操作人姓名（不公开）")
    command.add_argument("--reason", default="互相见证", help="理由（公开）")
    command.add_argument("--home", type=Path, help="数据文件夹")


def run(options: argparse.Namespace) -> int:
    """Follow the other's log, and ask the other to cosign this one; give the exit code.

    Raises:
        DomainError: the other site does not answer as one, or the name or the key cannot be used.
        MingqianError: the file of the witnesses is damaged.
    """
    if options.home:
        os.environ["MINGQIAN_HOME"] = str(options.home.resolve())
    os.environ.setdefault(serving.SETTINGS, "oversight.settings.production")
    django.setup()
    from mingqian.log import note  # noqa: PLC0415 - needs the settings
    from oversight.audit import witness_client  # noqa: PLC0415

    base = options.address.rstrip("/")
    log_key = witness_client.verifier_key(f"{base}/log/vkey", note.ED25519)
    witness_key = witness_client.verifier_key(f"{base}/{SUBMISSION}/vkey", note.COSIGNATURE)
    _follow(options, log_key)
    _ask(options.name, witness_key, f"{base}/{SUBMISSION}")
    print(
        f"已开始见证{options.name}的日志，也请它见证本单位的日志。请打电话和对方逐字核对：\n"
        f"  它的日志公钥 {log_key.vkey}\n  它的见证公钥 {witness_key.vkey}\n"
        "对方也要执行一次这个命令。结果在“互相见证”页，五分钟内应看到“见过”。"
    )
    return 0


def _follow(options: argparse.Namespace, log_key: Key) -> None:
    from oversight.audit.custody import Operator  # noqa: PLC0415 - needs the settings
    from oversight.web import clock  # noqa: PLC0415
    from oversight.witnessing import selectors  # noqa: PLC0415
    from oversight.witnessing.services import following  # noqa: PLC0415

    if selectors.followed_logs().filter(origin=log_key.name, vkey=log_key.vkey).exists():
        return
    following.follow_by_operator(
        operator=Operator(name=options.operator, reason=options.reason),
        title=options.name,
        vkey=log_key.vkey,
        at=clock.now(),
    )


def _ask(name: str, key: Key, address: str) -> None:
    """Put a witness into the site's own policy file; the first one makes the quorum."""
    from django.conf import settings  # noqa: PLC0415 - needs the settings

    from mingqian.log import policy  # noqa: PLC0415
    from mingqian_ceremony import durable_files  # noqa: PLC0415

    path = Path(settings.WITNESS_POLICY)
    lines = path.read_text().splitlines() if path.is_file() else []
    line = f"witness {name} {key.vkey} {address}"
    if line in lines:
        return
    quorum = [row for row in lines if row.startswith("quorum ") and row != _NO_QUORUM]
    rest = [row for row in lines if not row.startswith("quorum ")]
    rows = [*rest, line, *(quorum or [f"quorum {name}"])]
    data = "".join(f"{row}\n" for row in rows).encode()
    policy.parse(data, path.name)
    durable_files.put(path, data)
