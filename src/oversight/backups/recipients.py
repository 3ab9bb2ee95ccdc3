"""For whom backups are encrypted: the public key on the server; its identity lies in the safe."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from pyrage import RecipientError, x25519

from mingqian.errors import FormatError
from mingqian_ceremony import durable_files
from oversight.common.errors import DomainError

FILE = "backup-recipient"


def path() -> Path:
    """Give the file that holds the public key."""
    return Path(settings.HOME) / "keys" / FILE


def written() -> str:
    """Give the public key as it is written; empty where none is set."""
    try:
        return durable_files.read(path(), "备份的公钥").decode().strip()
    except FormatError:
        return ""


def recipient() -> x25519.Recipient:
    """Read the public key.

    Raises:
        DomainError: there is none, or the file holds something else.
    """
    text = written()
    if not text:
        raise DomainError("还没有设备份的钥匙；请系统管理员先在“备份”页建立")
    try:
        return x25519.Recipient.from_str(text)
    except RecipientError:
        raise DomainError(f"{path()} 里不是备份的公钥；请重新建立备份的钥匙") from None


def new_pair() -> tuple[str, str]:
    """Make a key pair; gives the public key and the identity, which this program never keeps."""
    identity = x25519.Identity.generate()
    return str(identity.to_public()), str(identity)
