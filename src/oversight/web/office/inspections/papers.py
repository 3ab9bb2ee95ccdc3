"""The papers of a visit: their files, service, the result told, notices of many visits."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.documents.models import Document
from oversight.documents.rules.service import ServiceFacts
from oversight.documents.services import issuing
from oversight.files import rules as file_rules
from oversight.files.models import StoredFile
from oversight.files.services import storing
from oversight.inspections import materials, selectors, visit_papers
from oversight.inspections.document_data import NoticeTerms
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import bulk_notices, papers, telling
from oversight.inspections.services.telling import OutcomeInput
from oversight.web import addresses, downloads
from oversight.web.access import ActingRequest, form, page
from oversight.web.action_form import Action, run_action
from oversight.web.office.inspections.paper_forms import (
    NoticesForm,
    ServeForm,
    TellForm,
    served_start,
    tell_start,
)
from oversight.web.presenters import documents as presenter

_FACTS = ("way", "place", "receiver", "relation", "refusal", "witness", "consent", "reference")
_DIGITS = 9


@page(Permission.SEE_VISITS)
def pdf_file(request: ActingRequest, visit_id: int, document_id: int) -> HttpResponse:
    """Give the PDF of a paper to whoever has to do with the visit."""
    document = visit_papers.paper_for(request.actor, visit_id, document_id)
    name = presenter.file_name(document, "pdf")
    return downloads.attachment(issuing.render_pdf(document), name, downloads.PDF)


@page(Permission.SEE_VISITS)
def docx_file(request: ActingRequest, visit_id: int, document_id: int) -> HttpResponse:
    """Give the Word file of a paper to whoever has to do with the visit."""
    document = visit_papers.paper_for(request.actor, visit_id, document_id)
    name = presenter.file_name(document, "docx")
    return downloads.attachment(issuing.render_docx(document), name, downloads.DOCX)


@form(Permission.TAKE_VISITS)
def serve(request: ActingRequest, visit_id: int, document_id: int) -> HttpResponse:
    """Record how a paper was served; its 送达回证 is issued."""
    visit = selectors.visit_for(request.actor, visit_id)
    document = visit_papers.paper_for(request.actor, visit_id, document_id)
    start = {**served_start(request.at), "place": visit.visit_place or visit.subject.address}
    bound = ServeForm(request.POST or None, request.FILES or None, initial=start)
    return run_action(
        request,
        bound,
        lambda: papers.serve(
            actor=request.actor,
            visit_id=visit_id,
            document_id=document_id,
            facts=ServiceFacts(**{name: bound.cleaned_data[name] for name in _FACTS}),
            served_at=bound.cleaned_data["at"],
            proof=_proof(request, bound),
            at=request.at,
        ),
        _action(visit, f"登记送达：{presenter.title(document)}", "登记送达", document),
        success=lambda service: (
            f"已登记送达，送达回证 {service.receipt.number} 已出具；期限从"
            f" {service.served_on} 起算。"
        ),
    )


@form(Permission.TAKE_VISITS)
def tell(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Tell the subject the result; the 结果告知书 is issued."""
    visit = selectors.visit_for(request.actor, visit_id)
    bound = TellForm(visit, request.POST or None, initial=tell_start(visit))
    return run_action(
        request,
        bound,
        lambda: telling.tell(
            actor=request.actor,
            visit_id=visit_id,
            outcome=OutcomeInput(
                results=bound.of_items("result_"),
                notes=bound.of_items("note_"),
                outcome=bound.cleaned_data["outcome"],
                follow_up=bound.cleaned_data["follow_up"],
                publication=bound.cleaned_data["publication"],
                remedy=bound.cleaned_data["remedy"],
                contact=bound.cleaned_data["contact"],
            ),
            at=request.at,
        ),
        _action(visit, "告知检查结果", "出具结果告知书"),
        success="结果告知书已出具；送到以后请登记送达。",
    )


@form(Permission.TAKE_VISITS)
def notices(request: ActingRequest) -> HttpResponse:
    """Issue the notices of the ticked visits in one act."""
    bound = NoticesForm(request.POST or None)
    ticked = [int(key) for key in request.POST.getlist("selected") if _is_key(key)]
    issued = None
    if bound.is_valid():
        typed = bound.cleaned_data
        terms = NoticeTerms(
            contact=typed["contact"],
            complaints=typed["complaints"],
            materials=materials.read(typed["materials"]),
            address_of=addresses.of_codes(request),
        )
        issued = bound.carry_out(
            lambda: bulk_notices.notify_all(
                actor=request.actor, visit_ids=ticked, way=typed["way"], terms=terms, at=request.at
            )
        )
    if issued is not None:
        messages.success(request, f"已出具 {len(issued.done)} 份检查通知书，送到以后请登记送达。")
        for task, problem in issued.refused:
            messages.error(request, f"{task.name}：{problem}")
        return redirect("office:visits-notices")
    context = {"form": bound, "waiting": bulk_notices.waiting(request.actor), "ticked": ticked}
    return render(request, "office/inspections/notices.html", context)


def _proof(request: ActingRequest, bound: ServeForm) -> StoredFile | None:
    upload = bound.cleaned_data["proof"]
    if upload is None:
        return None
    return storing.store_file(
        chunks=upload.chunks(),
        name=upload.name,
        actor=request.actor,
        at=request.at,
        kinds=file_rules.SCANS,
        field="proof",
    )


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS


def _action(
    visit: InspectionTask, title: str, button: str, document: Document | None = None
) -> Action:
    crumbs = (
        ("检查任务", reverse("office:visits")),
        (visit.name, reverse("office:visit", args=[visit.pk])),
    )
    facts = (("文书", document.number),) if document else ()
    return Action(title=title, button=button, crumbs=crumbs, caption=visit.name, facts=facts)
