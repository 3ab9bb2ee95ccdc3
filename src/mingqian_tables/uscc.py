"""统一社会信用代码： 18 characters with a check character (GB 32100-2015)."""

from __future__ import annotations

import re
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = [pow(3, position, 31) for position in range(17)]
_FORM = re.compile(rf"[{ALPHABET}]{{18}}")
_REGISTRATION = re.compile(r"[0-9]{15}")


def normalized(text: str) -> str:
    """Bring a code to half-width capitals without blanks; names must not be treated so."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def check_character(code: str) -> str:
    """Compute the 18th character from the first 17."""
    total = sum(ALPHABET.index(one) * weight for one, weight in zip(code, _WEIGHTS, strict=False))
    return ALPHABET[(31 - total % 31) % 31]


def problem(code: str) -> str | None:
    """Say what is wrong with a normalised code, or None.

    A 15-digit registration number (注册号) is accepted: it is what older subjects have.
    """
    if _REGISTRATION.fullmatch(code):
        return None
    if len(code) != 18:  # noqa: PLR2004 - the length of the code
        return f"应为 18 位统一社会信用代码或 15 位注册号，实为 {len(code)} 位"
    if _FORM.fullmatch(code) is None:
        return "含有不允许的字符(代码中没有 I、O、S、V、Z)"
    expected = check_character(code[:17])
    if expected != code[17]:
        return f"校验位应为 {expected}，实为 {code[17]}"
    return None
