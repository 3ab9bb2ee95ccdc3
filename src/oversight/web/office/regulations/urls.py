"""Addresses of regulatory parameters and calendars."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.regulations import views

urlpatterns = [
    path("office/rules/", views.rules, name="rules"),
    path("office/rules/<int:rule_id>/", views.change, name="rule"),
    path("office/calendar/new/", views.year, name="year-new"),
    path("office/calendar/<int:year>/", views.year, name="year"),
]
