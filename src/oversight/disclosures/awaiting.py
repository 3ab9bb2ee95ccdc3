"""What waits to be published or taken down, until when, and how much was published in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.disclosures import rules, selectors, sources
from oversight.disclosures.models import Disclosure
from oversight.disclosures.sources import Occurrence, Source
from oversight.disclosures.states import IN_WORK, DisclosureState
from oversight.regulations.rulebooks import RuleBook, RuleBooks
from oversight.regulations.working_days import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something without a publication yet: what, of which kind, until when, how that stands."""

    source: Source
    occurrence: Occurrence
    due_on: date | None
    standing: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """公示率 of a kind in a year: of what was due, so many are public, so many were in time."""

    title: str
    due: int
    published: int
    in_time: int

    @property
    def percent(self) -> int | None:
        """Give the whole percent that is public; None where nothing was due."""
        return self.published * 100 // self.due if self.due else None


def waiting(actor: Actor, today: date) -> list[Waiting]:
    """Give what nobody has begun to publish, the first due first; of one's own section only."""
    if actor.bureau_id is None:
        return []
    book = RuleBooks().of(actor.bureau_id)
    begun = set(Disclosure.objects.filter(bureau_id=actor.bureau_id).values_list("kind", "key"))
    rows = [
        _waiting(source, occurrence, book, today)
        for source in sources.all_sources()
        for occurrence in source.occurrences(actor.bureau_id)
        if (source.code, occurrence.key) not in begun and is_own(actor, occurrence)
    ]
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on or today))


def in_work(actor: Actor) -> Iterator[Disclosure]:
    """Give the publications within reach that are not public yet, the first due first."""
    return iter(selectors.disclosures(actor).filter(state__in=IN_WORK).order_by("due_on", "pk"))


def to_take_down(actor: Actor) -> Iterator[Disclosure]:
    """Give the public ones within reach whose ground fell away: revoked decisions and the like."""
    if actor.bureau_id is None:
        return
    for source in sources.all_sources():
        keys = list(source.fallen(actor.bureau_id))
        rows = selectors.disclosures(actor).filter(kind=source.code, key__in=keys)
        yield from rows.filter(state=DisclosureState.PUBLISHED)


def rates(bureau_id: int, today: date) -> list[Rate]:
    """Count 公示率 of the year from the records: what was due until today, public, in time."""
    book = RuleBooks().of(bureau_id)
    published = {
        (row.kind, row.key): row
        for row in Disclosure.objects.filter(
            bureau_id=bureau_id, version=1, published_at__isnull=False
        )
    }
    return [
        _rate(source, source.occurrences(bureau_id), book, today, published)
        for source in sources.all_sources()
    ]


def is_own(actor: Actor, occurrence: Occurrence) -> bool:
    """Tell whether something is the actor's to publish: of its section, or of the bureau."""
    is_whole = actor.organisation_id == actor.bureau_id
    return is_whole or occurrence.owner_id in {actor.organisation_id, actor.bureau_id}


def term_of(row: Disclosure, calendar: Calendar, today: date) -> str:
    """Say how the term of a publication in work stands."""
    return rules.standing(calendar, row.due_on, today) if row.state in IN_WORK else ""


def _due_on(source: Source, occurrence: Occurrence, book: RuleBook) -> date | None:
    """Give the day until which something is due; None where no rule of that day says it."""
    if occurrence.happened_on is None:
        return None
    days = book.days(source.term, occurrence.happened_on)
    return None if days is None else rules.last_day(book.calendar, occurrence.happened_on, days)


def _waiting(source: Source, occurrence: Occurrence, book: RuleBook, today: date) -> Waiting:
    due_on = _due_on(source, occurrence, book)
    return Waiting(
        source=source,
        occurrence=occurrence,
        due_on=due_on,
        standing=rules.standing(book.calendar, due_on, today),
        is_late=due_on is not None and due_on < today,
    )


def _rate(
    source: Source,
    occurrences: Iterator[Occurrence],
    book: RuleBook,
    today: date,
    published: dict[tuple[str, str], Disclosure],
) -> Rate:
    due = public = in_time = 0
    for occurrence in occurrences:
        due_on = _due_on(source, occurrence, book)
        if due_on is None or due_on.year != today.year or due_on > today:
            continue
        row = published.get((source.code, occurrence.key))
        due += 1
        public += row is not None
        in_time += row is not None and _was_in_time(row, due_on)
    return Rate(title=source.title, due=due, published=public, in_time=in_time)


def _was_in_time(row: Disclosure, due_on: date) -> bool:
    return row.published_at is not None and moments.day_of(row.published_at) <= due_on
