"""Addresses of the pages that put together what the apps contribute."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.overview import (
    deadlines,
    feeds,
    first_steps,
    help,  # noqa: A004 - a page, no builtin
    pending,
    reminders,
    search,
    views,
)

urlpatterns = [
    path("office/search/", search.search, name="search"),
    path("office/remind/", reminders.remind, name="remind"),
    path("office/deadlines/", deadlines.listing, name="deadlines"),
    path("office/deadlines/feed/", feeds.feed, name="deadline-feed"),
    path("office/deadlines/feed/make/", feeds.make, name="deadline-feed-make"),
    path("office/deadlines/feed/revoke/", feeds.revoke, name="deadline-feed-revoke"),
    path("office/pending/", pending.listing, name="pending"),
    path("office/first-steps/", first_steps.first_steps, name="first-steps"),
    path("office/help/", help.listing, name="help"),
    path("office/views/", views.listing, name="views"),
    path("office/views/save/", views.save, name="view-save"),
    path("office/views/<int:view_id>/rename/", views.rename, name="view-rename"),
    path("office/views/<int:view_id>/drop/", views.drop, name="view-drop"),
]
