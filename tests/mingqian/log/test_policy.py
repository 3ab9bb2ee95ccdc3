"""Trust policies: the file format line by line, quorums, and who dated a checkpoint when."""

import pytest

from mingqian.errors import LogError
from mingqian.log import note, policy
from mingqian.log.policy import Group, Log, Policy, Witness
from mingqian_crypto.ed25519 import Ed25519Signer
from tests.mingqian.log.keys import (
    CRYPTO,
    ENTRIES,
    LOG,
    NOON,
    ORIGIN,
    POLICY,
    STRANGER,
    WITNESSES,
    checkpoint_of,
    signed_checkpoint,
)

EARLIER = "2026-11-23T11:59:00Z"
LATER = "2026-11-23T12:01:00Z"
L = LOG.vkey
X, Y, Z = (signer.vkey for signer in WITNESSES)
WITNESS_LINES = f"witness X {X}\nwitness Y {Y}\nwitness Z {Z}\n"


def _parsed(text: str) -> Policy:
    return policy.parse(text.encode(), "policy")


def test_a_policy_names_logs_witnesses_groups_and_the_quorum() -> None:
    read = _parsed(
        f"# 邻县互为见证\n\nlog {L} https://log.example/\n"
        f"witness X {X}\n \twitness\tY  {Y} https://y.example/\t\nwitness Z {Z}\n"
        "group two 2 X Y\ngroup one any two Z\n  # end\nquorum one\n"
    )

    x, y, z = (signer.key for signer in WITNESSES)
    assert read == Policy(
        logs=(Log(key=LOG.key, url="https://log.example/"),),
        witnesses=(
            Witness(name="X", key=x),
            Witness(name="Y", key=y, url="https://y.example/"),
            Witness(name="Z", key=z),
        ),
        groups=(
            Group(name="two", threshold=2, members=("X", "Y")),
            Group(name="one", threshold=1, members=("two", "Z")),
        ),
        quorum="one",
    )


def test_a_policy_may_ask_for_nobody() -> None:
    assert _parsed("quorum none\n") == Policy()


def test_all_means_every_member() -> None:
    read = _parsed(f"{WITNESS_LINES}group g all X Y Z\nquorum g\n")

    assert read.groups == (Group(name="g", threshold=3, members=("X", "Y", "Z")),)


def test_a_quorum_may_be_one_witness() -> None:
    read = _parsed(f"witness X {X}\nquorum X\n")

    assert read.is_satisfied({"X"})
    assert not read.is_satisfied(set())


def test_names_are_bytes() -> None:
    text = (
        b"witness \xff " + X.encode() + b"\nwitness \xfe " + Y.encode() + b"\n"
        b"group \xe6\x98\x8e 1 \xff\nquorum \xe6\x98\x8e\n"
    )

    read = policy.parse(text, "policy")

    assert len({witness.name for witness in read.witnesses}) == 2
    assert read.is_satisfied({read.witnesses[0].name})
    assert not read.is_satisfied({read.witnesses[1].name})


def test_the_same_name_in_two_normal_forms_is_two_names() -> None:
    assert len(_parsed(f"witness K {X}\nwitness \u212a {Y}\nquorum K\n").witnesses) == 2


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        ("", "缺少 quorum", None),
        ("# only this\n", "缺少 quorum", None),
        ("quorum none", "末尾缺少换行", None),
        ("quorum none\r\n", "控制字符", 1),
        ("quorum none\n\x0b\n", "控制字符", 2),
        ("# \x7f\nquorum none\n", "控制字符", 1),
        ("quorum none\nquorum none\n", "只能有一行", 2),
        ("quorum\n", "应写作 quorum <name|none>", 1),
        ("quorum none none\n", "应写作 quorum", 1),
        ("quorum X\n", "'X' 在前面没有定义", 1),
        (f"quorum X\nwitness X {X}\n", "'X' 在前面没有定义", 1),
        ("quorum all\n", "'all' 在前面没有定义", 1),
        ("Log\n", "不是 log、witness、group、quorum 之一", 1),
        ("\u3000quorum none\n", "不是 log、witness、group、quorum 之一", 1),
        ("log\n", "应写作 log <vkey>", 1),
        (f"log {L} u v\n", "应写作 log <vkey>", 1),
        ("log key\n", "形式的公钥", 1),
        (f"log {X}\n", "类型是 0x04，这里应为 0x01", 1),
        (f"log {L}\nlog {L}\n", "出现了两次", 2),
        ("witness X\n", "应写作 witness", 1),
        (f"witness X {X} u v\n", "应写作 witness", 1),
        (f"witness X {L}\n", "类型是 0x01，这里应为 0x04", 1),
        (f"witness X {X}\nwitness Y {X}\n", "出现了两次", 2),
        (f"witness X {X}\nwitness X {Y}\n", "'X' 已有定义", 2),
        (f"witness none {X}\n", "'none' 已有定义", 1),
        ("group g 1\n", "应写作 group", 1),
        ("group g 1 X\n", "'X' 在前面没有定义", 1),
        ("group g 1 g\n", "'g' 在前面没有定义", 1),
        ("group g 1 none\n", "'none' 在前面没有定义", 1),
        (f"witness X {X}\ngroup X 1 X\n", "'X' 已有定义", 2),
        (f"witness X {X}\ngroup none 1 X\n", "'none' 已有定义", 2),
        (f"witness X {X}\ngroup g 1 X X\n", "只能列一次", 2),
        (f"witness X {X}\ngroup g 1 X\ngroup h 1 X\n", "只能列一次", 3),
        (f"witness X {X}\ngroup g 0 X\n", "1 到 1 的数", 2),
        (f"witness X {X}\ngroup g 2 X\n", "1 到 1 的数", 2),
        (f"witness X {X}\ngroup g 01 X\n", "1 到 1 的数", 2),
        (f"witness X {X}\ngroup g +1 X\n", "1 到 1 的数", 2),
        (f"witness X {X}\ngroup g one X\n", "1 到 1 的数", 2),
        (f"witness X {X}\ngroup g {'1' * 5000} X\n", "1 到 1 的数", 2),
    ],
)
def test_a_malformed_policy_is_refused(text: str, says: str, line: int | None) -> None:
    with pytest.raises(LogError, match=says) as refused:
        _parsed(text)

    assert refused.value.file == "policy"
    assert refused.value.line == line
    assert refused.value.rule == "log-v1 3"


def test_one_public_key_is_one_witness_under_any_name() -> None:
    again = note.Key(
        name="other.example", kind=note.COSIGNATURE, public_key=WITNESSES[0].key.public_key
    )

    with pytest.raises(LogError, match="出现了两次"):
        _parsed(f"witness X {X}\nwitness Y {again.vkey}\nquorum none\n")


def test_a_policy_of_more_than_a_megabyte_is_refused() -> None:
    with pytest.raises(LogError, match="最多 1000000 字节"):
        policy.parse(b"\n" * 1_000_001, "policy")


@pytest.mark.parametrize(
    ("cosigned", "expected"),
    [("", False), ("Z", False), ("XY", False), ("XZ", True), ("YZ", True), ("XYZ", True)],
)
def test_a_quorum_of_groups_is_counted(cosigned: str, expected: bool) -> None:  # noqa: FBT001
    read = _parsed(f"{WITNESS_LINES}group g any X Y\ngroup h all g Z\nquorum h\n")

    assert read.is_satisfied(set(cosigned)) is expected


def test_a_policy_that_asks_for_nobody_is_always_satisfied() -> None:
    assert POLICY.is_satisfied(set())


def test_a_checkpoint_is_opened_with_its_witnesses_and_times() -> None:
    data = signed_checkpoint(ENTRIES, (1, NOON), (0, LATER))

    opened = POLICY.open(data, CRYPTO, "checkpoint")

    assert opened.checkpoint == checkpoint_of(ENTRIES)
    assert opened.log.key == LOG.key
    assert opened.cosigned == {"X": LATER, "Y": NOON}
    assert note.write(opened.note) == data


def test_the_earliest_time_of_a_witness_counts() -> None:
    data = signed_checkpoint(ENTRIES, (0, LATER), (0, EARLIER), (0, NOON))

    assert POLICY.open(data, CRYPTO, "checkpoint").cosigned == {"X": EARLIER}


def test_a_checkpoint_of_an_unknown_log_is_refused() -> None:
    with pytest.raises(LogError, match="没有已知日志密钥"):
        Policy().open(signed_checkpoint(ENTRIES), CRYPTO, "checkpoint")


def test_a_checkpoint_signed_by_another_key_of_that_name_is_refused() -> None:
    stranger = Policy(logs=(Log(key=STRANGER.key),))

    with pytest.raises(LogError, match=f"没有已知日志密钥对来源 '{ORIGIN}'"):
        stranger.open(signed_checkpoint(ENTRIES), CRYPTO, "checkpoint")


def test_a_log_does_not_sign_for_another_origin() -> None:
    other = Ed25519Signer.from_seed("other.example", bytes(32))
    text = note.parse(signed_checkpoint(ENTRIES), "checkpoint").text
    data = note.write(note.Note(text=text, signatures=(note.signed(text, other),)))
    trusting = Policy(logs=(Log(key=LOG.key), Log(key=other.key)))

    with pytest.raises(LogError, match="没有已知日志密钥"):
        trusting.open(data, CRYPTO, "checkpoint")


def test_a_witness_alone_does_not_make_a_checkpoint() -> None:
    text = note.parse(signed_checkpoint(ENTRIES), "checkpoint").text
    cosignature = note.cosigned(text, WITNESSES[0], at=NOON)
    data = note.write(note.Note(text=text, signatures=(cosignature,)))

    with pytest.raises(LogError, match="没有已知日志密钥"):
        POLICY.open(data, CRYPTO, "checkpoint")


def test_a_forged_cosignature_of_a_known_witness_is_refused() -> None:
    data = signed_checkpoint(ENTRIES, (0, NOON)).replace(b"\n\n", b"\nextension\n\n")

    with pytest.raises(LogError, match="签名不对"):
        POLICY.open(data, CRYPTO, "checkpoint")


def test_a_checkpoint_that_too_few_have_seen_is_refused() -> None:
    strict = _parsed(f"log {L}\n{WITNESS_LINES}group g 2 X Y Z\nquorum g\n")
    one = strict.open(signed_checkpoint(ENTRIES, (2, NOON)), CRYPTO, "checkpoint")
    two = strict.open(signed_checkpoint(ENTRIES, (2, NOON), (0, NOON)), CRYPTO, "checkpoint")

    strict.require_quorum(two, "checkpoint")
    with pytest.raises(LogError, match="见证不足：已见证 Z，未达到 g") as refused:
        strict.require_quorum(one, "checkpoint")
    assert refused.value.file == "checkpoint"


def test_a_checkpoint_that_nobody_has_seen_is_refused() -> None:
    strict = _parsed(f"log {L}\nwitness X {X}\nquorum X\n")
    opened = strict.open(signed_checkpoint(ENTRIES), CRYPTO, "checkpoint")

    with pytest.raises(LogError, match="已见证 无，未达到 X"):
        strict.require_quorum(opened, "checkpoint")


def test_a_quorum_is_dated_by_the_last_witness_it_needs() -> None:
    strict = _parsed(f"{WITNESS_LINES}group g 2 X Y Z\nquorum g\n")

    assert strict.quorum_time({"X": LATER, "Y": EARLIER, "Z": NOON}) == NOON
    assert strict.quorum_time({"X": LATER, "Y": EARLIER}) == LATER
    assert strict.quorum_time({"Y": EARLIER}) is None
    assert strict.quorum_time({}) is None


def test_a_policy_that_asks_for_nobody_dates_nothing() -> None:
    assert POLICY.quorum_time({"X": NOON}) is None
