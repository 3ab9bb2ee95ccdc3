"""Merkle trees by RFC 6962: heads, inclusion and consistency (spec log-v1 1, draw-v1 2.4).

Proofs are made from a `Subtree` reader, so that the same few lines serve a list in memory
(`Tree`) and a log in tiles. Verifying walks the same splits as making: a proof of any other
length than the one the two numbers require is refused before a hash is computed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from mingqian.errors import LogError

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256().digest()
RULE = "log-v1 1"

# Gives the head of the complete subtree over leaves index·2^level to (index+1)·2^level − 1.
Subtree: TypeAlias = Callable[[int, int], bytes]

_BLOCK_LEVEL = 10
_sha256 = hashlib.sha256


@dataclass(frozen=True, slots=True)
class _Step:
    """What lies aside at a split: leaves low to high − 1."""

    low: int
    high: int
    is_left: bool


def leaf_hash(data: bytes) -> bytes:
    """Hash the bytes of a leaf."""
    return _sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours into their parent."""
    return _sha256(b"\1" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: the heads of its complete subtrees, largest first."""

    def __init__(self) -> None:
        self.size = 0
        self._heads: list[bytes] = []

    def add(self, head: bytes, level: int = 0) -> None:
        """Add a complete subtree of 2^level leaves; the size must be a multiple of that."""
        self.size += 1 << level
        filled = self.size >> level
        while not filled & 1:
            head = node_hash(self._heads.pop(), head)
            filled >>= 1
        self._heads.append(head)

    @property
    def heads(self) -> tuple[bytes, ...]:
        """Give the heads of the complete subtrees, from which `resumed` goes on."""
        return tuple(self._heads)

    @classmethod
    def resumed(cls, size: int, heads: Sequence[bytes]) -> Frontier:
        """Go on with a tree of a size from the heads that it had then.

        Raises:
            LogError: a tree of that size has not so many.
        """
        if size < 0 or len(heads) != size.bit_count():
            raise LogError("tree.frontier", rule=RULE, size=size, count=len(heads))
        frontier = cls()
        frontier.size, frontier._heads = size, list(heads)
        return frontier

    def root(self) -> bytes:
        """Compute the tree head over all that was added."""
        return _folded(self._heads)


def root(leaves: Iterable[bytes]) -> bytes:
    """Compute the tree head over leaves, which are not kept."""
    return root_of_hashes(_sha256(b"\0" + leaf).digest() for leaf in leaves)


def root_of_hashes(hashes: Iterable[bytes]) -> bytes:
    """Compute the tree head over leaf hashes."""
    frontier = Frontier()
    stream = iter(hashes)
    while len(block := list(islice(stream, 1 << _BLOCK_LEVEL))) == 1 << _BLOCK_LEVEL:
        frontier.add(subtree_root(block), _BLOCK_LEVEL)
    for last in block:
        frontier.add(last)
    return frontier.root()


def subtree_root(hashes: Sequence[bytes]) -> bytes:
    """Compute the head over 2^n neighbours of one level."""
    row = hashes
    while len(row) > 1:
        row = _parents(row)
    return row[0]


class Tree:
    """All levels of one list in memory: many proofs at the cost of one pass."""

    def __init__(self, leaf_hashes: Iterable[bytes]) -> None:
        self._levels: list[Sequence[bytes]] = [list(leaf_hashes)]
        while len(self._levels[-1]) > 1:
            self._levels.append(_parents(self._levels[-1]))

    @classmethod
    def of(cls, leaves: Iterable[bytes]) -> Tree:
        """Build the tree over leaves, not over their hashes."""
        return cls(map(leaf_hash, leaves))

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self._levels[0])

    def root(self) -> bytes:
        """Compute the tree head."""
        return root_at(self._subtree, self.size)

    def inclusion_proof(self, index: int) -> tuple[bytes, ...]:
        """Prove that the leaf at index is in the tree."""
        return inclusion_proof(self._subtree, index, self.size)

    def consistency_proof(self, old: int) -> tuple[bytes, ...]:
        """Prove that the first ``old`` leaves are the beginning of the tree."""
        return consistency_proof(self._subtree, old, self.size)

    def _subtree(self, level: int, index: int) -> bytes:
        return self._levels[level][index]


def root_at(read: Subtree, size: int) -> bytes:
    """Compute the head of the first ``size`` leaves."""
    return _range_root(read, 0, size)


def inclusion_proof(read: Subtree, index: int, size: int) -> tuple[bytes, ...]:
    """Prove that the leaf at index is in the tree of ``size`` leaves (RFC 6962 2.1.1).

    Raises:
        LogError: there is no such leaf.
    """
    _require_index(index, size)
    return tuple(_range_root(read, s.low, s.high) for s in reversed(_walk(index, size)))


def consistency_proof(read: Subtree, old: int, new: int) -> tuple[bytes, ...]:
    """Prove that the tree of ``old`` leaves is the beginning of that of ``new`` (RFC 6962 2.1.2).

    Raises:
        LogError: old is larger than new.
    """
    _require_sizes(old, new)
    if old == 0:
        return ()
    steps = _walk_to_old(old, new)
    heads = [_range_root(read, step.low, step.high) for step in steps]
    if start := _start(steps):
        heads.append(_range_root(read, start, old))
    return tuple(reversed(heads))


def root_from_inclusion(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Compute the only tree head under which the proof holds for a leaf hash.

    Raises:
        LogError: there is no such leaf, or the proof has not the length it must have.
    """
    _require_index(index, size)
    steps = _walk(index, size)
    _require_length(proof, len(steps))
    head = leaf
    for sibling, step in zip(proof, reversed(steps), strict=True):
        head = node_hash(sibling, head) if step.is_left else node_hash(head, sibling)
    return head


def require_inclusion(
    leaf: bytes, *, index: int, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    """Verify that a leaf hash is at index in the tree of this size and head.

    Raises:
        LogError: it is not, or the proof does not show it; both heads are named.
    """
    computed = root_from_inclusion(leaf, index=index, size=size, proof=proof)
    if computed != root:
        raise LogError(
            "tree.not-included", rule=RULE, index=index, found=computed.hex(), root=root.hex()
        )


def require_consistency(
    *, old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Verify that the old tree is the beginning of the new one.

    Raises:
        LogError: it is not, or the proof does not show it; both heads are named.
    """
    _require_sizes(old, new)
    if old == 0:
        _require_length(proof, 0)
        _require_root(0, EMPTY_ROOT, old_root)
        found_new = EMPTY_ROOT if new == 0 else new_root
    else:
        found_old, found_new = _roots_from_consistency(old, old_root, new, proof)
        _require_root(old, found_old, old_root)
    _require_root(new, found_new, new_root)


def _roots_from_consistency(
    old: int, old_root: bytes, new: int, proof: Sequence[bytes]
) -> tuple[bytes, bytes]:
    steps = _walk_to_old(old, new)
    hashes = list(proof)
    # Where the old tree is itself a node of the new one its head is known, and not sent.
    is_sent = _start(steps) > 0
    _require_length(proof, len(steps) + is_sent)
    old_head = new_head = hashes.pop(0) if is_sent else old_root
    for sibling, step in zip(hashes, reversed(steps), strict=True):
        if step.is_left:
            old_head, new_head = node_hash(sibling, old_head), node_hash(sibling, new_head)
        else:
            new_head = node_hash(new_head, sibling)
    return old_head, new_head


def _walk(index: int, size: int) -> list[_Step]:
    """Go from the head down to a leaf, noting at each split what lies aside."""
    steps = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            steps.append(_Step(middle, high, is_left=False))
            high = middle
        else:
            steps.append(_Step(low, middle, is_left=True))
            low = middle
    return steps


def _walk_to_old(old: int, new: int) -> list[_Step]:
    """Go down to the largest node that ends where the old tree ends.

    On the way to its last leaf that is the node after which everything aside lies to the left.
    """
    steps = _walk(old - 1, new)
    while steps and steps[-1].is_left:
        steps.pop()
    return steps


def _start(steps: Sequence[_Step]) -> int:
    return max((step.high for step in steps if step.is_left), default=0)


def _split(width: int) -> int:
    """Find the largest power of two below a width of at least 2."""
    return 1 << (width - 1).bit_length() - 1


def _range_root(read: Subtree, low: int, high: int) -> bytes:
    """Compute the head over a range that is a node of the tree, from complete subtrees."""
    heads = []
    while low < high:
        level = (high - low).bit_length() - 1
        heads.append(read(level, low >> level))
        low += 1 << level
    return _folded(heads)


def _folded(heads: Sequence[bytes]) -> bytes:
    if not heads:
        return EMPTY_ROOT
    *rest, head = heads
    for left in reversed(rest):
        head = node_hash(left, head)
    return head


def _parents(row: Sequence[bytes]) -> list[bytes]:
    lefts, rights = row[::2], row[1::2]
    return [
        _sha256(b"\1" + left + right).digest() for left, right in zip(lefts, rights, strict=False)
    ]


def _require_index(index: int, size: int) -> None:
    if not 0 <= index < size:
        raise LogError("tree.no-leaf", rule=RULE, size=size, index=index)


def _require_sizes(old: int, new: int) -> None:
    if not 0 <= old <= new:
        raise LogError("tree.sizes", rule=RULE, old=old, new=new)


def _require_length(proof: Sequence[bytes], expected: int) -> None:
    if len(proof) != expected:
        raise LogError("tree.proof-length", rule=RULE, expected=expected, count=len(proof))


def _require_root(size: int, computed: bytes, expected: bytes) -> None:
    if computed != expected:
        raise LogError(
            "tree.not-consistent",
            rule=RULE,
            size=size,
            found=computed.hex(),
            expected=expected.hex(),
        )
