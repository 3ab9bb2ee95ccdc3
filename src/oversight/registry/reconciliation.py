"""What the log says of items, subjects, inspectors and rules, against the rows.

An act on single rows binds what they say by a digest. An import binds its file and its counts; so
of an imported row it is known that it came with the import, not what it said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Count, Model

from oversight.accounts.models import Organisation
from oversight.audit import selectors as audit
from oversight.audit.differences import NO_EVENT, Difference, Subject
from oversight.audit.reconciliation import Range, Step
from oversight.audit.selectors import Entry
from oversight.common import moments
from oversight.registry import events as registry_events
from oversight.registry import models
from oversight.registry.models import InspectorVersion, Item, ItemVersion, Recusal
from oversight.registry.rules.inspectors import TITLES, recusal_row
from oversight.registry.rules.subjects import row_digest, visit_digest
from oversight.registry.services import history, inspectors
from oversight.registry.states import ITEM
from oversight.regulations import events as regulations_events
from oversight.regulations.models import CalendarYear, RegulatoryParameter

_CHUNK = 2000
_RECUSAL = {
    "code": "对象",
    "relation": "关系",
    "source": "来源",
    "reason": "说明",
    "since": "自",
    "until": "至",
}


def check(entry_range: Range) -> Iterator[Step]:
    """Compare the small tables whole, of the subjects those that changed or all."""
    places = dict(Organisation.objects.values_list("pk", "path"))
    yield 0, 0, [*_rules(places), *_years(places)]
    yield 0, 0, list(_items(places))
    yield 0, 0, [*_inspectors(places), *_recusals(places)]
    yield from _subjects(entry_range, places)
    yield 0, 0, [*_visits(places), *_imports(entry_range)]


def _rules(places: Mapping[int, str]) -> Iterator[Difference]:
    events = _by_index([regulations_events.RULE_CHANGED.type])
    for row in RegulatoryParameter.objects.all():
        about = Subject(kind="rule", number=row.name, scope=places[row.bureau_id])
        event = events.pop(row.entry, None)
        if event is None or event.about_number != row.key:
            yield about.is_unexplained()
            continue
        yield from about.differs("值", event.public.get("value"), row.value)
        yield from about.differs("名称", event.public.get("name"), row.name)
    for event in events.values():
        yield Subject(kind="rule", number=event.title).is_missing()


def _years(places: Mapping[int, str]) -> Iterator[Difference]:
    events = _by_index([regulations_events.CALENDAR_CHANGED.type])
    for row in CalendarYear.objects.all():
        number = f"{row.year} 年的日历"
        about = Subject(kind="rule", number=number, scope=places[row.bureau_id])
        event = events.get(row.entry)
        if event is None or event.public.get("year") != row.year:
            yield about.is_unexplained()
            continue
        for name, title in (("holidays", "放假日"), ("make_up_days", "调休上班日")):
            yield from about.differs(title, event.public.get(name), getattr(row, name))


def _items(places: Mapping[int, str]) -> Iterator[Difference]:
    """Compare states, and what was published with its digest and who published it."""
    rows = list(Item.objects.prefetch_related("versions"))
    bureaus = {row.bureau_id: places[row.bureau_id] for row in rows}
    events: dict[tuple[int, str], list[Entry]] = {}
    for event in audit.of_types(_ITEM_STATES).order_by("index"):
        bureau = next((pk for pk, path in bureaus.items() if event.scope.startswith(path)), 0)
        events.setdefault((bureau, event.about_number), []).append(event)
    for row in rows:
        about = Subject(kind="item", number=row.code, scope=places[row.bureau_id])
        own = events.get((row.bureau_id, row.code), [])
        if not own:
            # Items that came with an import have no entry of their own before they are published.
            if not _came_with_import(row):
                yield about.is_unexplained()
            continue
        logged, stored = _ITEM_STATES[own[-1].type], row.state
        yield from about.differs("状态", ITEM.label(logged), ITEM.label(stored))
        published = {
            e.public["version"]: e for e in own if e.type == registry_events.ITEM_PUBLISHED.type
        }
        for version in row.versions.all():
            yield from _version(about, version, published.get(version.number))
    for bureau, code in events.keys() - {(row.bureau_id, row.code) for row in rows}:
        yield Subject(kind="item", number=code, scope=places.get(bureau, "/")).is_missing()


_ITEM_STATES = {
    registry_events.ITEM_DRAFTED.type: Item.UNPUBLISHED,
    registry_events.ITEM_PUBLISHED.type: Item.VALID,
    registry_events.ITEM_REVISED.type: Item.CHANGING,
    registry_events.ITEM_CANCELLED.type: Item.CANCELLED,
}


def _came_with_import(row: Item) -> bool:
    entries = {version.entry for version in row.versions.all()}
    return any(
        e.type == registry_events.DIRECTORY_IMPORTED.type for e in audit.by_index(entries).values()
    )


def _version(about: Subject, row: ItemVersion, event: Entry | None) -> Iterator[Difference]:
    name = f"第 {row.number} 版"
    if event is None:
        yield from about.differs(f"{name}已公布", False, row.published_at is not None)  # noqa: FBT003
        return
    yield from about.differs(f"{name}公布人", event.person, row.published_by)
    yield from about.differs(f"{name}内容", event.public["content"], row_digest(row.content))


def _inspectors(places: Mapping[int, str]) -> Iterator[Difference]:
    """Compare every row with its newest snapshot, and that with its entry."""
    snapshots = {
        snapshot.row: snapshot
        for snapshot in InspectorVersion.objects.filter(kind=inspectors.KIND, until=None)
    }
    events = audit.by_index(snapshot.entry for snapshot in snapshots.values())
    rows = models.Inspector.objects.select_related("owner")
    for row in rows.prefetch_related("certificates", "leaves"):
        about = Subject(kind="inspector", number=row.number, scope=places[row.bureau_id])
        newest = snapshots.pop(row.pk, None)
        event = events.get(newest.entry) if newest else None
        if newest is None or event is None or event.about_kind not in {"inspector", "directory"}:
            yield about.is_unexplained()
            continue
        yield from about.differs("留痕的位置", newest.entry, row.entry)
        code = _logged_code(event, row.number)
        if code:
            yield from about.differs(TITLES["code"], code, row.code)
        for name, value in inspectors.snapshot_content(row).items():
            yield from about.differs(TITLES.get(name, name), newest.content.get(name), value)
        digest = (event.private or {}).get("row")
        if digest:
            yield from about.differs("留存的原状", digest, row_digest(newest.content))
    for newest in snapshots.values():
        # Undoing an import ends the snapshot with the row, so what is left was deleted.
        number = str(newest.content.get("number", ""))
        scope = places[newest.bureau_id]
        yield Subject(kind="inspector", number=number, scope=scope).is_missing()


def _logged_code(event: Entry, number: str) -> str:
    """Give the code that an inspector had at an act; an import has those of all its rows."""
    private = event.private or {}
    return str(private.get("code") or dict(private.get("inspectors", [])).get(number, ""))


def _recusals(places: Mapping[int, str]) -> Iterator[Difference]:
    events = _by_index([registry_events.INSPECTOR_RECUSED.type])
    until = {
        event.private["ended"]["entry"]: event.private["ended"]["until"]
        for event in audit.of_types([registry_events.INSPECTOR_RECUSAL_ENDED.type]).order_by(
            "index"
        )
        if event.private and "ended" in event.private
    }
    for row in Recusal.objects.select_related("inspector", "subject"):
        about = Subject(
            kind="inspector", number=row.inspector.number, scope=places[row.inspector.bureau_id]
        )
        event = events.pop(row.entry, None)
        logged = (event.private or {}).get("recusal") if event else None
        if logged is None:
            yield about.says("回避", NO_EVENT, row.subject.name)
            continue
        stored = recusal_row(
            code=row.subject.code,
            relation=row.relation,
            source=row.source,
            reason=row.reason,
            since=row.since,
            until=row.until,
        )
        logged = {**logged, "until": until.get(row.entry, logged["until"])}
        for name, title in _RECUSAL.items():
            yield from about.differs(f"回避的{title}", logged[name], stored[name])
    for event in events.values():
        reason = (event.private or {}).get("reason", "")
        yield Subject(kind="inspector", number=event.about_number).says(
            "回避", reason, "没有这一行"
        )


def _subjects(entry_range: Range, places: Mapping[int, str]) -> Iterator[Step]:
    rows = models.Subject.objects.filter(entry__gte=entry_range.first).order_by("pk")
    total, done, last_key = rows.count(), 0, 0
    events: dict[int, Entry] = {}
    while chunk := list(rows.filter(pk__gt=last_key)[:_CHUNK]):
        done, last_key = done + len(chunk), chunk[-1].pk
        events |= audit.by_index({row.entry for row in chunk} - events.keys())
        differences = [
            difference
            for row in chunk
            for difference in _subject(row, events.get(row.entry), places)
        ]
        yield done, total, differences
    yield total, total, list(_missing_subjects())


def _subject(
    row: models.Subject, event: Entry | None, places: Mapping[int, str]
) -> Iterator[Difference]:
    about = Subject(kind="subject", number=row.code, scope=places[row.bureau_id])
    if event is None or event.about_kind not in {"subject", "directory"}:
        yield about.is_unexplained()
        return
    private = event.private or {}
    digest = private.get("row", "")
    if event.about_kind == "directory" and "codes" in private:
        digest = dict(zip(private["codes"], private.get("row_digests", []), strict=False)).get(
            row.code
        )
        if digest is None:
            yield about.is_unexplained()
            return
    if digest and digest != history.state_digest(row):
        yield about.says("内容", f"第 {row.entry} 条留痕时的内容", f"改过，现在是{_row_text(row)}")


def _row_text(row: models.Subject) -> str:
    parts = {"name": row.name, "industry": row.industry, "region": row.region, "state": row.state}
    return "、".join(str(value) for value in parts.values() if value)


def _missing_subjects() -> Iterator[Difference]:
    codes = set(models.Subject.objects.values_list("code", flat=True))
    codes |= set(models.SubjectVersion.objects.values_list("code", flat=True))
    for event in audit.of_types([registry_events.SUBJECT_ADDED.type]):
        if event.about_number not in codes:
            yield Subject(kind="subject", number=event.about_number).is_missing()


def _visits(places: Mapping[int, str]) -> Iterator[Difference]:
    """Compare the visits that were entered by hand in the ledger, on which the caps rest."""
    events = _by_index([registry_events.SUBJECT_VISITED.type])
    rows = models.InspectionRecord.objects.filter(draw_number="").order_by("pk")
    rows = rows.select_related("subject").prefetch_related("members__section")
    for row in rows.iterator(chunk_size=_CHUNK):
        scope = places[row.subject.bureau_id]
        about = Subject(kind="subject", number=row.subject.code, scope=scope)
        event = events.pop(row.entry, None)
        if event is None or event.about_number != row.subject.code:
            yield about.says("检查台账", NO_EVENT, _visit_words(row))
            continue
        digest = (event.private or {}).get("row")
        is_counted = row.state == row.State.DONE and row.done_on and row.year == row.done_on.year
        if digest and (digest != _visit_digest(row) or not is_counted):
            yield about.says("检查台账", "登记时的内容", f"改过，现在是{_visit_words(row)}")
    for event in events.values():
        about = Subject(kind="subject", number=event.about_number)
        yield about.says("检查台账", f"第 {event.index} 条留痕登记的一次", "没有这一行")


def _visit_words(row: models.InspectionRecord) -> str:
    return f"{moments.day_in_words(row.done_on)} {row.kind}" if row.done_on else row.kind


def _visit_digest(row: models.InspectionRecord) -> str:
    same = ("kind", "units", "items", "result", "exempt")
    values = {name: getattr(row, name) for name in same}
    values |= {"on": row.done_on, "number": row.task_number}
    return visit_digest(values, (member.section.code for member in row.members.all()))


def _imports(entry_range: Range) -> Iterator[Difference]:
    """Count the rows that imports wrote: each is still there, or among the former states."""
    written = _counts(models.Subject, entry_range)
    for entry, count in _counts(models.SubjectVersion, entry_range).items():
        written[entry] = written.get(entry, 0) + count
    for event in audit.of_types([registry_events.DIRECTORY_IMPORTED.type]):
        public = event.public
        if event.about_number != models.ImportRun.SUBJECTS or event.index < entry_range.first:
            continue
        expected = public.get("new", 0) + public.get("changed", 0)
        about = Subject(kind="subject", number=f"第 {event.index} 条留痕的导入", scope=event.scope)
        yield from about.differs("写入的行数", expected, written.get(event.index, 0))


def _counts(model: type[Model], entry_range: Range) -> dict[int, int]:
    rows = model._default_manager.filter(entry__gte=entry_range.first)  # noqa: SLF001 - Django's own
    counts: Iterable[tuple[int, int]] = rows.values_list("entry").annotate(Count("pk")).order_by()
    return dict(counts)


def _by_index(types: list[str]) -> dict[int, Entry]:
    return {event.index: event for event in audit.of_types(types)}
