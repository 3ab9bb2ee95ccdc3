"""Accounts as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who may do what."""

    name = "oversight.accounts"
    verbose_name = "账号与权限"

    def ready(self) -> None:
        """Register the comparison of the rows with the log."""
        from oversight.accounts import reconciliation  # noqa: PLC0415
        from oversight.audit import reconciliation as audit  # noqa: PLC0415 - needs the models

        audit.register("账号", reconciliation.check)
