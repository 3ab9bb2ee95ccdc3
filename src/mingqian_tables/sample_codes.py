"""Fictional numbers and codes for demonstrations, made by arithmetic.

The region 990107 does not exist, so no code here can be anybody's.
"""

from __future__ import annotations

import hashlib

from mingqian_tables import uscc

REGION = "990107"


def number(word: str, below: int) -> int:
    """Make a number from a word, the same in every run."""
    return int.from_bytes(hashlib.sha256(f"fiction {word}".encode()).digest()[:6], "big") % below


def subject_code(position: int) -> str:
    """Make a code with a valid check character."""
    body = f"91{REGION}MA{uscc.ALPHABET[position % 31]}{position:05d}"
    body = f"{body}{uscc.ALPHABET[number(f'tail {position}', 31)]}"
    return body + uscc.check_character(body)
