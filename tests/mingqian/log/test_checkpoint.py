"""Checkpoints: the published example, every malformed one, signing."""

import pytest

from mingqian.errors import LogError
from mingqian.log import checkpoint, note
from mingqian.log.checkpoint import Checkpoint
from mingqian_crypto.ed25519 import Ed25519Signer
from tests.mingqian.log.keys import CRYPTO, LOG, ORIGIN, WITNESSES

ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
# The example of the checkpoint specification.
EXAMPLE = f"example.com/behind-the-sofa\n20852163\n{ROOT}\n"


def test_the_example_is_read_and_written() -> None:
    read = checkpoint.parse(EXAMPLE, "checkpoint")

    assert read.origin == "example.com/behind-the-sofa"
    assert read.size == 20852163
    assert read.root.hex() == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"
    assert read.extensions == ()
    assert checkpoint.write(read) == EXAMPLE


def test_extension_lines_are_kept() -> None:
    text = f"{EXAMPLE}one\ntwo words\n"

    read = checkpoint.parse(text, "checkpoint")

    assert read.extensions == ("one", "two words")
    assert checkpoint.write(read) == text


@pytest.mark.parametrize("size", ["0", "1", str(2**63 - 1)])
def test_sizes_are_plain_numbers(size: str) -> None:
    assert checkpoint.parse(f"o\n{size}\n{ROOT}\n", "checkpoint").size == int(size)


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        ("", "三行", None),
        (f"o\n1\n{ROOT}", "三行", None),
        ("o\n1\n", "三行", None),
        (f"\n1\n{ROOT}\n", "三行", None),
        (f"o\n\n{ROOT}\n", "三行", None),
        (f"o\n1\n{ROOT}\n\n", "三行", None),
        (f"o\n1\n{ROOT}\next\n\nmore\n", "三行", None),
        (f"o\n01\n{ROOT}\n", "十进制数", 2),
        (f"o\n-1\n{ROOT}\n", "十进制数", 2),
        (f"o\n+1\n{ROOT}\n", "十进制数", 2),
        (f"o\n1 \n{ROOT}\n", "十进制数", 2),
        (f"o\n0x1\n{ROOT}\n", "十进制数", 2),
        (f"o\n１\n{ROOT}\n", "十进制数", 2),
        (f"o\n{2**63}\n{ROOT}\n", "十进制数", 2),
        (f"o\n{'9' * 5000}\n{ROOT}\n", "十进制数", 2),
        (f"o\n1\n{ROOT[:-1]}\n", "base64", 3),
        (f"o\n1\n{ROOT[:-2]}J=\n", "base64", 3),
        (f"o\n1\n{ROOT.replace('/', '_')}\n", "base64", 3),
        ("o\n1\nQUFB\n", "散列应为 32 字节，实为 3 字节", 3),
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str, says: str, line: int | None) -> None:
    with pytest.raises(LogError, match=says) as refused:
        checkpoint.parse(text, "checkpoint")

    assert refused.value.line == line
    assert refused.value.rule == "log-v1 2"


def test_a_signed_checkpoint_is_a_note_of_the_log() -> None:
    point = Checkpoint(origin=ORIGIN, size=3, root=bytes(32))

    read, signed = checkpoint.parse_note(checkpoint.sign(point, [LOG]), "checkpoint")

    assert read == point
    assert [s.key for s in note.verified(signed, [LOG.key], CRYPTO, "checkpoint")] == [LOG.key]


def test_a_checkpoint_is_signed_only_under_its_origin() -> None:
    other = Ed25519Signer.from_seed("other.example", bytes(32))

    with pytest.raises(LogError, match=f"密钥名 other.example 与来源 {ORIGIN} 不同"):
        checkpoint.sign(Checkpoint(origin=ORIGIN, size=3, root=bytes(32)), [other])


def test_a_checkpoint_is_not_signed_with_the_key_of_a_witness() -> None:
    point = Checkpoint(origin=WITNESSES[0].name, size=3, root=bytes(32))

    with pytest.raises(LogError, match="应为 Ed25519"):
        checkpoint.sign(point, [WITNESSES[0]])
