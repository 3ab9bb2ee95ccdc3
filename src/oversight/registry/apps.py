"""The directories as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Items, subjects, inspectors."""

    name = "oversight.registry"
    verbose_name = "一单两库"
