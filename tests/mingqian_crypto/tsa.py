"""A little time-stamping authority (RFC 3161) for tests: DER written by hand, real signatures."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SHA256 = "2.16.840.1.101.3.4.2.1"
SHA384 = "2.16.840.1.101.3.4.2.2"
_SIGNED_DATA = "1.2.840.113549.1.7.2"
_TST_INFO = "1.2.840.113549.1.9.16.1.4"
_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.47"
_ECDSA_SHA256 = "1.2.840.10045.4.3.2"
_SEQUENCE, _SET, _INTEGER, _OCTETS, _NULL, _OID, _TIME = 0x30, 0x31, 2, 4, 5, 6, 0x18


def der(tag: int, *parts: bytes) -> bytes:
    """Write one value."""
    body = b"".join(parts)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def integer(value: int, tag: int = _INTEGER) -> bytes:
    """Write a number that is not negative."""
    return der(tag, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def oid(dotted: str) -> bytes:
    """Write an object identifier."""
    first, second, *rest = map(int, dotted.split("."))
    body = b""
    for arc in (first * 40 + second, *rest):
        digits = [arc & 0x7F]
        while arc := arc >> 7:
            digits.append(arc & 0x7F | 0x80)
        body += bytes(reversed(digits))
    return der(_OID, body)


def algorithm(dotted: str) -> bytes:
    """Write an algorithm identifier with NULL parameters."""
    return der(_SEQUENCE, oid(dotted), der(_NULL))


def response(token: bytes, status: int = 0) -> bytes:
    """Wrap a token as the answer of an authority."""
    return der(_SEQUENCE, der(_SEQUENCE, integer(status)), token)


@dataclass
class Authority:
    """A root, and below it the certificate that signs tokens."""

    name: str = "root"
    purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.TIME_STAMPING
    valid_from: int = 2025
    root_key: ec.EllipticCurvePrivateKey = field(init=False)
    root: x509.Certificate = field(init=False)

    def __post_init__(self) -> None:
        self.root_key = ec.generate_private_key(ec.SECP256R1())
        self.root = self._certificate(self.name, self.root_key, is_root=True)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.leaf = self._certificate("tsa", self.key, is_root=False)

    @property
    def root_pem(self) -> bytes:
        """The root, as an installation configures it."""
        return self.root.public_bytes(Encoding.PEM)

    def token(
        self,
        imprint: bytes,
        *,
        at: str = "20261123080000Z",
        accuracy: bytes = b"",
        imprint_algorithm: str = SHA256,
        chain: Sequence[bytes] | None = None,
    ) -> bytes:
        """Stamp an imprint; ``at`` is GeneralizedTime, ``accuracy`` an encoded field or nothing.

        ``chain`` are the certificates in the token, in this order; else the signing one alone.
        """
        info = der(
            _SEQUENCE,
            integer(1),
            oid("1.2.3.4"),
            der(_SEQUENCE, algorithm(imprint_algorithm), der(_OCTETS, imprint)),
            integer(4711),
            der(_TIME, at.encode()),
            accuracy,
        )
        return self._signed(info, self.chain[:1] if chain is None else chain)

    @property
    def chain(self) -> list[bytes]:
        """The signing certificate, then the root."""
        return [one.public_bytes(Encoding.DER) for one in (self.leaf, self.root)]

    def _signed(self, info: bytes, chain: Sequence[bytes]) -> bytes:
        leaf = self.leaf.public_bytes(Encoding.DER)
        attributes = self._attributes(info, leaf)
        signature = self.key.sign(der(_SET, attributes), ec.ECDSA(hashes.SHA256()))
        signer = der(
            _SEQUENCE,
            integer(1),
            der(_SEQUENCE, self.leaf.issuer.public_bytes(), integer(self.leaf.serial_number)),
            algorithm(SHA256),
            der(0xA0, attributes),
            der(_SEQUENCE, oid(_ECDSA_SHA256)),
            der(_OCTETS, signature),
        )
        data = der(
            _SEQUENCE,
            integer(3),
            der(_SET, algorithm(SHA256)),
            der(_SEQUENCE, oid(_TST_INFO), der(0xA0, der(_OCTETS, info))),
            der(0xA0, *chain) if chain else b"",
            der(_SET, signer),
        )
        return der(_SEQUENCE, oid(_SIGNED_DATA), der(0xA0, data))

    def _attributes(self, info: bytes, leaf: bytes) -> bytes:
        certificate = der(_SEQUENCE, der(_OCTETS, hashlib.sha256(leaf).digest()))
        values = [
            (_CONTENT_TYPE, oid(_TST_INFO)),
            (_MESSAGE_DIGEST, der(_OCTETS, hashlib.sha256(info).digest())),
            (_SIGNING_CERTIFICATE, der(_SEQUENCE, der(_SEQUENCE, certificate))),
        ]
        return b"".join(sorted(der(_SEQUENCE, oid(name), der(_SET, v)) for name, v in values))

    def _certificate(
        self, name: str, key: ec.EllipticCurvePrivateKey, *, is_root: bool
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.name)]))
            .public_key(key.public_key())
            .serial_number(1 if is_root else 2)
            .not_valid_before(datetime(self.valid_from, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2035, 1, 1, tzinfo=UTC))
            .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        )
        if not is_root:
            builder = builder.add_extension(x509.ExtendedKeyUsage([self.purpose]), critical=True)
        return builder.sign(self.root_key, hashes.SHA256())
