"""Accounts as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who may do what."""

    name = "oversight.accounts"
    verbose_name = "账号与权限"
