"""Addresses of the pages that put together what the apps contribute."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.overview import deadlines, help, search  # noqa: A004 - a page, no builtin

urlpatterns = [
    path("office/search/", search.search, name="search"),
    path("office/deadlines/", deadlines.listing, name="deadlines"),
    path("office/help/", help.listing, name="help"),
]
