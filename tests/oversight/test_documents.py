"""What is written about the platform is true of it."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from oversight.audit import event_types

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parents[2]
# A name with a dot in backticks that is written as modules and what they hold are.
FILES = (".py", ".md", ".json", ".toml", ".csv")
DOTTED = re.compile(r"`([a-z_]+(?:\.[A-Za-z_]+)+)`")


def test_every_model_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text()

    missing = [
        model.__name__
        for app in apps.get_app_configs()
        if app.name.startswith("oversight.")
        for model in app.get_models()
        if f"{model.__name__}`" not in glossary
    ]

    assert missing == []


def test_views_never_write() -> None:
    writing = re.compile(r"\.objects\b|\.bulk_|_or_create\(")
    pages = ROOT / "src" / "oversight" / "web"
    guilty = [
        f"{path.relative_to(pages)}: {line.strip()}"
        for path in sorted(pages.rglob("*.py"))
        for line in path.read_text().splitlines()
        if writing.search(line)
    ]

    assert guilty == []


def test_every_module_that_the_documents_name_is_there() -> None:
    named = {
        (document, name)
        for document in ("architecture.md", "glossary.md")
        for name in DOTTED.findall((ROOT / "docs" / document).read_text())
        if not name.endswith(FILES) and event_types.find(name) is None
    }

    assert len(named) > 40
    assert sorted(f"{document}: {name}" for document, name in named if not _exists(name)) == []


def _exists(name: str) -> bool:
    """Tell whether there is a module, or something in one, under our packages."""
    apps_ = [f"{app.name}." for app in apps.get_app_configs() if app.name.startswith("oversight.")]
    prefixes = ("", "oversight.", "mingqian.", "mingqian_ceremony.", *apps_)
    return any(_loads(prefix + name) for prefix in prefixes)


def _loads(name: str) -> bool:
    module = name
    parts: list[str] = []
    while module:
        try:
            thing: Any = import_module(module)
        except ImportError:
            module, _, last = module.rpartition(".")
            parts.insert(0, last)
            continue
        return _holds(thing, parts)
    return False


def _holds(value: Any, parts: list[str]) -> bool:
    for part in parts:
        if not hasattr(value, part):
            return False
        value = getattr(value, part)
    return True


def test_every_address_of_the_manual_exists() -> None:
    manual = (ROOT / "docs" / "how-to" / "install.md").read_text()

    assert "/first/" in manual
    assert "/api/v1/docs/" in manual


def test_every_test_that_the_page_of_promises_names_is_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text()

    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)", page)
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).is_file() or f"def {name}(" not in (ROOT / path).read_text()
    ]

    assert missing == []
    assert len(named) > 150
