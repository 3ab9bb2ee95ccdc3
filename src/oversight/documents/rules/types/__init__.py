"""The types of documents with their fields, by their codes."""

from __future__ import annotations

from oversight.documents.rules.fields import DocumentType
from oversight.documents.rules.types import cases, decisions, draws, evidence, orders, visits

TYPES: dict[str, DocumentType] = {
    type_.code: type_
    for type_ in (
        *draws.TYPES,
        *visits.TYPES,
        *evidence.TYPES,
        *decisions.TYPES,
        *orders.TYPES,
        *cases.TYPES,
    )
}
