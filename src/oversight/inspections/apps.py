"""Inspections as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """From the result of a draw to the visit."""

    name = "oversight.inspections"
    verbose_name = "检查"

    def ready(self) -> None:
        """Receive the results of draws, and say how rows are checked."""
        from oversight.audit import reconciliation as audit  # noqa: PLC0415 - needs the models
        from oversight.draws.services import results  # noqa: PLC0415
        from oversight.inspections import (  # noqa: PLC0415
            minutes_reconciliation,
            reconciliation,
            record_reconciliation,
        )
        from oversight.inspections.services import receiving  # noqa: PLC0415

        results.register(receiving.RECEIVER)
        audit.register("检查任务", reconciliation.check)
        audit.register("现场记录", record_reconciliation.check)
        audit.register("现场检查笔录", minutes_reconciliation.check)
