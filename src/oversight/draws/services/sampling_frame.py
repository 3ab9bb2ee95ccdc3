"""What a draw reads of the directory, and by which terms, caps and sections it reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from oversight.accounts import selectors as accounts
from oversight.accounts.models import Organisation
from oversight.draws import rules
from oversight.draws.models import Draw, FrequencyCapExemption, JointInvitation
from oversight.draws.rules import Cap, Row, Terms
from oversight.registry.models import Subject as Listed
from oversight.registry.selectors import ledger
from oversight.regulations import selectors as regulations
from oversight.regulations.models import RegulatoryParameter

CHUNK = 20_000
_COLUMNS = Row._fields[1:]


def applicable_caps(draw: Draw, on: date) -> list[Cap]:
    """Give the caps that apply to a draw with the visits of the year, the strictest first."""
    return caps_for(draw.bureau_id, frozenset(section.pk for section in sections(draw)), on)


def caps_for(bureau_id: int, going: frozenset[int], on: date) -> list[Cap]:
    """Give the caps that apply where these sections go on a visit, the strictest first."""
    caps = []
    for rule in regulations.rules_on(bureau_id, on).filter(kind="cap"):
        names = rule.counts.get("units") or []
        units = accounts.named_sections(bureau_id, names)
        if not names or units & going:
            caps.append(_cap(rule, units, on.year))
    return sorted(caps, key=lambda cap: (cap.limit, cap.key))


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
        drawn_class["code"]: tuple(
            sorted(
                rules.stratum_code(drawn_class["letter"], item["code"]) for item in setup["items"]
            )
        )
        for drawn_class in rules.drawn_classes(setup)
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


def _cap(rule: RegulatoryParameter, units: frozenset[int], year: int) -> Cap:
    kinds = rule.counts.get("kinds") or []
    visits = [
        *ledger.visits_made(rule.bureau_id, year, kinds),
        *ledger.visits_planned(rule.bureau_id, year, kinds),
    ]
    counts: dict[int, int] = {}
    for subject, sections in visits:
        if not units or not units.isdisjoint(sections):
            counts[subject] = counts.get(subject, 0) + 1
    return Cap(
        key=rule.key,
        name=rule.name,
        limit=rule.value,
        citation=rule.citation,
        visits=counts,
        kinds=kinds,
        units=units,
    )


def _list_rule(bureau_id: int, key: str, on: date) -> list[str]:
    rule = regulations.rules_on(bureau_id, on).filter(key=key).first()
    return list(rule.value) if rule is not None and isinstance(rule.value, list) else []
