"""Addresses for the public."""

from __future__ import annotations

from django.urls import path

from oversight.web.public import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("items/", pages.item_list, name="items"),
    path("items/<str:code>/", pages.item, name="item"),
    path("inspectors/", pages.inspector_list, name="inspectors"),
    path("log/", pages.log, name="log"),
    path("log/<path:name>", pages.log_file, name="log-file"),
]
