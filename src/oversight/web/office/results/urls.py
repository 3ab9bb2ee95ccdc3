"""Addresses of results."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.results import changing, desk, lists, reviewing, views

_ROW = "office/results/<int:result_id>"

urlpatterns = [
    path("office/results/", lists.listing, name="results"),
    path("office/results/export.<str:form>", lists.export, name="results-export"),
    path("office/results/print/", lists.printout, name="results-print"),
    path("office/results/overdue/", lists.overdue, name="results-overdue"),
    path("office/results/bulk/", desk.bulk, name="results-bulk"),
    path("office/visits/<int:visit_id>/desk/", desk.enter, name="visit-desk"),
    path(f"{_ROW}/", views.detail, name="result"),
    path(f"{_ROW}/accept/", reviewing.accept, name="result-accept"),
    path(f"{_ROW}/return/", reviewing.send_back, name="result-return"),
    path(f"{_ROW}/edit/", changing.resubmit, name="result-edit"),
    path(f"{_ROW}/correct/", changing.correct, name="result-correct"),
]
