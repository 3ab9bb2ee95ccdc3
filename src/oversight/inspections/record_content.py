"""What a telephone may send as a record: read strictly, since nobody sees it before it is kept.

The form itself decides what stands in ``answers``; here only what every record must be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mingqian.canonical import Json
from oversight.common.errors import DomainError

MOST_BYTES = 512 * 1024
MOST_PICTURES = 300
_DEEPEST = 8
_LARGEST = 2**53 - 1
_CHANGE = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LONGEST_POINT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureName:
    """A picture as a record names it: its digest, its place, when and for which point."""

    digest: str
    place: int
    taken_at: datetime | None
    point: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a record: who made it, on top of which version, and what it says."""

    user_id: int
    base: int
    name: str
    content: dict[str, Json]
    pictures: tuple[PictureName, ...]
    written_at: datetime | None


def read_change(document: object) -> Change:
    """Read what a telephone sent.

    Raises:
        DomainError: it is not what a record must be.
    """
    if not isinstance(document, dict):
        raise _wrong("不是一份记录")
    change = document.get("change")
    if not isinstance(change, str) or not _CHANGE.fullmatch(change):
        raise _wrong("没有改动编号")
    content = document.get("content")
    if not isinstance(content, dict) or not is_plain(content):
        raise _wrong("内容读不出来")
    pictures = document.get("pictures", [])
    if not isinstance(pictures, list):
        raise _wrong("照片读不出来")
    if len(pictures) > MOST_PICTURES:
        raise DomainError(f"一份记录最多带 {MOST_PICTURES} 张照片；请分成两份记录")
    return Change(
        user_id=_number(document, "who"),
        base=_number(document, "base"),
        name=change,
        content=content,
        pictures=tuple(_picture(picture) for picture in pictures),
        written_at=_moment(document.get("written")),
    )


def is_plain(value: object, depth: int = 0) -> bool:
    """Tell whether a value is plain JSON that any database keeps as it is: no fractions, no NUL."""
    if depth > _DEEPEST:
        return False
    if isinstance(value, dict):
        keys = all(key.isascii() and key.isprintable() for key in value)
        return keys and all(is_plain(entry, depth + 1) for entry in value.values())
    if isinstance(value, list):
        return all(is_plain(entry, depth + 1) for entry in value)
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    return value is None or (isinstance(value, int) and abs(value) <= _LARGEST)


def _picture(document: object) -> PictureName:
    if not isinstance(document, dict):
        raise _wrong("照片读不出来")
    digest, point = document.get("digest"), document.get("point", "")
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise _wrong("照片没有摘要")
    if not isinstance(point, str) or not is_plain(point) or len(point) > _LONGEST_POINT:
        raise _wrong("照片所属的事项不对")
    return PictureName(
        digest=digest,
        place=_number(document, "place"),
        taken_at=_moment(document.get("taken")),
        point=point,
    )


def _number(document: Mapping[str, object], key: str) -> int:
    value = document.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise _wrong(f"{key} 不是数")
    return value


def _moment(value: object) -> datetime | None:
    """Give a moment with its offset; a telephone whose clock says nonsense says nothing."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _wrong(what: str) -> DomainError:
    return DomainError(f"手机送来的记录{what}，没有收下；手机里的还在，请联网打开一次再上传")
