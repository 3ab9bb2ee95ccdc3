"""drand's quicknet: real rounds, the traps of the curve, and both engines against each other."""

import hashlib
import sys
from collections.abc import Callable

import pytest
from py_ecc.bls.g2_primitives import subgroup_check
from py_ecc.bls.point_compression import decompress_G1, decompress_G2
from py_ecc.bls.typing import G1Compressed, G2Compressed

from mingqian.sources import drand
from mingqian_crypto import bls, bls_blst, bls_python, default_crypto

Verify = Callable[[bytes, bytes, bytes], bool]

ROUNDS = {
    1000: "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
    "e342b73a8dd2bacbe47e4b6b63ed5e39",
    1001: "b33bf3667cbd5a82de3a24b4e0e9fe5513cc1a0e840368c6e31f5fcfa79bea03"
    "f73896b25883abf2853d10337fb8fa41",
    1002: "ab066f9c12dd6de1336fca0f925192fb0c72a771c3e4c82ede1fd362c1a770f9"
    "eb05843c6308ce2530b53a99c0281a6e",
    1003: "b104c82771698f45fd8dcfead083d482694c31ab519bcef077f126f3736fe98c"
    "8392fd5d45d88aeb76b56ccfcb0296d7",
    1004: "a40658b820c0f8c10207524179a2031ba9537688a0d04e4851b58026be9a341f"
    "ee3b96fb48ffad28483d84b40a5864aa",
    1005: "b896a4e9ebdb143601d1cdb39aa9357ef27b48d7d3c1c614e14110243850a9ea"
    "21fd96e016a5b64c2a2960d1c73abad8",
    1006: "820251ae1f3f819ec339ea2c80c8f44c5fc9b5ce42c75685e33af39ff9a88093"
    "59cd1b7539158f73fcece916cca85ded",
    1007: "994c9dae8790b815d64d0bd263f5d043f777a5d4cc2ca56343dc22844a582434"
    "c5111a1f3bfd2cbfb4b074177eba8258",
}
KEY = drand.PUBLIC_KEY
SIGNATURE = bytes.fromhex(ROUNDS[1000])
MESSAGE = hashlib.sha256((1000).to_bytes(8, "big")).digest()
# Another network of the same scheme: its key, its round 38.
OTHER_KEY = bytes.fromhex(
    "81d320f220ee9c79e60e19dedc838c31e3ab919b15481e9feb52f643628c4f6a"
    "13fdc52129493875a818109d767272ca0541cbcdcea9335f2870d781b39b845b"
    "a8cbd44fdfe4967781cf72ca5917fc9398bcf97ca0548ed5a709016c4b1ff0f3"
)
OTHER_SIGNATURE = bytes.fromhex(
    "95c93585c513ebbcb4777ff15599b3140e5ec0295faa0e483f3deadd88fa6d43"
    "f0d3703e3a4ce106e8fd6c6987f32126"
)
INFINITE_KEY = bytes([0xC0]) + bytes(95)
INFINITE_SIGNATURE = bytes([0xC0]) + bytes(47)
OUTSIDE_G1 = bytes([0x80]) + bytes(46) + b"\4"
OUTSIDE_G2 = bytes([0x80]) + bytes(94) + b"\2"
PRIME = int(
    "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf"
    "6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
    16,
)

engines = pytest.mark.parametrize("verify", [bls_blst.verify, bls_python.verify])


def _flags(data: bytes, flags: int) -> bytes:
    return bytes([data[0] ^ flags]) + data[1:]


@pytest.mark.parametrize("number", ROUNDS)
def test_real_rounds_are_verified(number: int) -> None:
    source = drand.Drand(round=number)

    assert bls.verify(KEY, source.message, bytes.fromhex(ROUNDS[number]))


@engines
def test_both_engines_take_a_real_round(verify: Verify) -> None:
    assert verify(KEY, MESSAGE, SIGNATURE)


@engines
def test_both_engines_take_another_network_of_the_scheme(verify: Verify) -> None:
    message = hashlib.sha256((38).to_bytes(8, "big")).digest()

    assert verify(OTHER_KEY, message, OTHER_SIGNATURE)


def test_the_value_of_a_round_is_the_hash_of_its_signature() -> None:
    assert drand.value_of(SIGNATURE) == (
        "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
    )


@engines
@pytest.mark.parametrize(
    ("key", "message", "signature"),
    [
        pytest.param(KEY, hashlib.sha256(bytes(8)).digest(), SIGNATURE, id="another round"),
        pytest.param(KEY, b"", SIGNATURE, id="no message"),
        pytest.param(KEY, MESSAGE, bytes.fromhex(ROUNDS[1001]), id="the next round's signature"),
        pytest.param(KEY, MESSAGE, _flags(SIGNATURE, 0x20), id="the opposite point"),
        pytest.param(OTHER_KEY, MESSAGE, SIGNATURE, id="another network's key"),
        pytest.param(_flags(KEY, 0x20), MESSAGE, SIGNATURE, id="the opposite key"),
    ],
)
def test_a_wrong_signature_is_refused(
    verify: Verify, key: bytes, message: bytes, signature: bytes
) -> None:
    assert not verify(key, message, signature)


@engines
def test_a_key_at_infinity_does_not_sign_everything(verify: Verify) -> None:
    assert not verify(INFINITE_KEY, MESSAGE, INFINITE_SIGNATURE)
    assert not verify(INFINITE_KEY, MESSAGE, SIGNATURE)
    assert not verify(KEY, MESSAGE, INFINITE_SIGNATURE)


@engines
@pytest.mark.parametrize(
    "signature",
    [
        pytest.param(bytes(48), id="zeros"),
        pytest.param(b"\xff" * 48, id="ones"),
        pytest.param(OUTSIDE_G1, id="outside the subgroup"),
        pytest.param(bytes([0x80]) + bytes(47), id="x is zero"),
        pytest.param(_flags(SIGNATURE, 0x80), id="not marked as compressed"),
        pytest.param(_flags(SIGNATURE, 0x40), id="marked as infinity"),
        pytest.param(bytes([0xE0]) + bytes(47), id="infinity with a sign"),
        pytest.param(bytes([0xC0]) + bytes(46) + b"\1", id="infinity with a rest"),
        pytest.param(_flags(PRIME.to_bytes(48, "big"), 0x80), id="x not below the prime"),
        pytest.param(_flags((1).to_bytes(48, "big"), 0x80), id="not on the curve"),
    ],
)
def test_a_signature_that_is_no_point_is_refused(verify: Verify, signature: bytes) -> None:
    assert not verify(KEY, MESSAGE, signature)


@engines
@pytest.mark.parametrize(
    "key",
    [
        pytest.param(bytes(96), id="zeros"),
        pytest.param(b"\xff" * 96, id="ones"),
        pytest.param(_flags(KEY, 0x80), id="not marked as compressed"),
        pytest.param(_flags(KEY, 0x40), id="marked as infinity"),
        pytest.param(bytes([0xE0]) + bytes(95), id="infinity with a sign"),
        pytest.param(bytes([0xC0]) + bytes(94) + b"\1", id="infinity with a rest"),
        pytest.param(KEY[:48] + _flags(KEY[48:], 0x80), id="flags in the second half"),
        pytest.param(OUTSIDE_G2, id="outside the subgroup"),
    ],
)
def test_a_key_that_is_no_point_is_refused(verify: Verify, key: bytes) -> None:
    assert not verify(key, MESSAGE, SIGNATURE)


def test_points_outside_the_subgroup_are_on_the_curve() -> None:
    # Otherwise the tests above would not test the subgroup.
    of_g1 = decompress_G1(G1Compressed(int.from_bytes(OUTSIDE_G1, "big")))
    halves = int.from_bytes(OUTSIDE_G2[:48], "big"), int.from_bytes(OUTSIDE_G2[48:], "big")
    of_g2 = decompress_G2(G2Compressed(halves))

    assert not subgroup_check(of_g1)
    assert not subgroup_check(of_g2)


@pytest.mark.parametrize(
    ("key", "signature"),
    [
        (KEY[:-1], SIGNATURE),
        (KEY + b"\0", SIGNATURE),
        (b"", SIGNATURE),
        (KEY, SIGNATURE[:-1]),
        (KEY, SIGNATURE + b"\0"),
        (KEY, b""),
    ],
)
def test_other_lengths_are_refused(key: bytes, signature: bytes) -> None:
    assert not bls.verify(key, MESSAGE, signature)


def test_the_wheel_is_chosen_where_there_is_one() -> None:
    assert bls.engine() is bls_blst.verify


def test_without_the_wheel_pure_python_verifies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "mingqian_crypto.bls_blst")
    monkeypatch.delattr("mingqian_crypto.bls_blst")
    monkeypatch.setitem(sys.modules, "pyblst", None)

    assert bls.engine() is bls_python.verify
    assert bls.verify(KEY, MESSAGE, SIGNATURE)


def test_the_usual_implementation_verifies_rounds() -> None:
    assert default_crypto().verify_bls_g1(KEY, MESSAGE, SIGNATURE)
    assert not default_crypto().verify_bls_g1(KEY, MESSAGE, SIGNATURE[:-1])
