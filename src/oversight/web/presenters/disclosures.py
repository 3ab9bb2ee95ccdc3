"""How the fields of a publication are shown: each value as lines of text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from oversight.common import moments
from oversight.disclosures.models import Disclosure
from oversight.disclosures.states import DisclosureState

_OFFICER = {"name": "姓名", "sex": "性别", "unit": "单位", "post": "职务", "number": "执法证号"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownField:
    """A field as the public sees it: its lines, or why it is withheld."""

    name: str
    title: str
    lines: tuple[str, ...]
    withheld: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVersion:
    """A version as the public sees it, struck through where another or nothing took its place."""

    row: Disclosure
    fields: tuple[ShownField, ...]
    is_struck: bool
    is_withdrawn: bool


def shown_version(row: Disclosure) -> ShownVersion:
    """Give a version as the public sees it."""
    is_withdrawn = row.state == DisclosureState.WITHDRAWN
    fields = tuple(
        ShownField(
            name=field.name,
            title=field.title,
            lines=() if field.withheld or is_withdrawn else shown_lines(field.words, field.value),
            withheld="已撤下" if is_withdrawn else field.withheld_words,
            basis=field.basis if field.is_personal and not field.withheld else "",
        )
        for field in row.fields.all()
    )
    return ShownVersion(
        row=row,
        fields=fields,
        is_struck=row.state == DisclosureState.CORRECTED,
        is_withdrawn=is_withdrawn,
    )


def shown_lines(words: str, value: object) -> tuple[str, ...]:
    """Give the words of a field, or its value where it has none."""
    return (moments.rewritten(words),) if words else lines_of(value)


def lines_of(value: object) -> tuple[str, ...]:
    """Give a value as lines of text, days and moments as people write them."""
    if value is None or value in ("", []):
        return ("无",)
    if isinstance(value, bool):
        return ("是" if value else "否",)
    if isinstance(value, list):
        return tuple(line for member in value for line in lines_of(member))
    if isinstance(value, Mapping):
        return ("，".join(_member(name, member) for name, member in value.items()),)
    return (moments.rewritten(str(value)),)


def _member(name: str, value: object) -> str:
    return f"{_OFFICER.get(name, name)} {'、'.join(lines_of(value))}"
