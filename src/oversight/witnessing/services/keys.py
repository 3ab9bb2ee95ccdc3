"""The key with which this bureau cosigns the logs of others: beside the log's own, another one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from mingqian.log import note
from mingqian_ceremony import durable_files, entropy
from mingqian_ceremony.file_log import FileLog
from mingqian_crypto.ed25519 import Ed25519Signer
from oversight.audit import publication
from oversight.audit import services as audit
from oversight.audit.services import PROGRAM, AuditEvent
from oversight.common.errors import DomainError
from oversight.witnessing import events

PRIVATE = Path("private") / "witness.pem"
PUBLIC = "witness-vkey"


def name() -> str:
    """Give the name under which this bureau cosigns."""
    origin = note.parse_vkey(FileLog(publication.folder()).vkey).name
    return f"{origin}/witness"


def vkey() -> str:
    """Give the verifier key of this witness; empty where it has none yet."""
    path = publication.folder() / PUBLIC
    return path.read_text().strip() if path.is_file() else ""


def signer() -> Ed25519Signer:
    """Read the private key.

    Raises:
        DomainError: it is not there; what to do next.
    """
    path = publication.folder() / PRIVATE
    if not path.is_file():
        raise DomainError(
            "见证私钥不在；请从备份恢复日志文件夹里的 private/witness.pem，或重启程序"
        )
    return Ed25519Signer.from_pem(name(), path.read_bytes(), note.COSIGNATURE)


def prepare(*, at: datetime) -> str:
    """Make the key where there is none, on record; give the verifier key.

    A witness that lost its key goes on under a new one: others have to be told.
    """
    folder, former = publication.folder(), vkey()
    if not (folder / PRIVATE).is_file():
        new_signer = Ed25519Signer.from_seed(name(), entropy.key_seed(), note.COSIGNATURE)
        durable_files.put(folder / PRIVATE, new_signer.pem(), is_private=True)
    current = signer().vkey
    if current != former:
        public = {"after": current, **({"before": former} if former else {})}
        event = AuditEvent(type=events.COSIGNER_KEY_MADE, number="witness", public=public)
        audit.record(event, by=PROGRAM, at=at)
        durable_files.put(folder / PUBLIC, f"{current}\n".encode())
    return current
