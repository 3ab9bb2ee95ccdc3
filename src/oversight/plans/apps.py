"""Plans as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The year's plan and its tasks."""

    name = "oversight.plans"
    verbose_name = "年度计划"

    def ready(self) -> None:
        """Say how the rows are compared with the log."""
        from oversight.audit import reconciliation as audit  # noqa: PLC0415 - needs the models
        from oversight.plans import reconciliation  # noqa: PLC0415

        audit.register("年度计划", reconciliation.check)
