"""What the core asks of cryptography, as an interface: it holds no signature code itself.

`mingqian_crypto` has the usual implementation; whoever distrusts it can write another.
"""

from __future__ import annotations

from typing import Protocol


class Crypto(Protocol):
    """Verifies signatures and time-stamp tokens; malformed input is simply not valid."""

    def verify_ed25519(self, public_key: bytes, message: bytes, signature: bytes) -> bool:
        """Tell whether an Ed25519 signature (RFC 8032) is valid."""

    def verify_bls_g1(self, public_key: bytes, message: bytes, signature: bytes) -> bool:
        """Tell whether a drand signature of scheme bls-unchained-g1-rfc9380 is valid.

        The message is what the network signs: SHA-256 of the round (spec draw-v1 3.1).
        """

    def timestamp_time(self, token: bytes, imprint_sha256: bytes) -> str | None:
        """Give the time that an RFC 3161 token proves for a SHA-256 imprint.

        Fractions of a second and the stated accuracy are rounded up: the imprint existed at
        that time at the latest (spec draw-v1 7.2). None where this installation cannot judge
        the token: it trusts no authority, or the token lacks its authority's certificate.

        Raises:
            LogError: the token is malformed, for another imprint, or not signed by an
                authority of this installation.
        """


class Signer(Protocol):
    """A key that can sign; where it is kept is the caller's affair (spec log-v1 2)."""

    @property
    def name(self) -> str:
        """The key name, which for a log is its origin."""

    @property
    def vkey(self) -> str:
        """The verifier key to be published, with name, type and public key."""

    def sign(self, message: bytes) -> bytes:
        """Sign a message; 64 bytes of Ed25519."""
