"""The directories as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Items, subjects, inspectors."""

    name = "oversight.registry"
    verbose_name = "一单两库"

    def ready(self) -> None:
        """Say how the rows are compared with the log."""
        from oversight.audit import reconciliation as audit  # noqa: PLC0415 - needs the models
        from oversight.registry import reconciliation  # noqa: PLC0415

        audit.register("一单两库", reconciliation.check)
