"""Marking cells of exported tables that a spreadsheet would run as a formula."""

from __future__ import annotations

import re

# What a spreadsheet would take for a formula, and what already carries the mark against that.
_RISKY = re.compile(r"'*[=+\-@\t\r]")
_MARKED = re.compile(r"'+[=+\-@\t\r]")


def escape_formula(text: str) -> str:
    """Mark a cell that begins like a formula, so that it does not run in a spreadsheet."""
    return f"'{text}" if _RISKY.match(text) else text


def unmarked(text: str) -> str:
    """Give a cell without the mark of `escape_formula`."""
    return text[1:] if _MARKED.match(text) else text
