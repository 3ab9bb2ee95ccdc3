"""Ed25519: the vectors of RFC 8032, keys under which anybody could sign, and reading keys."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric import x25519
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from mingqian.errors import LogError, RefusedError
from mingqian.log import note
from mingqian_crypto import ed25519
from mingqian_crypto.ed25519 import Ed25519Signer

# RFC 8032 7.1, tests 1 and 3: seed, public key, message, signature.
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]
# The group's order: a signature's second half must be below it.
ORDER = 2**252 + 27742317777372353535851937790883648493
SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
]
# The same points written with y + p, and one with the sign of a zero x.
NOT_CANONICAL = [
    "0100000000000000000000000000000000000000000000000000000000000080",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]
IDENTITY = bytes.fromhex(SMALL_ORDER[0])


@pytest.mark.parametrize(("seed", "public", "message", "signature"), RFC_8032)
def test_the_vectors_of_the_standard_are_signed_and_verified(
    seed: str, public: str, message: str, signature: str
) -> None:
    signer = Ed25519Signer.from_seed("name", bytes.fromhex(seed))

    assert signer.key.public_key.hex() == public
    assert signer.sign(bytes.fromhex(message)).hex() == signature
    assert ed25519.verify(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature))


def test_one_changed_bit_is_refused() -> None:
    _, public, message, signature = (bytes.fromhex(text) for text in RFC_8032[1])

    for at in range(len(signature)):
        changed = bytes([*signature[:at], signature[at] ^ 1, *signature[at + 1 :]])
        assert not ed25519.verify(public, message, changed)
    assert not ed25519.verify(public, message + b"x", signature)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    assert not ed25519.verify(bytes([7]) * length, b"", bytes(64))


@pytest.mark.parametrize("length", [0, 63, 65])
def test_a_signature_of_another_length_is_refused(length: int) -> None:
    assert not ed25519.verify(bytes.fromhex(RFC_8032[0][1]), b"", bytes(length))


def test_a_signature_has_one_writing() -> None:
    _, public, message, signature = (bytes.fromhex(text) for text in RFC_8032[1])
    larger = int.from_bytes(signature[32:], "little") + ORDER

    assert not ed25519.verify(public, message, signature[:32] + larger.to_bytes(32, "little"))


@pytest.mark.parametrize("public", SMALL_ORDER)
def test_a_key_under_which_anybody_can_sign_is_refused(public: str) -> None:
    key = bytes.fromhex(public)
    forged = IDENTITY + bytes(32)
    message = _message_that_forges(key, forged)

    # The library alone takes the forgery, which was made without any secret.
    Ed25519PublicKey.from_public_bytes(key).verify(forged, message)
    assert not ed25519.verify(key, message, forged)


@pytest.mark.parametrize("public", NOT_CANONICAL)
def test_a_key_that_is_not_canonical_is_refused(public: str) -> None:
    key = bytes.fromhex(public)
    forged = IDENTITY + bytes(32)

    for number in range(64):
        assert not ed25519.verify(key, bytes([number]), forged)


def test_a_key_is_read_again_from_pem() -> None:
    signer = Ed25519Signer.from_seed("log.example", bytes(32))

    read = Ed25519Signer.from_pem("log.example", signer.pem())

    assert read.vkey == signer.vkey
    assert read.sign(b"x") == signer.sign(b"x")


def test_a_witness_has_a_key_of_its_own_type() -> None:
    signer = Ed25519Signer.from_seed("w", bytes(32), note.COSIGNATURE)

    assert note.parse_vkey(signer.vkey) == signer.key
    assert signer.key.kind == 4
    assert Ed25519Signer.from_pem("w", signer.pem(), note.COSIGNATURE).vkey == signer.vkey


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_seed_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(RefusedError, match=f"种子应为 32 字节，实为 {length} 字节"):
        Ed25519Signer.from_seed("n", bytes(length))


def test_a_name_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(LogError, match="密钥名"):
        Ed25519Signer.from_seed("two words", bytes(32))


@pytest.mark.parametrize("pem", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_file_that_is_no_key_is_refused(pem: bytes) -> None:
    with pytest.raises(RefusedError, match="不是未加密的 PEM 私钥"):
        Ed25519Signer.from_pem("n", pem)


def test_an_encrypted_key_is_refused() -> None:
    key = load_pem_private_key(Ed25519Signer.from_seed("n", bytes(32)).pem(), None)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"word"))

    with pytest.raises(RefusedError, match="不是未加密的 PEM 私钥"):
        Ed25519Signer.from_pem("n", pem)


def test_a_key_of_another_algorithm_is_refused() -> None:
    key = x25519.X25519PrivateKey.from_private_bytes(bytes(32))
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    with pytest.raises(RefusedError, match="不是 Ed25519"):
        Ed25519Signer.from_pem("n", pem)


def _message_that_forges(key: bytes, forged: bytes) -> bytes:
    """Find a message whose challenge is a multiple of 8, under which the key's point vanishes."""
    for number in range(1000):
        message = str(number).encode()
        challenge = hashlib.sha512(forged[:32] + key + message).digest()
        if int.from_bytes(challenge, "little") % ORDER % 8 == 0:
            return message
    raise AssertionError
