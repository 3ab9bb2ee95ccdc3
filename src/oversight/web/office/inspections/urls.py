"""Addresses of inspection tasks."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.inspections import (
    approvals,
    bulk,
    calendar,
    evidence,
    lists,
    onsite,
    papers,
    record,
    record_closing,
    registering,
    site_papers,
    visits,
)

_RECORD = "office/visits/<int:visit_id>/record/"
_RECORDS = [
    path(_RECORD, record.detail, name="visit-record"),
    path(f"{_RECORD}items/<int:result_id>/", record.item, name="visit-record-item"),
    path(f"{_RECORD}minutes/", record.minutes, name="visit-record-minutes"),
    path(f"{_RECORD}outcome/", record.outcome, name="visit-record-outcome"),
    path(f"{_RECORD}evidence/", record.evidence, name="visit-record-evidence"),
    path(f"{_RECORD}signing/", record_closing.begin_signing, name="visit-record-signing"),
    path(f"{_RECORD}confirm/", record_closing.confirm, name="visit-record-confirm"),
    path(f"{_RECORD}paper/", record_closing.paper, name="visit-record-paper"),
    path(f"{_RECORD}refusal/", record_closing.refuse, name="visit-record-refusal"),
    path(f"{_RECORD}reopen/", record_closing.reopen, name="visit-record-reopen"),
    path(f"{_RECORD}finish/", record_closing.finish, name="visit-record-finish"),
    path(f"{_RECORD}suspend/", record_closing.suspend, name="visit-suspend"),
    path(f"{_RECORD}resume/", record_closing.resume, name="visit-resume"),
    path(f"{_RECORD}again/", record_closing.go_again, name="visit-again"),
    path(f"{_RECORD}correct/", record_closing.correct, name="visit-record-correct"),
    path(f"{_RECORD}print.pdf", record_closing.printout, name="visit-record-print"),
]
urlpatterns = [
    *_RECORDS,
    path("office/visits/", visits.listing, name="visits"),
    path("office/visits/bulk/", bulk.date_all, name="visits-bulk"),
    path("office/visits/bulk/<int:dating_id>/", bulk.detail, name="visits-dating"),
    path("office/visits/bulk/<int:dating_id>/undo/", bulk.undo, name="visits-dating-undo"),
    path("office/visits/export.<str:form>", lists.export, name="visits-export"),
    path("office/visits/print/", lists.printout, name="visits-print"),
    path("office/visits/calendar/", calendar.calendar, name="visits-calendar"),
    path("office/visits/new/", registering.choose, name="visit-new"),
    path("office/visits/new/<int:subject_id>/", registering.new, name="visit-register"),
    path("office/visits/<int:visit_id>/", visits.detail, name="visit"),
    path("office/visits/<int:visit_id>/team/", registering.change_team, name="visit-team"),
    path("office/visits/<int:visit_id>/submit/", approvals.submit, name="visit-submit"),
    path("office/visits/<int:visit_id>/withdraw/", approvals.withdraw, name="visit-withdraw"),
    path("office/visits/<int:visit_id>/notify/", approvals.notify, name="visit-notify"),
    path("office/visits/notices/", papers.notices, name="visits-notices"),
    path("office/visits/<int:visit_id>/tell/", papers.tell, name="visit-tell"),
    path(
        "office/visits/<int:visit_id>/papers/<int:document_id>/pdf/",
        papers.pdf_file,
        name="visit-paper-pdf",
    ),
    path(
        "office/visits/<int:visit_id>/papers/<int:document_id>/docx/",
        papers.docx_file,
        name="visit-paper-docx",
    ),
    path(
        "office/visits/<int:visit_id>/papers/<int:document_id>/serve/",
        papers.serve,
        name="visit-paper-serve",
    ),
    path("office/visits/<int:visit_id>/interview/", site_papers.interview, name="visit-interview"),
    path(
        "office/visits/<int:visit_id>/check-record/",
        site_papers.check_record,
        name="visit-check-record",
    ),
    path("office/visits/<int:visit_id>/urgent/", approvals.arrive_urgently, name="visit-urgent"),
    path("office/visits/<int:visit_id>/code/", onsite.link_code, name="visit-code"),
    path("office/visits/<int:visit_id>/evidence/", evidence.of_exemption, name="visit-evidence"),
    path(
        "office/visits/<int:visit_id>/requests/<int:request_id>/evidence/",
        evidence.of_request,
        name="request-evidence",
    ),
    path(
        "office/visits/<int:visit_id>/objections/<int:objection_id>/contact/",
        onsite.contact,
        name="objection-contact",
    ),
    path("office/visits/ratings/", onsite.ratings, name="visit-ratings"),
    path("office/approvals/", approvals.listing, name="approvals"),
    path("office/approvals/<int:approval_id>/", approvals.approve, name="approval-approve"),
    path("office/approvals/<int:approval_id>/refuse/", approvals.refuse, name="approval-refuse"),
    path("office/visits/<int:visit_id>/accept/", visits.accept, name="visit-accept"),
    path("office/visits/<int:visit_id>/ask/", visits.ask, name="visit-ask"),
    path("office/visits/<int:visit_id>/merge/<int:into_id>/", visits.merge, name="visit-merge"),
    path("office/requests/<int:request_id>/grant/", visits.grant, name="request-grant"),
    path("office/requests/<int:request_id>/refuse/", visits.refuse, name="request-refuse"),
    path("office/requests/<int:request_id>/withdraw/", visits.withdraw, name="request-withdraw"),
]
