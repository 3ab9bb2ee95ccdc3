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
from oversight.audit.differences import Difference as RowDifference
from oversight.audit.differences import sentence
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


Step = tuple[int, int, list[RowDifference]]
Checker = Callable[[Range], Iterator[Step]]
_CHECKERS: dict[str, Checker] = {}


def register(name: str, checker: Checker) -> None:
    """Add an app's checker; it gives, step by step, done, total and what it found meanwhile."""
    _CHECKERS[name] = checker


def run(*, is_whole: bool, at: datetime) -> Generator[Progress, None, None]:
    """Check, and note how far it is; whoever stops reading stops the check.

    The entries come first: what is rebuilt from them rests on their being right.
    """
    check_run = Run.objects.create(
        started_at=at,
        is_whole=is_whole,
        first=0 if is_whole else _verified_size(),
        size=Head.objects.get(pk=1).size,
    )
    differences: dict[str, RowDifference] = {}
    try:
        for step, done, total, new_differences in _steps(check_run):
            differences |= {difference.fingerprint: difference for difference in new_differences}
            check_run.step, check_run.done, check_run.total, check_run.count = (
                step,
                done,
                total,
                len(differences),
            )
            check_run.save(update_fields=["step", "done", "total", "count", "root"])
            yield Progress(step=step, done=done, total=total, count=len(differences))
        _finish(check_run, differences, at)
        _put_on_record(check_run, at)
    finally:
        if RUN.allows("stop", check_run.state):
            Run.objects.filter(pk=check_run.pk).update(state=Run.STOPPED)


def run_due(*, at: datetime) -> bool:
    """Check everything once a night; what was missed is done as soon as the program runs."""
    night = moments.start_of(moments.day_of(at)) + NIGHT
    if at < night:
        night -= timedelta(days=1)
    runs = Run.objects.filter(is_whole=True, started_at__gte=night, started_at__lte=at)
    if runs.exclude(state=Run.STOPPED).exists():
        return False
    for _ in run(is_whole=True, at=at):
        pass
    return True


def standing_sentences(limit: int) -> list[str]:
    """Give the sentences of the first differences that stand now."""
    rows = Difference.objects.filter(state=Difference.State.STANDING)[:limit]
    return [sentence(row.kind, row.number, row.field, row.logged, row.stored) for row in rows]


def abandon() -> None:
    """Note that checks which a stopped program left are not going on."""
    Run.objects.filter(state__in=RUN.sources(["stop"])).update(state=Run.STOPPED)


def _verified_size() -> int:
    last_run = Run.objects.filter(state=Run.SAME).first()
    return last_run.size if last_run is not None else 0


def _steps(check_run: Run) -> Iterator[tuple[str, int, int, list[RowDifference]]]:
    reported = 0
    log_check = None
    for log_check in checking.fsck(is_whole=check_run.is_whole, since=check_run.first):
        check_run.root = log_check.root
        yield ENTRIES, log_check.written, log_check.size, list(log_check.differences[reported:])
        reported = len(log_check.differences)
    entry_range = Range(is_whole=check_run.is_whole, first=check_run.first)
    for name, checker in _CHECKERS.items():
        try:
            for done, total, new_differences in checker(entry_range):
                yield name, done, total, new_differences
        except Exception as error:  # noqa: BLE001 - what was tampered with may fail in any way
            yield name, 0, 0, [_unreadable(name, error)]


def _unreadable(name: str, error: Exception) -> RowDifference:
    return RowDifference(
        kind="log", number="", field=f"核对{name}", logged="可以读", stored=f"读不了：{error!r}"
    )


@transaction.atomic
def _finish(check_run: Run, differences: dict[str, RowDifference], at: datetime) -> None:
    known_fingerprints = set(Difference.objects.values_list("fingerprint", flat=True))
    for fingerprint, difference in differences.items():
        values = {"seen_at": at, "scope": difference.scope, "is_secret": difference.is_secret}
        values["state"] = Difference.State.STANDING
        if fingerprint in known_fingerprints:
            Difference.objects.filter(fingerprint=fingerprint).update(**values)
        else:
            columns = ("kind", "number", "field", "logged", "stored")
            parts = {name: getattr(difference, name) for name in columns}
            parts["number"], parts["field"] = difference.number[:120], difference.field[:200]
            Difference.objects.create(fingerprint=fingerprint, found_at=at, **parts, **values)
    if check_run.is_whole:
        standing = Difference.objects.filter(state__in=DIFFERENCE.sources(["mend"]))
        standing.exclude(fingerprint__in=differences).update(state=Difference.State.GONE)
    ending = "find_different" if differences else "find_same"
    check_run.state, check_run.count = RUN.target(ending, check_run.state), len(differences)
    check_run.save(update_fields=["state", "count"])


def _put_on_record(check_run: Run, at: datetime) -> None:
    if not check_run.is_whole and not check_run.count:
        return
    problem = f"{check_run.count} 处不一样" if check_run.count else ""
    # A log that cannot be appended to is what the check has just found.
    with contextlib.suppress(DomainError):
        services.record_check(by=PROGRAM, problem=problem, size=check_run.size, at=at)
