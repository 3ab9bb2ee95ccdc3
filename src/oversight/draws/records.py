"""A sealed draw as its files and the log have it, whatever the database says.

Rows of the database are for working with: somebody who keeps the database can edit them. What a
page or a document shows of a sealed draw therefore comes from here: from files that are what was
logged (`mingqian_ceremony.sealed_files`), and from the signed log. Names of enterprises and
inspectors are no part of the evidence; they are looked up by their codes, which are.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mingqian import declaration, sources
from mingqian.manifest import Manifest
from mingqian.result import Result
from mingqian.sources import Drand
from mingqian_ceremony import draw_log, sealed_files
from mingqian_ceremony.file_log import IndexedEntry
from mingqian_ceremony.sealed_files import SealedFiles, first
from mingqian_ceremony.words import WAY_OUT
from oversight.audit import selectors as audit
from oversight.audit.services import PROGRAM
from oversight.common.errors import DomainError, TamperedError
from oversight.draws import counting, events, selectors
from oversight.draws.audit_log import DatabaseLog, translate_core_errors
from oversight.draws.files import folder
from oversight.draws.models import Draw
from oversight.draws.selectors import SourceState
from oversight.draws.services import drafting
from oversight.registry.models import Subject

_BATCH = 900
TAMPERED = "材料与封存时不一样"
_BY_RULE = "随机来源缺值，按规则作废"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A replacement as it was logged."""

    at: datetime
    name: str
    why: str
    out: str
    incoming: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One sealed draw. ``draw`` is a copy that says what files and log say; it is never saved."""

    draw: Draw
    files: SealedFiles

    @property
    def manifest(self) -> Manifest:
        """Give the manifest."""
        return self.files.manifest

    @property
    def result(self) -> Result:
        """Give the result.

        Raises:
            TamperedError: it was not held.
        """
        if self.files.result is None:
            raise TamperedError("日志里没有这次抽取的结果")
        return self.files.result

    def changes(self) -> list[Change]:
        """List the replacements."""
        logged = [
            indexed
            for indexed in self.files.entries
            if indexed.entry.type == events.DRAW_REPLACED.type
        ]
        persons = persons_of(logged)
        names = names_of(self.draw, (str(indexed.entry.public["visit"]) for indexed in logged))
        return [_change(indexed, names, persons) for indexed in logged]

    def source_states(self) -> list[SourceState]:
        """Give the sources in their order with what the log says that each gave."""
        persons = _persons_of_values(self)
        return [
            _source_state(self, position, persons.get(position, ("", "")))
            for position in range(1, len(self.manifest.sources) + 1)
        ]


def read(draw: Draw) -> Record:
    """Read a sealed draw.

    Raises:
        TamperedError: a file is not what was logged, or the log not what is signed.
    """
    with translate_core_errors():
        files = sealed_files.read(folder(draw.number), DatabaseLog(author=PROGRAM))
    return Record(draw=_corrected(draw, files), files=files)


def headings(draws: Iterable[Draw]) -> list[Draw]:
    """Give draws for a list: sealed ones say what manifest and log say, or that they cannot."""
    return [_heading(draw) if draw.sealed_at is not None else draw for draw in draws]


def _heading(draw: Draw) -> Draw:
    try:
        with translate_core_errors():
            log = DatabaseLog(author=PROGRAM)
            manifest, entries = sealed_files.read_manifest(folder(draw.number), log)
        return _headed(draw, manifest, entries)
    except DomainError:
        broken = copy.copy(draw)
        broken.title, broken.state, broken.void_why = draw.number, TAMPERED, ""
        broken.held_at = None
        return broken


def names_of(draw: Draw, codes: Iterable[str]) -> dict[str, str]:
    """Look up the names that belong to codes."""
    ordered = sorted(set(codes))
    names: dict[str, str] = {}
    for start in range(0, len(ordered), _BATCH):
        part = ordered[start : start + _BATCH]
        rows = Subject.objects.filter(bureau_id=draw.bureau_id, code__in=part)
        names |= dict(rows.values_list("code", "name"))
    return names


def persons_of(entries: Iterable[IndexedEntry]) -> dict[int, str]:
    """Name who made entries, where the private part is still the one that was logged."""
    logged = {indexed.index: indexed.entry for indexed in entries}
    rows = audit.by_index(logged)
    return {
        index: row.person
        for index, row in rows.items()
        if audit.is_private_part(row, logged[index].private)
    }


def _corrected(draw: Draw, files: SealedFiles) -> Draw:
    true = _headed(draw, files.manifest, files.entries)
    manifest, result = files.manifest, files.result
    assurance = sources.declared_assurance(manifest.sources) if result is None else result.assurance
    true.assurance, true.bits = assurance.level, assurance.bits
    counted = counting.figures(files)
    people = {**draw.figures.get("people", {}), "available": counted["available"]}
    true.figures = {**draw.figures, **counted, "people": people}
    true.setup = {**true.setup, "limit": counted["limit"]}
    return true


def _headed(draw: Draw, manifest: Manifest, entries: Sequence[IndexedEntry]) -> Draw:
    true = copy.copy(draw)
    true.title, true.task_number, true.plan_number = (
        manifest.title,
        manifest.task,
        manifest.plan or "",
    )
    true.commitment = manifest.commitment
    true.t0, true.deadline = selectors.moment(manifest.t0), selectors.moment(manifest.deadline)
    true.sealed_at = _at(first(entries, events.DRAW_SEALED.type))
    true.seeded_at = _seeded_at(manifest, entries)
    true.held_at = _at(first(entries, events.DRAW_HELD.type))
    true.opened_at = _at(first(entries, events.DRAW_OPENED.type))
    true.voided_at = _at(first(entries, events.DRAW_VOIDED.type))
    _require_logged(draw, true)
    items = [
        {"code": item.code, "version": item.version, "title": item.title} for item in manifest.items
    ]
    true.setup = {**draw.setup, "mode": manifest.mode, "items": items}
    true.state = _state(true, manifest)
    _set_persons(true, entries)
    return true


def _require_logged(draw: Draw, true: Draw) -> None:
    words = {"held_at": "已抽取", "opened_at": "已开封", "voided_at": "已作废"}
    for name, word in words.items():
        if getattr(draw, name) is not None and getattr(true, name) is None:
            raise TamperedError(f"数据库里写着这次抽取{word}，签名的日志里没有；{WAY_OUT}")


def _state(true: Draw, manifest: Manifest) -> str:
    if true.voided_at is not None:
        return Draw.VOIDED
    if true.held_at is not None:
        is_open = not manifest.is_sealed_mode or true.opened_at is not None
        return Draw.PUBLISHED if is_open else Draw.HELD
    return Draw.SEALED if true.seeded_at is None else Draw.SEEDED


def _set_persons(true: Draw, entries: Sequence[IndexedEntry]) -> None:
    sealed, voided = (
        first(entries, events.DRAW_SEALED.type),
        first(entries, events.DRAW_VOIDED.type),
    )
    persons = persons_of(indexed for indexed in (sealed, voided) if indexed is not None)
    if sealed is not None:
        true.approved_by = persons.get(sealed.index, "")
    if voided is not None:
        why = str(voided.entry.public["why"])
        is_by_rule = why == "assurance"
        true.void_why = _BY_RULE if is_by_rule else why
        true.void_agreed_by = "规则" if is_by_rule else persons.get(voided.index, "")


def _at(logged: IndexedEntry | None) -> datetime | None:
    return None if logged is None else selectors.moment(logged.entry.at)


def _seeded_at(manifest: Manifest, entries: Sequence[IndexedEntry]) -> datetime | None:
    count = len(manifest.sources)
    logged = [
        first(entries, events.DRAW_REVEALED.type, position) for position in range(1, count + 1)
    ]
    times = [indexed.entry.at for indexed in logged if indexed is not None]
    return selectors.moment(max(times)) if len(times) == count else None


def _change(logged: IndexedEntry, names: dict[str, str], persons: dict[int, str]) -> Change:
    change = draw_log.replacement_of(logged.entry)
    return Change(
        at=selectors.moment(logged.entry.at),
        name=names.get(change.visit, change.visit),
        why=change.why,
        out=change.out or "",
        incoming=change.incoming,
        person=persons.get(logged.index, ""),
    )


def _persons_of_values(record: Record) -> dict[int, tuple[str, str]]:
    """Name for each source who entered its value, and who or what confirmed it."""
    logged = [
        indexed
        for indexed in record.files.entries
        if indexed.entry.type == events.DRAW_REVEALED.type
    ]
    confirmed = persons_of(logged)
    entered = {
        int(row.public["source"]): row.person
        for row in audit.about(drafting.KIND, record.draw.number)
        .filter(type=events.DRAWING_VALUE_ENTERED.type)
        .order_by("index")
    }
    persons: dict[int, tuple[str, str]] = {}
    for indexed in logged:
        position = int(str(indexed.entry.public["source"]))
        confirmer = confirmed.get(indexed.index, "")
        if position in entered:
            persons.setdefault(position, (entered[position], confirmer))
        else:
            is_drand = record.manifest.sources[position - 1].kind == Drand.kind
            persons.setdefault(position, (confirmer, "签名" if is_drand else ""))
    return persons


def _source_state(record: Record, position: int, persons: tuple[str, str]) -> SourceState:
    source = record.manifest.sources[position - 1]
    logged = record.files.first(events.DRAW_REVEALED.type, position)
    value = "" if logged is None else _value(record, position, logged)
    entered_by, confirmed_by = persons
    digests: tuple[str, ...] = ()
    waiting = None
    if logged is None:
        waiting = record.draw.values.filter(position=position).first()
        entered_by = "" if waiting is None else waiting.entered_by
    elif sources.is_none(source, value):
        entered_by, confirmed_by, digests = _declaration_of(logged, confirmed_by)
    return SourceState(
        position=position,
        kind=source.kind,
        title=selectors.source_title(source),
        detail=selectors.source_detail(source),
        time=selectors.moment(source.time) if source.time else None,
        value=value,
        logged_at=_at(logged),
        entered_by=entered_by,
        confirmed_by=confirmed_by,
        is_missing=bool(logged and value == source.missing),
        evidence="、".join(digests),
        is_none_proposed=bool(waiting and waiting.value == sources.NONE),
    )


def _declaration_of(logged: IndexedEntry, confirmed_by: str) -> tuple[str, str, tuple[str, ...]]:
    """Name the two who declared that a source gave nothing, and the files that show it."""
    with translate_core_errors():
        statement = declaration.read(logged.entry.public, events.DRAW_REVEALED.type)
    first_, second = sorted(statement.persons, key=lambda person: person == confirmed_by)
    return first_, second, statement.evidence


def _value(record: Record, position: int, logged: IndexedEntry) -> str:
    """Give the value that was logged; a sealed draw's witness is hidden until the opening."""
    public = logged.entry.public.get("value")
    if isinstance(public, str):
        return public
    if record.draw.opened_at is None or record.files.result is None:
        return ""
    return record.files.result.sources[position - 1].value
