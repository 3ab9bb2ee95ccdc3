"""Ed25519 (RFC 8032): verifying, and the keys of a log or a witness."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from mingqian.errors import RefusedError
from mingqian.log import note

KEY_BYTES = 32
SEED_BYTES = 32
RULE = "log-v1 2"

_PRIME = 2**255 - 19
_SIGN_BIT = 2**255
# The y of the eight points whose order divides 8. Under such a key anybody can sign: the library
# takes them, so they are refused here. The last two are those of order 8.
_SMALL_ORDER = (
    0,
    1,
    _PRIME - 1,
    0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
    0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
)


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature is valid, under a key that is a proper one."""
    if not _is_proper(public_key):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


class Ed25519Signer:
    """A private key in memory, under the name of its log or witness."""

    def __init__(self, name: str, kind: int, key: Ed25519PrivateKey) -> None:
        self._private = key
        public = key.public_key().public_bytes_raw()
        self._key = note.Key(name=name, kind=kind, public_key=public)

    @classmethod
    def from_seed(cls, name: str, seed: bytes, kind: int = note.ED25519) -> Ed25519Signer:
        """Make the key of a seed: 32 bytes of the system's entropy, from the caller.

        Raises:
            RefusedError: the seed has not 32 bytes.
            LogError: the name cannot be that of a key.
        """
        if len(seed) != SEED_BYTES:
            raise RefusedError("key.seed-length", rule=RULE, expected=SEED_BYTES, count=len(seed))
        return cls(name, kind, Ed25519PrivateKey.from_private_bytes(seed))

    @classmethod
    def from_pem(cls, name: str, pem: bytes, kind: int = note.ED25519) -> Ed25519Signer:
        """Read a private key from PEM (PKCS #8, not encrypted).

        Raises:
            RefusedError: not such a file, or not an Ed25519 key.
            LogError: the name cannot be that of a key.
        """
        try:
            key = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError):
            raise RefusedError("key.not-pem", rule=RULE) from None
        if not isinstance(key, Ed25519PrivateKey):
            raise RefusedError("key.not-ed25519", rule=RULE)
        return cls(name, kind, key)

    @property
    def name(self) -> str:
        """The key name, which for a log is its origin."""
        return self._key.name

    @property
    def vkey(self) -> str:
        """The verifier key to be published."""
        return self._key.vkey

    @property
    def key(self) -> note.Key:
        """The public part, as policies hold it."""
        return self._key

    def sign(self, message: bytes) -> bytes:
        """Sign a message."""
        return self._private.sign(message)

    def pem(self) -> bytes:
        """Write the private key as PEM, not encrypted: for a file that only the log may read."""
        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _is_proper(public_key: bytes) -> bool:
    if len(public_key) != KEY_BYTES:
        return False
    y = int.from_bytes(public_key, "little") % _SIGN_BIT
    return y < _PRIME and y not in _SMALL_ORDER
