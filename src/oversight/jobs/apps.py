"""The jobs as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work, and the worker that does it."""

    name = "oversight.jobs"
    verbose_name = "后台任务"
