"""The form of time-stamp tokens: what is one, what it stamps, and everything that is none."""

from __future__ import annotations

import pytest

from mingqian.errors import LogError
from mingqian.log import der, timestamp
from mingqian.log.der import DerError
from tests import tokens


@pytest.mark.parametrize("name", tokens.ACCEPTED)
def test_a_token_in_the_form_is_read(name: str) -> None:
    token = timestamp.read(tokens.ACCEPTED[name](), tokens.IMPRINT, "sealed.tsr")

    assert (token.imprint, token.at) == (tokens.IMPRINT, "2026-11-23T08:00:00Z")
    assert token.has_certificates == (name != "no certificates")


@pytest.mark.parametrize("name", tokens.REFUSED)
def test_what_is_no_token_of_this_imprint_is_refused(name: str) -> None:
    with pytest.raises(LogError, match=r"重新取一个|请用时间戳机构给的原文件") as refused:
        timestamp.read(tokens.REFUSED[name](), tokens.IMPRINT, "log/sealed.tsr")

    assert (refused.value.file, refused.value.rule) == ("log/sealed.tsr", "draw-v1 6.6")


def test_more_than_a_hundred_thousand_bytes_are_not_read() -> None:
    with pytest.raises(LogError, match="有 100001 字节，最多 100000 字节"):
        timestamp.read(bytes(100_001), tokens.IMPRINT, "x")


def test_every_byte_cut_from_the_end_is_missed() -> None:
    token = tokens.token()

    for size in range(len(token)):
        with pytest.raises(LogError):
            timestamp.read(token[:size], tokens.IMPRINT, "x")


@pytest.mark.parametrize("size", [0, 1, 127, 128, 255, 256, 65_536])
def test_a_length_has_one_writing_and_is_read_again(size: int) -> None:
    written = der.write(der.OCTETS, bytes(size))

    (value,) = der.values(written)
    assert (value.tag, len(value.body), value.whole) == (der.OCTETS, size, written)
    with pytest.raises(DerError):
        der.values(written + b"\4")
