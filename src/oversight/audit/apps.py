"""The trail as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """What happened, never rewritten."""

    name = "oversight.audit"
    verbose_name = "全程留痕"
