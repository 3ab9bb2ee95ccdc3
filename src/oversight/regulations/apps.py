"""The regulations as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    """Regulatory parameters with their citations, and calendars."""

    name = "oversight.regulations"
    verbose_name = "规则与日历"
