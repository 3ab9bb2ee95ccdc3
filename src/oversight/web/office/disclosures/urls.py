"""Addresses of publications."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.disclosures import acting, lists, views

_ROW = "office/disclosures/<int:disclosure_id>"

urlpatterns = [
    path("office/disclosures/", lists.listing, name="disclosures"),
    path("office/disclosures/export.<str:form>", lists.export, name="disclosures-export"),
    path("office/disclosures/print/", lists.printout, name="disclosures-print"),
    path("office/disclosures/waiting/", views.waiting, name="disclosures-waiting"),
    path("office/disclosures/draft/<str:kind>/<str:key>/", acting.draft, name="disclosure-draft"),
    path(f"{_ROW}/", views.detail, name="disclosure"),
    path(f"{_ROW}/change/", acting.change, name="disclosure-change"),
    path(f"{_ROW}/submit/", acting.submit, name="disclosure-submit"),
    path(f"{_ROW}/drop/", acting.drop, name="disclosure-drop"),
    path(f"{_ROW}/return/", acting.send_back, name="disclosure-return"),
    path(f"{_ROW}/approve/", acting.approve, name="disclosure-approve"),
    path(f"{_ROW}/publish/", acting.publish, name="disclosure-publish"),
    path(f"{_ROW}/correct/", acting.correct, name="disclosure-correct"),
    path(f"{_ROW}/withdraw/", acting.withdraw, name="disclosure-withdraw"),
    path(f"{_ROW}/archive/", acting.archive, name="disclosure-archive"),
]
