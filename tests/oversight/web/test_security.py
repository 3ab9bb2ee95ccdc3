"""Headers, policies, forms, and a production that does not start half-made."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from oversight import serving
from tests.oversight.web.furnishing import address, client_of, furnished, spent
from tests.oversight.web.matrix import LETTERS, MATRIX
from tests.support import platform_factory
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.any_database

SOURCES = Path(__file__).resolve().parents[3] / "src"
INLINE = re.compile(r"""\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=["']|javascript:""")


@pytest.fixture(scope="module")
def things(shared_bureau: Bureau) -> dict[str, Any]:
    """Put one of everything in the module's bureau once."""
    return furnished(shared_bureau)


@pytest.mark.parametrize("who", ["", "clerk", "approver", "supervisor", "administrator"])
def test_no_page_has_anything_inline(own: Bureau, things: dict[str, Any], who: str) -> None:
    client = client_of(own, who)
    letter = next((letter for letter, role in LETTERS.items() if role == who), "P")
    guilty = []

    for name, row in MATRIX.items():
        # All that is closed to somebody has the same page: one is read.
        is_read = letter in row.who or name == "office:certificate"
        is_file = "export" in name or name == "office:import-faults"
        if "GET" not in row.methods or is_file or not is_read:
            continue
        response = client.get(address(name, row, things))
        if "text/html" not in response.get("Content-Type", ""):
            spent(response)
        elif not name.startswith("api:"):
            guilty += [f"{name}: {one}" for one in INLINE.findall(response.content.decode())]

    assert guilty == []


def test_every_answer_carries_the_strict_headers(own: Bureau, signed_in: Any) -> None:
    response = signed_in(own, "clerk").get("/office/")

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-store"


def test_cookies_are_out_of_reach_of_scripts(own: Bureau, signed_in: Any) -> None:
    cookies = signed_in(own, "clerk").cookies

    for name in ("mingqian_session", "mingqian_csrf"):
        if name in cookies:
            assert cookies[name]["httponly"]
            assert cookies[name]["samesite"] == "Lax"
    assert "mingqian_session" in cookies


def test_a_form_from_elsewhere_is_refused(own: Bureau) -> None:
    platform_factory.subject(own, 77)
    client = Client(enforce_csrf_checks=True)

    response = client.post(
        "/sign-in/", {"username": "own-clerk", "password": platform_factory.PASSWORD}
    )

    assert response.status_code == 403
    assert "页面放得太久" in response.content.decode()


def run(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("TEST_", "DJANGO_"))},
        "PYTHONPATH": str(SOURCES),
        "MINGQIAN_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "oversight.settings.production",
        **more,
    }
    return subprocess.run(
        [sys.executable, str(SOURCES / "manage.py"), *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_does_not_start_without_its_own_secret(tmp_path: Path) -> None:
    done = run(tmp_path, "check")

    assert done.returncode != 0
    assert "没有密钥文件" in done.stderr


def test_production_refuses_a_switch_that_is_none(tmp_path: Path) -> None:
    serving.prepare_folder(tmp_path)

    done = run(tmp_path, "check", MINGQIAN_TLS="yes")

    assert "MINGQIAN_TLS 只能是 True 或 False，现为 'yes'" in done.stderr


def test_production_passes_the_check_for_deployment(tmp_path: Path) -> None:
    serving.prepare_folder(tmp_path)

    done = run(tmp_path, "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr


def test_models_and_migrations_agree(tmp_path: Path) -> None:
    serving.prepare_folder(tmp_path)
    ours = ("audit", "accounts", "registry")

    done = run(tmp_path, "makemigrations", "--check", "--dry-run", *ours)

    assert done.returncode == 0, done.stdout
