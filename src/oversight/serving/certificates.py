"""The certificate that the site shows, in facts: for whom, until when, and by whose word."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization

from oversight.common.errors import DomainError

WARNED_BEFORE = timedelta(days=30)
# A root that ends before a new certificate would needs a successor.
LEAF_LIFETIME = timedelta(days=397)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A TLS certificate with its chain, and its key, as PEM files (or one file with both)."""

    chain: Path
    key: Path

    def stamp(self) -> tuple[int, int]:
        """Give the times of both files, which change when they are renewed."""
        return self.chain.stat().st_mtime_ns, self.key.stat().st_mtime_ns

    def require_usable(self) -> None:
        """Try chain and key together, without touching what is in use.

        Raises:
            DomainError: they do not belong together, or are no PEM files.
        """
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self.chain, self.key)
        except (OSError, ValueError):
            raise DomainError(
                "证书和私钥对不上，或不是 PEM 格式；请向给证书的单位要“PEM 格式的证书链和私钥”"
            ) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What a certificate says of itself."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    expires_at: datetime
    fingerprint: str

    def is_due(self, at: datetime) -> bool:
        """Tell whether it should be renewed now."""
        return self.expires_at - at < WARNED_BEFORE

    def days_left(self, at: datetime) -> int:
        """Give the whole days that are left; negative when it has expired."""
        return (self.expires_at - at).days


def read(path: Path) -> CertificateFacts | None:
    """Read the first certificate of a PEM file; None where there is none that can be read."""
    try:
        certificate = x509.load_pem_x509_certificates(path.read_bytes())[0]
    except (OSError, ValueError):
        return None
    names, addresses = _alternatives(certificate)
    return CertificateFacts(
        subject=_common_name(certificate.subject),
        issuer=_common_name(certificate.issuer),
        names=names,
        addresses=addresses,
        expires_at=certificate.not_valid_after_utc,
        fingerprint=fingerprint(certificate),
    )


def fingerprint(certificate: x509.Certificate) -> str:
    """Give the SHA-256 as devices show it: pairs of hex digits."""
    return certificate.fingerprint(hashes.SHA256()).hex(" ").upper()


def der(path: Path) -> bytes:
    """Give a root's certificate in the form that devices install.

    Raises:
        OSError, ValueError: there is none, or it cannot be read.
    """
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    return certificate.public_bytes(serialization.Encoding.DER)


def is_issued_by(path: Path, root: Path) -> bool:
    """Tell whether the certificate of one file was issued by that of another."""
    try:
        leaf = x509.load_pem_x509_certificates(path.read_bytes())[0]
        leaf.verify_directly_issued_by(x509.load_pem_x509_certificate(root.read_bytes()))
    except (OSError, ValueError, TypeError, InvalidSignature):
        return False
    return True


def _alternatives(certificate: x509.Certificate) -> tuple[tuple[str, ...], tuple[str, ...]]:
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return (), ()
    names = extension.value.get_values_for_type(x509.DNSName)
    addresses = extension.value.get_values_for_type(x509.IPAddress)
    return tuple(names), tuple(str(ipaddress.ip_address(str(word))) for word in addresses)


def _common_name(name: x509.Name) -> str:
    values = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(values[0].value) if values else name.rfc4514_string()
