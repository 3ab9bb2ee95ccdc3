"""The state machines of documents and of their templates, with the services of their acts."""

from __future__ import annotations

from typing import Any

from oversight.common.transitions import END
from oversight.documents import word_files
from oversight.documents.models import Document, WordTemplate
from oversight.documents.rules.types import TYPES
from oversight.documents.services import issuing, templates
from oversight.documents.states import DOCUMENT, TEMPLATE
from tests.oversight.documents.papers import issued
from tests.oversight.draw_machines import Case, actors_of
from tests.support.platform_factory import NOON, Bureau


def document_case(own: Bureau) -> Case:
    """Issue a document."""
    (approver,) = actors_of(own, "approver")
    rows = Document.objects.filter(pk=issued(own).pk)
    key = rows.get().pk
    return Case(
        machine=DOCUMENT,
        put=lambda state: rows.update(state=state),
        read=lambda: rows.get().state,
        acts={
            "void": lambda: issuing.void_document(
                document_id=key, reason="错", actor=approver, at=NOON
            ),
        },
    )


def template_case(own: Bureau) -> Case:
    """Upload an edited template."""
    lead, approver = actors_of(own, "coordinator", "approver")
    template = templates.upload(
        type_code="notice",
        file_name="通知书.docx",
        content=word_files.default_template(TYPES["notice"]),
        actor=lead,
        at=NOON,
    )
    rows = WordTemplate.objects.filter(pk=template.pk)
    key: dict[str, Any] = {"template_id": template.pk, "at": NOON}
    return Case(
        machine=TEMPLATE,
        put=lambda state: rows.update(state=state),
        read=lambda: row.state if (row := rows.first()) else END,
        acts={
            "discard": lambda: templates.discard(**key, actor=lead),
            "put_in_force": lambda: templates.put_in_force(**key, actor=approver),
            "retire": lambda: templates.retire(**key, actor=approver),
        },
    )
