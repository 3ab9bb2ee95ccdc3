"""Draws as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DrawsConfig(AppConfig):
    """From a task to the result, and who takes over."""

    name = "oversight.draws"
    verbose_name = "抽取"

    def ready(self) -> None:
        """Name the app's long work; have the directories ask before a row goes that is used."""
        from oversight.draws import jobs, uses  # noqa: PLC0415 - models load after the app
        from oversight.registry.services.uses import declare  # noqa: PLC0415

        jobs.register()
        declare(uses.frozen)
