"""What is on the books."""

from oversight.registry.models.books import CalendarYear, Rule
from oversight.registry.models.imports import (
    Correction,
    ImportRun,
    Staged,
    StagedRow,
    StagedSubject,
)
from oversight.registry.models.inspectors import Certificate, Inspector, Leave, Recusal
from oversight.registry.models.items import Item, ItemVersion
from oversight.registry.models.revisions import ChangeReview, Revision
from oversight.registry.models.subjects import (
    Facet,
    SavedFilter,
    Subject,
    SubjectFields,
    SubjectPast,
    VisitRecord,
)

__all__ = [
    "CalendarYear",
    "Certificate",
    "ChangeReview",
    "Correction",
    "Facet",
    "ImportRun",
    "Inspector",
    "Item",
    "ItemVersion",
    "Leave",
    "Recusal",
    "Revision",
    "Rule",
    "SavedFilter",
    "Staged",
    "StagedRow",
    "StagedSubject",
    "Subject",
    "SubjectFields",
    "SubjectPast",
    "VisitRecord",
]
