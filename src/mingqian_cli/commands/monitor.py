"""``mingqian monitor``: follow a bureau's log from outside; for each thing one alarm, once."""

from __future__ import annotations

import argparse
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from mingqian.errors import FormatError, RefusedError
from mingqian.log import note
from mingqian_ceremony import durable_files
from mingqian_cli import clock, monitor_state
from mingqian_cli.alarms import Mail, shown
from mingqian_cli.commands.console import Console, console_of
from mingqian_cli.error_words import OWN, sentence_of
from mingqian_cli.monitor_state import State
from mingqian_cli.monitoring import Look

NEW_ALARMS = 1
UNREAD = 2
_SMTP_PORT = 25


def monitor(args: argparse.Namespace) -> int:
    """Look again and again, or once: 0 nothing new, 1 new alarms, 2 the log could not be read."""
    console, mail = console_of(args), _mail(args)
    folder = Path(args.state or f"mingqian-monitor-{urlsplit(args.address).netloc or 'site'}")
    durable_files.make_folder(folder)
    state = monitor_state.load(folder, args.address)
    _know_key(state, args.vkey, console)
    signal.signal(signal.SIGTERM, _interrupt)
    while True:
        code = _look(state, folder, console, mail, args.at)
        if args.once:
            return code
        clock.wait(args.interval)


def _look(state: State, folder: Path, console: Console, mail: Mail | None, at: str | None) -> int:
    known, was_known = len(state.alarms), bool(state.vkey)
    look = Look(state=state, folder=folder, at=clock.now(at), progress=console.progress)
    is_read = look.run()
    if state.vkey and not was_known:
        console.say(f"日志公钥是网站自己给的，请与纪要、凭条上的核对：{state.vkey}")
    for alarm in state.alarms[known:]:
        console.say(f"✕ {shown(alarm.at)}  {alarm.text}")
        console.tell({"command": "monitor", "alarm": {**asdict(alarm)}})
    if mail is not None:
        _send(state, folder, mail)
    size = state.position.frontier.size
    if not is_read:
        print(f"✕ {shown(look.at)} 这一次读不到日志", file=sys.stderr)
    elif len(state.alarms) == known:
        console.say(f"✓ {shown(look.at)} 日志 {size} 条，是以前的延续，没有新的警报")
    console.tell(
        {
            "command": "monitor",
            "at": look.at,
            "is_read": is_read,
            "size": size,
            "new": len(state.alarms) - known,
            "all": len(state.alarms),
        }
    )
    if len(state.alarms) > known:
        return NEW_ALARMS
    return 0 if is_read else UNREAD


def _send(state: State, folder: Path, mail: Mail) -> None:
    """Mail the alarms that have not been mailed; what is not taken is sent at the next look."""
    waiting = [alarm for alarm in state.alarms if alarm.key in state.unsent]
    if not waiting:
        return
    try:
        mail.send(waiting, state.origin)
    except RefusedError as error:
        print(f"✕ {sentence_of(error)}", file=sys.stderr)
        return
    state.unsent = []
    state.save(folder)


def _know_key(state: State, vkey: str | None, console: Console) -> None:
    """Hold the log to the key that the person gave, or that was kept from the first look."""
    if vkey is None:
        return
    note.parse_vkey(vkey, "--vkey")
    if state.vkey and state.vkey != vkey:
        console.say("--vkey 和状态文件夹里记着的公钥不一样；仍用记着的，它是一路核对过来的")
        return
    state.vkey = vkey


def _mail(args: argparse.Namespace) -> Mail | None:
    if not args.mail_to:
        return None
    host, _, port = (args.smtp or "localhost").rpartition(":")
    if not host:
        host, port = port, str(_SMTP_PORT)
    if not port.isdecimal():
        raise FormatError(OWN, problem=f"--smtp {args.smtp} 应写作 主机:端口")
    sender = args.mail_from or args.mail_to[0]
    return Mail(receivers=tuple(args.mail_to), sender=sender, host=host, port=int(port))


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
