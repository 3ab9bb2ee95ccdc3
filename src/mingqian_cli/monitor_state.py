"""What a monitor remembers between two looks: one folder, each file written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from mingqian.errors import FormatError, LogError
from mingqian.log import watching
from mingqian.log.tree import Frontier
from mingqian.log.watching import Watch
from mingqian_ceremony import durable_files
from mingqian_cli import alarms
from mingqian_cli.alarms import Alarm
from mingqian_cli.error_words import OWN

FILE = "state.json"
CHECKPOINT = "checkpoint"
LINES = "alarms.jsonl"
FEED = "alarms.atom"
FORMAT = "mingqian-monitor/1"


@dataclass(slots=True, kw_only=True)
class Position:
    """How far the entries were read: the right edge of the tree, and what they said."""

    frontier: Frontier = field(default_factory=Frontier)
    watch: Watch = field(default_factory=Watch)
    newest: str = ""
    """The time of the last entry."""
    late: list[int] = field(default_factory=list)
    """The first entry since the last look that came late, and how many did."""
    alarms: list[Alarm] = field(default_factory=list)
    """What was wrong with entries that no verified head covers yet."""

    def json(self) -> dict[str, Any]:
        """Write it, to be read again by `position_of`."""
        return {
            "size": self.frontier.size,
            "heads": [head.hex() for head in self.frontier.heads],
            "watch": self.watch.json(),
            "newest": self.newest,
            "late": self.late,
            "alarms": [asdict(alarm) for alarm in self.alarms],
        }


@dataclass(slots=True, kw_only=True)
class State:
    """What is known of a log; ``unfinished`` is how far an interrupted look had read."""

    address: str
    vkey: str = ""
    signed: str = ""
    looked_at: str = ""
    silent_since: str = ""
    position: Position = field(default_factory=Position)
    unfinished: Position | None = None
    published: list[str] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    unsent: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """Give the name of the log, or the address where it is not known yet."""
        return self.vkey.split("+")[0] or self.address

    def add(self, alarm: Alarm) -> bool:
        """Take an alarm, unless it was raised before; tells whether it is new."""
        if any(known.key == alarm.key for known in self.alarms):
            return False
        self.alarms.append(alarm)
        self.unsent.append(alarm.key)
        return True

    def save(self, folder: Path) -> None:
        """Write the state, and from it the list and the feed of the alarms."""
        value = {
            "format": FORMAT,
            "address": self.address,
            "vkey": self.vkey,
            "signed": self.signed,
            "looked_at": self.looked_at,
            "silent_since": self.silent_since,
            "position": self.position.json(),
            "unfinished": None if self.unfinished is None else self.unfinished.json(),
            "published": self.published,
            "alarms": [asdict(alarm) for alarm in self.alarms],
            "unsent": self.unsent,
        }
        durable_files.put(folder / FILE, json.dumps(value, ensure_ascii=False).encode())
        durable_files.put(folder / LINES, alarms.lines(self.alarms))
        feed = alarms.feed(self.alarms, origin=self.origin, updated=self._updated())
        durable_files.put(folder / FEED, feed)
        if self.signed:
            durable_files.put(folder / CHECKPOINT, self.signed.encode())

    def _updated(self) -> str:
        return self.alarms[-1].at if self.alarms else (self.looked_at or "1970-01-01T00:00:00Z")


def load(folder: Path, address: str) -> State:
    """Read the state of a folder; a new one where there is none.

    Raises:
        FormatError: the folder is that of another site, or the state is damaged.
    """
    path = folder / FILE
    if not path.is_file():
        return State(address=address)
    try:
        value = json.loads(path.read_bytes())
        state = _state(value)
    except (ValueError, TypeError, KeyError, LogError):
        raise FormatError(
            OWN, problem=f"{path} 已损坏；请换一个状态文件夹，用其中的 {CHECKPOINT} 另行比较"
        ) from None
    if state.address != address:
        raise FormatError(OWN, problem=f"{folder} 是监测 {state.address} 的；请换一个状态文件夹")
    return state


def position_of(value: Mapping[str, Any]) -> Position:
    """Read a position.

    Raises:
        LogError: it is none.
    """
    heads = [bytes.fromhex(head) for head in value["heads"]]
    return Position(
        frontier=Frontier.resumed(value["size"], heads),
        watch=watching.parse(value["watch"]),
        newest=value["newest"],
        late=list(value["late"]),
        alarms=[Alarm(**alarm) for alarm in value["alarms"]],
    )


def _state(value: Mapping[str, Any]) -> State:
    if value["format"] != FORMAT:
        raise ValueError(FORMAT)
    unfinished = value["unfinished"]
    return State(
        address=value["address"],
        vkey=value["vkey"],
        signed=value["signed"],
        looked_at=value["looked_at"],
        silent_since=value["silent_since"],
        position=position_of(value["position"]),
        unfinished=None if unfinished is None else position_of(unfinished),
        published=list(value["published"]),
        alarms=[Alarm(**alarm) for alarm in value["alarms"]],
        unsent=list(value["unsent"]),
    )
