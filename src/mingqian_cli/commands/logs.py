"""``mingqian log``: the log of the installation."""

from __future__ import annotations

import argparse
from pathlib import Path

from mingqian.canonical import Json
from mingqian.errors import LogError, RefusedError
from mingqian.log import entry
from mingqian_ceremony import durable_files, file_log
from mingqian_ceremony.file_log import FileLog
from mingqian_cli.commands.console import console_of, log_folder
from mingqian_cli.error_words import OWN, sentence_of


def init(args: argparse.Namespace) -> int:
    """Make the log and its key."""
    vkey = file_log.init(log_folder(args), args.origin)
    console_of(args).say(f"日志在 {log_folder(args)}，公钥(请印在公示网站和纪要上):\n{vkey}")
    console_of(args).tell({"command": "log init", "vkey": vkey})
    return 0


def append(args: argparse.Namespace) -> int:
    """Append an entry from a file, unless the very same one is there."""
    console = console_of(args)
    path = Path(args.entry)
    appended = entry.parse(durable_files.read(path, "记录").removesuffix(b"\n"), path.name)
    if appended.about.kind == "draw":
        raise RefusedError(OWN, problem="抽取的记录由 seal、reveal、hold 等命令写入，不能另外追加")
    book = FileLog(log_folder(args))
    before = book.head().size
    logged = book.append_once(appended, lambda earlier: earlier.entry == appended)
    is_new = logged.index >= before
    word = "已记录" if is_new else "此前已记录，没有改变"
    console.say(f"{word}：第 {logged.index} 条")
    console.tell({"command": "log append", "index": logged.index, "is_new": is_new})
    return 0


def checkpoint(args: argparse.Namespace) -> int:
    """Show the newest checkpoint."""
    head = FileLog(log_folder(args)).head()
    console_of(args).say(head.signed.decode().rstrip("\n"))
    console_of(args).tell({"command": "log checkpoint", "size": head.size, "root": head.root.hex()})
    return 0


def prove(args: argparse.Namespace) -> int:
    """Write the tlog-proof of an entry."""
    console = console_of(args)
    book = FileLog(log_folder(args))
    head = book.head()
    if not 0 <= args.index < head.size:
        raise RefusedError(OWN, problem=f"日志共 {head.size} 条，没有第 {args.index} 条(从 0 数起)")
    proof = book.proof(args.index, head).decode()
    console.say(proof.removesuffix("\n"))
    console.tell({"command": "log prove", "index": args.index, "proof": proof})
    return 0


def fsck(args: argparse.Namespace) -> int:
    """Check the whole log and say in one line what is wrong."""
    console = console_of(args)
    book = FileLog(log_folder(args))
    total = book.head().size
    done = 0
    try:
        for done in book.fsck():
            console.progress("核对", done, total)
    except LogError as error:
        console.say(f"✕ 日志不完整：前 {done} 条无误；{sentence_of(error)}")
        console.tell(
            {"command": "log fsck", "sound": False, "good": done, "problem": sentence_of(error)}
        )
        return 1
    console.say(f"✓ 日志完整：{total} 条，与检查点一样")
    console.tell({"command": "log fsck", "sound": True, "good": total})
    return 0


def show(args: argparse.Namespace) -> int:
    """List the entries."""
    console = console_of(args)
    lines: list[Json] = []
    for logged in FileLog(log_folder(args)).entries():
        record = logged.entry
        console.say(
            f"{logged.index:>6}  {record.at}  {record.type}  {record.about.kind}"
            f" {record.about.number}  {record.by.organisation} {record.by.role}"
        )
        if console.is_json:
            lines.append({"index": logged.index, "type": record.type, "at": record.at})
    console.tell({"command": "log show", "entries": lines})
    return 0
