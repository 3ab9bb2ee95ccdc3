"""Freezing the directories into the four rosters: everybody is in, or out for a printed reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from mingqian import canonical
from mingqian.roster import HARD, SOFT, Conflict, Exclusion, Rosters, Subject
from mingqian.roster import Inspector as Person
from oversight.accounts.models import Organisation
from oversight.common.errors import DomainError
from oversight.draws import fairness, rules, selectors
from oversight.draws.models import Draw, FrequencyCapExemption, JointInvitation
from oversight.draws.rules import Cap, Row, Terms
from oversight.registry.models import InspectionRecord, Inspector, Recusal
from oversight.registry.models import Subject as Listed
from oversight.registry.rules.inspectors import hindrances
from oversight.registry.selectors.inspectors import standing_of
from oversight.regulations import selectors as regulations
from oversight.regulations.models import RegulatoryParameter

CHUNK = 20_000
_COLUMNS = Row._fields[1:]
MOST_CONFLICTS = 300_000
_ROUTINE = "双随机"


class Watch(Protocol):
    """What is told of every row at the very moment at which it is read."""

    @property
    def terms(self) -> Terms:
        """Give the terms under which the rows are read."""
        ...

    @property
    def days(self) -> int:
        """Give for how many days before the preparation changes are looked at."""
        ...

    def read(self, row: Row) -> None:
        """Take note of a row."""
        ...

    def takes_part(self, row: Row) -> None:
        """Take note that a row takes part."""
        ...

    def reason(self, row: Row, reason: str) -> str:
        """Give the reason to be printed for a row that does not take part."""
        ...

    def departed(self) -> Iterable[str]:
        """Give the codes of rows that left the directory and would have taken part."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingFrame:
    """The rosters with what explains them: reasons, and why some inspectors take no part."""

    rosters: Rosters
    size: int
    reasons: dict[str, str]
    counts: dict[str, int]
    parts: fairness.Parts
    unavailable: list[tuple[str, str, str]]
    """Name, section and reasons of the inspectors who cannot be drawn."""


def freeze(
    draw: Draw, on: date, progress: Callable[[int, int], None], watch: Watch
) -> SamplingFrame:
    """Read the directories as they are now; ``watch`` sees every row as it is read.

    Raises:
        DomainError: nobody takes part, or too many pairs would have to be kept apart.
    """
    terms = watch.terms
    exempt = frozenset(terms.exempt_labels)
    parts: fairness.Parts = {}
    subjects, exclusions = _subjects(draw, watch, parts, progress)
    if not subjects:
        raise DomainError("范围内没有一家可以参加抽取；请核对范围、上限和间隔期")
    people, unavailable, keys = _people(draw, on)
    listed = {code: pk for pk, code in _keys_of(draw, subjects).items()} if keys else {}
    conflicts = _conflicts(draw, on, keys, listed)
    counts: dict[str, int] = {}
    for one in exclusions:
        counts[one.reason] = counts.get(one.reason, 0) + 1
    named = rules.reasons(terms, exempt)
    named |= rules.changed_reasons(named, watch.days)
    return SamplingFrame(
        rosters=Rosters(
            subjects=subjects,
            exclusions=exclusions,
            inspectors=sorted(people),
            conflicts=sorted(conflicts),
        ),
        size=len(subjects) + len(exclusions),
        reasons={code: named[code] for code in sorted(counts)},
        counts=counts,
        parts=parts,
        unavailable=unavailable,
    )


def applicable_caps(draw: Draw, on: date) -> list[Cap]:
    """Give the caps that apply to a draw with the visits of the year, the strictest first."""
    units = {owner.name for owner in _sections(draw)}
    pending = list(selectors.pending_visits(draw.bureau_id, on.year))
    found = []
    for rule in regulations.rules_on(draw.bureau_id, on).filter(kind="cap"):
        wanted = set(rule.counts.get("units") or ())
        if not wanted or wanted & units:
            found.append(_cap(rule, draw.bureau_id, on.year, pending))
    return sorted(found, key=lambda cap: (cap.limit, cap.key))


def terms_of(draw: Draw, on: date) -> Terms:
    """Gather everything by which subjects are told apart on a day."""
    setup = draw.setup
    exempt = frozenset(_list_rule(draw.bureau_id, "exempt_labels", on))
    granted = FrequencyCapExemption.objects.filter(draw=draw, state=FrequencyCapExemption.GRANTED)
    return Terms(
        scope=setup["scope"],
        ratio_by=setup["ratio_by"],
        split_by=setup["split_by"],
        classes=_classes(setup),
        caps=applicable_caps(draw, on),
        rest_days=regulations.number(draw.bureau_id, "rest_days", on),
        exempt_labels=exempt,
        excepted=frozenset(granted.values_list("subject_id", flat=True)),
        tickets=setup.get("tickets") or {},
        on=on,
    )


def _classes(setup: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {
        one["code"]: tuple(
            sorted(rules.stratum_code(one["letter"], item["code"]) for item in setup["items"])
        )
        for one in rules.drawn_classes(setup)
    }


def listed_rows(bureau_id: int) -> Iterator[list[Row]]:
    """Read the directory in parts, by key, so that no cursor stands open meanwhile."""
    rows = Listed.objects.filter(bureau_id=bureau_id, is_listed=True)
    last = 0
    while chunk := list(
        rows.filter(pk__gt=last).order_by("pk").values_list("pk", *_COLUMNS)[:CHUNK]
    ):
        yield [Row._make(values) for values in chunk]
        last = chunk[-1][0]


def _subjects(
    draw: Draw, watch: Watch, parts: fairness.Parts, progress: Callable[[int, int], None]
) -> tuple[list[Subject], list[Exclusion]]:
    terms = watch.terms
    total = Listed.objects.filter(bureau_id=draw.bureau_id, is_listed=True).count()
    since = rules.rested_since(terms)
    subjects: list[Subject] = []
    exclusions: list[Exclusion] = []
    done = 0
    for chunk in listed_rows(draw.bureau_id):
        for row in chunk:
            watch.read(row)
            reason = rules.exclusion(row, terms, since)
            strata = () if reason else rules.strata_of(row, terms)
            if strata:
                tickets = rules.tickets_of(row, terms)
                subjects.append(Subject(row.code, tickets, strata))
                fairness.count(parts, row, tickets, strata)
                watch.takes_part(row)
            else:
                exclusions.append(Exclusion(usable(row), watch.reason(row, reason or rules.SCOPE)))
        done += len(chunk)
        progress(done, total)
    exclusions += [Exclusion(code, rules.DELISTED) for code in watch.departed()]
    subjects.sort()
    exclusions.sort()
    return subjects, exclusions


def usable(row: Row) -> str:
    """Give a row's code; one that no roster can hold stands under the key of its row."""
    return row.code if canonical.is_code(row.code) else f"ROW-{row.pk}"


def _keys_of(draw: Draw, subjects: list[Subject]) -> dict[int, str]:
    """Find the rows of those subjects that a register of people names."""
    wanted = {one.id for one in subjects}
    named = set(Recusal.objects.values_list("subject_id", flat=True))
    named |= {subject for _, subject in selectors.went_to(draw.bureau_id, date(1900, 1, 1))}
    rows = Listed.objects.filter(bureau_id=draw.bureau_id, pk__in=named)
    found = {pk: code for pk, code in rows.values_list("pk", "code") if code in wanted}
    if any(one.regions for one in Inspector.objects.filter(bureau_id=draw.bureau_id)):
        everybody = Listed.objects.filter(bureau_id=draw.bureau_id, is_listed=True)
        found |= {pk: code for pk, code in everybody.values_list("pk", "code") if code in wanted}
    return found


def _people(
    draw: Draw, on: date
) -> tuple[list[Person], list[tuple[str, str, str]], dict[int, Inspector]]:
    loads = selectors.tasks_in_year(draw.bureau_id, on.year)
    sections = {section.pk for section in _sections(draw)}
    found = Inspector.objects.filter(owner_id__in=sections).select_related("owner")
    people, unavailable, keys = [], [], {}
    for one in found.prefetch_related("certificates", "leaves"):
        why = hindrances(standing_of(one), on)
        allowed = {item["code"] for item in draw.setup["items"]} & set(one.items)
        if one.items and not allowed:
            why.append("不能查本次的事项")
        if why:
            unavailable.append((one.name, one.owner.name, "；".join(why)))
            continue
        own = one.load if one.load_year == on.year else 0
        people.append(
            Person(
                rules.inspector_code(one.pk),
                (rules.pool_of(one.owner_id),),
                own + loads.get(one.pk, 0),
                int(draw.setup["limit"]),
            )
        )
        keys[one.pk] = one
    return people, unavailable, keys


def _conflicts(
    draw: Draw, on: date, people: Mapping[int, Inspector], listed: Mapping[str, int]
) -> list[Conflict]:
    codes = {pk: code for code, pk in listed.items()}
    since = on - timedelta(days=regulations.number(draw.bureau_id, "rotation_days", on))
    pairs: dict[tuple[int, int], str] = {}
    for who, subject in selectors.went_to(draw.bureau_id, since):
        pairs[who, subject] = SOFT
    for recusal in Recusal.objects.filter(inspector_id__in=people):
        if recusal.since <= on and (recusal.until is None or recusal.until > on):
            pairs[recusal.inspector_id, recusal.subject_id] = HARD
    for who, subject in _outside(draw, people, codes):
        pairs[who, subject] = HARD
        if len(pairs) > MOST_CONFLICTS:
            raise DomainError(
                "限定管辖区域的执法人员太多，不能逐家列出；请按区域分成几个任务，或放宽管辖区域"
            )
    return [
        Conflict(rules.inspector_code(who), codes[subject], kind)
        for (who, subject), kind in pairs.items()
        if who in people and subject in codes
    ]


def _outside(
    draw: Draw, people: Mapping[int, Inspector], codes: Mapping[int, str]
) -> Iterator[tuple[int, int]]:
    bound = [one for one in people.values() if one.regions]
    if not bound:
        return
    rows = Listed.objects.filter(bureau_id=draw.bureau_id, is_listed=True)
    for pk, region in rows.values_list("pk", "region").iterator(CHUNK):
        if pk in codes:
            for one in bound:
                if region not in one.regions:
                    yield one.pk, pk


def _sections(draw: Draw) -> list[Organisation]:
    joined = JointInvitation.objects.filter(
        draw=draw, answer=JointInvitation.ACCEPTED
    ).select_related("section")
    return [draw.owner, *(one.section for one in joined)]


def _cap(
    rule: RegulatoryParameter, bureau_id: int, year: int, pending: list[tuple[int, list[int]]]
) -> Cap:
    kinds, units = rule.counts.get("kinds") or [], set(rule.counts.get("units") or ())
    made = InspectionRecord.objects.filter(subject__bureau_id=bureau_id, on__year=year, exempt="")
    if kinds:
        made = made.filter(kind__in=kinds)
    counts: dict[int, int] = {}
    for subject, told in made.values_list("subject_id", "units"):
        if not units or any(unit in told for unit in units):
            counts[subject] = counts.get(subject, 0) + 1
    if not kinds or _ROUTINE in kinds:
        named = _named(units)
        for subject, sections in pending:
            if not units or named & set(sections):
                counts[subject] = counts.get(subject, 0) + 1
    return Cap(
        key=rule.key, name=rule.name, limit=rule.value, citation=rule.citation, visits=counts
    )


def _named(units: set[str]) -> set[int]:
    return set(Organisation.objects.filter(name__in=units).values_list("pk", flat=True))


def _list_rule(bureau_id: int, key: str, on: date) -> list[str]:
    rule = regulations.rules_on(bureau_id, on).filter(key=key).first()
    return list(rule.value) if rule is not None and isinstance(rule.value, list) else []
