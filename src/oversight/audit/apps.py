"""The trail as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    """The audit log as an app; it collects the event types of all apps."""

    name = "oversight.audit"
    verbose_name = "全程留痕"

    def ready(self) -> None:
        """Let every app register the types of its events, and how they are presented."""
        autodiscover_modules("events")
        autodiscover_modules("presenters")
