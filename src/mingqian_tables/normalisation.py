"""Normal forms of text, names and codes: what looks the same becomes the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Besides control and format characters: joiners, fillers, variation selectors.
_IGNORABLE = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef"
)
_FORMAT = (
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
INVISIBLE = re.compile(f"[{_CONTROL}{_FORMAT}{_IGNORABLE}]")
_LINES = "\r\x85\u2028\u2029"
_LINE = re.compile(f"\r\n|[{_LINES}]")
_SPACES = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000"
_BLANK = re.compile(f"[{_SPACES}]")
_ODD = re.compile(f"[{_CONTROL}{_FORMAT}{_IGNORABLE}{_LINES}{_SPACES}]")
_BLANKS = re.compile(r"\s+")
_DASH = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_QUOTED = re.compile(r'="?([^"]*)"?')


def plain_text(text: str) -> str:
    """Give text in NFC with nothing invisible, without blanks around it; line breaks stay."""
    if _ODD.search(text) is None:
        text = text.strip()
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    lines = _LINE.sub("\n", INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", _BLANK.sub(" ", lines)).strip()


def plain_cells(cells: Sequence[str]) -> list[str]:
    """Give a row of cells as plain text; a row that is plain already costs one look."""
    row = "\n".join(cells)
    has_edges = " \n" in row or "\n " in row or row[:1].isspace() or row[-1:].isspace()
    if has_edges or _ODD.search(row) or not unicodedata.is_normalized("NFC", row):
        return [plain_text(cell) if cell else "" for cell in cells]
    return list(cells)


def plain_line(text: str) -> str:
    """Give plain text in one line: a name that was broken over two lines is one name."""
    return _BLANKS.sub(" ", plain_text(text).replace("\n", ""))


def plain_number(text: str) -> str:
    """Give the text of a number in ASCII, without blanks: full width becomes half width."""
    return "".join(unicodedata.normalize("NFKC", plain_text(text)).split())


def plain_code(text: str) -> str:
    """Give a code in ASCII capitals, without blanks and the marks by which sheets keep text."""
    bare = plain_number(text)
    quoted = _QUOTED.fullmatch(bare) if bare.startswith("=") else None
    bare = (
        quoted.group(1)
        if quoted
        else bare.removeprefix("'").removeprefix("\N{RIGHT SINGLE QUOTATION MARK}")
    )
    return _DASH.sub("-", bare).upper()


def folded(text: str) -> str:
    """Give what two texts have in common that differ in width, case or blanks only."""
    return "".join(unicodedata.normalize("NFKC", plain_text(text)).casefold().split())
