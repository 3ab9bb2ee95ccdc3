"""Addresses of inspection tasks."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.inspections import (
    approvals,
    bulk,
    calendar,
    lists,
    papers,
    registering,
    visits,
)

urlpatterns = [
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
    path("office/visits/<int:visit_id>/urgent/", approvals.arrive_urgently, name="visit-urgent"),
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
