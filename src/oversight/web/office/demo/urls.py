"""Addresses of the demonstration's clock."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.demo import clock

urlpatterns = [
    path("office/demo/skip/", clock.skip, name="demo-skip"),
]
