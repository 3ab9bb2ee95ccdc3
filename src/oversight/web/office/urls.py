"""Addresses of the office: the dashboard's, and those that each app's package brings."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.urls import URLPattern, URLResolver, path

from oversight.web import office
from oversight.web.office import dashboard


def _of_packages() -> Iterator[URLPattern | URLResolver]:
    """Give the addresses of every package here that has some: a new one needs no line."""
    for module in iter_modules(office.__path__, f"{office.__name__}."):
        name = f"{module.name}.urls"
        if module.ispkg and find_spec(name):
            yield from import_module(name).urlpatterns


urlpatterns = [path("office/", dashboard.workbench, name="workbench"), *_of_packages()]
