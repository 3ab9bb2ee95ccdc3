"""PDF files joined into one; pictures become pages. What cannot be read stays outside, and says so.

The files were handed in by others: each is read by itself, and one that cannot be read, is locked,
or has more pages than anybody prints is not joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

MOST_PAGES = 2000
_PER_INCH = 150
_UNREADABLE = (PyPdfError, ValueError, TypeError, KeyError, IndexError, RecursionError, OSError)
_NO_PICTURE = (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError)


def pages_of(content: bytes) -> int:
    """Count the pages of a PDF; 0 where it cannot be joined."""
    try:
        reader = PdfReader(BytesIO(content))
        count = 0 if reader.is_encrypted else len(reader.pages)
    except _UNREADABLE:
        return 0
    return count if count <= MOST_PAGES else 0


def page_of_picture(content: bytes) -> bytes:
    """Make a PDF of one page of a picture; empty where it cannot be read."""
    written = BytesIO()
    try:
        with Image.open(BytesIO(content)) as picture:
            picture.convert("RGB").save(written, "PDF", resolution=_PER_INCH)
    except _NO_PICTURE:
        return b""
    return written.getvalue()


def joined(parts: Sequence[tuple[str, bytes]], title: str) -> bytes:
    """Join PDF files in order; each gets a bookmark by its title."""
    writer = PdfWriter()
    for name, content in parts:
        writer.append(BytesIO(content), outline_item=name, import_outline=False)
    writer.add_metadata({"/Title": title})
    written = BytesIO()
    writer.write(written)
    return written.getvalue()
