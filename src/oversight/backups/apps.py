"""Backups as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class BackupsConfig(AppConfig):
    """Encrypted copies of the whole site, and trying them out."""

    name = "oversight.backups"
    verbose_name = "备份"

    def ready(self) -> None:
        """Name the long work."""
        from oversight.backups import jobs  # noqa: PLC0415 - needs the models

        jobs.register()
