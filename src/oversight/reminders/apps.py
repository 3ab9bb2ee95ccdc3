"""The reminders as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Who reminded whom of what; the entries of the trail are all there is of it."""

    name = "oversight.reminders"
    verbose_name = "催办"
