"""What a telephone may send as a record: read strictly, since nobody sees it before it is kept.

The content of a record is plain JSON: no fractions, keys in ASCII, a moment as ISO 8601 with its
offset (``2026-12-03T09:05:00+08:00``). A draft may lack anything; what a whole record says is
looked at by `rules.problems` when it goes to the signatures. Version ``field-record-v1``::

    {"v": 1,
     "answers": {"<item code>": {
        "points": [{"n": 1, "answer": "ok | bad | skipped | none", "why": ""}],
        "finding": "", "provision": "", "kinds": ["V02"],
        "disposition": ["order"], "methods": ["site"], "codes": ["ZLGZ"]}},
     "result": {"codes": ["ZLGZ"], "order": {"number": "", "due": "2026-12-18", "cured": false},
        "path": "" , "path_facts": {}},
     "minutes": {"place": "", "person": {"name": "", "post": "", "identity": ""},
        "start": "", "end": "", "shown_at": "", "recusal_told": true, "recusal_answer": "",
        "facts": "", "statement": "", "changes": ""},
     "recordings": [{"device": "", "start": "", "end": ""}],
     "evidence": [{"digest": "<64 hex>", "name": "", "pages": 1, "point": ""}],
     "signatures": [{"who": "officer | subject | witness", "name": "", "strokes": [[[x, y], …], …],
        "signed": "<64 hex>", "at": ""}],
     "refusal": {"reason": "", "witness": ""},
     "paper": ["<64 hex>"]}

- ``n`` counts the points of an item from 1; ``skipped`` (未检查) and ``none`` (合理缺项) say why.
- ``kinds`` (`rules.codes.FindingKind`) and ``codes`` of an item may be absent; an item without
  ``codes`` has ``WFX`` where every point is clean and else those of ``result``.
- ``path`` is empty or why nothing could be inspected: ``unreachable``, ``uncooperative``,
  ``closed``, ``deregistered``, ``no_business``; ``path_facts`` hold of it, all of them text but

  - unreachable: ``calls`` ([{"number", "at", "result"}]), ``neighbour`` and ``neighbour_name``,
    or ``second_visit`` (a moment of another half-day); ``dormant_attempt`` at 歇业;
  - uncooperative: ``basis_read``, ``consequence_read`` (true), ``refused_at`` (a moment),
    ``words``, ``name``, ``witness``, ``police``;
  - closed: ``statement``, ``speaker``; no_business: the same;
  - deregistered: ``status`` (``ZX | DX | CX | QC``), ``as_of`` (a day), ``source``.
- ``point`` of a piece of evidence is empty, ``<item code>``, ``<item code>.<n>``, ``cured``, or
  ``path.door``, ``path.premises``, ``path.licence``, ``path.notice``, ``path.extract``.
- What is signed is everything but the signatures: ``signed`` is the SHA-256 of the canonical JSON
  (sorted keys, no spaces, UTF-8) of the content without ``signatures``, ``refusal`` and ``paper``
  (`record_digest`). ``paper`` names pictures of minutes that were signed by hand.
- Strokes are whole numbers, ``[x, y]`` or ``[x, y, milliseconds]``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mingqian import canonical
from mingqian.canonical import Json
from oversight.common.errors import DomainError

MOST_BYTES = 512 * 1024
MOST_PICTURES = 300
_DEEPEST = 8
_LARGEST = 2**53 - 1
_CHANGE = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LONGEST_POINT = 80
AFTER_THE_TEXT = ("signatures", "refusal", "paper")
"""The parts of a record that come after its text is fixed."""


def text_of(content: Mapping[str, Json]) -> dict[str, Json]:
    """Give the part of a record that is signed."""
    return {name: value for name, value in content.items() if name not in AFTER_THE_TEXT}


def record_digest(content: Mapping[str, Json]) -> str:
    """Give the digest that every signature of a record names."""
    return canonical.digest(canonical.write(text_of(content)))


_LONGEST_REASON = 300


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


def read_version(document: object) -> int:
    """Read which version of a record a telephone shows.

    Raises:
        DomainError: it does not say.
    """
    if not isinstance(document, dict):
        raise _wrong("不是一份记录")
    return _number(document, "version")


def read_missing(document: object) -> str:
    """Read which pictures do not come, and why; nothing where nothing is said.

    Raises:
        DomainError: it is no text.
    """
    text = document.get("missing", "") if isinstance(document, dict) else ""
    if not isinstance(text, str) or len(text) > _LONGEST_REASON or not is_plain(text):
        raise _wrong("没有写清缺什么")
    return text


def read_counts(document: object) -> tuple[int, int]:
    """Read how many pictures a telephone has of a visit, and how many of them wait there.

    Raises:
        DomainError: it says no two numbers.
    """
    if not isinstance(document, dict):
        raise _wrong("不是照片数")
    return _number(document, "taken"), _number(document, "waiting")


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
