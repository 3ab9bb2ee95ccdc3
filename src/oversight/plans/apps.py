"""Plans as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The year's plan and its tasks."""

    name = "oversight.plans"
    verbose_name = "年度计划"
