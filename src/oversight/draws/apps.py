"""Draws as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DrawsConfig(AppConfig):
    """From a task to the result, and who takes over."""

    name = "oversight.draws"
    verbose_name = "抽取"

    def ready(self) -> None:
        """Say how the rows are compared with the log."""
        from oversight.audit import reconciliation as audit  # noqa: PLC0415 - needs the models
        from oversight.draws import reconciliation  # noqa: PLC0415

        audit.register("抽取", reconciliation.check)
