"""What a command prints: Chinese for people, JSON for machines; and what its options name."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from mingqian.canonical import Json
from mingqian_ceremony.draw_folder import Folder
from mingqian_ceremony.draw_log import StepContext
from mingqian_ceremony.file_log import FileLog
from mingqian_cli import clock
from mingqian_cli.formatting import moment

FORMAT = "mingqian-cli/1"
LOG = "mingqian-log"


@dataclass(frozen=True, slots=True)
class Console:
    """Prints sentences for people, or JSON for machines."""

    is_json: bool

    def say(self, text: str) -> None:
        """Print for people; nothing with ``--json``."""
        if not self.is_json:
            print(text)

    def tell(self, facts: dict[str, Json]) -> None:
        """Print a JSON object for machines; nothing without ``--json``."""
        if self.is_json:
            print(json.dumps({"format": FORMAT, **facts}, ensure_ascii=False, sort_keys=True))

    def progress(self, what: str, done: int, total: int) -> None:
        """Show on the error stream how far something is."""
        if not self.is_json and sys.stderr.isatty():
            end = "\n" if done >= total else ""
            sys.stderr.write(f"\r{what} {done} / {total}{end}")
            sys.stderr.flush()


def console_of(args: argparse.Namespace) -> Console:
    """Make the console of a command."""
    return Console(args.json)


def folder(args: argparse.Namespace) -> Folder:
    """Give the draw folder of a command."""
    return Folder(path=Path(args.folder))


def log_folder(args: argparse.Namespace) -> Path:
    """Give the log folder: the one named, else that beside the draw folder."""
    if args.log:
        return Path(args.log)
    return Path(args.folder).resolve().parent / LOG if "folder" in args else Path(LOG)


def step_context(args: argparse.Namespace) -> StepContext:
    """Say who acts, when, and in which log; a time given by hand is announced."""
    if args.at is not None:
        console_of(args).say(f"注意：时间由 --at 指定为 {moment(clock.now(args.at))}，仅供演练")
    return StepContext(book=FileLog(log_folder(args)), at=clock.now(args.at), role=args.role)
