"""An authority of the office's own: bound to its names, its key apart, renewed while running."""

from __future__ import annotations

import io
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from cryptography import x509

from oversight.__main__ import main
from oversight.common.errors import DomainError
from oversight.serving import authority, certificates, server
from oversight.serving.authority import Authority, Names
from oversight.serving.certificates import Certificate
from tests.oversight.serving.conftest import free_port

pytestmark = pytest.mark.any_database
AT = datetime.now(UTC)  # noqa: TID251 - devices judge a certificate by their own clock
LOOPBACK = ipaddress.ip_address("127.0.0.1")
HOSTS = Names(hosts=("ming.qinghe.lan",), addresses=(LOOPBACK,))
OUTSIDE = Names(hosts=("bank.example",), addresses=(ipaddress.ip_address("203.0.113.9"),))


@pytest.fixture(scope="module")
def root() -> Authority:
    return authority.create(office="青禾区人社局", domain="qinghe.lan", networks=(), at=AT)


def handshake(port: int, folder: Path, host: str = "127.0.0.1") -> str:
    """Open a line as a device that trusts the root, and give the certificate's fingerprint."""
    trust = ssl.create_default_context(cafile=str(folder / authority.ROOT))
    with (
        socket.create_connection(("127.0.0.1", port), timeout=10) as line,
        trust.wrap_socket(line, server_hostname=host) as secure,
    ):
        content = secure.getpeercert(binary_form=True) or b""
    return certificates.fingerprint(x509.load_der_x509_certificate(content))


def leaf(site: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(site[site.index(b"-----BEGIN CERTIFICATE") :])


def page(_: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"page"]


@dataclass(frozen=True, kw_only=True)
class Site:
    port: int
    plain_port: int
    folder: Path


@pytest.fixture
def site(root: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Serve one page over TLS, its certificate looked at often, with the plain door beside it."""
    monkeypatch.setattr(server, "RENEWAL_SECONDS", 0.1)
    monkeypatch.setattr(server, "HANDSHAKE_SECONDS", 1)
    authority.install(tmp_path, root.root, authority.issue(root, HOSTS, at=AT))
    file = tmp_path / authority.SITE
    site = Site(port=free_port(), plain_port=free_port(), folder=tmp_path)
    programs: list[Any] = []
    kept = uvicorn.Server.__init__

    def keep(program: Any, config: Any) -> None:
        programs.append(program)
        kept(program, config)

    monkeypatch.setattr(uvicorn.Server, "__init__", keep)
    monkeypatch.setattr(uvicorn.Server, "capture_signals", server.SideServer.capture_signals)
    options = {"host": "127.0.0.1", "port": site.port, "plain_port": site.plain_port}
    certificate = Certificate(chain=file, key=file)
    thread = threading.Thread(
        target=server.run,
        args=(page,),
        kwargs={**options, "body_limit": 1000, "certificate": certificate},
    )
    thread.start()
    for _ in range(100):
        if len(programs) == 2 and all(program.started for program in programs):
            break
        time.sleep(0.1)
    yield site
    programs[0].should_exit = True
    thread.join(timeout=30)


def test_the_root_vouches_for_the_offices_names_and_networks_only(root: Authority) -> None:
    constraint = root.root.extensions.get_extension_for_class(x509.NameConstraints)

    assert constraint.critical
    with pytest.raises(DomainError, match=r"bank\.example 不在根证书允许的 qinghe\.lan 之下"):
        authority.issue(root, OUTSIDE, at=AT)
    with pytest.raises(DomainError, match=r"地址 203\.0\.113\.9 不在根证书允许的网段里"):
        authority.issue(root, Names(hosts=(), addresses=OUTSIDE.addresses), at=AT)
    with pytest.raises(DomainError, match="至少写一个"):
        authority.issue(root, Names(hosts=(), addresses=()), at=AT)


def test_a_device_refuses_what_a_thief_of_the_key_signs_for_another_name(
    root: Authority, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authority, "_require_allowed", lambda *_: None)
    stranger = Names(hosts=("bank.example",), addresses=())
    authority.install(site.folder, root.root, authority.issue(root, stranger, at=AT))
    wait_until(lambda: _is_refused(site, "bank.example", "permitted subtree violation"))


def _is_refused(site: Site, host: str, words: str) -> bool:
    try:
        handshake(site.port, site.folder, host)
    except ssl.SSLCertVerificationError as error:
        return words in str(error)
    return False


def wait_until(condition: Callable[[], bool]) -> None:
    for _ in range(100):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("the certificate was not taken")


def test_a_certificate_ends_before_its_root_and_within_397_days(root: Authority) -> None:
    late = root.root.not_valid_after_utc - timedelta(days=10)
    usual, last = (leaf(authority.issue(root, HOSTS, at=moment)) for moment in (AT, late))

    assert usual.not_valid_after_utc - usual.not_valid_before_utc == timedelta(days=397)
    assert last.not_valid_after_utc == root.root.not_valid_after_utc


def test_a_device_that_trusts_the_root_opens_the_site_by_name_and_address(site: Site) -> None:
    facts = certificates.read(site.folder / authority.SITE)

    assert facts is not None
    assert handshake(site.port, site.folder) == facts.fingerprint
    assert handshake(site.port, site.folder, "ming.qinghe.lan") == facts.fingerprint
    assert (facts.names, facts.addresses) == (("ming.qinghe.lan",), ("127.0.0.1",))


def test_a_renewed_certificate_is_taken_and_a_broken_one_is_not(
    root: Authority, site: Site
) -> None:
    before = handshake(site.port, site.folder)
    file = site.folder / authority.SITE
    whole = authority.issue(root, HOSTS, at=AT)
    other_key = authority.issue(root, HOSTS, at=AT).split(b"-----BEGIN CERTIFICATE")[0]
    file.write_bytes(other_key + whole[whole.index(b"-----BEGIN CERTIFICATE") :])
    time.sleep(0.5)

    assert handshake(site.port, site.folder) == before
    file.write_bytes(whole)
    wait_until(lambda: handshake(site.port, site.folder) != before)


def test_forty_silent_lines_stop_nobody_and_are_closed(site: Site) -> None:
    lines = [socket.create_connection(("127.0.0.1", site.port), timeout=20) for _ in range(40)]
    lines[0].sendall(b"\x16\x03\x01")
    start = time.monotonic()
    handshake(site.port, site.folder)

    assert time.monotonic() - start < 5
    assert [line.recv(1) for line in lines] == [b""] * 40
    for line in lines:
        line.close()


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/", 302, "/trust/"),
        ("/trust/", 200, None),
        ("/static/site.js", 200, None),
        ("/sign-in/?next=/a", 302, "https://127.0.0.1:{port}/sign-in/?next=/a"),
    ],
)
def test_the_plain_door_opens_the_guide_and_leads_elsewhere_to_https(
    site: Site, path: str, status: int, location: str | None
) -> None:
    with socket.create_connection(("127.0.0.1", site.plain_port), timeout=10) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.plain_port}\r\n\r\n".encode())
        head = line.recv(4096).decode()

    assert head.startswith(f"HTTP/1.1 {status} ")
    if location:
        assert f"location: {location.format(port=site.port)}\r\n" in head


def test_the_commands_make_an_authority_renew_and_tell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    disc, home = tmp_path / "disc", tmp_path / "site"
    where = ["--authority", str(disc), "--home", str(home)]

    assert main(["tls", "new", "--office", "青禾区人社局", *where, "--address", "10.1.2.3"]) == 0
    words = next(
        line.strip()
        for line in capsys.readouterr().out.splitlines()
        if line.count("-") == 5 and "/" not in line
    )
    first = certificates.read(home / "tls" / authority.SITE)
    monkeypatch.setattr("sys.stdin", typed(words))
    assert main(["tls", "issue", *where]) == 0
    second = certificates.read(home / "tls" / authority.SITE)
    assert first is not None
    assert second is not None
    assert first.fingerprint != second.fingerprint
    assert second.addresses == ("10.1.2.3",)
    assert certificates.is_issued_by(home / "tls" / authority.SITE, home / "tls" / authority.ROOT)
    assert main(["tls", "status", "--home", str(home)]) == 0
    assert "根证书：青禾区人社局 明签内网根证书" in capsys.readouterr().out
    assert (home / "tls" / authority.SITE).stat().st_mode & 0o077 == 0
    assert b"PRIVATE KEY" not in (disc / authority.AUTHORITY).read_bytes()


def typed(words: str) -> io.StringIO:
    return io.StringIO(f"{words}\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["issue", "--authority", "{disc}"], "请接上保管根证书的盘"),
        (["new", "--office", "某局", "--authority", "{home}/keys"], "不能和网站放在一起"),
        (["new", "--office", "某局", "--authority", "{disc}", "--address", "x"], "不是地址或网段"),
    ],
)
def test_a_command_that_cannot_be_done_says_what_to_do(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    words: str,
) -> None:
    places = {"disc": tmp_path / "disc", "home": tmp_path / "site"}
    monkeypatch.setattr("sys.stdin", typed("wrong"))
    filled = [word.format(**places) for word in arguments]

    assert main(["tls", *filled, "--home", str(places["home"])]) == 2
    assert words in capsys.readouterr().err


def test_a_wrong_passphrase_and_a_second_authority_are_refused(
    root: Authority, tmp_path: Path
) -> None:
    path = tmp_path / authority.AUTHORITY
    authority.save(root, path, "right-words")

    assert authority.load(path, "right-words").root == root.root
    with pytest.raises(DomainError, match="口令不对"):
        authority.load(path, "wrong-words")
    with pytest.raises(DomainError, match="已经有一个根证书"):
        authority.save(root, path, "right-words")
