"""Pictures: what their beginning says in a request, and small ones made in the worker.

Pillow reads only what our own table names; a file never chooses its decoder. A picture of more
points than any camera makes is refused before it is unpacked. Only the beginning is read in a
request, everything else in the worker: a picture that stops the program stops no page.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from PIL import Image, ImageFile, ImageOps

from oversight.common.errors import DomainError
from oversight.files.rules import Kind

MOST_POINTS = 50_000_000
LONGEST = 480
_QUALITY = 80
# A JPEG is unpacked at once to about what is needed: 59 instead of 132 ms for twelve megapixels.
_DRAFT = (LONGEST * 2, LONGEST * 2)
_TOO_LARGE = "图片的像素太多（超过 5000 万），没有收；请用手机或画图软件缩小后再传"
_BROKEN = "图片打不开，可能没有传完或已损坏；请重新拍照或扫描后再传"

Image.MAX_IMAGE_PIXELS = MOST_POINTS


def require_picture(file: BinaryIO, kind: Kind) -> None:
    """Refuse by its beginning what is called a picture and is none, or has too many points.

    Raises:
        DomainError: it is one of these; the text says what to do.
    """
    with _opened(file, kind):
        pass


def thumbnail(file: BinaryIO, kind: Kind) -> bytes:
    """Make a JPEG of at most `LONGEST` points a side, upright, without any metadata.

    Raises:
        DomainError: the picture cannot be read.
    """
    with _opened(file, kind) as picture:
        picture.draft("RGB", _DRAFT)
        picture.thumbnail((LONGEST, LONGEST))  # before it is turned: the whole one is there once
        small = io.BytesIO()
        _on_white(ImageOps.exif_transpose(picture)).save(small, "JPEG", quality=_QUALITY)
    return small.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Give what a picture shows on paper, as a new one that carries nothing else along."""
    layer = picture.convert("RGBA")
    plain = Image.new("RGB", layer.size, "white")
    plain.paste(layer, mask=layer.getchannel("A"))
    return plain


@contextmanager
def _opened(file: BinaryIO, kind: Kind) -> Iterator[ImageFile.ImageFile]:
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=(kind.decoder,)) as picture:
                yield picture
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise DomainError(_TOO_LARGE) from None
    except Exception:  # noqa: BLE001 - a broken picture fails in any way it likes
        raise DomainError(_BROKEN) from None
