"""Files that somebody gave, sent to somebody else: under a name and a type that start nothing."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_UNKNOWN = "application/octet-stream"
_TEXT = "text/plain; charset=utf-8"
_TYPES = {
    "pdf": PDF,
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


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Send a file under a name that says what it is; the name may be Chinese."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
