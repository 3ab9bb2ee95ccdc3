"""What a directory said on a past day, who changed it, and what differs between two days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from oversight.accounts import selectors as accounts
from oversight.accounts.models import Organisation
from oversight.accounts.selectors import Actor
from oversight.audit import selectors as audit
from oversight.audit.selectors import Entry
from oversight.common import moments, personal_numbers
from oversight.registry.models import InspectorVersion, Subject, SubjectVersion
from oversight.registry.rules.subjects import TITLES, VERSIONED

MOST_DIFFERENCES = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state of a subject with the act in the trail that made it."""

    row: Subject | SubjectVersion
    entry: Entry | None
    changes: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A subject that differs between two days; one of the states may be missing."""

    code: str
    name: str
    before: SubjectVersion | Subject | None
    after: SubjectVersion | Subject | None
    changes: list[tuple[str, str, str]]

    @property
    def word(self) -> str:
        """Give the word for what happened to the subject."""
        if self.before is None:
            return "新增"
        return "减少" if self.after is None else "变更"


def states_of(subject: Subject) -> list[State]:
    """Give all states of a subject, newest first, each with what it changed."""
    rows: list[Subject | SubjectVersion] = [subject]
    rows += SubjectVersion.objects.filter(subject_id=subject.pk).select_related("owner")
    entries = audit.by_index(row.entry for row in rows)
    former: list[Subject | SubjectVersion | None] = [*rows[1:], None]
    return [
        State(row=row, entry=entries.get(row.entry), changes=changes(before, row))
        for row, before in zip(rows, former, strict=True)
    ]


def on_day(actor: Actor, day: date) -> tuple[QuerySet[Subject], QuerySet[SubjectVersion]]:
    """Give the directory at the end of a day: rows that still stand so, and rows changed since."""
    moment = moments.end_of(day)
    present = Subject.objects.filter(accounts.within(actor), since__lt=moment, is_listed=True)
    past = SubjectVersion.objects.filter(
        accounts.within(actor), since__lt=moment, until__gte=moment, is_listed=True
    )
    return (
        present.select_related("owner").order_by("pk"),
        past.select_related("owner").order_by("code"),
    )


def count_on(actor: Actor, day: date) -> int:
    """Count the directory at the end of a day."""
    present, past = on_day(actor, day)
    return present.count() + past.count()


def between(actor: Actor, first: date, last: date) -> list[Difference]:
    """Compare the directory at the ends of two days, looking only at what moved in between."""
    start, end = moments.end_of(first), moments.end_of(last)
    reach = accounts.within(actor)
    keys = set(
        Subject.objects.filter(reach, since__gte=start, since__lt=end).values_list("pk", flat=True)
    )
    in_period = Q(until__gte=start, until__lt=end) | Q(since__gte=start, since__lt=end)
    keys |= set(
        SubjectVersion.objects.filter(reach & in_period).values_list("subject_id", flat=True)
    )
    differences = list(_differences(reach, sorted(keys)[:MOST_DIFFERENCES], start, end))
    return sorted(differences, key=lambda difference: (difference.word, difference.code))


def grades_at(bureau_id: int, codes: Iterable[str], moment: datetime) -> dict[str, str]:
    """Give the grades that subjects had at a moment, by their codes; only of those known then."""
    own = Q(bureau_id=bureau_id, code__in=list(codes), since__lte=moment)
    past = SubjectVersion.objects.filter(own, until__gt=moment)
    return {
        **dict(past.values_list("code", "grade")),
        **dict(Subject.objects.filter(own).values_list("code", "grade")),
    }


def revisions(kind: str, row: int) -> list[tuple[InspectorVersion, Entry | None]]:
    """Give all states of an item or inspector, newest first."""
    rows = list(InspectorVersion.objects.filter(kind=kind, row=row))
    entries = audit.by_index(version.entry for version in rows)
    return [(version, entries.get(version.entry)) for version in rows]


def revisions_on(actor: Actor, kind: str, day: date) -> QuerySet[InspectorVersion]:
    """Give how the items or inspectors stood at the end of a day."""
    moment = moments.end_of(day)
    until = Q(until=None) | Q(until__gte=moment)
    reach = InspectorVersion.objects.filter(
        accounts.within(actor), until, kind=kind, since__lt=moment
    )
    return reach.select_related("owner").order_by("row")


def changes(
    before: Subject | SubjectVersion | None, after: Subject | SubjectVersion | None
) -> list[tuple[str, str, str]]:
    """List the fields that differ: (title, before, after)."""
    if before is None or after is None:
        return []
    names = [n for n in VERSIONED if getattr(before, n) != getattr(after, n) and n != "bureau_id"]
    return [(_title(n), _display_value(before, n), _display_value(after, n)) for n in names]


def _differences(reach: Q, keys: list[int], start: Any, end: Any) -> Iterator[Difference]:  # noqa: ANN401
    first, last = _states_at(reach, keys, start), _states_at(reach, keys, end)
    for key in keys:
        before, after = first.get(key), last.get(key)
        latest = after or before
        if latest is None:
            continue
        changed_fields = changes(before, after)
        if changed_fields or before is None or after is None:
            yield Difference(
                code=latest.code,
                name=latest.name,
                before=before,
                after=after,
                changes=changed_fields,
            )


def _states_at(reach: Q, keys: list[int], moment: Any) -> dict[int, Subject | SubjectVersion]:  # noqa: ANN401
    states: dict[int, Subject | SubjectVersion] = {}
    past = SubjectVersion.objects.filter(
        reach, subject_id__in=keys, since__lt=moment, until__gte=moment
    )
    for row in past:
        states[row.subject_id] = row
    for subject in Subject.objects.filter(reach, pk__in=keys, since__lt=moment):
        states[subject.pk] = subject
    return {key: row for key, row in states.items() if row.is_listed}


def _title(name: str) -> str:
    return TITLES.get(name.removesuffix("_id"), name)


def _display_value(row: Subject | SubjectVersion, name: str) -> str:
    value = getattr(row, name)
    if name == "owner_id":
        return Organisation.objects.get(pk=value).name
    if isinstance(value, bool):
        return "是" if value else "否"
    if name == "labels":
        return "、".join(label for label in value.split("|") if label)
    if name == "phone":
        return personal_numbers.masked(value)
    return "" if value is None else str(value)
