"""Rectifications as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RectificationsConfig(AppConfig):
    """From a finding to its correction, or to a case."""

    name = "oversight.rectifications"
    verbose_name = "责令改正"

    def ready(self) -> None:
        """Say how the rows are compared with the log."""
        from oversight.audit import reconciliation as audit  # noqa: PLC0415 - needs the models
        from oversight.rectifications import reconciliation  # noqa: PLC0415

        audit.register("责令改正", reconciliation.check)
