"""Canonical JSON: one byte string for each meaning (spec draw-v1 1)."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian import canonical
from mingqian.canonical import Json
from mingqian.errors import FormatError

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
keys = st.text(st.characters(max_codepoint=127), max_size=8)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_what_is_written_is_read_again(value: Json) -> None:
    assert canonical.parse(canonical.write(value), "x.json") == value


@given(values)
def test_what_is_written_is_json_to_everybody_else(value: Json) -> None:
    assert json.loads(canonical.write(value)) == value


@given(values, st.data())
def test_a_changed_byte_is_refused_or_means_something_else(value: Json, data: Any) -> None:
    written = canonical.write(value)
    at = data.draw(st.integers(0, len(written) - 1))
    changed = (
        written[:at] + bytes([written[at] ^ data.draw(st.integers(1, 255))]) + written[at + 1 :]
    )

    try:
        found = canonical.parse(changed, "x.json")
    except FormatError:
        return

    assert found != value


def test_the_bytes_are_those_of_rfc_8785() -> None:
    value: Json = {"b": [1, None, True, False], "a": {}, "é".encode().hex(): '\x01\x1f"\\\n\t𠮷😀é'}

    assert canonical.write(value) == (
        b'{"a":{},"b":[1,null,true,false],"c3a9":"\\u0001\\u001f\\"\\\\\\n\\t'
        + "𠮷😀é".encode()
        + b'"}'
    )


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"a":1.0}', "不得使用小数"),
        (b"[1e3]", "不得使用小数"),
        (b"[NaN]", "不得使用小数"),
        (b"[-0]", "不是规范写法"),
        (b'{"a":1,"a":1}', "不是规范写法"),
        (b'{"b":1,"a":1}', "不是规范写法"),
        (b'{"a": 1}', "不是规范写法"),
        (b"{}\n", "不是规范写法"),
        (b'"\\u0041"', "不是规范写法"),
        (b"\xef\xbb\xbf{}", "不是 JSON"),
        (b"\xff", "不是 UTF-8"),
        (b"", "不是 JSON"),
        (b"{", "不是 JSON"),
        (b'"\\ud800"', "代理字符"),
        ('{"名":1}'.encode(), "ASCII 以外"),
        (b"9007199254740992", "超出"),
        (b"1" * 5000, "超出"),
        (b"[" * 17 + b"]" * 17, "嵌套超过 16 层"),
        (b"[" * 1_000_000, "嵌套超过 16 层"),
    ],
)
def test_anything_else_is_refused_with_its_reason(data: bytes, says: str) -> None:
    with pytest.raises(FormatError, match=says) as caught:
        canonical.parse(data, "x.json")

    assert str(caught.value).startswith("x.json:")
    assert str(caught.value).endswith("(规则 draw-v1 1.4)")


def test_deep_nesting_is_refused_however_high_the_recursion_limit() -> None:
    """Packages for curves raise the limit; the parser's own stack would overflow."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(10_000_000)

    try:
        with pytest.raises(FormatError, match="嵌套超过 16 层"):
            canonical.parse(b'{"a":' * 1_000_000, "x.json")
    finally:
        sys.setrecursionlimit(before)


def test_brackets_in_texts_do_not_count() -> None:
    value: Json = ["[" * 1000, '"{\\[']

    assert canonical.parse(canonical.write(value), "x.json") == value


def test_keys_that_trip_other_languages_survive() -> None:
    value: Json = {"9": 1, "10": 2, "__proto__": 3}

    assert canonical.write(value) == b'{"10":2,"9":1,"__proto__":3}'


def test_a_float_cannot_be_written() -> None:
    with pytest.raises(FormatError, match="不得有小数"):
        canonical.write(1.5)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", ["0", "a.b_c-d", "91410307MA4M5BHW10", "x" * 64])
def test_a_code_is_letters_digits_and_three_marks(code: str) -> None:
    assert canonical.is_code(code)


@pytest.mark.parametrize("code", ["", ".a", "-a", "a b", "é", "a\n", "x" * 65, "A\u0660", None, 7])
def test_anything_else_is_no_code(code: object) -> None:
    assert not canonical.is_code(code)


@pytest.mark.parametrize("text", ["", "a\x00", "a\nb", "\x7f", "\ud800", "x" * 1001, None])
def test_a_text_has_no_control_characters_and_at_most_a_thousand(text: object) -> None:
    assert not canonical.is_text(text)
    assert canonical.is_text("青禾区 𠮷😀")


def test_a_digest_is_sha_256_of_the_utf_8_bytes() -> None:
    assert canonical.digest("abc") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    assert canonical.digest("明签") == canonical.digest("明签".encode())
