"""Addresses of rectifications."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.rectifications import extending, lists, ordering, rechecking, views

_ROW = "office/rectifications/<int:rectification_id>"
_EXTENSION = "office/extensions/<int:extension_id>"

urlpatterns = [
    path("office/rectifications/", lists.listing, name="rectifications"),
    path("office/rectifications/export.<str:form>", lists.export, name="rectifications-export"),
    path("office/rectifications/print/", lists.printout, name="rectifications-print"),
    path("office/visits/<int:visit_id>/rectify/", ordering.open_new, name="rectification-open"),
    path(f"{_ROW}/", views.detail, name="rectification"),
    path("office/rectifications/proofs/<int:proof_id>/", views.proof, name="rectification-proof"),
    path(f"{_ROW}/reports/<int:place>/phone/", views.phone_number, name="rectification-phone"),
    path(f"{_ROW}/order/", ordering.issue, name="rectification-order"),
    path(f"{_ROW}/serve/", ordering.serve, name="rectification-serve"),
    path(f"{_ROW}/begin/", ordering.begin, name="rectification-begin"),
    path(f"{_ROW}/link/", ordering.send_link, name="rectification-link"),
    path(f"{_ROW}/cancel/", ordering.cancel, name="rectification-cancel"),
    path(f"{_ROW}/spot/", rechecking.prove, name="rectification-spot"),
    path(f"{_ROW}/spot/accept/", rechecking.accept, name="rectification-spot-accept"),
    path(f"{_ROW}/spot/return/", rechecking.return_proof, name="rectification-spot-return"),
    path(f"{_ROW}/recheck/", rechecking.arrange, name="rectification-recheck"),
    path(f"{_ROW}/conclude/", rechecking.conclude, name="rectification-conclude"),
    path(f"{_ROW}/extend/", extending.ask, name="rectification-extend"),
    path(f"{_ROW}/escalate/", extending.escalate, name="rectification-escalate"),
    path(f"{_EXTENSION}/grant/", extending.grant, name="extension-grant"),
    path(f"{_EXTENSION}/refuse/", extending.refuse, name="extension-refuse"),
]
