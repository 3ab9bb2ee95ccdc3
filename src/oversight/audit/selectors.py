"""Reading the trail, and checking it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial

from django.db.models import Q, QuerySet

from mingqian.errors import LogError, MingqianError
from mingqian.log import check, entry
from mingqian_ceremony.file_log import Logbook
from oversight.audit import covering, publication
from oversight.audit.models import Entry, Head
from oversight.common import moments

__all__ = ["Entry", "Finding", "Question"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody asks of the trail; empty parts ask nothing."""

    words: str = ""
    types: frozenset[str] = frozenset()
    kind: str = ""
    number: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None
    is_refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check of the log found; ``problem`` is empty when all agrees."""

    size: int
    written: int
    problem: str = ""
    vkey: str = ""
    root: str = ""
    kept: int = field(default=0)


def entries(scopes: Iterable[str], question: Question) -> QuerySet[Entry]:
    """Find the entries of these parts of the tree, newest first."""
    within = Q(scope="/")  # the program itself, and whoever could not sign in
    for scope in scopes:
        within |= Q(scope__startswith=scope)
    found = Entry.objects.filter(within)
    if question.words:
        found = found.filter(
            Q(title__contains=question.words)
            | Q(person__contains=question.words)
            | Q(about_number__contains=question.words)
            | Q(organisation__contains=question.words)
        )
    if question.types:
        found = found.filter(type__in=question.types)
    exact = {"about_kind": question.kind, "about_number": question.number}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if question.person:
        found = found.filter(person=question.person)
    if question.is_refused:
        found = found.filter(type__endswith="refused")
    return _within_days(found, question)


def about(kind: str, number: str) -> QuerySet[Entry]:
    """Find everything that happened to one thing, newest first."""
    return Entry.objects.filter(about_kind=kind, about_number=number)


def of_types(types: Iterable[str]) -> QuerySet[Entry]:
    """Find the entries of some types, newest first."""
    return Entry.objects.filter(type__in=types)


def by_index(indexes: Iterable[int]) -> dict[int, Entry]:
    """Read entries by their place."""
    return {found.index: found for found in Entry.objects.filter(index__in=set(indexes))}


def first_since(at: datetime) -> int:
    """Give the place of the first entry since a moment; times in the log never decrease."""
    found = Entry.objects.filter(at__gte=at).order_by("index").values_list("index", flat=True)
    return next(iter(found[:1]), size())


def is_private_part(row: Entry, digest: str | None) -> bool:
    """Tell whether the private part of a row is the one whose digest was logged."""
    private = row.private
    if private is None or digest is None:
        return False
    is_same = private.get("person") == row.person and private.get("address") == row.address
    return is_same and entry.private_digest(row.salt, private) == digest


def fsck(*, is_whole: bool) -> Iterator[Finding]:
    """Check the log's files, its checkpoints and the database against each other (log-v1 8).

    Gives what was found so far, step by step; the last one counts.
    """
    size = Head.objects.get(pk=1).size
    try:
        yield from _checked(size, is_whole=is_whole)
    except MingqianError as error:
        yield Finding(size=size, written=0, problem=str(error))


def _within_days(found: QuerySet[Entry], question: Question) -> QuerySet[Entry]:
    if question.since:
        found = found.filter(at__gte=moments.start_of(question.since))
    if question.until:
        found = found.filter(at__lt=moments.end_of(question.until))
    return found


def _checked(size: int, *, is_whole: bool) -> Iterator[Finding]:
    book = Logbook(publication.folder())
    newest, older = publication.newest(), list(publication.older())
    found = partial(Finding, size=size, vkey=book.vkey, root=newest.root.hex(), kept=len(older))
    if newest.size > size:
        raise LogError(
            f"日志文件已有 {newest.size} 条，数据库只有 {size} 条：数据库是旧的备份，"
            f"请恢复较新的数据库备份",
            rule="log-v1 7",
        )
    if is_whole:
        for done in check.whole(book.read_tile, newest, older):
            _compare(done.start, done.entries)
            written = done.start + len(done.entries)
            yield found(written=written)
    else:
        check.tail(book.read_tile, newest, older)
        start = max(0, newest.size - 256)
        _compare(start, [book.raw(one, newest.size) for one in range(start, newest.size)])
    yield found(written=newest.size)


def _compare(start: int, leaves: list[bytes]) -> None:
    rows = Entry.objects.filter(index__gte=start, index__lt=start + len(leaves)).order_by("index")
    found = list(rows)
    if len(found) != len(leaves):
        raise LogError(f"数据库缺少第 {start} 条起的记录", rule="log-v1 8")
    for row, leaf in zip(found, leaves, strict=True):
        if bytes(row.leaf) != leaf or not _agrees(row, leaf):
            raise LogError(f"数据库里的第 {row.index} 条与日志不一样", rule="log-v1 8")


def _agrees(row: Entry, leaf: bytes) -> bool:
    told, made = entry.parse(leaf, f"第 {row.index} 条"), covering.of_row(row)
    if row.private is None:  # taken away by law; its digest stays
        made = replace(made, private=told.private)
    elif any(row.private.get(name) != getattr(row, name) for name in ("person", "address")):
        return False
    if told.type == covering.TYPE:
        return covering.is_cover_of(told, made, row.private)
    return replace(told, public=dict(told.public)) == made


def written_size() -> int:
    """Give how many entries the newest signed checkpoint covers."""
    return publication.newest().size


def size() -> int:
    """Give the length of the log."""
    return Head.objects.get(pk=1).size
