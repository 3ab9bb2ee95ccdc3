"""Comparing the database with the log, app by app: at every start, nightly as a whole (log-v1 8).

Each app says what its events mean for its rows; here is what they share: how far a check is, what
it found, and until when that is shown.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from oversight.audit import checking, services
from oversight.audit.differences import Difference as Found
from oversight.audit.differences import said
from oversight.audit.models import Difference, Entry, Head, Run
from oversight.audit.services import PROGRAM
from oversight.audit.states import DIFFERENCE, RUN
from oversight.common import moments
from oversight.common.errors import DomainError

NIGHT = timedelta(hours=2)
ENTRIES = "留痕"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """What a check is to look at: everything, or only what entries from ``first`` on touched."""

    is_whole: bool
    first: int

    def numbers(self, *kinds: str) -> set[str] | None:
        """Give the numbers of things that were touched; None means all."""
        if self.is_whole:
            return None
        rows = Entry.objects.filter(index__gte=self.first, about_kind__in=kinds)
        return set(rows.values_list("about_number", flat=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a check is: of which directory, how many of how many, and what differs so far."""

    step: str
    done: int
    total: int
    count: int


Step = tuple[int, int, list[Found]]
Checker = Callable[[Range], Iterator[Step]]
_CHECKERS: dict[str, Checker] = {}


def register(name: str, checker: Checker) -> None:
    """Add an app's checker; it gives, step by step, done, total and what it found meanwhile."""
    _CHECKERS[name] = checker


def run(*, is_whole: bool, at: datetime) -> Generator[Progress, None, None]:
    """Check, and note how far it is; whoever stops reading stops the check.

    The entries come first: what is rebuilt from them rests on their being right.
    """
    noted = Run.objects.create(
        started_at=at,
        is_whole=is_whole,
        first=0 if is_whole else _verified_size(),
        size=Head.objects.get(pk=1).size,
    )
    found: dict[str, Found] = {}
    try:
        for step, done, total, more in _steps(noted):
            found |= {one.fingerprint: one for one in more}
            noted.step, noted.done, noted.total, noted.count = step, done, total, len(found)
            noted.save(update_fields=["step", "done", "total", "count", "root"])
            yield Progress(step=step, done=done, total=total, count=len(found))
        _finish(noted, found, at)
        _put_on_record(noted, at)
    finally:
        if RUN.allows("stop", noted.state):
            Run.objects.filter(pk=noted.pk).update(state=Run.STOPPED)


def run_due(*, at: datetime) -> bool:
    """Check everything once a night; what was missed is done as soon as the program runs."""
    night = moments.start_of(moments.day_of(at)) + NIGHT
    if at < night:
        night -= timedelta(days=1)
    done = Run.objects.filter(is_whole=True, started_at__gte=night, started_at__lte=at)
    if done.exclude(state=Run.STOPPED).exists():
        return False
    for _ in run(is_whole=True, at=at):
        pass
    return True


def told(most: int) -> list[str]:
    """Say what differs now, the first few."""
    rows = Difference.objects.filter(state=Difference.State.STANDING)[:most]
    return [said(row.kind, row.number, row.field, row.logged, row.stored) for row in rows]


def abandon() -> None:
    """Note that checks which a stopped program left are not going on."""
    Run.objects.filter(state__in=RUN.sources(["stop"])).update(state=Run.STOPPED)


def _verified_size() -> int:
    last = Run.objects.filter(state=Run.SAME).first()
    return last.size if last is not None else 0


def _steps(noted: Run) -> Iterator[tuple[str, int, int, list[Found]]]:
    seen = 0
    finding = None
    for finding in checking.fsck(is_whole=noted.is_whole, since=noted.first):
        noted.root = finding.root
        yield ENTRIES, finding.written, finding.size, list(finding.differences[seen:])
        seen = len(finding.differences)
    wanted = Range(is_whole=noted.is_whole, first=noted.first)
    for name, checker in _CHECKERS.items():
        try:
            for done, total, more in checker(wanted):
                yield name, done, total, more
        except Exception as error:  # noqa: BLE001 - what was tampered with may fail in any way
            yield name, 0, 0, [_unreadable(name, error)]


def _unreadable(name: str, error: Exception) -> Found:
    return Found(
        kind="log", number="", field=f"核对{name}", logged="可以读", stored=f"读不了：{error!r}"
    )


@transaction.atomic
def _finish(noted: Run, found: dict[str, Found], at: datetime) -> None:
    known = set(Difference.objects.values_list("fingerprint", flat=True))
    for fingerprint, one in found.items():
        values = {"seen_at": at, "scope": one.scope, "is_secret": one.is_secret}
        values["state"] = Difference.State.STANDING
        if fingerprint in known:
            Difference.objects.filter(fingerprint=fingerprint).update(**values)
        else:
            columns = ("kind", "number", "field", "logged", "stored")
            parts = {name: getattr(one, name) for name in columns}
            parts["number"], parts["field"] = one.number[:120], one.field[:200]
            Difference.objects.create(fingerprint=fingerprint, found_at=at, **parts, **values)
    if noted.is_whole:
        standing = Difference.objects.filter(state__in=DIFFERENCE.sources(["mend"]))
        standing.exclude(fingerprint__in=found).update(state=Difference.State.GONE)
    ending = "find_different" if found else "find_same"
    noted.state, noted.count = RUN.target(ending, noted.state), len(found)
    noted.save(update_fields=["state", "count"])


def _put_on_record(noted: Run, at: datetime) -> None:
    if not noted.is_whole and not noted.count:
        return
    problem = f"{noted.count} 处不一样" if noted.count else ""
    # A log that cannot be appended to is what the check has just found.
    with contextlib.suppress(DomainError):
        services.record_check(by=PROGRAM, problem=problem, size=noted.size, at=at)
