"""Documents as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents, their numbers and the templates they are written with."""

    name = "oversight.documents"
    verbose_name = "文书"

    def ready(self) -> None:
        """Say how the rows are compared with the log."""
        from oversight.audit import reconciliation as audit  # noqa: PLC0415 - needs the models
        from oversight.documents import reconciliation  # noqa: PLC0415

        audit.register("文书", reconciliation.check)
