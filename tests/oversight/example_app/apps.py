"""The example as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ExampleConfig(AppConfig):
    """Lends out the meeting room."""

    name = "tests.oversight.example_app"
    verbose_name = "会议室"
