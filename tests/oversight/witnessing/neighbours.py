"""Logs of neighbours: grown, forked, and what they send to a witness."""

from __future__ import annotations

from dataclasses import dataclass

from mingqian.log import tree, witness
from mingqian.log.checkpoint import Checkpoint, sign
from mingqian_crypto.ed25519 import Ed25519Signer

ORIGIN = "log.linxian.example/2026"


def entries(count: int, word: str = "") -> list[bytes]:
    return [f"entry {number}{word if number > 2 else ''}".encode() for number in range(count)]


@dataclass(kw_only=True)
class Neighbour:
    """A log with a key of its own; ``word`` tells another history from its fourth entry on."""

    origin: str = ORIGIN
    seed: int = 7

    @property
    def signer(self) -> Ed25519Signer:
        return Ed25519Signer.from_seed(self.origin, bytes([self.seed]) * 32)

    @property
    def vkey(self) -> str:
        return self.signer.vkey

    def checkpoint(self, size: int, word: str = "") -> bytes:
        root = tree.root(entries(size, word))
        return sign(Checkpoint(origin=self.origin, size=size, root=root), [self.signer])

    def request(self, old: int, size: int, word: str = "") -> bytes:
        hashes = tree.Tree.of(entries(size, word)).consistency_proof(old) if old <= size else ()
        return witness.write(
            witness.Request(old=old, hashes=hashes, checkpoint=self.checkpoint(size, word))
        )
