"""RFC 6962 trees: published vectors, the definition itself, and proofs that must fail."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingqian.errors import LogError
from mingqian.log import tree

# The eight leaves and the heads of the certificate-transparency reference tests.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION_5_OF_8 = [
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]
CONSISTENCY_6_TO_8 = [
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]

leaf_lists = st.lists(st.binary(max_size=8), max_size=70)


@pytest.mark.parametrize("size", range(9))
def test_the_head_is_that_of_the_reference_tests(size: int) -> None:
    assert tree.root(LEAVES[:size]).hex() == ROOTS[size]


def test_an_inclusion_proof_is_that_of_the_reference_tests() -> None:
    proof = tree.Tree.of(LEAVES).inclusion_proof(5)

    assert [part.hex() for part in proof] == INCLUSION_5_OF_8


def test_a_consistency_proof_is_that_of_the_reference_tests() -> None:
    proof = tree.Tree.of(LEAVES).consistency_proof(6)

    assert [part.hex() for part in proof] == CONSISTENCY_6_TO_8


@settings(deadline=None)
@given(leaf_lists)
def test_the_head_is_the_one_of_the_recursive_definition(leaves: list[bytes]) -> None:
    assert tree.root(leaves) == _naive_root(leaves)
    assert tree.Tree.of(leaves).root() == _naive_root(leaves)


@pytest.mark.parametrize("size", [1023, 1024, 1025, 3077])
def test_the_head_does_not_depend_on_the_block_length(size: int) -> None:
    leaves = [str(number).encode() for number in range(size)]

    assert tree.root(leaves) == _naive_root(leaves)


@settings(deadline=None)
@given(leaf_lists.filter(bool), st.data())
def test_an_inclusion_proof_is_the_one_of_the_recursive_definition(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))

    proof = tree.Tree.of(leaves).inclusion_proof(index)

    assert list(proof) == _naive_path(index, leaves)


@settings(deadline=None)
@given(leaf_lists.filter(bool), st.data())
def test_a_consistency_proof_is_the_one_of_the_recursive_definition(
    leaves: list[bytes], data: st.DataObject
) -> None:
    old = data.draw(st.integers(1, len(leaves)))

    proof = tree.Tree.of(leaves).consistency_proof(old)

    assert list(proof) == _naive_consistency(old, leaves, is_whole=True)


@pytest.mark.parametrize("size", range(1, 35))
def test_every_proof_made_is_accepted(size: int) -> None:
    leaves = [bytes([number]) for number in range(size)]
    whole = tree.Tree.of(leaves)
    root = whole.root()

    for index in range(size):
        proof = whole.inclusion_proof(index)
        tree.require_inclusion(
            tree.leaf_hash(leaves[index]), index=index, size=size, root=root, proof=proof
        )
    for old in range(size + 1):
        tree.require_consistency(
            old=old,
            old_root=tree.root(leaves[:old]),
            new=size,
            new_root=root,
            proof=whole.consistency_proof(old),
        )


@pytest.mark.parametrize("size", [1, 2, 7, 8, 13])
def test_another_leaf_place_hash_or_head_is_refused(size: int) -> None:
    leaves = [bytes([number]) for number in range(size)]
    whole = tree.Tree.of(leaves)
    root = whole.root()

    for index in range(size):
        leaf = tree.leaf_hash(leaves[index])
        proof = whole.inclusion_proof(index)
        wrong = [_damaged(proof, part) for part in range(len(proof))]
        for bad in wrong:
            with pytest.raises(LogError, match="不在这棵树中"):
                tree.require_inclusion(leaf, index=index, size=size, root=root, proof=bad)
        with pytest.raises(LogError, match="不在这棵树中"):
            tree.require_inclusion(bytes(32), index=index, size=size, root=root, proof=proof)
        with pytest.raises(LogError, match="不在这棵树中"):
            tree.require_inclusion(leaf, index=index, size=size, root=bytes(32), proof=proof)
        for other in set(range(size)) - {index}:
            with pytest.raises(LogError):
                tree.require_inclusion(leaf, index=other, size=size, root=root, proof=proof)


@pytest.mark.parametrize(("old", "new"), [(1, 2), (3, 7), (4, 7), (6, 8), (4, 8), (5, 13)])
def test_a_damaged_consistency_proof_is_refused(old: int, new: int) -> None:
    leaves = [bytes([number]) for number in range(new)]
    proof = tree.Tree.of(leaves).consistency_proof(old)
    old_root, new_root = tree.root(leaves[:old]), tree.root(leaves)

    for part in range(len(proof)):
        with pytest.raises(LogError, match="与证明不一致"):
            tree.require_consistency(
                old=old,
                old_root=old_root,
                new=new,
                new_root=new_root,
                proof=_damaged(proof, part),
            )


@pytest.mark.parametrize("change", [0, 3, 5])
def test_a_fork_has_no_consistency_proof(change: int) -> None:
    leaves = [bytes([number]) for number in range(9)]
    old_root = tree.root(leaves[:6])
    forked = tree.Tree.of([*leaves[:change], b"forged", *leaves[change + 1 :]])

    with pytest.raises(LogError) as refused:
        tree.require_consistency(
            old=6,
            old_root=old_root,
            new=9,
            new_root=forked.root(),
            proof=forked.consistency_proof(6),
        )

    assert old_root.hex() in str(refused.value)
    assert refused.value.rule == "log-v1 1"


def test_a_refused_inclusion_names_both_heads() -> None:
    whole = tree.Tree.of(LEAVES)

    with pytest.raises(LogError) as refused:
        tree.require_inclusion(
            tree.leaf_hash(b"other"),
            index=0,
            size=8,
            root=whole.root(),
            proof=whole.inclusion_proof(0),
        )

    assert ROOTS[8] in str(refused.value)
    assert "第 0 条" in str(refused.value)


@pytest.mark.parametrize("length", [0, 2, 4])
def test_an_inclusion_proof_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(LogError, match=f"应有 3 个散列，实有 {length} 个"):
        tree.root_from_inclusion(bytes(32), index=1, size=8, proof=[bytes(32)] * length)


@pytest.mark.parametrize(
    ("old", "length", "expected"), [(0, 1, 0), (4, 0, 1), (6, 4, 3), (8, 1, 0)]
)
def test_a_consistency_proof_of_another_length_is_refused(
    old: int, length: int, expected: int
) -> None:
    with pytest.raises(LogError, match=f"应有 {expected} 个散列，实有 {length} 个"):
        tree.require_consistency(
            old=old,
            old_root=tree.root(LEAVES[:old]),
            new=8,
            new_root=tree.root(LEAVES),
            proof=[bytes(32)] * length,
        )


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    whole = tree.Tree.of(LEAVES[:size])

    with pytest.raises(LogError, match=f"只有 {size} 条，没有第 {index} 条"):
        whole.inclusion_proof(index)
    with pytest.raises(LogError, match=f"只有 {size} 条，没有第 {index} 条"):
        tree.root_from_inclusion(bytes(32), index=index, size=size, proof=())


@pytest.mark.parametrize(("old", "new"), [(-1, 3), (4, 3)])
def test_a_tree_cannot_shrink(old: int, new: int) -> None:
    with pytest.raises(LogError, match="不大于新的大小"):
        tree.Tree.of(LEAVES[:new]).consistency_proof(old)
    with pytest.raises(LogError, match="不大于新的大小"):
        tree.require_consistency(old=old, old_root=bytes(32), new=new, new_root=bytes(32), proof=())


def test_two_heads_of_one_size_are_refused() -> None:
    with pytest.raises(LogError, match="大小为 8 的树"):
        tree.require_consistency(
            old=8, old_root=tree.root(LEAVES), new=8, new_root=bytes(32), proof=()
        )


@pytest.mark.parametrize(
    ("old_root", "new", "new_root"),
    [(bytes(32), 1, bytes(32)), (tree.EMPTY_ROOT, 0, bytes(32))],
)
def test_an_empty_tree_has_only_the_empty_head(old_root: bytes, new: int, new_root: bytes) -> None:
    with pytest.raises(LogError, match="大小为 0 的树"):
        tree.require_consistency(old=0, old_root=old_root, new=new, new_root=new_root, proof=())


def test_a_frontier_takes_whole_subtrees() -> None:
    frontier = tree.Frontier()
    frontier.add(tree.root(LEAVES[:4]), level=2)
    frontier.add(tree.root(LEAVES[4:6]), level=1)
    frontier.add(tree.leaf_hash(LEAVES[6]))

    assert frontier.size == 7
    assert frontier.root().hex() == ROOTS[7]


def _damaged(proof: tuple[bytes, ...], part: int) -> list[bytes]:
    return [*proof[:part], bytes([proof[part][0] ^ 1]) + proof[part][1:], *proof[part + 1 :]]


def _split(width: int) -> int:
    power = 1
    while power * 2 < width:
        power *= 2
    return power


def _naive_root(leaves: list[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = _split(len(leaves))
    return hashlib.sha256(b"\x01" + _naive_root(leaves[:k]) + _naive_root(leaves[k:])).digest()


def _naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*_naive_path(index, leaves[:k]), _naive_root(leaves[k:])]
    return [*_naive_path(index - k, leaves[k:]), _naive_root(leaves[:k])]


def _naive_consistency(old: int, leaves: list[bytes], *, is_whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if is_whole else [_naive_root(leaves)]
    k = _split(len(leaves))
    if old <= k:
        below = _naive_consistency(old, leaves[:k], is_whole=is_whole)
        return [*below, _naive_root(leaves[k:])]
    below = _naive_consistency(old - k, leaves[k:], is_whole=False)
    return [*below, _naive_root(leaves[:k])]


@pytest.mark.parametrize("size", [0, 1, 5, 8, 13])
def test_a_growing_tree_goes_on_from_the_heads_that_were_kept(size: int) -> None:
    leaves = [bytes([number]) for number in range(20)]
    frontier = tree.Frontier()
    for leaf in leaves[:size]:
        frontier.add(tree.leaf_hash(leaf))

    resumed = tree.Frontier.resumed(size, frontier.heads)
    for leaf in leaves[size:]:
        resumed.add(tree.leaf_hash(leaf))

    assert resumed.root() == tree.root(leaves)


@pytest.mark.parametrize(("size", "count"), [(-1, 1), (0, 1), (5, 3), (8, 0)])
def test_heads_that_are_not_those_of_the_size_are_refused(size: int, count: int) -> None:
    with pytest.raises(LogError, match="的树不是由"):
        tree.Frontier.resumed(size, [bytes(32)] * count)
