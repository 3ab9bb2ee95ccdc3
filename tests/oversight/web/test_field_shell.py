"""The shell of the telephone: the same for everybody, whole, and new when one byte is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from oversight.web.field import shell
from tests.oversight.web.furnishing import spent
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def counted_anew() -> Iterator[None]:
    shell.version.cache_clear()
    yield
    shell.version.cache_clear()


def status(client: Client, address: str) -> int:
    response = client.get(address)
    spent(response)
    code: int = response.status_code
    return code


def kept(client: Client) -> list[str]:
    """Give the addresses that the worker keeps."""
    text = client.get("/field/sw.js").content.decode()
    match = re.search(r"const SHELL = (\[.*\]);", text)
    assert match
    addresses: list[str] = json.loads(match[1])
    return addresses


def test_all_that_the_worker_keeps_is_there_without_sign_in(client: Client) -> None:
    addresses = kept(client)

    assert {status(client, address) for address in addresses} == {200}
    assert addresses[:3] == ["/field/", "/field/check/", "/field/app.webmanifest"]
    assert client.cookies == {}


def test_every_module_of_the_shell_is_kept_with_those_it_imports(client: Client) -> None:
    folder = Path(shell.__file__).parents[1] / "static" / "field"
    modules = {f"/static/field/{path.name}" for path in folder.glob("*.js")}

    assert modules - {"/static/field/worker.js"} <= set(kept(client))
    assert "/static/vendor/idb-8.0.4.js" in kept(client)


def test_the_shell_says_nothing_of_who_is_signed_in(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "inspector")

    for address in ("/field/", "/field/check/", "/field/sw.js"):
        assert client.get(address).content == Client().get(address).content


def test_one_changed_byte_makes_a_new_worker(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = client.get("/field/sw.js")
    text = shell._text  # noqa: SLF001 - a file of the shell is changed
    shell.version.cache_clear()
    monkeypatch.setattr(
        shell, "_text", lambda name: text(name) + (" " if name == "field/sync.js" else "")
    )

    after = client.get("/field/sw.js")

    assert before["Cache-Control"] == after["Cache-Control"] == "no-cache"
    assert before.content != after.content
    assert b"mingqian-field-" + shell.version().encode() in after.content


def test_the_policy_is_wider_on_the_telephones_pages_alone(client: Client) -> None:
    field, other = (client.get(path)["Content-Security-Policy"] for path in ("/field/", "/how/"))

    assert "img-src 'self' data: blob:" in field
    assert "manifest-src 'self'" in field
    assert "blob:" not in other
    assert "manifest-src" not in other
    assert "unsafe" not in field
