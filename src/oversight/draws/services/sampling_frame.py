"""What a draw reads of the directory, and by which terms, caps and sections it reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from oversight.accounts import selectors as accounts
from oversight.accounts.models import Organisation
from oversight.draws import rules, selectors
from oversight.draws.models import Draw, FrequencyCapExemption, JointInvitation
from oversight.draws.rules import Cap, Row, Terms
from oversight.registry.models import InspectionRecord
from oversight.registry.models import Subject as Listed
from oversight.regulations import selectors as regulations
from oversight.regulations.models import RegulatoryParameter

CHUNK = 20_000
_COLUMNS = Row._fields[1:]
_ROUTINE = "双随机"


def applicable_caps(draw: Draw, on: date) -> list[Cap]:
    """Give the caps that apply to a draw with the visits of the year, the strictest first."""
    units = {owner.name for owner in sections(draw)}
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
        sections=accounts.section_codes(draw.bureau_id),
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


def sections(draw: Draw) -> list[Organisation]:
    """Give the sections whose inspectors go: the owner, and those that agreed to join."""
    joined = JointInvitation.objects.filter(
        draw=draw, answer=JointInvitation.ACCEPTED
    ).select_related("section")
    return [draw.owner, *(partner.section for partner in joined)]


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
