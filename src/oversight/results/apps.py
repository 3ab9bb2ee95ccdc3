"""Results as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """From the signed record to the result that may be published."""

    name = "oversight.results"
    verbose_name = "检查结果"

    def ready(self) -> None:
        """Receive the records that were signed, and say how rows are checked."""
        from oversight.audit import reconciliation as audit  # noqa: PLC0415 - needs the models
        from oversight.inspections.services import record_receivers  # noqa: PLC0415
        from oversight.results import reconciliation  # noqa: PLC0415
        from oversight.results.services import entering  # noqa: PLC0415

        record_receivers.register(entering.receive)
        audit.register("检查结果", reconciliation.check)
