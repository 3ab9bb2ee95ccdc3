"""Two views of one log: whoever rewrites the past with the log's own key is found, with proof."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from mingqian import canonical
from mingqian.errors import LogError, MingqianError
from mingqian.log import checkpoint, fork, tiles, tree
from mingqian.log.compare import Comparison, Relation, View, compare
from mingqian_crypto.ed25519 import Ed25519Signer
from tests.mingqian.log.keys import CRYPTO, LOG, ORIGIN, STRANGER, WITNESSES

SIZES = [(1, 1), (5, 5), (4, 9), (255, 256), (256, 257), (300, 700), (512, 1000)]


@dataclass
class Kept:
    """A log as somebody has it."""

    entries: list[bytes]
    signer: Ed25519Signer = LOG
    files: dict[str, bytes] = field(init=False)
    signed: bytes = field(init=False)

    def __post_init__(self) -> None:
        made = tiles.append(lambda _: None, size=0, root=tree.EMPTY_ROOT, entries=self.entries)
        head = checkpoint.Checkpoint(origin=self.signer.name, size=made.size, root=made.root)
        self.files, self.signed = made.files, checkpoint.sign(head, [self.signer])

    def view(self, name: str, *, has_files: bool = True) -> View:
        return View(name=name, signed=self.signed, read=self.files.get if has_files else None)


def entries(size: int, *, changed: int | None = None) -> list[bytes]:
    """Entries of a log; from one on they are others."""
    return [
        f"entry {n}{' rewritten' if changed is not None and n >= changed else ''}".encode()
        for n in range(size)
    ]


def compared(first: View, second: View) -> Comparison:
    return compare(first, second, key=LOG.key, crypto=CRYPTO)


def rewritten(old: int, new: int, changed: int, **has_files: bool) -> Comparison:
    """Compare an honest log with one whose past the owner of the key rewrote."""
    first, second = Kept(entries(old)), Kept(entries(new, changed=changed))
    return compared(
        first.view("A", has_files=has_files.get("a", True)),
        second.view("B", has_files=has_files.get("b", True)),
    )


@pytest.mark.parametrize(("old", "new"), [*SIZES, (0, 0), (0, 7)])
def test_a_log_that_grew_is_told_as_that_and_from_both_sides(old: int, new: int) -> None:
    first, second = Kept(entries(old)).view("A"), Kept(entries(new)).view("B")

    found, back = compared(first, second), compared(second, first)

    expected = (
        (Relation.CONSISTENT, Relation.CONSISTENT)
        if old == new
        else (Relation.OLDER, Relation.NEWER)
    )
    assert (found.relation, back.relation) == expected
    assert (found.first.size, found.second.size, found.fork) == (old, new, None)


def test_a_kept_checkpoint_alone_is_enough_against_a_log_that_grew() -> None:
    first = Kept(entries(300)).view("A", has_files=False)

    assert compared(first, Kept(entries(700)).view("B")).relation is Relation.OLDER
    assert compared(first, first).relation is Relation.CONSISTENT


@pytest.mark.parametrize(("old", "new"), SIZES)
@pytest.mark.parametrize("where", ["first", "middle", "last"])
@pytest.mark.parametrize("is_turned", [False, True])
def test_a_rewritten_past_is_a_fork_with_its_first_entry_and_a_proof(
    old: int, new: int, where: str, *, is_turned: bool
) -> None:
    changed = {"first": 0, "middle": old // 2, "last": old - 1}[where]
    first, second = Kept(entries(old)).view("A"), Kept(entries(new, changed=changed)).view("B")

    found = compared(second, first) if is_turned else compared(first, second)

    assert found.relation is Relation.FORK
    assert found.fork is not None
    difference = found.fork.difference
    assert difference is not None
    assert difference.index == changed
    said = {difference.smaller.entry, difference.larger.entry}
    assert said == {f"entry {changed}".encode(), f"entry {changed} rewritten".encode()}
    again = fork.parse(found.fork.write(), "fork.json")
    assert again == found.fork
    smaller, larger = fork.require_proven(again, CRYPTO)
    assert (smaller.size, larger.size) == (old, new)


@pytest.mark.parametrize(("old", "new"), SIZES)
def test_a_kept_checkpoint_alone_proves_the_fork(old: int, new: int) -> None:
    found = rewritten(old, new, old // 2, a=False)

    assert found.relation is Relation.FORK
    assert found.fork is not None
    assert found.fork.difference is None
    fork.require_proven(fork.parse(found.fork.write(), "f"), CRYPTO)


def test_two_checkpoints_of_one_size_prove_a_fork_without_any_file() -> None:
    found = rewritten(9, 9, 3, a=False, b=False)

    assert found.fork is not None
    assert found.fork.consistency == ()
    fork.require_proven(found.fork, CRYPTO)


def test_a_signed_head_over_nothing_that_is_not_the_empty_one_is_a_fork() -> None:
    head = checkpoint.Checkpoint(origin=ORIGIN, size=0, root=b"\1" * 32)
    empty = View(name="A", signed=checkpoint.sign(head, [LOG]), read=lambda _: None)

    found = compared(empty, Kept(entries(7)).view("B"))

    assert found.fork is not None
    assert found.fork.difference is None
    fork.require_proven(found.fork, CRYPTO)


# -- what cannot be told -------------------------------------------------------------------------


def test_a_larger_checkpoint_without_files_warns_of_a_roll_back() -> None:
    kept, now = Kept(entries(9)), Kept(entries(5))

    with pytest.raises(LogError, match="被退回或截短"):
        compared(kept.view("A", has_files=False), now.view("B"))


@pytest.mark.parametrize("is_turned", [False, True])
def test_another_log_is_refused_with_words(*, is_turned: bool) -> None:
    other = Kept(entries(5), Ed25519Signer.from_seed("log.other", bytes([1]) * 32)).view("B")
    own = Kept(entries(5)).view("A")

    with pytest.raises(LogError, match=r"B 是日志 'log\.other' 的.*不是同一个日志"):
        compared(*((other, own) if is_turned else (own, other)))


@pytest.mark.parametrize("size", [5, 9])
def test_another_key_under_the_same_name_is_refused_with_words(size: int) -> None:
    other = Kept(entries(size), STRANGER).view("B")

    with pytest.raises(LogError, match=r"B 没有日志公钥 .* 的签名：是另一把密钥签的"):
        compared(Kept(entries(5)).view("A"), other)


def test_a_witness_signs_no_log() -> None:
    data = Kept(entries(5)).signed
    line = data.split(b"\n\n")[1]
    only_witness = data.replace(line, line.replace(ORIGIN.encode(), WITNESSES[0].name.encode()))

    with pytest.raises(LogError, match="没有日志公钥"):
        compared(Kept(entries(5)).view("A"), View(name="B", signed=only_witness))


def test_a_checkpoint_changed_after_it_was_signed_is_refused() -> None:
    changed = Kept(entries(5)).signed.replace(b"\n5\n", b"\n6\n")

    with pytest.raises(LogError, match="签名不对"):
        compared(View(name="A", signed=changed), Kept(entries(7)).view("B"))


Damage = Callable[[dict[str, bytes]], object]
DAMAGED: dict[str, Damage] = {
    "no files": lambda files: files.clear(),
    "a tile is gone": lambda files: files.pop("tile/0/001.p/44"),
    "a tile is cut": lambda files: files.update({"tile/0/001.p/44": b"short"}),
    "a tile is longer": lambda files: files.update(
        {"tile/0/001.p/44": files["tile/0/001.p/44"] + b"\0" * 32}
    ),
    "a tile is another": lambda files: files.update({"tile/0/001.p/44": b"\1" * 44 * 32}),
    "the tile above is another": lambda files: files.update({"tile/1/000.p/1": b"\1" * 32}),
    "a tile is empty": lambda files: files.update({"tile/1/000.p/1": b""}),
}


@pytest.mark.parametrize("damage", DAMAGED)
@pytest.mark.parametrize("old", [257, 300])
@pytest.mark.parametrize("is_fork", [False, True])
def test_damaged_files_never_tell_that_all_is_well(damage: str, old: int, *, is_fork: bool) -> None:
    first = Kept(entries(old, changed=3 if is_fork else None))
    second = Kept(entries(300))
    DAMAGED[damage](second.files)

    if is_fork and old == 300:  # two heads of one size need no files
        found = compared(first.view("A"), second.view("B"))
        assert found.fork is not None
        fork.require_proven(found.fork, CRYPTO)
        return
    with pytest.raises(LogError, match="B 的文件"):
        compared(first.view("A"), second.view("B"))


@pytest.mark.parametrize("is_turned", [False, True])
def test_damaged_files_of_the_smaller_log_are_told_too(*, is_turned: bool) -> None:
    smaller, larger = Kept(entries(300)), Kept(entries(700))
    del smaller.files["tile/0/001.p/44"]
    views = [smaller.view("A"), larger.view("B")]

    with pytest.raises(LogError, match="A 的文件缺失或损坏"):
        compared(*(reversed(views) if is_turned else views))


def test_a_fork_is_proven_even_where_the_smaller_log_cut_its_tiles() -> None:
    smaller, larger = Kept(entries(300, changed=7)), Kept(entries(700))
    smaller.files.clear()

    found = compared(smaller.view("A"), larger.view("B"))

    assert found.fork is not None
    assert found.fork.difference is None


def test_where_the_entries_are_gone_their_hashes_still_differ() -> None:
    first, second = Kept(entries(300)), Kept(entries(300, changed=7))
    del second.files["tile/entries/000"]

    found = compared(first.view("A"), second.view("B"))

    assert found.fork is not None
    difference = found.fork.difference
    assert difference is not None
    assert (difference.smaller.entry, difference.larger.entry) == (b"entry 7", None)
    fork.require_proven(fork.parse(found.fork.write(), "f"), CRYPTO)


# -- the evidence --------------------------------------------------------------------------------


def proven() -> fork.Fork:
    """The evidence of a fork, complete and true."""
    found = rewritten(5, 9, 2).fork
    assert found is not None
    return found


FACTS = json.loads(proven().write())
Change = Callable[[dict[str, Any]], object]


def _in(name: str, key: str, value: object) -> Change:
    return lambda facts: facts["difference"][name].update({key: value})


MALFORMED: dict[str, Change] = {
    "another format": lambda facts: facts.update(format="mingqian-fork/2"),
    "no key": lambda facts: facts.update(vkey="nobody"),
    "a note that is none": lambda facts: facts.update(smaller=7),
    "a head that is none": lambda facts: facts.update(root="0"),
    "a hash that is none": lambda facts: facts.update(consistency=["0" * 63]),
    "a hash that is no text": lambda facts: facts.update(consistency=[0]),
    "an entry that is no text": _in("larger", "entry", 1),
    "an entry in another base64": _in("larger", "entry", "YWJ="),
    "one more field": lambda facts: facts.update(more=1),
    "one more field inside": _in("larger", "more", 1),
}


@pytest.mark.parametrize("change", MALFORMED)
def test_evidence_that_is_not_in_its_form_is_refused(change: str) -> None:
    facts = json.loads(json.dumps(FACTS))
    MALFORMED[change](facts)

    with pytest.raises(MingqianError):
        fork.parse(canonical.write(facts), "fork.json")


FALSE: dict[str, Change] = {
    "the same checkpoint twice": lambda facts: facts.update(
        smaller=facts["larger"], root=FACTS["root"]
    ),
    "no contradiction": lambda facts: facts.update(
        smaller=Kept(entries(5, changed=2)).signed.decode()
    ),
    "another head": lambda facts: facts.update(root="0" * 64),
    "a proof too short": lambda facts: facts.update(consistency=[]),
    "the larger one first": lambda facts: facts.update(
        smaller=facts["larger"], larger=facts["smaller"]
    ),
    "another log's checkpoint": lambda facts: facts.update(
        smaller=Kept(
            entries(5), Ed25519Signer.from_seed("log.other", bytes([1]) * 32)
        ).signed.decode()
    ),
    "another key's checkpoint": lambda facts: facts.update(
        smaller=Kept(entries(5), STRANGER).signed.decode()
    ),
    "an entry of another hash": _in("smaller", "entry", base64.b64encode(b"x").decode()),
    "a hash that is not in the log": _in("smaller", "leaf", "0" * 64),
    "a way that leads elsewhere": _in("larger", "inclusion", []),
    "an entry beyond the end": lambda facts: facts["difference"].update(index=5),
}


@pytest.mark.parametrize("change", FALSE)
def test_evidence_that_proves_nothing_is_refused(change: str) -> None:
    facts = json.loads(json.dumps(FACTS))
    FALSE[change](facts)

    with pytest.raises(LogError):
        fork.require_proven(fork.parse(canonical.write(facts), "fork.json"), CRYPTO)


def test_an_entry_that_is_the_same_in_both_proves_nothing() -> None:
    same = Kept(entries(5)), Kept(entries(9, changed=2))
    leaves = []
    for kept, size in zip(same, (5, 9), strict=True):
        whole = tree.Tree.of(kept.entries)
        leaves.append(
            fork.Leaf(
                hash=tree.leaf_hash(b"entry 0"), inclusion=whole.inclusion_proof(0), entry=None
            )
        )
        assert whole.size == size
    difference = fork.Difference(index=0, smaller=leaves[0], larger=leaves[1])

    with pytest.raises(LogError, match="两边一样"):
        fork.require_proven(replace(proven(), difference=difference), CRYPTO)
