"""Addresses of the witness."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.witnessing import views

urlpatterns = [
    path("office/log-witnesses/", views.listing, name="log-witnesses"),
    path("office/log-witnesses/new/", views.follow, name="log-follow"),
    path("office/log-witnesses/<int:log_id>/end/", views.end, name="log-unfollow"),
    path("office/log-witnesses/<int:log_id>/fork.json", views.fork, name="log-fork"),
]
