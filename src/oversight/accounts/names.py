"""Names of people and accounts in one form, so that two that look alike are seen to be one."""

from __future__ import annotations

import hashlib
import unicodedata

# Letters by their category, which nobody sees all the same.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zs", "Zl", "Zp"})
_VARIANTS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0), range(0x180B, 0x1810))
_DOTS = "·•・．.‧∙⋅"  # between the parts of a name, written in many ways
_COUNTRY = "86"
_MOBILE_DIGITS = 11


def folded(name: str) -> str:
    """Give a name as it is compared: width, case, blanks and what nobody sees do not count."""
    wide = unicodedata.normalize("NFKC", name).casefold()
    return "".join(char for char in unicodedata.normalize("NFKC", wide) if _is_seen(char))


def folded_person(name: str) -> str:
    """Give the name of a person as it is compared; the dot between two parts does not count."""
    return "".join(char for char in folded(name) if char not in _DOTS)


def cleaned(name: str) -> str:
    """Give a name as it is kept: composed, without what nobody sees, single blanks."""
    composed = unicodedata.normalize("NFC", name)
    visible = "".join(
        char if _is_seen(char) else " " if char.isspace() else "" for char in composed
    )
    return " ".join(visible.split())


def phone_digits(phone: str) -> str:
    """Give a telephone number as it is compared: its digits, without the country's code."""
    digits = "".join(char for char in unicodedata.normalize("NFKC", phone) if char.isdecimal())
    ascii_digits = "".join(str(unicodedata.decimal(char)) for char in digits)
    plain = ascii_digits.removeprefix("00")
    has_country = plain.startswith(_COUNTRY) and len(plain) == _MOBILE_DIGITS + len(_COUNTRY)
    return plain[len(_COUNTRY) :] if has_country else ascii_digits


def digest(name: str) -> str:
    """Give what a tally keeps of a name: somebody may have typed a password in its place."""
    return hashlib.sha256(folded(name).encode()).hexdigest()[:32]


def _is_seen(char: str) -> bool:
    if char in _BLANK or any(ord(char) in span for span in _VARIANTS):
        return False
    return unicodedata.category(char) not in _UNSEEN
