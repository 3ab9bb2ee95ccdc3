"""Signed notes and verifier keys: published examples, every malformed line, wrong signatures."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingqian.errors import FormatError, LogError
from mingqian.log import note
from tests.mingqian.log.keys import CRYPTO, LOG, NOON, ORIGIN, STRANGER, WITNESSES

TEXT = "line one\n\nline two\n"
# Published with the Go checksum database and its note package.
GO_VKEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
PETER_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    "otpRZb6KE6RyyBwJnAM=\n"
)
# The example of the cosignature specification, for which no key was published.
SPEC_LINE = (
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJs"
    "X3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)


def _signed(text: str = TEXT) -> note.Note:
    return note.Note(text=text, signatures=(note.signed(text, LOG),))


def _line(raw: bytes, name: str = ORIGIN) -> str:
    return f"— {name} {base64.b64encode(raw).decode()}\n"


def test_a_published_note_is_verified() -> None:
    read = note.parse(PETER_NOTE.encode(), "note")
    key = note.parse_vkey(PETER_VKEY)

    assert note.verified(read, [key], CRYPTO, "note") == (note.VerifiedSignature(key=key, at=None),)


@pytest.mark.parametrize("vkey", [GO_VKEY, PETER_VKEY])
def test_a_published_key_is_read_and_written(vkey: str) -> None:
    assert note.parse_vkey(vkey).vkey == vkey


def test_the_example_of_a_cosignature_is_read_and_written() -> None:
    (signature,) = note.parse_signatures(SPEC_LINE.encode(), "answer")

    assert signature.name == "witness.example.com/w1"
    assert signature.key_id.hex() == "8d66cf3f"
    assert int.from_bytes(signature.value[:8], "big") == 1679315147
    assert signature.line() == SPEC_LINE


def test_a_note_is_parted_at_its_last_blank_line() -> None:
    read = note.parse(note.write(_signed()), "note")

    assert read == _signed()
    assert read.text == TEXT


@settings(deadline=None)
@given(st.text(st.characters(blacklist_categories=["Cs"], min_codepoint=32), min_size=1))
def test_what_is_signed_is_read_again_and_verified(line: str) -> None:
    written = note.write(_signed(f"{line}\n"))

    read = note.parse(written, "note")

    assert read.text == f"{line}\n"
    assert [signed.key for signed in note.verified(read, [LOG.key], CRYPTO, "note")] == [LOG.key]


@pytest.mark.parametrize(
    ("damaged", "says"),
    [
        (b"", "末尾缺少换行"),
        (b"text", "末尾缺少换行"),
        (b"text\n", "应有正文"),
        (b"\n\n", "应有正文"),
        (b"\n\n" + SPEC_LINE.encode(), "应有正文"),
        (b"text\n" + SPEC_LINE.encode(), "应有正文"),
        (b"text\n\n", "应有正文|签名行"),
        (b"text\n\n\n", "签名行"),
        (b"text\n\n" + SPEC_LINE.encode()[:-1], "末尾缺少换行"),
        (b"text\r\n\r\n" + SPEC_LINE.encode(), "控制字符"),
        (b"te\x00xt\n\n" + SPEC_LINE.encode(), "控制字符"),
        (b"te\txt\n\n" + SPEC_LINE.encode(), "控制字符"),
        (b"te\xffxt\n\n" + SPEC_LINE.encode(), "第 2 字节起不是 UTF-8"),
        (b"text\n\n- name QUFBQUE=\n", "签名行"),
        ("text\n\n—name QUFBQUE=\n".encode(), "签名行"),
        ("text\n\n— name\n".encode(), "签名行"),
        ("text\n\n—  QUFBQUE=\n".encode(), "签名行"),
        ("text\n\n— na+me QUFBQUE=\n".encode(), "签名行"),
        ("text\n\n— na\u3000me QUFBQUE=\n".encode(), "签名行"),
        ("text\n\n— name QUFBQUE= \n".encode(), "base64"),
        ("text\n\n— name QUFBQUE\n".encode(), "base64"),
        ("text\n\n— name QUFBQUF=\n".encode(), "base64"),
        ("text\n\n— name QUFB-UE=\n".encode(), "base64"),
        ("text\n\n— name 签名\n".encode(), "base64"),
        ("text\n\n— name QUFBQQ==\n".encode(), "没有签名"),
    ],
)
def test_a_malformed_note_is_refused(damaged: bytes, says: str) -> None:
    with pytest.raises(LogError, match=says) as refused:
        note.parse(damaged, "checkpoint")

    assert refused.value.file == "checkpoint"
    assert refused.value.rule == "log-v1 2"


def test_the_line_of_a_bad_signature_is_named() -> None:
    with pytest.raises(LogError) as refused:
        note.parse("one\n\ntwo\n\n— n QUFBQUE=\n— n ?\n".encode(), "note")

    assert refused.value.line == 6


def test_the_line_of_a_control_character_is_named() -> None:
    with pytest.raises(LogError) as refused:
        note.parse(b"one\ntw\x01o\n\n", "note")

    assert refused.value.line == 2


def test_sixty_four_signatures_are_read_and_no_more() -> None:
    line = _line(b"12345")

    assert len(note.parse(f"text\n\n{line * 64}".encode(), "note").signatures) == 64
    with pytest.raises(LogError, match="有 65 个签名，最多 64 个"):
        note.parse(f"text\n\n{line * 65}".encode(), "note")


def test_a_note_of_more_than_a_megabyte_is_refused() -> None:
    line = _line(b"12345").encode()
    largest = b"x" * (1_000_000 - len(line) - 2) + b"\n\n" + line

    assert len(note.parse(largest, "note").signatures) == 1
    with pytest.raises(LogError, match="最多 1000000 字节"):
        note.parse(b"x" + largest, "note")


def test_unknown_keys_are_ignored() -> None:
    signed = note.with_signatures(_signed(), [note.signed(TEXT, STRANGER)])

    assert note.verified(signed, [], CRYPTO, "note") == ()
    assert [s.key for s in note.verified(signed, [LOG.key], CRYPTO, "note")] == [LOG.key]


@pytest.mark.parametrize("name", ["other.example", ORIGIN])
def test_a_key_that_shares_only_name_or_id_is_unknown(name: str) -> None:
    key_id = LOG.key.key_id if name != ORIGIN else b"\0\0\0\0"
    forged = note.Signature(name=name, key_id=key_id, value=bytes(64))

    signed = note.with_signatures(_signed(), [forged])

    assert len(note.verified(signed, [LOG.key], CRYPTO, "note")) == 1


@pytest.mark.parametrize("value", [bytes(64), bytes(63), b"x"])
def test_a_bad_signature_of_a_known_key_condemns_the_note(value: bytes) -> None:
    forged = note.Signature(name=ORIGIN, key_id=LOG.key.key_id, value=value)
    signed = note.with_signatures(_signed(), [forged])

    with pytest.raises(LogError, match="签名不对") as refused:
        note.verified(signed, [LOG.key], CRYPTO, "checkpoint")

    assert LOG.vkey in str(refused.value)
    assert refused.value.file == "checkpoint"


def test_a_changed_text_is_refused() -> None:
    forged = note.Note(text="line two\n", signatures=_signed().signatures)

    with pytest.raises(LogError, match="签名不对"):
        note.verified(forged, [LOG.key], CRYPTO, "note")


def test_a_cosignature_tells_its_time() -> None:
    witness = WITNESSES[0]
    signed = note.with_signatures(_signed(), [note.cosigned(TEXT, witness, at=NOON)])

    assert note.verified(signed, [witness.key], CRYPTO, "note") == (
        note.VerifiedSignature(key=witness.key, at=NOON),
    )


def test_a_cosignature_with_another_time_is_refused() -> None:
    signature = note.cosigned(TEXT, WITNESSES[0], at=NOON)
    earlier = (int.from_bytes(signature.value[:8], "big") - 1).to_bytes(8, "big")
    forged = note.Signature(
        name=signature.name, key_id=signature.key_id, value=earlier + signature.value[8:]
    )

    with pytest.raises(LogError, match="签名不对"):
        note.verified(
            note.Note(text=TEXT, signatures=(forged,)), [WITNESSES[0].key], CRYPTO, "note"
        )


@pytest.mark.parametrize("value", [bytes(71), bytes(73), b"x", b"\xff" * 72])
def test_a_cosignature_of_another_form_is_refused(value: bytes) -> None:
    key = WITNESSES[0].key
    forged = note.Signature(name=key.name, key_id=key.key_id, value=value)

    with pytest.raises(LogError, match="不是时间和 64 字节的签名"):
        note.verified(note.Note(text=TEXT, signatures=(forged,)), [key], CRYPTO, "note")


def test_the_message_of_a_cosignature_is_that_of_its_specification() -> None:
    witness = WITNESSES[0]

    value = note.cosigned("origin\n", witness, at="2023-03-20T12:25:47Z").value

    message = b"cosignature/v1\ntime 1679315147\norigin\n"
    assert value == (1679315147).to_bytes(8, "big") + witness.sign(message)


def test_a_time_before_1970_cannot_be_cosigned() -> None:
    with pytest.raises(LogError, match="早于 1970 年"):
        note.cosigned(TEXT, WITNESSES[0], at="1969-12-31T23:59:59Z")


def test_a_time_that_is_none_cannot_be_cosigned() -> None:
    with pytest.raises(FormatError, match="不是时间"):
        note.cosigned(TEXT, WITNESSES[0], at="noon")


def test_a_log_does_not_sign_with_the_key_of_a_witness() -> None:
    with pytest.raises(LogError, match="应为 Ed25519"):
        note.signed(TEXT, WITNESSES[0])
    with pytest.raises(LogError, match="应为 cosignature/v1"):
        note.cosigned(TEXT, LOG, at=NOON)


def test_the_same_signature_is_added_once() -> None:
    again = note.with_signatures(_signed(), _signed().signatures)

    assert again == _signed()


def test_one_public_key_has_two_ids_for_its_two_uses() -> None:
    public = LOG.key.public_key
    log = note.Key(name="n", kind=note.ED25519, public_key=public)
    witness = note.Key(name="n", kind=note.COSIGNATURE, public_key=public)

    assert log.key_id != witness.key_id


@pytest.mark.parametrize(
    ("vkey", "says"),
    [
        ("", "形式的公钥"),
        ("name", "形式的公钥"),
        (GO_VKEY + "\n", "形式的公钥"),
        (GO_VKEY.replace("033de0ae", "033DE0AE"), "形式的公钥"),
        (GO_VKEY.replace("033de0ae", "33de0ae"), "形式的公钥"),
        (GO_VKEY.replace("033de0ae", "033de0af"), "公钥编号应为 033de0ae，实为 033de0af"),
        (GO_VKEY.replace("sum", "mus"), "公钥编号"),
        ("a b+00000000+AQ==", "不得含空白"),
        ("\u2003+00000000+AQ==", "不得含空白"),
        ("n+00000000+AQ=", "base64"),
        ("n+00000000+====", "base64|0x00 不支持"),
        ("n+00000000+AQ==", "公钥应为 32 字节，实为 0 字节"),
        ("n+00000000+" + base64.b64encode(b"\1" + bytes(33)).decode(), "实为 33 字节"),
        ("n+00000000+" + base64.b64encode(b"\2" + bytes(32)).decode(), "0x02 不支持"),
        ("n+00000000+" + base64.b64encode(b"\6" + bytes(1312)).decode(), "0x06 不支持"),
    ],
)
def test_a_malformed_key_is_refused(vkey: str, says: str) -> None:
    with pytest.raises(LogError, match=says) as refused:
        note.parse_vkey(vkey, "log/vkey")

    assert refused.value.file == "log/vkey"


@pytest.mark.parametrize("name", ["", "a+b", "a b", "a\u00a0b", "a\nb", "\ud800"])
def test_a_key_cannot_be_made_with_a_name_that_cannot_be_written(name: str) -> None:
    with pytest.raises(LogError, match="密钥名"):
        note.Key(name=name, kind=note.ED25519, public_key=bytes(32))
