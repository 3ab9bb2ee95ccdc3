"""Small files of every kind that is taken, and of some that are not."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image

WIDE = (1600, 900)


def picture(kind: str = "JPEG", size: tuple[int, int] = WIDE, *, seed: int = 0) -> bytes:
    """Draw a picture; another seed gives another."""
    image = Image.new("RGB", size, (seed % 256, 90, 160))
    image.putpixel((1, 1), (seed // 256 % 256, 1, 2))
    return _saved(image, kind)


def photograph() -> bytes:
    """Take a picture on its side, with the place and the maker of the telephone in it."""
    image = Image.new("RGB", WIDE, "navy")
    image.paste("white", (0, 0, 800, 900))
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010F] = "MAKER-OF-TELEPHONE"
    exif.get_ifd(0x8825)[1] = "N"
    return _saved(image, "JPEG", exif=exif.tobytes())


def noise(pixels: int = 600) -> bytes:
    """Make a picture of about three bytes a pixel, so that it takes many pieces."""
    data = b"".join(hashlib.sha256(str(n).encode()).digest() for n in range(pixels * pixels // 10))
    image = Image.frombytes("RGB", (pixels, pixels), data[: pixels * pixels * 3])
    return _saved(image, "PNG")


def bomb() -> bytes:
    """Make a PNG that says it has 900 million points, in few bytes."""
    header = struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, body) for name, body in ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    )


def archive(*members: str) -> bytes:
    """Make a zip with some members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for member in members:
            file.writestr(member, "x")
    return buffer.getvalue()


def movie(brand: bytes) -> bytes:
    """Make the begin of an ISO media file of a brand."""
    return struct.pack(">I", 24) + b"ftyp" + brand + bytes(1000)


def sha(data: bytes) -> str:
    """Give the digest of bytes."""
    return hashlib.sha256(data).hexdigest()


def _saved(image: Image.Image, kind: str, **more: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **more)
    return buffer.getvalue()


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OF_KIND = {
    "jpg": picture(),
    "png": picture("PNG"),
    "webp": picture("WEBP"),
    "heic": movie(b"heic"),
    "pdf": PDF,
    "docx": archive("[Content_Types].xml", "word/document.xml"),
    "xlsx": archive("xl/workbook.xml"),
    "ofd": archive("OFD.xml"),
    "mp4": movie(b"isom"),
    "mov": movie(b"qt  "),
    "m4a": movie(b"M4A "),
    "webm": b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1f\x42\x82\x84webm" + bytes(100),
    "aac": b"\xff\xf1\x50\x80" + bytes(100),
}
REFUSED = {
    "page": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<svg xmlns="x"><script>alert(1)</script></svg>',
    "gif with a script": b"GIF89a/*" + b"<script>alert(1)</script>",
    "program": b"MZ\x90\x00",
    "elf": b"\x7fELF",
    "script": b"#!/bin/sh\n",
    "zip": archive("a.txt"),
    "broken zip": b"PK\x03\x04 broken",
    "macros": archive("word/document.xml", "word/vbaProject.bin"),
    "matroska": b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1f\x42\x82\x88matroska",
    "unknown brand": movie(b"evil"),
    "text": "企业名称,代码\n".encode(),
}
