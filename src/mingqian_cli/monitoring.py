"""One look at a bureau's log: every new entry is read and hashed, and compared with what was known.

Nothing that the site says is believed before the head over all entries, kept and new, is the one
that the log's key signed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

from mingqian import times
from mingqian.errors import FormatError, LogError, MingqianError
from mingqian.log import checkpoint, compare, entry, note, tiles, tree
from mingqian.log.checkpoint import Checkpoint
from mingqian.log.compare import Relation, View
from mingqian.log.note import Key
from mingqian.log.tiles import WIDTH
from mingqian.log.watching import KeyChange, WatchedDraw
from mingqian_ceremony import durable_files
from mingqian_ceremony.file_log import VKEY
from mingqian_cli import alarms, site
from mingqian_cli.alarms import Alarm
from mingqian_cli.error_words import OWN, sentence_of
from mingqian_cli.monitor_state import Position, State
from mingqian_cli.site import Site
from mingqian_crypto import default_crypto

SILENT_SECONDS = 3600
"""Seconds for which a site may be silent before that is an alarm."""
LATE_SECONDS = 3600
"""Seconds by which an entry may be older than the last look that it was not in."""
PUBLISHED_SECONDS = 24 * 3600
"""Seconds in which the evidence of a draw is published."""
MOST_FILES = 10**9
_SAVED_EVERY = 16
_MOST_EVIDENCE = 20
_SEALED_MODE = "sealed"

Progress = Callable[[str, int, int], None]


class ContradictionError(Exception):
    """What the site shows contradicts what was known: an alarm, and the state stays as it was."""

    def __init__(self, alarm: Alarm) -> None:
        super().__init__(alarm.key)
        self.alarm = alarm


@dataclass(kw_only=True)
class Look:
    """A look at a site for a state in a folder, at a time."""

    state: State
    folder: Path
    at: str
    progress: Progress

    def run(self) -> bool:
        """Look once, and save what is new in the state; tells whether the site could be read.

        What contradicts the state is an alarm; the state keeps what was known.
        """
        try:
            source, signed = site.find(self.state.address, most_files=MOST_FILES)
            self._follow(source, signed)
        except ContradictionError as error:
            self.state.add(error.alarm)
        except (MingqianError, OSError) as error:
            self._note_silence(sentence_of(error))
            self.state.save(self.folder)
            return False
        else:
            # Only what was read to its end can lack something.
            for finding in self.state.position.watch.findings(self.at):
                self.state.add(alarms.of_finding(finding, self.at))
            self.state.looked_at = self.at
        self.state.silent_since = ""
        self.state.save(self.folder)
        return True

    def _follow(self, source: Site, signed: bytes) -> None:
        head, key = self._signed_head(source, signed)
        known = self.state.position.frontier.size
        if head.size < known:
            raise self._contradiction(
                f"rollback:{head.size}:{head.root.hex()}",
                "rollback",
                f"日志退回了：以前有 {known} 条，现在只有 {head.size} 条，被截短或恢复成了旧的备份",
            )
        position = self._read_on(source, head)
        if position.frontier.root() != head.root:
            self._contradict_root(source, signed, head)
        self._accept_key(key, position)
        self._accept(position)
        self.state.signed = signed.decode()
        self._look_at_evidence(source)

    def _signed_head(self, source: Site, signed: bytes) -> tuple[Checkpoint, Key]:
        """Give the head, and the key that signed it: the known one, or the one the site names."""
        head, read = checkpoint.parse_note(signed, "checkpoint")
        named = source.read(VKEY)
        self.state.vkey = self.state.vkey or _text(named)
        known = note.parse_vkey(self.state.vkey, VKEY)
        for vkey in dict.fromkeys([self.state.vkey, _text(named) or self.state.vkey]):
            key = note.parse_vkey(vkey, VKEY)
            is_same_log = key.name == known.name == head.origin
            if is_same_log and note.verified(read, [key], default_crypto(), "checkpoint"):
                return head, key
        raise self._contradiction(
            f"other-key:{head.origin}:{_text(named)}",
            "other-key",
            f"检查点不是日志 {known.name} 以前的密钥签的；请到公示网站核对公钥",
        )

    def _read_on(self, source: Site, head: Checkpoint) -> Position:
        """Read the entries up to a head, from where an interrupted look had come."""
        unfinished = self.state.unfinished
        if unfinished is not None and unfinished.frontier.size <= head.size:
            position = self._read_from(source, head, unfinished)
            if position.frontier.root() == head.root:
                return position
        return self._read_from(source, head, deepcopy(self.state.position))

    def _read_from(self, source: Site, head: Checkpoint, position: Position) -> Position:
        for index, data in _entries(source, head, position.frontier.size):
            self._take(position, index, data)
            if position.frontier.size % WIDTH == 0 or position.frontier.size == head.size:
                self.progress("读取日志", position.frontier.size, head.size)
            if position.frontier.size % (WIDTH * _SAVED_EVERY) == 0:
                self.state.unfinished = position
                self.state.save(self.folder)
        return position

    def _take(self, position: Position, index: int, data: bytes) -> None:
        position.frontier.add(tree.leaf_hash(data))
        try:
            record = entry.parse(data, f"第 {index} 条")
        except FormatError as error:
            text = f"日志里有看不懂的记录：{sentence_of(error)}"
            position.alarms.append(self._alarm(f"entry:{index}", "entry", text))
            return
        if record.at < position.newest:
            text = f"第 {index} 条的时间早于它前面的一条：时间倒退"
            position.alarms.append(self._alarm(f"backwards:{index}", "backwards", text))
        if self.state.looked_at and record.at < times.shift(self.state.looked_at, -LATE_SECONDS):
            first, count = position.late or (index, 0)
            position.late = [first, count + 1]
        position.newest = max(position.newest, record.at)
        position.watch.add(record)

    def _accept(self, position: Position) -> None:
        """Take the entries up to a verified head, with what was wrong with them."""
        if position.late:
            first, count = position.late
            text = (
                f"第 {first} 条起有 {count} 条写的是上次查看({_moment(self.state.looked_at)})"
                "以前的时间，那时却不在日志里：公布晚了，或时间倒填"
            )
            position.alarms.append(self._alarm(f"late-entry:{first}", "late-entry", text))
        for alarm in position.alarms:
            self.state.add(alarm)
        position.late, position.alarms = [], []
        self.state.position, self.state.unfinished = position, None

    def _contradict_root(self, source: Site, signed: bytes, head: Checkpoint) -> NoReturn:
        """Tell a fork, with its evidence, from files that only are damaged."""
        text = f"网站的记录算出的树根不是它签名的(第 {head.size} 条)：文件损坏或正在更新"
        if not self.state.signed:
            raise LogError(OWN, problem=text)
        kept = View(name="上次的检查点", signed=self.state.signed.encode())
        shown = View(name="现在的网站", signed=signed, read=source.read)
        key = note.parse_vkey(self.state.vkey, VKEY)
        result = compare.compare(kept, shown, key=key, crypto=default_crypto())
        if result.relation is not Relation.FORK or result.fork is None:
            raise LogError(OWN, problem=text)
        name = f"fork-{result.first.size}-{result.second.size}.json"
        durable_files.put(self.folder / name, result.fork.write())
        raise self._contradiction(
            f"fork:{head.size}:{head.root.hex()}",
            "fork",
            f"分叉：同一把密钥签了两部不能并存的历史({result.first.size} 条和 "
            f"{result.second.size} 条)；证据在 {name}，用 mingqian log check-fork 核对",
        )

    def _accept_key(self, key: Key, position: Position) -> None:
        """Go on with a new key if the entries, which end in a head it signed, announce it."""
        known = self.state.vkey
        if key.vkey == known:
            return
        changes = position.watch.key_changes
        way = _way(changes, known, key.vkey)
        if not way:
            raise self._contradiction(
                f"other-key:{key.vkey}", "other-key", f"日志换了密钥，却没有公布：{key.vkey}"
            )
        is_lost = any(change.is_old_lost for change in way)
        words = "(旧的私钥丢了，没有它的签名，请向该单位核对)" if is_lost else ""
        self._raise(f"key:{key.vkey}", "key-changed", f"日志换了密钥并公布了{words}：{key.vkey}")
        self.state.vkey = key.vkey

    def _look_at_evidence(self, source: Site) -> None:
        """Look whether the evidence of the draws is published, a few at each look."""
        root = source.root()
        if root is None:
            return
        waiting = [
            draw
            for draw in self.state.position.watch.draws.values()
            if draw.number not in self.state.published and shown_since(draw)
        ]
        for draw in waiting[:_MOST_EVIDENCE]:
            if root.has(evidence_name(draw.number)):
                self.state.published.append(draw.number)
            elif self.at > times.shift(shown_since(draw), PUBLISHED_SECONDS):
                since = _moment(shown_since(draw))
                text = f"抽取 {draw.number} 的验证材料没有公布，{since} 起就应公布"
                key = f"publication:{draw.number}"
                self._raise(key, "publication-late", text, draw.number)

    def _note_silence(self, problem: str) -> None:
        self.state.silent_since = since = self.state.silent_since or self.at
        if self.at >= times.shift(since, SILENT_SECONDS):
            self._raise(f"silent:{since}", "silent", f"从 {_moment(since)} 起读不到日志：{problem}")

    def _raise(self, key: str, kind: str, text: str, draw: str = "") -> None:
        self.state.add(self._alarm(key, kind, text, draw))

    def _contradiction(self, key: str, kind: str, text: str) -> ContradictionError:
        return ContradictionError(self._alarm(key, kind, text))

    def _alarm(self, key: str, kind: str, text: str, draw: str = "") -> Alarm:
        return Alarm(key=key, kind=kind, at=self.at, text=text, draw=draw)


def shown_since(draw: WatchedDraw) -> str:
    """Give since when the evidence of a draw is to be public; empty where it is not yet."""
    if draw.voided_at:
        return ""
    return draw.opened_at if draw.mode == _SEALED_MODE else draw.held_at


def evidence_name(number: str) -> str:
    """Give where a site publishes the evidence of a draw."""
    return f"draws/{quote(number, safe='')}/evidence.zip"


def _entries(source: Site, head: Checkpoint, start: int) -> Iterator[tuple[int, bytes]]:
    """Read the entries of a log from one on, bundle by bundle.

    Raises:
        LogError: a bundle is missing, or too short.
    """
    for bundle in range(start // WIDTH, -(-head.size // WIDTH)):
        width = min(WIDTH, head.size - bundle * WIDTH)
        name = tiles.bundle_path(bundle, width)
        data = source.read(name)
        if data is None:
            data = source.read(tiles.bundle_path(bundle))
        entries = tiles.decode_bundle(data, name) if data is not None else []
        if len(entries) < width:
            raise LogError(
                OWN, problem="网站没有给出这个文件的全部记录", file=name, rule=tiles.RULE
            )
        for offset, record in enumerate(entries[:width]):
            if bundle * WIDTH + offset >= start:
                yield bundle * WIDTH + offset, record


def _way(changes: list[KeyChange], before: str, after: str) -> list[KeyChange]:
    """Follow the announced changes from one key to another; empty where there is no way."""
    way: list[KeyChange] = []
    for change in changes:
        if change.before == before:
            way.append(change)
            before = change.after
        if before == after:
            return way
    return []


def _text(data: bytes | None) -> str:
    return "" if data is None else data.decode(errors="replace").strip()


def _moment(text: str) -> str:
    return alarms.shown(text)
