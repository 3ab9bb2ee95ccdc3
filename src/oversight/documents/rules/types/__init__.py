"""The types of documents with their fields, by their codes."""

from __future__ import annotations

from oversight.documents.rules.fields import DocumentType
<<<<<<< HEAD
from oversight.documents.rules.types import decisions, draws, evidence, orders, visits
=======
from oversight.documents.rules.types import cases, decisions, draws, evidence, visits
>>>>>>> h/cases

TYPES: dict[str, DocumentType] = {
    type_.code: type_
    for type_ in (
<<<<<<< HEAD
        *draws.TYPES,
        *visits.TYPES,
        *evidence.TYPES,
        *decisions.TYPES,
        *orders.TYPES,
=======
        *(*draws.TYPES, *visits.TYPES, *evidence.TYPES, *decisions.TYPES),
        *cases.TYPES,
>>>>>>> h/cases
    )
}
