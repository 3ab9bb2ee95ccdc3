"""PDF files of documents, set by typst: data goes in as JSON, never as source; PDF/A-2a and UA-1.

The same data, templates, fonts and moment give the same bytes. Fonts that a bureau licensed and
put into ``home/fonts/`` come before the one that is shipped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from oversight.common.errors import DomainError

_HERE = Path(__file__).resolve().parent
TEMPLATES = _HERE / "templates"
FONTS = _HERE / "fonts"
_STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
_UNSHOWN = re.compile(r"the text (?P<text>.+?) could not be displayed")


def pdf(template: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """Set a document; ``at`` is the moment that the file says it was made.

    Raises:
        DomainError: no font has a letter of it.
    """
    compiler = typst.Compiler(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(_folders()),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
    )
    try:
        content = compiler.compile(
            format="pdf", pdf_standards=_STANDARDS, timestamp=int(at.timestamp())
        )
    except typst.TypstError as error:
        raise _refusal(error) from error
    if not isinstance(content, bytes):
        raise TypeError("typst gave no file")
    return content


def families() -> list[str]:
    """Name the families of fonts that documents may be set in: the bureau's own and the shipped."""
    return sorted(set(_fonts(_folders()).families()))


def _folders() -> tuple[tuple[str, int], ...]:
    """Give the folders with fonts and when they were last changed: a new font is seen at once."""
    own = Path(settings.FONTS)
    folders = [own, FONTS] if own.is_dir() else [FONTS]
    return tuple((str(folder), folder.stat().st_mtime_ns) for folder in folders)


@lru_cache(maxsize=2)
def _fonts(folders: tuple[tuple[str, int], ...]) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[folder for folder, _ in folders],
    )


def _refusal(error: typst.TypstError) -> Exception:
    """Say in Chinese which letters no font has; anything else is a fault of the program."""
    unshown = _UNSHOWN.search(f"{error.message} {error.diagnostic}")
    if unshown is None:
        return error
    letters = unshown["text"].strip("\"'`“”")
    return DomainError(
        f"字体里没有“{letters}”，印出来会是空白；"
        "请系统管理员把有这个字的字体放进站点的 fonts 文件夹"
    )
