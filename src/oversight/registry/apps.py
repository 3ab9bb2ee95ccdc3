"""The directories as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Items, subjects, inspectors."""

    name = "oversight.registry"
    verbose_name = "一单两库"

    def ready(self) -> None:
        """Register the app's jobs, and the comparison of its rows with the log."""
        from oversight.audit import reconciliation as audit  # noqa: PLC0415 - needs the models
        from oversight.registry import jobs, reconciliation  # noqa: PLC0415

        jobs.register()
        audit.register("一单两库", reconciliation.check)
