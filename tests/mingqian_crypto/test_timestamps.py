"""RFC 3161 tokens: what they prove, until when, and everything that makes one worthless."""

import hashlib

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from mingqian.crypto import Crypto
from mingqian.errors import LogError, RefusedError
from mingqian_crypto import default_crypto
from tests import tokens
from tests.mingqian_crypto import tsa
from tests.mingqian_crypto.tsa import Authority

IMPRINT = hashlib.sha256(b"checkpoint").digest()
AUTHORITY = Authority()
CRYPTO = default_crypto([AUTHORITY.root_pem])


def _accuracy(*, seconds: int = 0, millis: int = 0, micros: int = 0) -> bytes:
    parts = []
    if seconds:
        parts.append(tsa.integer(seconds))
    if millis:
        parts.append(tsa.integer(millis, 0x80))
    if micros:
        parts.append(tsa.integer(micros, 0x81))
    return tsa.der(0x30, *parts)


def test_a_token_proves_its_time() -> None:
    assert CRYPTO.timestamp_time(AUTHORITY.token(IMPRINT), IMPRINT) == "2026-11-23T08:00:00Z"


def test_the_whole_response_of_an_authority_may_stand_for_the_token() -> None:
    response = tsa.response(AUTHORITY.token(IMPRINT))

    assert CRYPTO.timestamp_time(response, IMPRINT) == "2026-11-23T08:00:00Z"


@pytest.mark.parametrize(
    ("at", "accuracy", "expected"),
    [
        ("20261123080000Z", b"", "2026-11-23T08:00:00Z"),
        ("20261123080000.5Z", b"", "2026-11-23T08:00:01Z"),
        ("20261123080000.000001Z", b"", "2026-11-23T08:00:01Z"),
        ("20261231235959.9Z", b"", "2027-01-01T00:00:00Z"),
        ("20261123080000Z", _accuracy(seconds=1), "2026-11-23T08:00:01Z"),
        ("20261123080000Z", _accuracy(millis=1), "2026-11-23T08:00:01Z"),
        ("20261123080000Z", _accuracy(micros=1), "2026-11-23T08:00:01Z"),
        ("20261123080000Z", _accuracy(seconds=1, millis=999, micros=999), "2026-11-23T08:00:02Z"),
        ("20261123080000.2Z", _accuracy(seconds=60), "2026-11-23T08:01:01Z"),
    ],
)
def test_a_time_is_never_earlier_than_stated(at: str, accuracy: bytes, expected: str) -> None:
    token = AUTHORITY.token(IMPRINT, at=at, accuracy=accuracy)

    assert CRYPTO.timestamp_time(token, IMPRINT) == expected


def test_an_absurd_accuracy_is_refused() -> None:
    token = AUTHORITY.token(IMPRINT, accuracy=_accuracy(seconds=2**60))

    with pytest.raises(LogError, match="精度超出范围"):
        CRYPTO.timestamp_time(token, IMPRINT)


def test_another_imprint_is_refused() -> None:
    other = hashlib.sha256(b"another checkpoint").digest()

    with pytest.raises(LogError, match=f"对 {IMPRINT.hex()} 的，应为 {other.hex()}") as refused:
        CRYPTO.timestamp_time(AUTHORITY.token(IMPRINT), other)

    assert refused.value.rule == "draw-v1 6.6"


def test_an_imprint_by_another_hash_is_refused() -> None:
    token = AUTHORITY.token(IMPRINT, imprint_algorithm=tsa.SHA384)

    with pytest.raises(LogError, match="散列算法应为 SHA-256"):
        CRYPTO.timestamp_time(token, IMPRINT)


def test_another_authority_is_refused() -> None:
    with pytest.raises(LogError, match="不是可信机构签发的"):
        CRYPTO.timestamp_time(Authority().token(IMPRINT), IMPRINT)


def test_each_of_several_authorities_is_trusted() -> None:
    other = Authority(name="another root")
    one_by_one = default_crypto([AUTHORITY.root_pem, other.root_pem])
    in_one_text = default_crypto([AUTHORITY.root_pem + other.root_pem])

    for crypto in (one_by_one, in_one_text):
        for authority in (AUTHORITY, other):
            assert crypto.timestamp_time(authority.token(IMPRINT), IMPRINT)


def test_a_certificate_for_another_purpose_is_refused() -> None:
    authority = Authority(purpose=ExtendedKeyUsageOID.CODE_SIGNING)
    crypto = default_crypto([authority.root_pem])

    with pytest.raises(LogError, match="不是可信机构签发的"):
        crypto.timestamp_time(authority.token(IMPRINT), IMPRINT)


@pytest.mark.parametrize("at", ["20241231235959Z", "20350102000000Z"])
def test_a_time_outside_the_certificate_is_refused(at: str) -> None:
    with pytest.raises(LogError, match="不是可信机构签发的"):
        CRYPTO.timestamp_time(AUTHORITY.token(IMPRINT, at=at), IMPRINT)


@pytest.mark.parametrize("status", [1, 2, 5])
def test_a_response_that_was_not_granted_is_refused(status: int) -> None:
    with pytest.raises(LogError, match="没有签发"):
        CRYPTO.timestamp_time(tsa.response(AUTHORITY.token(IMPRINT), status), IMPRINT)


@pytest.mark.parametrize("part", [b"20261123080000Z", IMPRINT])
def test_a_changed_token_is_refused(part: bytes) -> None:
    token = bytearray(AUTHORITY.token(IMPRINT))
    token[token.index(part) + 12] ^= 1

    with pytest.raises(LogError):
        CRYPTO.timestamp_time(bytes(token), IMPRINT)


def test_a_token_with_any_bit_changed_is_refused_or_means_the_same() -> None:
    token = AUTHORITY.token(IMPRINT)
    times = set()

    for at in range(len(token)):
        changed = bytes([*token[:at], token[at] ^ 1, *token[at + 1 :]])
        try:
            times.add(CRYPTO.timestamp_time(changed, IMPRINT))
        except LogError:
            continue

    # Some bytes, versions for one, are not signed; nothing that is said can be changed. Where the
    # certificate is no longer read as one, the token proves nothing.
    assert times <= {"2026-11-23T08:00:00Z", None}


@pytest.mark.parametrize("data", [b"0", b"\x30\x00", b"token", b"\x30" * 40])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(LogError, match="不是 RFC 3161 时间戳"):
        CRYPTO.timestamp_time(data, IMPRINT)


@pytest.mark.parametrize("data", [b"", tsa.response(b"")])
def test_a_response_without_a_token_is_refused(data: bytes) -> None:
    with pytest.raises(LogError, match="不是 RFC 3161 时间戳"):
        CRYPTO.timestamp_time(data, IMPRINT)


def test_a_short_token_is_wrapped_as_well() -> None:
    with pytest.raises(LogError, match="不是 RFC 3161 时间戳"):
        CRYPTO.timestamp_time(tsa.der(0x30, bytes(200)), IMPRINT)


def test_a_token_of_more_than_a_hundred_thousand_bytes_is_not_read() -> None:
    with pytest.raises(LogError, match="最多 100000 字节"):
        CRYPTO.timestamp_time(bytes(100_001), IMPRINT)


def test_certificates_may_stand_in_any_order() -> None:
    """Common software leaves them in the order of the chain, which DER would sort."""
    chain = AUTHORITY.chain

    for ordered in (chain, chain[::-1]):
        token = AUTHORITY.token(IMPRINT, chain=ordered)
        assert CRYPTO.timestamp_time(token, IMPRINT) == "2026-11-23T08:00:00Z"
        whole = tsa.response(token)
        assert CRYPTO.timestamp_time(whole, IMPRINT) == "2026-11-23T08:00:00Z"


def test_another_certificate_beside_does_no_harm_and_no_good() -> None:
    other = Authority(name="another root")
    beside = [*other.chain, *AUTHORITY.chain]

    assert CRYPTO.timestamp_time(AUTHORITY.token(IMPRINT, chain=beside), IMPRINT)
    with pytest.raises(LogError, match="不是可信机构签发的"):
        CRYPTO.timestamp_time(other.token(IMPRINT, chain=beside), IMPRINT)


def test_without_authorities_a_token_proves_nothing_and_is_no_failure() -> None:
    crypto: Crypto = default_crypto()

    assert crypto.timestamp_time(AUTHORITY.token(IMPRINT), IMPRINT) is None


def test_without_its_certificate_a_token_proves_nothing_and_is_no_failure() -> None:
    assert CRYPTO.timestamp_time(AUTHORITY.token(IMPRINT, chain=[]), IMPRINT) is None


def test_without_authorities_form_and_imprint_are_required_all_the_same() -> None:
    crypto: Crypto = default_crypto()

    with pytest.raises(LogError, match="应为"):
        crypto.timestamp_time(AUTHORITY.token(IMPRINT), hashlib.sha256(b"another").digest())
    with pytest.raises(LogError, match="不是 RFC 3161 时间戳"):
        crypto.timestamp_time(b"token", IMPRINT)


def test_a_well_formed_token_with_strange_contents_is_refused() -> None:
    with pytest.raises(LogError, match="时间戳的内容读不懂"):
        CRYPTO.timestamp_time(tokens.token(tokens.info(IMPRINT)), IMPRINT)


@pytest.mark.parametrize("pem", [b"", b"no certificate"])
def test_a_root_that_is_no_certificate_is_refused(pem: bytes) -> None:
    with pytest.raises(RefusedError, match="不是 PEM 证书"):
        default_crypto([pem])


def test_the_usual_implementation_verifies_ed25519() -> None:
    assert not default_crypto().verify_ed25519(bytes(32), b"", bytes(64))
