"""The sealed record of an approved result: all its fields, each salted, as disclosure-v1 has it."""

from __future__ import annotations

from collections.abc import Mapping

from mingqian import disclosure
from mingqian.canonical import Json
from mingqian_ceremony import entropy
from oversight.inspections import record_facts
from oversight.results import rules
from oversight.results.models import InspectionResult, ResultVersion

KIND = "inspection-result"


def fields_of(row: InspectionResult, content: rules.ResultContent) -> dict[str, Json]:
    """Give everything that may ever be published of a result, and what goes with it."""
    visit = row.visit
    draw = visit.draw
    return {
        "plan": draw.plan_number if draw is not None else "",
        "draw": draw.number if draw is not None else "",
        "task": visit.number,
        "task-title": visit.title,
        "kind": str(visit.get_kind_display()),
        "authority": row.bureau.name,
        "section": row.owner.name,
        "subject": row.name,
        "subject-code": row.code,
        "item": row.item,
        "item-code": row.result.item.code,
        "inspected-on": row.ended_on.isoformat(),
        "officers": [
            {"name": officer.name, "unit": officer.owner.name, "certificate": officer.number}
            for officer in record_facts.officers(visit)
        ],
        "result": content.result,
        **content.document(),
    }


def salts_for(fields: Mapping[str, Json]) -> dict[str, str]:
    """Make a salt for each field; it never leaves the database but with the field."""
    return {name: entropy.salt() for name in fields}


def record_of(version: ResultVersion, previous: str) -> bytes:
    """Write the sealed record of an approved version from its row.

    Raises:
        FormatError, RefusedError: the row is not what a sealed record can be made of.
    """
    return disclosure.seal(
        KIND,
        version.result.number,
        version.edition or 0,
        version.fields,
        {name: bytes.fromhex(salt) for name, salt in version.salts.items()},
        previous,
    )


def digest_of(version: ResultVersion, previous: str) -> str:
    """Give the digest of the sealed record: what is logged when the version is approved."""
    return disclosure.digest(record_of(version, previous))
