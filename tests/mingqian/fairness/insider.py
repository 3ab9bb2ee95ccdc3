"""The hand of somebody inside the bureau who owns its log and its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mingqian import times
from mingqian.canonical import Json
from mingqian.log import entry, note
from mingqian.manifest_builder import prepare
from mingqian.sources import Source
from tests.support import examples
from tests.support.evidence_factory import ORIGIN, Ceremony, Key, Log

TASK = examples.drand_and_witness().prepared.manifest.task
T0 = examples.drand_and_witness().prepared.manifest.t0
TWO_DAYS_BEFORE = times.shift(T0, -2 * 86_400)
TWO_DAYS_LATER = times.shift(T0, 2 * 86_400)
HEX = "0" * 64


def write_down(log: Log, kind: str, at: str, public: dict[str, Json], number: str) -> int:
    """Append an entry about a draw, whatever it says."""
    made = entry.Entry(
        type=kind,
        at=at,
        by=entry.Author(organisation="青禾区人力资源和社会保障局", role="实施"),
        about=entry.About(kind="draw", number=number),
        public=public,
        private=None,
    )
    return log.append(entry.write(made))


def void(log: Log, number: str, at: str, why: str) -> None:
    """Log that a draw is void."""
    write_down(log, "draw.voided", at, {"commitment": HEX, "why": why}, number)


def sealed(
    log: Log, number: str, t0: str, *, task: str = TASK, sources: Sequence[Source] | None = None
) -> None:
    """Log a sealing without caring for a manifest; nobody who reads the log sees one."""
    made = examples.drand_and_witness().prepared.manifest
    public: dict[str, Json] = {
        "commitment": HEX,
        "mode": made.mode,
        "task": task,
        "sources": [source.json() for source in sources or made.sources],
        "t0": t0,
        "deadline": times.shift(t0, 86_400),
    }
    write_down(log, "draw.sealed", times.shift(t0, -3600), public, number)


def shown(log: Log, *, voids: tuple[str, ...] = ()) -> Ceremony:
    """Begin the draw that the insider shows, on a log with a past."""
    example = examples.drand_and_witness()
    made = prepare(replace(example.plan, voids=voids), example.rosters)
    return Ceremony(prepared=made, rosters=example.rosters, given=example.given, log=log)


def namesake() -> Key:
    """Make another key under the name of the bureau's log."""
    key = Key("forger")
    public_key = note.parse_vkey(key.vkey).public_key
    key.name = ORIGIN
    key.vkey = note.Key(name=ORIGIN, kind=note.ED25519, public_key=public_key).vkey
    return key
