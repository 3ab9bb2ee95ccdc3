"""The first page makes the first administrator of a site that has nobody yet."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from oversight.accounts.models import User
from tests.support import platform_factory

pytestmark = pytest.mark.any_database


def test_the_first_page_needs_the_word_and_works_once(
    db: None,  # noqa: ARG001
    client: Client,
    settings: Any,
    tmp_path: Any,
) -> None:
    settings.SECRET_KEY_FILE = tmp_path / "keys" / "secret-key"
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "setup-word").write_text("the word\n")
    told = {
        "word": "a guess",
        "organisation": "青禾区人力资源和社会保障局",
        "region": "990107",
        "username": "admin",
        "name": "管云舒",
        "phone": "139 0000 0001",
        "password": platform_factory.PASSWORD,
    }

    refused = client.post("/first/", told).content.decode()
    client.post("/first/", {**told, "word": "the word"})

    assert "安装口令不对；请看启动程序的窗口" in refused
    assert User.objects.get().username == "admin"
    assert client.get("/first/")["Location"] == "/sign-in/"
