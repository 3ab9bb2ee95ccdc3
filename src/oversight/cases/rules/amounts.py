"""Amounts of money: whole fen, read from yuan as people write them and written back."""

from __future__ import annotations

import re

_YUAN = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?")
_FEN = 100


def fen_of(text: str) -> int | None:
    """Read an amount in yuan, exact to the fen; None where it is none.

    >>> fen_of("12,345.6")
    1234560
    """
    plain = text.strip().removesuffix("元").replace(",", "").replace("，", "").replace("．", ".")
    match = _YUAN.fullmatch(plain.strip())
    if match is None:
        return None
    return int(match.group(1)) * _FEN + int((match.group(2) or "").ljust(2, "0"))


def yuan(fen: int) -> str:
    """Write an amount for people: 12,345.60元.

    >>> yuan(1234560)
    '12,345.60元'
    """
    return f"{fen // _FEN:,}.{fen % _FEN:02d}元"
