"""Two views of one log: the same, one the beginning of the other, or a fork (spec log-v1 10).

A view is a signed checkpoint, with the log's files where they can be read. Nothing that files
say is believed before it fits the checkpoint beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

from mingqian.crypto import Crypto
from mingqian.errors import LogError
from mingqian.log import checkpoint, note, tree
from mingqian.log.checkpoint import Checkpoint
from mingqian.log.fork import RULE, Difference, Fork, Leaf
from mingqian.log.note import Key
from mingqian.log.tiles import WIDTH, Read, Tiles


class Relation(StrEnum):
    """How the first view stands to the second."""

    CONSISTENT = "consistent"
    OLDER = "older"
    NEWER = "newer"
    FORK = "fork"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A signed checkpoint as somebody has it, under a name for messages; ``read`` gives files."""

    name: str
    signed: bytes
    read: Read | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How two views stand to each other; ``fork`` is the proof where they contradict."""

    relation: Relation
    first: Checkpoint
    second: Checkpoint
    fork: Fork | None = None


def compare(first: View, second: View, *, key: Key, crypto: Crypto) -> Comparison:
    """Compare two views of the log with this key.

    Raises:
        LogError: it cannot be told: another log, another key, a bad signature, files that are
            missing or do not fit their own checkpoint, or no files of the larger log.
    """
    opened = [_VerifiedView(view, key, crypto) for view in (first, second)]
    smaller, larger = sorted(opened, key=lambda view: view.head.size)
    root, proof = larger.beginning(smaller.head.size)
    heads = opened[0].head, opened[1].head
    if root != smaller.head.root:
        fork = Fork(
            key=key,
            smaller=smaller.view.signed,
            larger=larger.view.signed,
            root=root,
            consistency=proof,
            difference=_difference(smaller, larger),
        )
        return Comparison(relation=Relation.FORK, first=heads[0], second=heads[1], fork=fork)
    for view in opened:
        view.require_fit()
    return Comparison(relation=_relation(*heads), first=heads[0], second=heads[1])


class _VerifiedView:
    """A view whose checkpoint is signed by the log's key."""

    def __init__(self, view: View, key: Key, crypto: Crypto) -> None:
        self.view = view
        self.head, read = checkpoint.parse_note(view.signed, view.name)
        if self.head.origin != key.name:
            self._refuse("compare.other-log", origin=self.head.origin, name=key.name)
        if not note.verified(read, [key], crypto, view.name):
            self._refuse("compare.other-key", vkey=key.vkey)
        self.tiles = None if view.read is None else Tiles(view.read, self.head.size)

    def beginning(self, size: int) -> tuple[bytes, tuple[bytes, ...]]:
        """Give the head over the first entries, and the proof that they are the beginning."""
        if size == self.head.size:
            return self.head.root, ()
        if self.tiles is None:
            self._refuse("compare.no-entries", size=self.head.size, other_size=size)
        try:
            root = self.tiles.root_at(size)
            proof = self.tiles.consistency_proof(size)
            tree.require_consistency(
                old=size,
                old_root=root,
                new=self.head.size,
                new_root=self.head.root,
                proof=proof,
            )
        except LogError as error:
            self._refuse("compare.files-damaged", cause=error)
        return root, proof

    def leaf(self, index: int) -> Leaf:
        """Give an entry with its proof; its bytes may be missing.

        Raises:
            LogError: there is no such entry, or the files do not fit the checkpoint.
        """
        tiles = self._files()
        proof = tiles.inclusion_proof(index)
        leaf = tiles.hashes(0, index // WIDTH)[index % WIDTH]
        tree.require_inclusion(
            leaf, index=index, size=self.head.size, root=self.head.root, proof=proof
        )
        try:
            return Leaf(hash=leaf, inclusion=proof, entry=tiles.entry(index))
        except LogError:
            return Leaf(hash=leaf, inclusion=proof, entry=None)

    def require_fit(self) -> None:
        """Require that the files, where there are any, give the head that was signed.

        Raises:
            LogError: they do not.
        """
        if self.tiles is None:
            return
        try:
            root = self.tiles.root()
        except LogError as error:
            self._refuse("compare.files-unreadable", cause=error)
        if root != self.head.root:
            self._refuse("compare.root", root=root.hex())

    def _files(self) -> Tiles:
        if self.tiles is None:
            self._refuse("compare.checkpoint-only")
        return self.tiles

    def _refuse(self, code: str, /, **values: object) -> NoReturn:
        raise LogError.of(code, {"view": self.view.name, **values}, rule=RULE)


def _relation(first: Checkpoint, second: Checkpoint) -> Relation:
    if first.size == second.size:
        return Relation.CONSISTENT
    return Relation.OLDER if first.size < second.size else Relation.NEWER


def _difference(smaller: _VerifiedView, larger: _VerifiedView) -> Difference | None:
    """Find the first entry that differs, where both logs can be read that far."""
    same, differs = 0, smaller.head.size
    try:
        while differs - same > 1:
            middle = (same + differs) // 2
            if smaller.beginning(middle)[0] == larger.beginning(middle)[0]:
                same = middle
            else:
                differs = middle
        return Difference(index=same, smaller=smaller.leaf(same), larger=larger.leaf(same))
    except LogError:
        return None
