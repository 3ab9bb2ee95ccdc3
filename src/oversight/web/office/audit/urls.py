"""Addresses of the audit log."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.audit import audit_log, reconciliation

urlpatterns = [
    path("office/trail/", audit_log.listing, name="trail"),
    path("office/trail/check/", audit_log.check, name="trail-check"),
    path("office/trail/export.<str:form>", audit_log.export, name="trail-export"),
    path("office/trail/<int:index>/", audit_log.detail, name="trail-entry"),
    path("office/reconciliation/", reconciliation.listing, name="reconciliation"),
    path(
        "office/reconciliation/<str:fingerprint>/",
        reconciliation.acknowledge,
        name="difference-acknowledge",
    ),
]
