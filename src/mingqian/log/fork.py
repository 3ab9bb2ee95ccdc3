"""A log that signed two histories: what proves it to anybody who knows its key (spec log-v1 10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from mingqian import canonical
from mingqian.canonical import Json
from mingqian.crypto import Crypto
from mingqian.errors import LogError
from mingqian.fields import Fields
from mingqian.log import checkpoint, note, tree
from mingqian.log.checkpoint import Checkpoint
from mingqian.log.encoding import Place, from_base64, to_base64
from mingqian.log.note import Key

FORMAT = "mingqian-fork/1"
RULE = "log-v1 10"
_FILE = "fork"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """An entry of one history: its hash and the way to the head; the bytes where they were had."""

    hash: bytes
    inclusion: tuple[bytes, ...]
    entry: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first entry that differs; all before it are the same."""

    index: int
    smaller: Leaf
    larger: Leaf


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """Two checkpoints signed by one key that cannot both be of one log.

    ``root`` is the head over the first entries of the larger log, as many as the smaller has, and
    ``consistency`` shows that it is their beginning: the smaller one was signed with another head.
    """

    key: Key
    smaller: bytes
    larger: bytes
    root: bytes
    consistency: tuple[bytes, ...]
    difference: Difference | None

    def write(self) -> bytes:
        """Write the evidence: canonical JSON."""
        difference = self.difference
        return canonical.write(
            {
                "format": FORMAT,
                "vkey": self.key.vkey,
                "smaller": self.smaller.decode(),
                "larger": self.larger.decode(),
                "root": self.root.hex(),
                "consistency": _hexes(self.consistency),
                "difference": None
                if difference is None
                else {
                    "index": difference.index,
                    "smaller": _leaf_json(difference.smaller),
                    "larger": _leaf_json(difference.larger),
                },
            }
        )


def parse(data: bytes, file: str) -> Fork:
    """Read the evidence of a fork; nothing in it is verified.

    Raises:
        FormatError: not canonical JSON, or a field is missing, unknown or wrong.
        LogError: no verifier key, or base64 that is not the only one for its bytes.
    """
    fields = Fields(canonical.parse(data, file), file=file, rule=RULE)
    fields.word("format", FORMAT)
    fork = Fork(
        key=note.parse_vkey(fields.text("vkey"), file),
        smaller=_string(fields, "smaller"),
        larger=_string(fields, "larger"),
        root=bytes.fromhex(fields.hex("root")),
        consistency=_hashes(fields, "consistency"),
        difference=None
        if fields.is_null("difference")
        else _difference(fields.child("difference"), file),
    )
    fields.done()
    return fork


def require_proven(fork: Fork, crypto: Crypto) -> tuple[Checkpoint, Checkpoint]:
    """Verify everything that the evidence says, and give the two checkpoints.

    Whether the key is that of the log in question is for the reader to compare.

    Raises:
        LogError: a signature or a proof is bad, or the two agree after all.
    """
    smaller = _signed(fork.smaller, fork.key, crypto)
    larger = _signed(fork.larger, fork.key, crypto)
    tree.require_consistency(
        old=smaller.size,
        old_root=fork.root,
        new=larger.size,
        new_root=larger.root,
        proof=fork.consistency,
    )
    if fork.root == smaller.root:
        _refuse("fork.no-contradiction")
    if fork.difference is not None:
        _require_difference(fork.difference, smaller, larger)
    return smaller, larger


def _require_difference(difference: Difference, smaller: Checkpoint, larger: Checkpoint) -> None:
    for leaf, head in ((difference.smaller, smaller), (difference.larger, larger)):
        tree.require_inclusion(
            leaf.hash,
            index=difference.index,
            size=head.size,
            root=head.root,
            proof=leaf.inclusion,
        )
        if leaf.entry is not None and tree.leaf_hash(leaf.entry) != leaf.hash:
            _refuse("fork.entry-hash", index=difference.index)
    if difference.smaller.hash == difference.larger.hash:
        _refuse("fork.entries-equal", index=difference.index)


def _signed(data: bytes, key: Key, crypto: Crypto) -> Checkpoint:
    head, read = checkpoint.parse_note(data, _FILE)
    if head.origin != key.name or not note.verified(read, [key], crypto, _FILE):
        _refuse("fork.not-signed", vkey=key.vkey)
    return head


def _refuse(code: str, /, **values: object) -> NoReturn:
    raise LogError.of(code, values, file=_FILE, rule=RULE)


def _hexes(hashes: Sequence[bytes]) -> list[Json]:
    return [digest.hex() for digest in hashes]


def _leaf_json(leaf: Leaf) -> Json:
    return {
        "leaf": leaf.hash.hex(),
        "inclusion": _hexes(leaf.inclusion),
        "entry": None if leaf.entry is None else to_base64(leaf.entry),
    }


def _string(fields: Fields, key: str) -> bytes:
    value = fields.take(key)
    if not isinstance(value, str):
        fields.refuse("fork.checkpoint-field", key=key)
    return value.encode()


def _hashes(fields: Fields, key: str) -> tuple[bytes, ...]:
    members = fields.members(key)
    texts = [
        member for member in members if isinstance(member, str) and canonical.is_hex(member, 64)
    ]
    if len(texts) != len(members):
        fields.refuse("fork.hashes-field", key=key)
    return tuple(bytes.fromhex(text) for text in texts)


def _difference(fields: Fields, file: str) -> Difference:
    difference = Difference(
        index=fields.integer("index"),
        smaller=_leaf(fields.child("smaller"), file),
        larger=_leaf(fields.child("larger"), file),
    )
    fields.done()
    return difference


def _leaf(fields: Fields, file: str) -> Leaf:
    leaf = Leaf(
        hash=bytes.fromhex(fields.hex("leaf")),
        inclusion=_hashes(fields, "inclusion"),
        entry=None if fields.is_null("entry") else _bytes(fields, file),
    )
    fields.done()
    return leaf


def _bytes(fields: Fields, file: str) -> bytes:
    value = fields.take("entry")
    if not isinstance(value, str):
        fields.refuse("fork.entry-field")
    return from_base64(value, Place(file=file, rule=RULE))
