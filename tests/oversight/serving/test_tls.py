"""The site with a certificate of its own: https works, and nobody is sent in circles."""

from __future__ import annotations

import datetime as dt
import http.client
import ipaddress
import os
import plistlib
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.oversight.serving.conftest import SOURCES, free_port, wait_for
from tests.support import databases

pytestmark = [pytest.mark.any_database, pytest.mark.usefixtures("django_db_setup")]


def write_certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return chain, private


def environment(**more: str) -> dict[str, str]:
    ours = ("DJANGO_SETTINGS_MODULE", "MINGQIAN_HOME", "TEST_DATABASE_URL", "MINGQIAN_DATABASE")
    kept = {k: v for k, v in os.environ.items() if k not in ours}
    return {**kept, "PYTHONPATH": str(SOURCES), "PYTHONUTF8": "1", **more}


@pytest.fixture
def secure_site(
    tmp_path: Path,
    django_db_setup: None,  # noqa: ARG001
) -> Iterator[tuple[int, Path]]:
    databases.lay_in(tmp_path / "site")
    chain, key = write_certificate(tmp_path)
    port = free_port()
    words = ["serve", "--home", str(tmp_path / "site"), "--port", str(port)]
    words += ["--certificate", str(chain), "--key", str(key)]
    process = subprocess.Popen(
        [sys.executable, "-m", "oversight", *words],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        yield port, chain
    finally:
        process.terminate()
        process.wait(timeout=60)


def test_a_site_with_a_certificate_answers_over_https_without_a_redirect(
    secure_site: tuple[int, Path],
) -> None:
    port, chain = secure_site
    trust = ssl.create_default_context(cafile=str(chain))
    line = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=trust)
    line.request("GET", "/first/")
    response = line.getresponse()
    page = response.read().decode()
    line.close()

    assert response.status == 200
    assert "安装口令" in page
    assert response.getheader("Strict-Transport-Security") == "max-age=31536000"
    assert "Secure" in str(response.getheader("Set-Cookie"))


@pytest.fixture
def own_site(
    tmp_path: Path,
    django_db_setup: None,  # noqa: ARG001
) -> Iterator[tuple[int, int, Path]]:
    """Serve a site with a certificate of the office's own root, by the two commands."""
    home, port, plain_port = tmp_path / "site", free_port(), free_port()
    databases.lay_in(home)
    python, where = [sys.executable, "-m", "oversight"], ["--home", str(home)]
    new = ["tls", "new", "--office", "青禾区人社局", "--authority", str(tmp_path / "disc")]
    subprocess.run(
        [*python, *new, *where, "--address", "127.0.0.1"],
        env=environment(),
        check=True,
        capture_output=True,
    )
    ports = ["--host", "127.0.0.1", "--port", str(port), "--plain-port", str(plain_port)]
    process = subprocess.Popen(
        [*python, "serve", "--tls", *where, *ports],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        wait_for(plain_port, process)
        yield port, plain_port, home / "tls" / "root.crt"
    finally:
        process.terminate()
        process.wait(timeout=60)


def test_an_office_without_a_certificate_has_https_after_two_commands(
    own_site: tuple[int, int, Path],
) -> None:
    port, plain_port, root = own_site
    plain = http.client.HTTPConnection("127.0.0.1", plain_port, timeout=20)
    answers = {}
    for path in ("/trust/", "/trust/root.crt", "/trust/root.mobileconfig", "/static/site.js"):
        plain.request("GET", path)
        response = plain.getresponse()
        answers[path] = (response.status, response.getheader("Content-Type"), response.read())
    plain.close()
    downloaded = x509.load_der_x509_certificate(answers["/trust/root.crt"][2])
    profile = plistlib.loads(answers["/trust/root.mobileconfig"][2])
    trust = ssl.create_default_context(cadata=answers["/trust/root.crt"][2])
    line = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=trust)
    line.request("GET", "/first/")
    secure = line.getresponse()
    line.close()

    assert [status for status, _, _ in answers.values()] == [200] * 4
    assert downloaded == x509.load_pem_x509_certificate(root.read_bytes())
    shown = downloaded.fingerprint(hashes.SHA256()).hex(" ").upper()
    assert shown in answers["/trust/"][2].decode()
    assert answers["/trust/root.crt"][1] == "application/x-x509-ca-cert"
    assert answers["/trust/root.mobileconfig"][1] == "application/x-apple-aspen-config"
    assert profile["PayloadContent"][0]["PayloadContent"] == answers["/trust/root.crt"][2]
    assert secure.status == 200
    # A promise of https for a year would lock devices out of the page that installs a new root.
    assert secure.getheader("Strict-Transport-Security") is None


def test_a_site_that_wants_https_and_cannot_have_it_says_what_to_do(tmp_path: Path) -> None:
    databases.lay_in(tmp_path / "site")
    words = ["serve", "--home", str(tmp_path / "site"), "--port", str(free_port())]
    ended = subprocess.run(
        [sys.executable, "-m", "oversight", *words],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert ended.returncode == 1
    assert "没有证书，也没有写明代理" in ended.stderr
    assert "MINGQIAN_TLS=False" in ended.stderr
