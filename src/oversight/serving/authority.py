"""An office's own certificate authority, bound to its own names: trusting it risks nothing else.

Critical name constraints (RFC 5280 4.2.1.10) allow the office's own domain and private networks
only: whoever steals the root's key can pose as no other site. The key lies encrypted in one file
apart from the site; the site holds the root's certificate and its own certificate.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID

from mingqian_ceremony import durable_files, entropy
from oversight.common.errors import DomainError
from oversight.serving.certificates import LEAF_LIFETIME

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

ROOT_YEARS = 10
# Browsers refuse certificates that run longer (CA/Browser Forum, Apple).
LEAF_DAYS = LEAF_LIFETIME.days
AUTHORITY = "mingqian-authority.p12"
ROOT = "root.crt"
SITE = "site.pem"
# Private networks (RFC 1918, RFC 4193), and this machine.
PRIVATE: tuple[Network, ...] = tuple(
    ipaddress.ip_network(word)
    for word in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7")
)
# A constraint on names is needed even where an office has none: without it every name is allowed.
NO_DOMAIN = "mingqian.internal"
_ROUNDS = 600_000
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 6, 4
_CLOCKS_DIFFER = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """The root's certificate with its key."""

    root: x509.Certificate
    key: ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """By which host names and addresses the site is opened."""

    hosts: tuple[str, ...]
    addresses: tuple[Address, ...]


def passphrase() -> str:
    """Make a passphrase that a person can copy from paper: 24 letters and digits in groups."""
    number, letters = int(entropy.secret(), 16), ""
    for _ in range(_GROUPS * _GROUP):
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def create(*, office: str, domain: str, networks: tuple[Network, ...], at: datetime) -> Authority:
    """Make the root, allowed for the domain, the private networks and the given ones."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"{office} 明签内网根证书")
    allowed: list[x509.GeneralName] = [x509.DNSName(domain or NO_DOMAIN)]
    allowed += [x509.IPAddress(network) for network in (*PRIVATE, *networks)]
    builder = _builder(name, name, key.public_key(), at, timedelta(days=365 * ROOT_YEARS))
    extensions: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (_usage(is_authority=True), True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.NameConstraints(permitted_subtrees=allowed, excluded_subtrees=None), True),
    ]
    return Authority(root=_signed(builder, extensions, key), key=key)


def save(authority: Authority, path: Path, words: str) -> None:
    """Write root and key into one encrypted file.

    Raises:
        DomainError: there is an authority already; a second would need new trust on each device.
    """
    if path.exists():
        raise DomainError(f"{path} 里已经有一个根证书；换一个文件夹，或直接用它签发")
    encryption = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(words.encode())
    )
    content = pkcs12.serialize_key_and_certificates(
        b"mingqian", authority.key, authority.root, None, encryption
    )
    durable_files.put(path, content, is_private=True)


def load(path: Path, words: str) -> Authority:
    """Read the authority from its encrypted file.

    Raises:
        DomainError: there is no such file, or the passphrase is wrong.
    """
    if not path.is_file():
        raise DomainError(f"没有 {path}；请接上保管根证书的盘，或先用 ./dev tls new 建立")
    try:
        key, root, _ = pkcs12.load_key_and_certificates(path.read_bytes(), words.encode())
    except ValueError:
        raise DomainError("口令不对，或文件已损坏；口令是建立时抄下的六组字母数字") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or root is None:
        raise DomainError(f"{path} 不是本程序建立的根证书文件")
    return Authority(root=root, key=key)


def issue(authority: Authority, names: Names, *, at: datetime) -> bytes:
    """Give the site's new key and its certificate as one PEM file, at most LEAF_DAYS long.

    Raises:
        DomainError: no name at all, or one that the root is not allowed to vouch for.
    """
    if not names.hosts and not names.addresses:
        raise DomainError("至少写一个 --name 主机名或 --address 地址：手机上用哪个打开就写哪个")
    _require_allowed(authority.root, names)
    key = ec.generate_private_key(ec.SECP256R1())
    # A name or address here would be judged by the root's constraint on names: OpenSSL does so.
    title = _name("明签网站")
    left = authority.root.not_valid_after_utc - at
    length = min(timedelta(days=LEAF_DAYS) - _CLOCKS_DIFFER, left)
    builder = _builder(title, authority.root.subject, key.public_key(), at, length)
    subjects = [*map(x509.DNSName, names.hosts), *map(x509.IPAddress, names.addresses)]
    extensions: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_usage(is_authority=False), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        (x509.SubjectAlternativeName(subjects), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), False),
    ]
    return _private_pem(key) + _pem(_signed(builder, extensions, authority.key))


def install(folder: Path, root: x509.Certificate, site: bytes) -> None:
    """Put the root and the site's certificate where the running site takes them.

    Key and certificate are one file: a renewal is never half there.
    """
    durable_files.put(folder / ROOT, _pem(root))
    durable_files.put(folder / SITE, site, is_private=True)


def _require_allowed(root: x509.Certificate, names: Names) -> None:
    allowed = root.extensions.get_extension_for_class(x509.NameConstraints).value
    trees = allowed.permitted_subtrees or []
    domains = [tree.value for tree in trees if isinstance(tree, x509.DNSName)]
    networks = [
        ipaddress.ip_network(str(tree.value)) for tree in trees if isinstance(tree, x509.IPAddress)
    ]
    for name in names.hosts:
        if not any(name == domain or name.endswith(f".{domain}") for domain in domains):
            raise DomainError(
                f"主机名 {name} 不在根证书允许的 {'、'.join(domains)} 之下；请改用地址，"
                "或用 --domain 另建根证书"
            )
    for address in names.addresses:
        if not any(address in network for network in networks):
            raise DomainError(
                f"地址 {address} 不在根证书允许的网段里；请用 --network 另建根证书，写明单位的网段"
            )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    at: datetime,
    length: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _CLOCKS_DIFFER)
        .not_valid_after(at + length)
    )


def _signed(
    builder: x509.CertificateBuilder,
    extensions: list[tuple[x509.ExtensionType, bool]],
    key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    for extension, is_critical in extensions:
        builder = builder.add_extension(extension, critical=is_critical)
    return builder.sign(key, hashes.SHA256())


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )


def _name(title: str) -> x509.Name:
    # RFC 5280 allows 64 characters in a common name.
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, title[:64])])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
