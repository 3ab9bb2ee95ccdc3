"""Addresses of inspection tasks."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.inspections import visits

urlpatterns = [
    path("office/visits/", visits.listing, name="visits"),
    path("office/visits/<int:visit_id>/", visits.detail, name="visit"),
    path("office/visits/<int:visit_id>/accept/", visits.accept, name="visit-accept"),
    path("office/visits/<int:visit_id>/ask/", visits.ask, name="visit-ask"),
    path("office/visits/<int:visit_id>/merge/<int:into_id>/", visits.merge, name="visit-merge"),
    path("office/requests/<int:request_id>/grant/", visits.grant, name="request-grant"),
    path("office/requests/<int:request_id>/refuse/", visits.refuse, name="request-refuse"),
]
