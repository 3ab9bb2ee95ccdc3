"""Checking the log's files, its checkpoints and the rows of entries against each other (log-v1 8).

The entries come first: whatever else is rebuilt from them rests on their being right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from mingqian import canonical
from mingqian.errors import LogError, MingqianError
from mingqian.log import check, entry
from mingqian.log.checkpoint import Checkpoint
from mingqian.log.entry import Entry as Leaf
from mingqian.log.tiles import WIDTH, Tiles
from mingqian_ceremony.file_log import FileLog
from oversight.audit import covering, events, publication
from oversight.audit.differences import Difference, Subject
from oversight.audit.models import Entry, Head
from oversight.common import moments
from oversight.common.core_words import sentence_of

_PRIVATE = (("person", "人员"), ("address", "来源地址"), ("title", "名称"), ("scope", "范围"))
_TITLE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class LogCheck:
    """What a check of the log found so far; ``problem`` is empty when all agrees."""

    size: int
    written: int
    problem: str = ""
    vkey: str = ""
    root: str = ""
    kept: int = field(default=0)
    differences: tuple[Difference, ...] = ()

    @property
    def summary(self) -> str:
        """Say what is wrong without what entries say, which not everybody may read."""
        rows = [difference for difference in self.differences if difference.kind == "entry"]
        if not rows:
            return self.problem
        return f"从第 {rows[0].number} 条起有 {len(rows)} 处和日志不一样，见“数据核对”"


def fsck(*, is_whole: bool, since: int | None = None) -> Iterator[LogCheck]:
    """Check files, checkpoints and entries, all of them or from ``since`` on (the last 256).

    Gives what was found so far, step by step; the last one counts.
    """
    size = Head.objects.get(pk=1).size
    differences: list[Difference] = []
    try:
        yield from _check_files(size, differences, is_whole=is_whole, since=since)
    except MingqianError as error:
        log = Subject(kind="log", number="").says("文件和检查点", sentence_of(error), "不相符")
        yield LogCheck(
            size=size, written=0, problem=sentence_of(error), differences=(*differences, log)
        )


def former_keys() -> list[str]:
    """Give the verifier keys that the log itself says it had before."""
    rows = Entry.objects.filter(
        type__in=(events.TRAIL_KEY_CHANGED.type, events.TRAIL_RESTORED.type)
    )
    return [row.public["before"] for row in rows.order_by("index") if row.public.get("before")]


def erased() -> frozenset[int]:
    """Give the places of entries whose private part the log says is gone.

    It was taken away by law, or lost with a restore.
    """
    rows = Entry.objects.filter(type__in=(events.TRAIL_ERASED.type, events.TRAIL_RESTORED.type))
    places: set[int] = set()
    for row in rows:
        places |= set(range(row.public.get("from", 0), row.public.get("to", 0)))
    return frozenset(places)


def _check_files(
    size: int, differences: list[Difference], *, is_whole: bool, since: int | None
) -> Iterator[LogCheck]:
    log_files = FileLog(publication.folder())
    newest, older = publication.newest(), list(publication.older(former_keys()))
    if newest.size > size:
        raise LogError(
            f"日志文件已有 {newest.size} 条，数据库只有 {size} 条：数据库是旧的备份，"
            f"请恢复较新的数据库备份",
            rule="log-v1 7",
        )
    make_check = partial(
        LogCheck, size=size, vkey=log_files.vkey, root=newest.root.hex(), kept=len(older)
    )
    erased_places = erased()
    start = 0 if is_whole else min(newest.size, max(0, newest.size - WIDTH))
    if since is not None and not is_whole:
        start = min(since, start)
    for first, leaves in _bundles(log_files, newest, older, start, is_whole=is_whole):
        differences += _compare_entries(first, leaves, erased_places)
        yield _interim_check(make_check, first + len(leaves), differences)
    differences += _entries_beyond(size)
    yield _interim_check(make_check, newest.size, differences)


def _interim_check(
    make_check: partial[LogCheck], written: int, differences: list[Difference]
) -> LogCheck:
    problem = str(differences[0]) if differences else ""
    return make_check(written=written, problem=problem, differences=tuple(differences))


def _bundles(
    log_files: FileLog, newest: Checkpoint, older: list[Checkpoint], start: int, *, is_whole: bool
) -> Iterator[tuple[int, list[bytes]]]:
    if is_whole:
        for bundle in check.whole(log_files.read_tile, newest, older):
            yield bundle.start, bundle.entries
        return
    check.tail(log_files.read_tile, newest, older)
    tiles = Tiles(log_files.read_tile, newest.size)
    for first in range(start - start % WIDTH, newest.size, WIDTH):
        yield first, tiles.bundle(first // WIDTH)


def _entries_beyond(size: int) -> list[Difference]:
    rows = Entry.objects.filter(index__gte=size).order_by("index")[:WIDTH]
    return [Subject(kind="entry", number=str(row.index)).is_unexplained() for row in rows]


def _compare_entries(
    start: int, leaves: list[bytes], erased_places: frozenset[int]
) -> list[Difference]:
    stop = start + len(leaves)
    rows = {row.index: row for row in Entry.objects.filter(index__gte=start, index__lt=stop)}
    differences = []
    for index, leaf in enumerate(leaves, start=start):
        about = Subject(kind="entry", number=str(index))
        row = rows.get(index)
        if row is None:
            differences.append(about.is_missing())
        else:
            differences += _row(about, row, leaf, is_erased=index in erased_places)
    return differences


def _row(about: Subject, row: Entry, leaf: bytes, *, is_erased: bool) -> list[Difference]:
    logged = entry.parse(leaf, f"第 {row.index} 条")
    stored = bytes(row.leaf)
    differences = about.differs("原文", leaf.decode(), stored.decode(errors="replace"))
    for name, logged_value, stored_value in _columns(logged, row):
        differences += about.differs(name, logged_value, stored_value)
    if row.private is None:
        return differences if is_erased else [*differences, _private_part_gone(about, logged)]
    return [*differences, *_private(about, row, row.private, logged)]


def _columns(logged: Leaf, row: Entry) -> list[tuple[str, object, object]]:
    if logged.type == covering.TYPE and row.private is None:
        # What the cover hides went with the private part: nothing is left to compare with.
        return [("时间", logged.at, moments.written(row.at))]
    covered = (row.private or {}).get(covering.KEY)
    if covered is not None:
        # The public is told neither act nor person; the private digest binds both (log-v1 5).
        by, about = covered["by"], covered["about"]
        logged = Leaf(
            type=covered["type"],
            at=logged.at,
            by=entry.Author(organisation=by["organisation"], role=by["role"]),
            about=entry.About(kind=about["kind"], number=about["number"]),
            public=covered["public"],
            private=logged.private,
        )
    return [
        ("事情", logged.type, row.type),
        ("时间", logged.at, moments.written(row.at)),
        ("机构", logged.by.organisation, row.organisation),
        ("角色", logged.by.role, row.role),
        ("对象种类", logged.about.kind, row.about_kind),
        ("对象编号", logged.about.number, row.about_number),
        ("公开部分", dict(logged.public), row.public),
    ]


def _private_part_gone(about: Subject, logged: Leaf) -> Difference:
    return about.says("非公开部分", f"有，摘要是 {logged.private}", "被去掉了，没有任何记录")


def _private(
    about: Subject, row: Entry, private: Mapping[str, canonical.Json], logged: Leaf
) -> list[Difference]:
    try:
        digest = entry.private_digest(row.salt, dict(private))
    except MingqianError as error:
        digest = sentence_of(error)
    if digest != logged.private:
        return about.differs("非公开部分的摘要", logged.private, digest)
    differences = []
    for column, name in _PRIVATE:
        value = private.get(column, "")
        expected = value[:_TITLE] if isinstance(value, str) else value
        differences += about.differs(name, expected, getattr(row, column))
    return differences
