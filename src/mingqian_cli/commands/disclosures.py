"""``verify-disclosure``: a published record, alone or against the log (spec disclosure-v1 6)."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from mingqian import canonical, disclosure, disclosure_log
from mingqian.disclosure import Disclosed
from mingqian.disclosure_log import Standing
from mingqian_ceremony import durable_files
from mingqian_ceremony.file_log import FileLog
from mingqian_cli import formatting
from mingqian_cli.commands.console import Console, console_of


def check(args: argparse.Namespace) -> int:
    """Verify a published record; with a log also that it was approved and not withdrawn.

    Raises:
        MingqianError: it does not verify.
    """
    console = console_of(args)
    path = Path(args.file)
    data = durable_files.read(path, "公开记录")
    disclosed = disclosure.verify_opening(data, path.name)
    reasons = disclosure.parse_opening(data, path.name).withheld
    standing = None if args.log is None else _standing(disclosed, Path(args.log))
    _say(disclosed, reasons, standing, console)
    console.tell(
        {
            "command": "verify-disclosure",
            "kind": disclosed.record.kind,
            "number": disclosed.record.number,
            "version": disclosed.record.version,
            "digest": disclosed.digest,
            "opened": dict(disclosed.opened),
            "withheld": dict(reasons),
            "index": None if standing is None else standing.index,
            "later_version": None if standing is None else standing.later_version,
        }
    )
    return 0


def _standing(disclosed: Disclosed, folder: Path) -> Standing:
    return disclosure_log.standing(
        disclosed, (logged.entry for logged in FileLog(folder).entries())
    )


def _say(
    disclosed: Disclosed,
    reasons: Mapping[str, str],
    standing: Standing | None,
    console: Console,
) -> None:
    record = disclosed.record
    console.say(f"{record.number} 第 {record.version} 版，封存摘要：")
    console.say(f"  {formatting.grouped(disclosed.digest)}")
    for name, value in disclosed.opened.items():
        console.say(f"✓ {name}：{canonical.write(value).decode()}")
    for name, reason in reasons.items():
        console.say(f"… {name}：不公开({reason})，已封存")
    if standing is None:
        console.say("公开的各项与封存时一样。没有给日志(--log)，未核对它是否经过批准。")
        return
    console.say(f"日志第 {standing.index} 条批准了这条记录({standing.at})。")
    if standing.later_version is not None:
        console.say(f"！后来有第 {standing.later_version} 版更正，请看新的一版。")
    if standing.withdrawn_at is not None:
        console.say(f"！已在 {standing.withdrawn_at} 撤下，内容不再公开。")
