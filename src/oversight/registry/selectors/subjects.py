"""Queries of the directory of subjects."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from mingqian_tables import uscc
from mingqian_tables.normalisation import plain_line
from oversight.accounts import selectors as accounts
from oversight.accounts.selectors import Actor
from oversight.registry.models import Facet, Recusal, Subject
from oversight.registry.models.search import MOST_MATCHES
from oversight.registry.rules import subjects as rules
from oversight.registry.rules.references import plain

COUNTED = 10_000
SORTS = {"id": "pk", "name": "name", "-name": "-name", "visited": "last_visited_on", "-id": "-pk"}
HEALTH = {
    "bad_code": "信用代码校验不符",
    "same_name": "名称相同、代码不同",
    "no_address": "没有地址",
    "no_contact": "没有联络人",
    "closed": "已注销、吊销等未移出",
    "never": "从未检查过",
    "stale": "多年没有检查过",
}
# No draw is sealed while there are such rows.
MUST_BE_MENDED = ("bad_code", "closed")
_EXACT = ("kind", "industry", "region", "grade", "risk", "state")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectQuery:
    """A query of the directory; empty parts do not filter."""

    words: str = ""
    exact: dict[str, str] = field(default_factory=dict)
    owner: int | None = None
    label: str = ""
    visits: int | None = None
    never: bool = False
    health: str = ""
    is_listed: bool = True
    sort: str = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class CappedCount:
    """A count that stops at a limit; ``is_more`` tells that there are more."""

    number: int
    is_more: bool


def find(actor: Actor, query: SubjectQuery, on: date) -> QuerySet[Subject]:
    """Find subjects within reach."""
    rows = Subject.objects.filter(accounts.within(actor), is_listed=query.is_listed)
    if query.words.strip():
        rows = _with_words(rows, query.words.strip())
    rows = rows.filter(**{k: v for k, v in query.exact.items() if k in _EXACT and v})
    if query.owner:
        rows = rows.filter(owner_id=query.owner)
    if query.label:
        rows = rows.filter(tokens__match=rules.label_token(query.label))
        rows = rows.filter(labels__contains=f"|{query.label}|")
    if query.visits is not None:
        rows = _with_visits(rows, query.visits, on.year)
    if query.never:
        rows = rows.filter(last_visited_on=None)
    if query.health:
        rows = with_health_problem(rows, query.health, on)
    return rows.select_related("owner").order_by(SORTS.get(query.sort, "pk"), "pk")


def is_cut(query: SubjectQuery) -> bool:
    """Tell whether a word has so many matches that only the first were looked at."""
    tokens = rules.asked_tokens(query.words.strip())
    if not tokens:
        return False
    return Subject.objects.filter(tokens__match=tokens).count() >= MOST_MATCHES


def capped_count(rows: QuerySet[Subject]) -> CappedCount:
    """Count the rows, up to the limit that is shown."""
    number = rows.order_by()[: COUNTED + 1].count()
    return CappedCount(number=min(number, COUNTED), is_more=number > COUNTED)


def with_health_problem(
    rows: QuerySet[Subject], health: str, on: date, *, years: int = 3
) -> QuerySet[Subject]:
    """Give the rows with one kind of problem of data quality."""
    if health == "same_name":
        namesakes = Subject.objects.filter(
            bureau=OuterRef("bureau"), name=OuterRef("name"), is_listed=True
        ).exclude(pk=OuterRef("pk"))
        return rows.filter(Exists(namesakes))
    conditions = {
        "bad_code": Q(code_is_valid=False),
        "no_address": Q(address=""),
        "no_contact": Q(contact=""),
        "closed": Q(state__in=[state for state in rules.STATES if state != rules.IN_BUSINESS]),
        "never": Q(last_visited_on=None),
        "stale": Q(last_visited_on__lt=on - timedelta(days=365 * years)),
    }
    return rows.filter(conditions.get(health, Q(pk__in=[])))


def facets(bureau_id: int) -> dict[str, list[str]]:
    """Give the values that filters offer."""
    offered: dict[str, list[str]] = {"region": [], "industry": [], "labels": []}
    for name, value in Facet.objects.filter(bureau_id=bureau_id).values_list("field", "value"):
        offered.setdefault(name, []).append(value)
    return offered


def visits_in(subject: Subject, year: int) -> int:
    """Count the visits that count in a year."""
    return subject.visit_count if subject.visit_year == year else 0


def recusals_of(subject: Subject, on: date) -> QuerySet[Recusal]:
    """Give who must not be sent to a subject on a day."""
    term = Q(until=None) | Q(until__gt=on)
    return Recusal.objects.filter(term, subject=subject).select_related("inspector")


def _with_words(rows: QuerySet[Subject], words: str) -> QuerySet[Subject]:
    code = uscc.normalized(words)
    if len(code) >= 4 and code.isascii() and any(char.isdigit() for char in code):  # noqa: PLR2004
        # The range is what an index can answer in any collation; the prefix makes it exact.
        last_code = code.ljust(rules.LENGTHS["code"], "Z")
        with_code = rows.filter(code__gte=code, code__lte=last_code, code__startswith=code)
        if with_code.exists():
            return with_code
    letters, with_name = rules.asked_initials(words), _with_name(rows, words)
    if not letters:
        return with_name
    initials = rows.filter(tokens__match=letters, initials__contains=plain(words))
    return initials | with_name


def _with_name(rows: QuerySet[Subject], words: str) -> QuerySet[Subject]:
    """Give the rows whose name or address has all words, whatever their width and marks."""
    parts = [plain(word) for word in re.split(r"[\W_]+", plain_line(words)) if plain(word)]
    if not parts:
        return rows.none()
    for word in parts:
        rows = rows.filter(tokens__match=rules.asked_tokens(word), plain__contains=word)
    return rows


def _with_visits(rows: QuerySet[Subject], least: int, year: int) -> QuerySet[Subject]:
    if least == 0:
        return rows.exclude(visit_year=year, visit_count__gte=1)
    return rows.filter(visit_year=year, visit_count__gte=least)


def page_after(subjects: QuerySet[Subject], key: int, limit: int) -> tuple[list[Subject], bool]:
    """Give at most so many rows after a key, and whether there are more."""
    rows = list(subjects.filter(pk__gt=key)[: limit + 1])
    return rows[:limit], len(rows) > limit


def with_code(rows: QuerySet[Subject], code: str) -> Subject | None:
    """Give the row of a code; None if there is none."""
    return None if "\0" in code else rows.filter(code=code).first()


def published(words: str, bureau_id: int | None = None) -> QuerySet[Subject]:
    """Find the listed enterprises of all bureaus by code, name or address, for everybody.

    Those whose code is none are left out: it may be the number of a person.
    """
    rows = Subject.objects.filter(is_listed=True, code_is_valid=True)
    rows = rows.filter(bureau_id=bureau_id) if bureau_id else rows
    return _with_words(rows, words).order_by("name")


def published_one(code: str) -> Subject | None:
    """Give the listed enterprise of a code, as everybody may see it."""
    return published(code).filter(code=code).first()
