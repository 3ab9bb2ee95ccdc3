"""What is written about the platform is true of it."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
OURS = ("audit", "accounts", "registry")


def test_every_model_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text()

    missing = [
        model.__name__
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        if f"{model.__name__}`" not in glossary
    ]

    assert missing == []


def test_views_never_write() -> None:
    writing = re.compile(r"\.(objects\.create|bulk_create|get_or_create|update_or_create)\(")
    guilty = [
        f"{path.name}: {found.group(0)}"
        for folder in ("office", "public")
        for path in (ROOT / "src" / "oversight" / "web" / folder).glob("*.py")
        for line in path.read_text().splitlines()
        if (found := writing.search(line))
    ]

    assert guilty == []


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
