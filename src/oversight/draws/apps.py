"""Draws as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DrawsConfig(AppConfig):
    """From a task to the result, and who takes over."""

    name = "oversight.draws"
    verbose_name = "抽取"

    def ready(self) -> None:
        """Name the app's long work."""
        from oversight.draws import jobs  # noqa: PLC0415 - needs the models

        jobs.register()
