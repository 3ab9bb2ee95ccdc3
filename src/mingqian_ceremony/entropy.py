"""The only place where chance enters: a witness's value and the secret of a sealed draw.

No draw is decided by these alone (draw-v1 3): both are committed to before the public number
exists.
"""

from __future__ import annotations

import secrets

from mingqian.sources.witness import DIGITS


def witness_value() -> str:
    """Make a witness's value: 32 hex digits."""
    return secrets.token_hex(DIGITS // 2)


def secret() -> str:
    """Make the secret of a sealed draw: 64 hex digits."""
    return secrets.token_hex(32)


def key_seed() -> bytes:
    """Make the seed of a signing key."""
    return secrets.token_bytes(32)


def salt() -> str:
    """Make the salt of a private part of a log entry: 32 hex digits (log-v1 5)."""
    return secrets.token_hex(16)
