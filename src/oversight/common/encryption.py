"""Personal data at rest: encrypted under keys that lie beside the database, never in it.

个人信息保护法 §51 asks for it. Marks let equal values be found without reading them.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from oversight.common.errors import TamperedError


def encrypt(text: str) -> str:
    """Encrypt a value under the current key; nothing stays nothing."""
    return encrypt_bytes(text.encode()).decode() if text else ""


def decrypt(stored: str) -> str:
    """Give the value that was encrypted under one of the site's keys.

    Raises:
        TamperedError: none of them is the one, or somebody changed what is stored.
    """
    return decrypt_bytes(stored.encode()).decode() if stored else ""


def encrypt_bytes(data: bytes) -> bytes:
    """Encrypt bytes under the current key."""
    return _cipher().encrypt(data)


def decrypt_bytes(stored: bytes) -> bytes:
    """Give the bytes that were encrypted under one of the site's keys.

    Raises:
        TamperedError: none of them is the one, or somebody changed what is stored.
    """
    try:
        return _cipher().decrypt(stored)
    except InvalidToken:
        raise TamperedError(
            "加密的个人信息解不开：密钥文件不是这个数据库的，或者数据被改过；请从备份恢复密钥文件"
        ) from None


def mark_of(text: str) -> str:
    """Give the mark by which equal values are found; without the secret it tells nothing."""
    if not text:
        return ""
    return hmac.new(settings.PERSONAL_KEYS.mark.encode(), text.encode(), hashlib.sha256).hexdigest()


def _cipher() -> MultiFernet:
    return _cipher_of(settings.PERSONAL_KEYS.keys)


@lru_cache(maxsize=4)
def _cipher_of(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
