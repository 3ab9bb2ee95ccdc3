"""文书: the list, one document with its files, and declaring it void."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from oversight.accounts.rules import Permission, permission_of
from oversight.documents import selectors
from oversight.documents.rules.types import TYPES
from oversight.documents.selectors import DocumentQuestion
from oversight.documents.services import issuing
from oversight.documents.states import DOCUMENT, DocumentState
from oversight.web import downloads
from oversight.web.access import ActingRequest, form, page, search_words
from oversight.web.action_form import Action, run_action
from oversight.web.forms import ReasonForm
from oversight.web.paging import paginate
from oversight.web.presenters import documents as presenter

_TEMPLATES = (Permission.EDIT_TEMPLATES, Permission.APPROVE_TEMPLATES)


@page(Permission.SEE_DOCUMENTS)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the documents that were asked for, void ones too, newest first."""
    question = _question(request)
    matching = selectors.find(request.actor, question)
    page = paginate(request, matching)
    context = {
        "page": page,
        "number": matching.count(),
        "rows": [presenter.row(document) for document in page.rows],
        "question": question,
        "is_narrowed": question != DocumentQuestion(),
        "types": [(type_.code, type_.title) for type_ in TYPES.values()],
        "states": DocumentState.choices,
        "may_see_templates": any(request.actor.may(power) for power in _TEMPLATES),
    }
    return render(request, "office/documents/documents.html", context)


@page(Permission.SEE_DOCUMENTS)
def detail(request: ActingRequest, document_id: int) -> HttpResponse:
    """Show one document: what it says, its files, who issued it."""
    document = selectors.document_for(request.actor, document_id)
    context: dict[str, Any] = {
        **presenter.row(document),
        "type": selectors.type_of(document.type),
        "content": presenter.content(document),
        "is_void": issuing.is_void(document),
        "may_void": request.actor.may_take(DOCUMENT, "void", document.state),
    }
    return render(request, "office/documents/document.html", context)


@page(Permission.SEE_DOCUMENTS)
def pdf_file(request: ActingRequest, document_id: int) -> HttpResponse:
    """Give the PDF of a document."""
    document = selectors.document_for(request.actor, document_id)
    name = presenter.file_name(document, "pdf")
    return downloads.attachment(issuing.render_pdf(document), name, downloads.PDF)


@page(Permission.SEE_DOCUMENTS)
def docx_file(request: ActingRequest, document_id: int) -> HttpResponse:
    """Give the Word file of a document."""
    document = selectors.document_for(request.actor, document_id)
    name = presenter.file_name(document, "docx")
    return downloads.attachment(issuing.render_docx(document), name, downloads.DOCX)


@form(permission_of(DOCUMENT, "void"))
def void(request: ActingRequest, document_id: int) -> HttpResponse:
    """Declare a document void, with the reason."""
    document = selectors.document_for(request.actor, document_id)
    bound = ReasonForm(request.POST or None)
    action = Action(
        title=f"作废 {document.number}",
        button="作废",
        crumbs=(
            ("文书", reverse("office:documents")),
            (document.number, reverse("office:document", args=[document.pk])),
        ),
        lead="作废以后不能恢复，文号不再使用；已经送达的，请另行书面告知对方。",
        facts=(("文书", presenter.title(document)), ("关于", document.concerns)),
    )
    return run_action(
        request,
        bound,
        lambda: issuing.void_document(
            document_id=document_id,
            reason=bound.cleaned_data["reason"],
            actor=request.actor,
            at=request.at,
        ),
        action,
        success=f"{document.number} 已作废，理由已留痕。",
    )


def _question(request: ActingRequest) -> DocumentQuestion:
    """Read what the list is narrowed to; what is no type or state is not asked for."""
    type_, state = request.GET.get("type", ""), request.GET.get("state", "")
    return DocumentQuestion(
        words=search_words(request),
        type=type_ if type_ in TYPES else "",
        state=state if state in DocumentState.values else "",
    )
