"""The witness as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class WitnessingConfig(AppConfig):
    """The logs of neighbours that are cosigned here, and the cosignatures of this one."""

    name = "oversight.witnessing"
    verbose_name = "见证"

    def ready(self) -> None:
        """Say how rows are checked, and make the job known."""
        from oversight.audit import reconciliation as audit  # noqa: PLC0415 - needs the models
        from oversight.witnessing import jobs, reconciliation  # noqa: PLC0415

        audit.register("见证的日志", reconciliation.check)
        jobs.register()
