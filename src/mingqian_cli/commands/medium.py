"""``medium``: what the supervisor checks on an own machine, before t0 (spec draw-v1 3.5)."""

from __future__ import annotations

import argparse
from pathlib import Path

from mingqian import canonical, manifest, roster, seed
from mingqian.errors import FormatError, RefusedError
from mingqian.log import entry
from mingqian_ceremony import durable_files, zip_archive
from mingqian_cli import formatting
from mingqian_cli.commands.console import console_of
from mingqian_cli.error_words import OWN

SECRET = "secret"  # noqa: S105 - a file's name


def check(args: argparse.Namespace) -> int:
    """Check manifest, rosters and secret of a sealed draw against the commitment in the log.

    Raises:
        RefusedError: something is not what was committed.
        FormatError: a file is missing or malformed.
    """
    console = console_of(args)
    files = zip_archive.read(Path(args.medium))
    for name in (manifest.FILE, SECRET, *roster.NAMES):
        if name not in files:
            raise FormatError(OWN, problem="材料里没有这个文件；请重新取一份", file=name)
    sealed = manifest.read(files[manifest.FILE])
    expected = _commitment(args)
    if sealed.commitment != expected:
        raise RefusedError(
            OWN,
            problem=f"清单的封存码是 {sealed.commitment}，日志里是 {expected}；材料不是这一次的",
        )
    for file in sealed.files:
        if canonical.digest(files[file.name]) != file.sha256:
            raise RefusedError(
                OWN, problem=f"{file.name} 与清单登记的摘要不一样；材料被改过或不完整"
            )
    manifest.require_declared(sealed, roster.read(files))
    _require_secret(sealed, files[SECRET].decode(errors="replace").strip())
    console.say(f"封存码 {formatting.grouped(sealed.commitment)}，与日志一样。")
    console.say("四份名单与清单一样，密数与清单的承诺一样。请妥善保管，开封以前不要给任何人。")
    console.tell({"command": "medium", "draw": sealed.draw, "commitment": sealed.commitment})
    return 0


def _commitment(args: argparse.Namespace) -> str:
    """Take the commitment as copied down, or out of the log's entry as it was published."""
    if args.entry is None:
        return str(args.commitment)
    logged = entry.parse(durable_files.read(Path(args.entry), "日志记录"), Path(args.entry).name)
    if logged.type != "draw.sealed":
        raise RefusedError(OWN, problem=f"{args.entry} 不是封存的记录，是 {logged.type}")
    return str(logged.public.get("commitment"))


def _require_secret(sealed: manifest.Manifest, secret: str) -> None:
    if sealed.secret_commitment is None:
        raise RefusedError(OWN, problem="这次抽取是公开方式，没有密数")
    if seed.commit_secret(sealed.draw, secret) != sealed.secret_commitment:
        raise RefusedError(OWN, problem="密数与清单的承诺不一样；凭它到时开不了封，请当场要求更正")
