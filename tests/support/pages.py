"""What a page says, whatever line of its template ends where."""

from __future__ import annotations

from typing import Any


def text_of(response: Any) -> str:
    """Give a page with every run of spaces and ends of lines as one space, and none in a tag."""
    return " ".join(response.content.decode().split()).replace(" >", ">")
