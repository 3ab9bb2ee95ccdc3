"""Fixed keys of a log and three witnesses, for tests of the log."""

from mingqian.log import checkpoint, note, tree
from mingqian.log.policy import Log, Policy, Witness
from mingqian_crypto import default_crypto
from mingqian_crypto.ed25519 import Ed25519Signer

ORIGIN = "log.example/bureau"
NOON = "2026-11-23T12:00:00Z"
CRYPTO = default_crypto()
LOG = Ed25519Signer.from_seed(ORIGIN, bytes([1]) * 32)
STRANGER = Ed25519Signer.from_seed(ORIGIN, bytes([9]) * 32)
WITNESSES = [
    Ed25519Signer.from_seed(f"witness.example/{n}", bytes([n]) * 32, note.COSIGNATURE)
    for n in (2, 3, 4)
]
POLICY = Policy(
    logs=(Log(key=LOG.key),),
    witnesses=tuple(
        Witness(name=name, key=signer.key) for name, signer in zip("XYZ", WITNESSES, strict=True)
    ),
)
ENTRIES = [f"entry {number}".encode() for number in range(7)]


def checkpoint_of(entries: list[bytes]) -> checkpoint.Checkpoint:
    """The checkpoint over these entries."""
    return checkpoint.Checkpoint(origin=ORIGIN, size=len(entries), root=tree.root(entries))


def signed_checkpoint(entries: list[bytes], *cosigned: tuple[int, str]) -> bytes:
    """The signed checkpoint, cosigned by witnesses (by position) at times."""
    read = note.parse(checkpoint.sign(checkpoint_of(entries), [LOG]), "checkpoint")
    more = [note.cosigned(read.text, WITNESSES[which], at=at) for which, at in cosigned]
    return note.write(note.with_signatures(read, more))
