"""Whatever bytes are given: a reader refuses them in plain words, or they are the only writing."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingqian.errors import MingqianError
from mingqian.log import checkpoint, entry, note, policy, proof, tiles, tree, witness
from mingqian.log.proof import Proof
from mingqian.log.witness import Request
from tests.mingqian.log.keys import ENTRIES, LOG, NOON, WITNESSES, signed_checkpoint

SIGNED = signed_checkpoint(ENTRIES, (0, NOON))
HASHES = tree.Tree.of(ENTRIES).inclusion_proof(3)
POLICY_TEXT = f"log {LOG.vkey}\nwitness X {WITNESSES[0].vkey}\ngroup g 1 X\nquorum g\n"
ENTRY = (
    '{"about":{"kind":"k","number":"1"},"at":"2026-11-23T08:00:00Z","by":{"organisation":"局",'
    '"role":"r"},"private":null,"public":{},"type":"t","v":1}'
)


def _signatures(data: bytes) -> bytes:
    return "".join(one.line() for one in note.parse_signatures(data, "f")).encode()


def _checkpoint(data: bytes) -> bytes:
    read, signed = checkpoint.parse_note(data, "f")
    return checkpoint.write(read).encode() + data[len(signed.text.encode()) :]


# Each reads bytes and writes what it read.
AGAIN: dict[str, tuple[Callable[[bytes], bytes], bytes]] = {
    "note": (lambda data: note.write(note.parse(data, "f")), SIGNED),
    "checkpoint": (_checkpoint, SIGNED),
    "signatures": (_signatures, SIGNED.split(b"\n\n")[1]),
    "vkey": (
        lambda data: note.parse_vkey(data.decode("latin-1")).vkey.encode("latin-1"),
        LOG.vkey.encode(),
    ),
    "proof": (
        lambda data: proof.write(proof.parse(data, "f")),
        proof.write(Proof(index=3, hashes=HASHES, checkpoint=SIGNED, extra=b"x")),
    ),
    "request": (
        lambda data: witness.write(witness.parse(data)),
        witness.write(Request(old=3, hashes=HASHES, checkpoint=SIGNED)),
    ),
    "bundle": (
        lambda data: tiles.encode_bundle(tiles.decode_bundle(data, "f")),
        tiles.encode_bundle(ENTRIES),
    ),
    "entry": (lambda data: entry.write(entry.parse(data, "f")), ENTRY.encode()),
}


@st.composite
def _changed(draw: st.DrawFn, example: bytes) -> bytes:
    start = draw(st.integers(0, len(example)))
    end = draw(st.integers(start, min(start + 4, len(example))))
    middle = draw(st.binary(max_size=4) | st.sampled_from([b"\n", b"\n\n", b" ", b"0", b"="]))
    return example[:start] + middle + example[end:]


@pytest.mark.parametrize("name", AGAIN)
@settings(deadline=None)
@given(data=st.data())
def test_what_is_read_has_one_writing(name: str, data: st.DataObject) -> None:
    again, example = AGAIN[name]
    given_bytes = data.draw(_changed(example) | st.binary(max_size=60))

    with suppress(MingqianError):
        assert again(given_bytes) == given_bytes


@pytest.mark.parametrize("name", AGAIN)
def test_the_examples_are_read(name: str) -> None:
    again, example = AGAIN[name]

    assert again(example) == example


@settings(deadline=None)
@given(_changed(POLICY_TEXT.encode()) | st.binary(max_size=60))
def test_a_policy_of_any_bytes_is_read_or_refused(data: bytes) -> None:
    with suppress(MingqianError):
        assert policy.parse(data, "policy").quorum in (None, "g", "X")
