"""The directories as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Items, subjects, inspectors."""

    name = "oversight.registry"
    verbose_name = "一单两库"

    def ready(self) -> None:
        """Name the app's long work."""
        from oversight.registry import jobs  # noqa: PLC0415 - needs the models

        jobs.register()
