"""Cases as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """From a clue to a decision that is carried out, or to another authority's answer."""

    name = "oversight.cases"
    verbose_name = "案件与移送"

    def ready(self) -> None:
        """Say how the rows are checked against the log."""
        from oversight.audit import reconciliation as audit  # noqa: PLC0415 - needs the models
        from oversight.cases import reconciliation  # noqa: PLC0415

        audit.register("案件", reconciliation.check_cases)
        audit.register("移送", reconciliation.check_referrals)
