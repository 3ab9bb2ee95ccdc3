"""Whoever runs the site sees until when its certificate lasts, and what to do before."""

from __future__ import annotations

import ipaddress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from oversight.serving import authority
from oversight.serving.authority import Names
from oversight.web import todos
from tests.support.platform_factory import NOON, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
NAMES = Names(hosts=(), addresses=(ipaddress.ip_address("10.1.2.3"),))


@pytest.fixture
def installed(settings: Any, tmp_path: Path) -> None:
    """Install a certificate of the office's own that ends 20 days after noon."""
    begin = NOON - timedelta(days=397 - 20)
    root = authority.create(office="青禾区人社局", domain="", networks=(), at=begin)
    authority.install(tmp_path / "tls", root.root, authority.issue(root, NAMES, at=begin))
    settings.CERTIFICATE = str(tmp_path / "tls" / authority.SITE)
    settings.OWN_ROOT = tmp_path / "tls" / authority.ROOT


@pytest.mark.usefixtures("installed")
def test_the_administrator_alone_is_told_a_month_before_it_ends(own: Bureau) -> None:
    at_noon, month_before = NOON, NOON - timedelta(days=20)
    (todo,) = todos.todos(own.actors["administrator"], at_noon)

    assert (todo.title, todo.is_urgent) == ("换发网站证书", False)
    assert todo.until is not None
    assert (todo.until - NOON.date()).days in {19, 20}
    assert list(todos.todos(own.actors["clerk"], at_noon)) == []
    assert list(todos.todos(own.actors["administrator"], month_before)) == []
    assert next(todos.todos(own.actors["administrator"], NOON + timedelta(days=15))).is_urgent


def test_where_a_proxy_or_nobody_does_https_nothing_waits(own: Bureau) -> None:
    assert list(todos.todos(own.actors["administrator"], NOON)) == []


@pytest.mark.usefixtures("installed")
def test_the_page_says_how_the_certificate_is_renewed(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "administrator")
    page = client.get("/office/certificate/").content.decode()

    assert "10.1.2.3" in page
    assert "本单位自己的根证书" in page
    assert "./dev tls issue --authority" in page
    assert "网站证书" in client.get("/office/").content.decode()


def test_without_https_the_page_says_what_that_costs(own: Bureau, signed_in: Any) -> None:
    page = signed_in(own, "administrator").get("/office/certificate/").content.decode()

    assert "手机不能离线填检查记录" in page


@pytest.mark.usefixtures("installed", "db")
def test_the_guide_tells_each_kind_of_device_how_to_trust(client: Any) -> None:
    page = client.get("/trust/").content.decode()

    for words in ("安卓手机", "iPhone、iPad", "Windows", "麒麟、统信", "证书信任设置"):
        assert words in page
    assert page.count("<svg") >= 2


@pytest.mark.usefixtures("installed", "db")
def test_a_telephone_is_led_to_the_address_without_tls(client: Any, settings: Any) -> None:
    settings.PLAIN_PORT = 8024

    page = client.get("/trust/", secure=True, headers={"host": "127.0.0.1:8023"}).content.decode()

    assert "http://127.0.0.1:8024/trust/" in page


@pytest.mark.usefixtures("db")
def test_a_site_without_a_root_of_its_own_needs_nothing_installed(client: Any) -> None:
    assert "不用安装什么" in client.get("/trust/").content.decode()
    assert client.get("/trust/root.crt").status_code == 404
