"""The papers of a visit, for all who may see the visit: its team reads them too."""

from __future__ import annotations

from oversight.accounts.selectors import Actor
from oversight.common.errors import NotFoundError
from oversight.documents import selectors as documents
from oversight.documents.models import Document, Service
from oversight.inspections import selectors
from oversight.inspections.models import InspectionTask

KIND = "visit"
APPROVAL, NOTICE, RECUSAL, OUTCOME = "approval", "notice", "recusal", "outcome-notice"
SERVED = frozenset({NOTICE, RECUSAL, OUTCOME})
"""The papers that are handed to the subject."""


def papers(task: InspectionTask) -> list[Document]:
    """Give the papers of a visit, void ones too, the oldest first."""
    rows = documents.documents_about(KIND, task.number)
    return sorted(rows, key=lambda document: (document.made_at, document.pk))


def with_services(rows: list[Document]) -> list[tuple[Document, list[Service]]]:
    """Give papers, each with how it was served."""
    services = documents.services_of(rows)
    return [(document, services.get(document.pk, [])) for document in rows]


def paper_for(actor: Actor, visit_id: int, document_id: int) -> Document:
    """Load a paper of a visit that somebody has to do with.

    Raises:
        NotFoundError: there is none.
    """
    task = selectors.visit_for(actor, visit_id)
    for document in papers(task):
        if document.pk == document_id:
            return document
    raise NotFoundError("这次检查没有这份文书")
