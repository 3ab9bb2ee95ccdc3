"""Rectifications as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RectificationsConfig(AppConfig):
    """From a finding to its correction, or to a case."""

    name = "oversight.rectifications"
    verbose_name = "责令改正"

    def ready(self) -> None:
        """Open what approved findings oblige to; say how the rows are compared with the log."""
        from oversight.audit import reconciliation as audit  # noqa: PLC0415 - needs the models
        from oversight.rectifications import reconciliation  # noqa: PLC0415
        from oversight.rectifications.services import receiving  # noqa: PLC0415
        from oversight.results.services import receivers  # noqa: PLC0415

        receivers.register(receiving.receive)
        audit.register("责令改正", reconciliation.check)
