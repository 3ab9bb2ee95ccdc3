"""Draws as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DrawsConfig(AppConfig):
    """From a task to the result, and whose turn it is when somebody goes."""

    name = "oversight.draws"
    verbose_name = "抽取"

    def ready(self) -> None:
        """Name the long work, what stands on the directories, and how rows are checked."""
        from oversight.audit import reconciliation as audit  # noqa: PLC0415 - needs the models
        from oversight.draws import jobs, reconciliation, uses  # noqa: PLC0415
        from oversight.registry.services.uses import declare  # noqa: PLC0415

        jobs.register()
        declare(uses.frozen)
        audit.register("抽取", reconciliation.check)
