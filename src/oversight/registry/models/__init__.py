"""The models of the directories, of imports and of the ledger."""

from oversight.registry.models.imports import (
    Correction,
    ImportRun,
    StagedRecord,
    StagedRow,
    StagedSubject,
)
from oversight.registry.models.inspectors import Certificate, Inspector, Leave, Recusal
from oversight.registry.models.items import Item, ItemVersion
from oversight.registry.models.ledger import InspectionRecord, RecordMember
from oversight.registry.models.subjects import (
    Facet,
    Subject,
    SubjectFields,
    SubjectVersion,
)
from oversight.registry.models.versions import ChangeReview, InspectorVersion

__all__ = [
    "Certificate",
    "ChangeReview",
    "Correction",
    "Facet",
    "ImportRun",
    "InspectionRecord",
    "Inspector",
    "InspectorVersion",
    "Item",
    "ItemVersion",
    "Leave",
    "RecordMember",
    "Recusal",
    "StagedRecord",
    "StagedRow",
    "StagedSubject",
    "Subject",
    "SubjectFields",
    "SubjectVersion",
]
