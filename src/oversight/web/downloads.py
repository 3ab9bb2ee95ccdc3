"""Files that somebody gave, sent to somebody else: under a name and a type that start nothing."""

from __future__ import annotations

_UNKNOWN = "application/octet-stream"
_TEXT = "text/plain; charset=utf-8"
_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "txt": _TEXT,
}
# Pages can hold scripts: they are sent as text, and named so that they open as text.
_PAGES = frozenset({"html", "htm"})


def safe_download(name: str) -> tuple[str, str]:
    """Give the name and the content type with which a given file may be sent."""
    stem, _, kind = name.rpartition(".")
    if kind in _PAGES:
        return f"{name}.txt", _TEXT
    if kind in _TYPES:
        return name, _TYPES[kind]
    return f"{stem or name}.bin", _UNKNOWN
