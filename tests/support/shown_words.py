"""What a page shows to its reader, and what nobody should have to read there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

_SPOKEN = ("title", "aria-label", "placeholder", "alt")
_UNSEEN = ("script", "style", "textarea", "pre")
_BLOCKS = frozenset(
    (
        *("p", "div", "li", "td", "th", "dt", "dd", "tr", "h1", "h2", "h3", "section", "br"),
        *("option", "summary", "small", "button", "label", "span", "b"),
    )
)
_STATES = (
    *("open", "sealed", "draft", "prepared", "submitted", "approved", "filed", "published"),
    *("frozen", "seeded", "drawn", "held", "opened", "void", "accepted", "done", "closed"),
    *("merged", "asked", "granted", "refused", "pending", "requested", "confirmed", "failed"),
    *("withdrawn", "running", "waiting", "None", "null", "True", "False", "undefined", "NaN"),
    *("complaint", "assigned", "campaign", "recheck", "referred", "licensing", "routine", "case"),
    *("arrived", "registered", "unreachable", "uncooperative", "penalty", "served", "standing"),
)


# The fields of a Word template are typed as they are named.
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forbidden:
    """Words that are not for people: how they are known, why, and where they must stand."""

    pattern: re.Pattern[str]
    reason: str
    allowed: re.Pattern[str] = re.compile(r"(?!)")


FORBIDDEN = (
    Forbidden(
        pattern=re.compile(rf"(?<![\w./@-])(?:{'|'.join(_STATES)})(?![\w./@-])"),
        reason="a state or value as the database writes it: its Chinese label is shown",
    ),
    Forbidden(
        pattern=re.compile(r"\dT\d\d:\d\d|\d\d:\d\dZ|\bUTC\b"),
        reason="a moment as the log writes it: 11月28日 10:35, Beijing time",
    ),
    Forbidden(pattern=re.compile(r"\bt0\b"), reason="the name of a field: 公开数产生的时间"),
    Forbidden(
        pattern=re.compile(r"(?<![\d-])\d{4}-\d\d-\d\d(?![\d-])"),
        reason="a day as the database writes it: 2026年11月28日; a hint how to type it may have it",
        allowed=re.compile(r"(?:写作|例如)：? ?$"),
    ),
    Forbidden(
        pattern=re.compile(r"[0-9a-f]{64}", re.IGNORECASE),
        reason="a whole digest: eight characters and a button that copies all",
    ),
    Forbidden(
        pattern=re.compile(r"draw-v1|log-v1|（\d+\.\d+(?:\.\d+)?）"),
        reason="a clause of the specification: for those who write verifiers",
    ),
    Forbidden(
        pattern=re.compile(r"(?<![\w/.])[a-z]+[:_][a-z][a-z_:]*(?![\w/])"),
        reason="a code of an error or the name of a field: the sentence for it is shown",
    ),
    Forbidden(
        pattern=re.compile(r"<{7}|={7}|>{7}"),
        reason="what a merge left behind",
    ),
    Forbidden(
        pattern=re.compile(r"Mozilla|AppleWebKit"),
        reason="how a browser names itself: system and browser by their names",
    ),
)
# On paper and on the screen of the meeting the whole code is copied by hand and compared by eye.
WHOLE_CODES = re.compile(r"/(?:slip|screen)/$")
_ITEM = re.compile(r"(?<![\w-])[A-Z]{2,5}-\d\d(?![\w-])")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.links: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._unseen += tag in _UNSEEN
        if tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")
        self.parts += [f"\n{values[name]}\n" for name in _SPOKEN if values.get(name)]
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(re.sub(r"\s+", " ", data))


def read(html: str) -> tuple[str, list[str]]:
    """Give what a page shows and speaks, a block a line, and the links on it."""
    reader = _Reader()
    reader.feed(html)
    return "".join(reader.parts), reader.links


def raw_words(address: str, text: str, items: Mapping[str, str]) -> Iterator[str]:
    """Say which raw words a page shows; ``items`` are the codes of items with their names."""
    text = _PLACEHOLDER.sub("", text)
    for forbidden in FORBIDDEN:
        is_copied = WHOLE_CODES.search(address) and "digest" in forbidden.reason
        for match in () if is_copied else forbidden.pattern.finditer(text):
            if not forbidden.allowed.search(text[: match.start()]):
                yield f"{address}: “{_around(text, match)}”: {forbidden.reason}"
    for match in _ITEM.finditer(text):
        if (name := items.get(match[0])) and name not in text:
            yield f"{address}: “{_around(text, match)}”: an item's code without its name"


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 20) : match.end() + 12].replace("\n", "|")
