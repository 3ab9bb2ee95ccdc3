"""Addresses of the site's certificate."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.certificate import views

urlpatterns = [path("office/certificate/", views.certificate, name="certificate")]
