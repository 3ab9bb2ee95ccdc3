"""Codes of subjects, and the numbers that stand in their place by mistake.

统一社会信用代码 (GB 32100-2015): 18 characters with a check character. 注册号 (GS 15-2006): 15
digits, the last by ISO/IEC 7064 MOD 11,10. 公民身份号码 (GB 11643-1999): 18 characters, the last by
ISO/IEC 7064 MOD 11-2; formerly 15 digits without. An identity number is personal data
and never a code.
"""

from __future__ import annotations

import re
from datetime import date

from mingqian_tables.normalisation import plain_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
IDENTITY = "像是个人的身份证号，不是单位的代码；请改填统一社会信用代码，不要把身份证号放进名录"
AMBIGUOUS = "分不清是 15 位注册号还是 15 位旧身份证号；请改填 18 位统一社会信用代码"
_WEIGHTS = [pow(3, position, 31) for position in range(17)]
_FORM = re.compile(rf"[{ALPHABET}]{{18}}")
_DIGITS_15 = re.compile(r"[0-9]{15}")
_IDENTITY_18 = re.compile(r"[1-9][0-9]{16}[0-9X]")
_IDENTITY_WEIGHTS = [pow(2, 17 - position, 11) for position in range(17)]
_IDENTITY_CHECKS = "10X98765432"
_WITHIN = re.compile(r"(?<![0-9A-Za-z])(?:[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14})(?![0-9A-Za-z])")
_DIGITS = re.compile(r"(?:\d\W*){15}")
_PROVINCES = {
    *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37"),
    *("41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64"),
    *("65", "71", "81", "82", "83"),
}
_LENGTH = 18


def normalized(text: str) -> str:
    """Bring a code to half-width capitals without blanks; names must not be treated so."""
    return plain_code(text)


def check_character(code: str) -> str:
    """Compute the 18th character from the first 17."""
    total = sum(
        ALPHABET.index(character) * weight
        for character, weight in zip(code, _WEIGHTS, strict=False)
    )
    return ALPHABET[(31 - total % 31) % 31]


def registration_check(number: str) -> str:
    """Compute the 15th digit of a registration number from the first 14."""
    product = 10
    for digit in number[:14]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def identity_check(number: str) -> str:
    """Compute the 18th character of an identity number from the first 17."""
    total = sum(int(d) * w for d, w in zip(number, _IDENTITY_WEIGHTS, strict=False))
    return _IDENTITY_CHECKS[total % 11]


def is_identity(code: str) -> bool:
    """Tell whether a normalised code is somebody's identity number, as far as can be told.

    18 characters with a day of birth are one if their check character is right, or if that of
    a credit code is wrong; 15 digits are one if the check digit of a registration number is wrong.
    """
    if _IDENTITY_18.fullmatch(code):
        if not _is_personal(code) or not _is_day(code[6:10], code[10:14]):
            return False
        return identity_check(code) == code[17] or check_character(code) != code[17]
    return _has_old_form(code) and registration_check(code) != code[14]


def masked(text: str) -> str:
    """Hide whatever in a text has the form of an identity number; the rest stays."""
    if not _DIGITS.search(text):
        return text
    whole = normalized(text)
    return _WITHIN.sub(_hidden, whole if _WITHIN.fullmatch(whole) else text)


def problem(code: str) -> str | None:
    """Say what is wrong with a normalised code, or None; never repeats the code.

    A 15-digit registration number (注册号) is accepted: it is what older subjects have.
    """
    if is_identity(code):
        return IDENTITY
    if _DIGITS_15.fullmatch(code):
        return _registration_problem(code)
    if len(code) != _LENGTH:
        return f"应为 18 位统一社会信用代码或 15 位注册号，实为 {len(code)} 位"
    if _FORM.fullmatch(code) is None:
        return "含有不允许的字符(代码中没有 I、O、S、V、Z)"
    expected = check_character(code[:17])
    if expected != code[17]:
        rounded = "；末几位是 0，多半是表格软件丢了末几位" if code.endswith("000") else ""
        return f"校验位应为 {expected}，实为 {code[17]}{rounded}"
    return None


def is_acceptable(code: str) -> bool:
    """Tell whether somebody who gives a reason may take a code that has a fault.

    Some codes were issued with another check digit; a code of another form, or that is an
    identity number, is never one of them.
    """
    if is_identity(code):
        return False
    return _FORM.fullmatch(code) is not None or (
        _DIGITS_15.fullmatch(code) is not None and code[:2] in _PROVINCES
    )


def _registration_problem(code: str) -> str | None:
    if code[:2] not in _PROVINCES and not code.startswith("100000"):
        return "15 位数字，但前两位不是省份，不是注册号；可能是 18 位代码丢了末几位"
    expected = registration_check(code)
    if expected != code[14]:
        return f"15 位注册号的校验位应为 {expected}，实为 {code[14]}"
    return AMBIGUOUS if _has_old_form(code) else None


def _has_old_form(code: str) -> bool:
    is_form = _DIGITS_15.fullmatch(code) is not None and code[:2] in _PROVINCES
    return is_form and _is_day(f"19{code[6:8]}", code[8:12])


def _is_personal(code: str) -> bool:
    # Foreigners with permanent residence have a 9 before the province.
    return code[:2] in _PROVINCES or (code[0] == "9" and code[1:3] in _PROVINCES)


def _is_day(year: str, month_and_day: str) -> bool:
    try:
        day = date(int(year), int(month_and_day[:2]), int(month_and_day[2:]))
    except ValueError:
        return False
    return 1900 <= day.year < 2100  # noqa: PLR2004 - the years in which anybody living was born


def _hidden(match: re.Match[str]) -> str:
    number = match.group()
    code = number.upper()
    is_form = _IDENTITY_18.fullmatch(code) is not None and _is_personal(code)
    is_dated = is_form and _is_day(code[6:10], code[10:14])
    is_own = is_dated and identity_check(code) != code[17] and check_character(code) == code[17]
    if (is_dated and not is_own) or is_identity(code):
        return f"{number[:4]}{'*' * (len(number) - 6)}{number[-2:]}"
    return number
