"""A witness: what it cosigns, and with which answer it refuses everything else."""

import pytest

from mingqian.errors import LogError
from mingqian.log import checkpoint, note, tree, witness
from mingqian.log.checkpoint import Checkpoint
from mingqian.log.witness import Consent, Refusal, Request
from tests.mingqian.log.keys import (
    CRYPTO,
    ENTRIES,
    LOG,
    NOON,
    ORIGIN,
    STRANGER,
    WITNESSES,
    checkpoint_of,
    signed_checkpoint,
)

FORKED = [*ENTRIES[:2], b"forged", *ENTRIES[3:]]


def _request(old: int, entries: list[bytes] = ENTRIES, signed: bytes | None = None) -> bytes:
    hashes = tree.Tree.of(entries).consistency_proof(old)
    return witness.write(
        Request(old=old, hashes=hashes, checkpoint=signed or signed_checkpoint(entries))
    )


def _considered(data: bytes, seen: Checkpoint | None = None) -> Consent | Refusal:
    latest = {ORIGIN: seen} if seen else {}
    return witness.consider(data, logs=[LOG.key], latest=latest, crypto=CRYPTO)


@pytest.mark.parametrize("old", [0, 3, 4, 7])
def test_a_tree_that_continues_the_last_one_is_cosigned(old: int) -> None:
    found = _considered(_request(old), checkpoint_of(ENTRIES[:old]) if old else None)

    assert isinstance(found, Consent)
    assert found.checkpoint == checkpoint_of(ENTRIES)
    (cosignature,) = note.parse_signatures(found.answer(WITNESSES[0], at=NOON), "answer")
    cosigned = note.with_signatures(found.note, [cosignature])
    assert note.verified(cosigned, [WITNESSES[0].key], CRYPTO, "checkpoint") == (
        note.VerifiedSignature(key=WITNESSES[0].key, at=NOON),
    )


def test_the_first_checkpoint_may_be_that_of_an_empty_log() -> None:
    assert isinstance(_considered(_request(0, [])), Consent)


def test_an_empty_log_with_another_head_is_refused() -> None:
    signed = checkpoint.sign(Checkpoint(origin=ORIGIN, size=0, root=bytes(32)), [LOG])

    found = _considered(_request(0, [], signed))

    assert isinstance(found, Refusal)
    assert found.status == 422


def test_a_log_does_not_cosign_with_its_own_key() -> None:
    found = _considered(_request(0))

    assert isinstance(found, Consent)
    with pytest.raises(LogError, match="应为 cosignature/v1"):
        found.answer(LOG, at=NOON)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "末尾缺少换行"),
        (b"old 0\n", "应有 old 行"),
        (b"new 0\n\n", "应有 old 行"),
        (b"old 00\n\n", "十进制数"),
        (b"old\n\n", "应有 old 行"),
        (b"old 3\nQUFB\n\n", "散列应为 32 字节"),
        (b"old 3\n" + b"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n" * 64 + b"\n", "最多 63"),
        (b"old 0\n\n", "末尾缺少换行"),
        (b"old 0\n\nno checkpoint\n", "应有正文"),
        (b"old 0\n\no\n1\n\n\xe2\x80\x94 n QUFBQUE=\n", "三行"),
        (b"old 0\r\n\r\n", "控制字符"),
    ],
)
def test_a_malformed_request_is_a_bad_request(data: bytes, says: str) -> None:
    found = _considered(data)

    assert isinstance(found, Refusal)
    assert found.status == 400
    assert says in found.problem
    assert found.body.decode() == f"{found.problem}\n"


def test_a_request_is_read_as_it_was_written() -> None:
    read = witness.parse(_request(3))

    assert read.old == 3
    assert read.hashes == tree.Tree.of(ENTRIES).consistency_proof(3)
    assert read.checkpoint == signed_checkpoint(ENTRIES)
    assert witness.write(read) == _request(3)


def test_an_unknown_log_is_not_found() -> None:
    found = witness.consider(_request(0), logs=[], latest={}, crypto=CRYPTO)

    assert isinstance(found, Refusal)
    assert found.status == 404


def test_a_checkpoint_without_a_signature_of_the_log_is_forbidden() -> None:
    signed = checkpoint.sign(checkpoint_of(ENTRIES), [STRANGER])

    found = _considered(_request(0, signed=signed))

    assert isinstance(found, Refusal)
    assert found.status == 403
    assert "没有已知日志密钥" in found.problem


def test_a_checkpoint_with_a_bad_signature_of_the_log_is_forbidden() -> None:
    signed = signed_checkpoint(ENTRIES).replace(b"\n7\n", b"\n8\n")

    found = _considered(_request(0, signed=signed))

    assert isinstance(found, Refusal)
    assert found.status == 403
    assert "签名不对" in found.problem


def test_an_old_size_above_the_new_one_is_a_bad_request() -> None:
    data = witness.write(Request(old=8, hashes=(), checkpoint=signed_checkpoint(ENTRIES)))

    found = _considered(data)

    assert isinstance(found, Refusal)
    assert found.status == 400


@pytest.mark.parametrize(("seen", "body"), [(0, b"0\n"), (5, b"5\n")])
def test_another_old_size_is_a_conflict_that_tells_the_right_one(seen: int, body: bytes) -> None:
    found = _considered(_request(3), checkpoint_of(ENTRIES[:seen]) if seen else None)

    assert isinstance(found, Refusal)
    assert found.status == 409
    assert found.body == body
    assert found.content_type == "text/x.tlog.size"
    assert not found.is_fork


def test_two_heads_of_one_size_are_a_fork() -> None:
    found = _considered(_request(7, FORKED), checkpoint_of(ENTRIES))

    assert isinstance(found, Refusal)
    assert found.status == 422
    assert found.is_fork


@pytest.mark.parametrize("old", [3, 4, 6])
def test_a_tree_that_does_not_continue_the_last_one_is_refused(old: int) -> None:
    found = _considered(_request(old, FORKED), checkpoint_of(ENTRIES[:old]))

    assert isinstance(found, Refusal)
    assert found.status == 422
    assert "的树与证明不一致" in found.problem


def test_the_first_request_has_no_proof() -> None:
    data = witness.write(Request(old=0, hashes=(bytes(32),), checkpoint=signed_checkpoint(ENTRIES)))

    found = _considered(data)

    assert isinstance(found, Refusal)
    assert found.status == 422
