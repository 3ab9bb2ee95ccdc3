"""Proofs for people: every malformed text, and every way in which one can fail to prove."""

import hashlib
from dataclasses import replace

import pytest

from mingqian.errors import LogError
from mingqian.log import policy, proof, tree
from mingqian.log.policy import Policy
from mingqian.log.proof import Proof
from tests.mingqian.log.keys import CRYPTO, ENTRIES, LOG, NOON, POLICY, WITNESSES, signed_checkpoint

HASHES = tree.Tree.of(ENTRIES).inclusion_proof(4)
SIGNED = signed_checkpoint(ENTRIES, (0, NOON))
PROOF = Proof(index=4, hashes=HASHES, checkpoint=SIGNED)


def _proven(given: Proof, entry: bytes, trusted: Policy = POLICY) -> proof.VerifiedEntry:
    return proof.verify(given, entry, policy=trusted, crypto=CRYPTO, file="sealed.proof")


def test_a_proof_is_written_line_by_line() -> None:
    text = proof.write(replace(PROOF, extra=b"AAA")).decode()

    lines = text.split("\n")
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", "extra QUFB", "index 4"]
    assert len(lines[3]) == 44
    assert lines[6] == ""
    assert text.endswith(SIGNED.decode())


@pytest.mark.parametrize("extra", [None, b"", b"more"])
def test_a_proof_is_read_as_it_was_written(extra: bytes | None) -> None:
    given = replace(PROOF, extra=extra)

    assert proof.parse(proof.write(given), "proof") == given


def test_a_log_of_one_entry_has_a_proof_without_hashes() -> None:
    given = Proof(index=0, hashes=(), checkpoint=signed_checkpoint(ENTRIES[:1]))

    read = proof.parse(proof.write(given), "proof")

    assert read == given
    assert _proven(read, b"entry 0").opened.checkpoint.size == 1


def test_a_proof_shows_the_entry_its_index_and_its_witnesses() -> None:
    found = _proven(PROOF, b"entry 4")

    assert found.index == 4
    assert found.opened.checkpoint.size == 7
    assert found.opened.cosigned == {"X": NOON}


def test_the_imprint_for_a_time_stamp_is_over_the_whole_checkpoint() -> None:
    assert PROOF.imprint == hashlib.sha256(SIGNED).digest()


@pytest.mark.parametrize("entry", [b"entry 3", b"entry 4 ", b""])
def test_another_entry_is_refused(entry: bytes) -> None:
    with pytest.raises(LogError, match="第 4 条不在这棵树中") as refused:
        _proven(PROOF, entry)

    assert tree.root(ENTRIES).hex() in str(refused.value)
    assert refused.value.file == "sealed.proof"
    assert refused.value.rule == "log-v1 4"


@pytest.mark.parametrize("index", [0, 3, 5, 7, 10**9])
def test_another_index_is_refused(index: int) -> None:
    with pytest.raises(LogError):
        _proven(replace(PROOF, index=index), b"entry 4")


def test_a_changed_hash_is_refused() -> None:
    with pytest.raises(LogError, match="不在这棵树中"):
        _proven(replace(PROOF, hashes=(*HASHES[:2], bytes(32))), b"entry 4")


def test_a_checkpoint_of_another_log_is_refused() -> None:
    with pytest.raises(LogError, match="没有已知日志密钥"):
        _proven(PROOF, b"entry 4", Policy())


def test_a_checkpoint_of_a_fork_is_refused() -> None:
    forked = [*ENTRIES[:4], b"forged", *ENTRIES[5:]]

    with pytest.raises(LogError, match="不在这棵树中"):
        _proven(replace(PROOF, checkpoint=signed_checkpoint(forked)), b"entry 4")


def test_the_quorum_is_asked_for_by_verify_alone() -> None:
    text = f"log {LOG.vkey}\nwitness Y {WITNESSES[1].vkey}\nquorum Y\n"
    strict = policy.parse(text.encode(), "policy")

    found = proof.proven(PROOF, b"entry 4", policy=strict, crypto=CRYPTO, file="proof")

    assert found.opened.cosigned == {}
    with pytest.raises(LogError, match="见证不足"):
        _proven(PROOF, b"entry 4", strict)


HEADER = "c2sp.org/tlog-proof@v1\n"
HASH = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
END = "\n" + SIGNED.decode()


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        ("", "末尾缺少换行", None),
        (HEADER, "应有证明、一个空行和检查点", None),
        (f"{HEADER}index 4\n{HASH}\n", "应有证明、一个空行和检查点", None),
        (f"c2sp.org/tlog-proof@v2\nindex 4\n{END}", "首行应为 c2sp.org/tlog-proof@v1", 1),
        (f" {HEADER}index 4\n{END}", "首行应为", 1),
        (f"{HEADER}{END}", "应为 index 行", 2),
        (f"{HEADER}index\n{END}", "应为 index 行", 2),
        (f"{HEADER}Index 4\n{END}", "应为 index 行", 2),
        (f"{HEADER}{HASH}\n{END}", "应为 index 行", 2),
        (f"{HEADER}index 04\n{END}", "十进制数", 2),
        (f"{HEADER}index -1\n{END}", "十进制数", 2),
        (f"{HEADER}index  4\n{END}", "十进制数", 2),
        (f"{HEADER}index 4 \n{END}", "十进制数", 2),
        (f"{HEADER}extra QUFB\n{END}", "应为 index 行", 3),
        (f"{HEADER}extra QUF\nindex 4\n{END}", "base64", 2),
        (f"{HEADER}extra QUFB\nextra QUFB\nindex 4\n{END}", "应为 index 行", 3),
        (f"{HEADER}index 4\nextra QUFB\n{END}", "base64", 3),
        (f"{HEADER}index 4\n{HASH}\n{HASH} \n{END}", "base64", 4),
        (f"{HEADER}index 4\nQUFB\n{END}", "散列应为 32 字节", 3),
        (f"{HEADER}extra QUFB\nindex 4\nQUFB\n{END}", "散列应为 32 字节", 4),
        (f"{HEADER}index 4\n{(HASH + chr(10)) * 64}{END}", "有 64 个散列，最多 63 个", 3),
        (f"{HEADER}index 4\n\nnothing\n", "应有正文", None),
        (f"{HEADER}index 4\n{END[:-1]}", "末尾缺少换行", None),
        (f"{HEADER}index 4\n\n{END}", "不得有空行", None),
        (f"{HEADER}index 4\r\n{END}", "控制字符", 2),
    ],
)
def test_a_malformed_proof_is_refused(text: str, says: str, line: int | None) -> None:
    with pytest.raises(LogError, match=says) as refused:
        proof.parse(text.encode(), "held.proof")

    assert refused.value.line == line
    assert str(refused.value).startswith("held.proof")


def test_a_proof_that_is_too_long_is_refused() -> None:
    with pytest.raises(LogError, match="最多 2000000 字节"):
        proof.parse(HEADER.encode() + b"x" * 2_000_000, "proof")
