"""What every picture has: its name, what it says in a sentence, its drawing and its table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

LINE = 20  # the height of a line of words above a bar
_WIDEST, _BESIDE = 22, 15  # characters of a line of words, and beside numbers
_FIGURES = "+-0123456789"
SPAN = 98.0  # how far the largest value reaches, in per cent of the width


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture with its text alternatives; ``legend`` is the class and the word of each mark."""

    key: str
    title: str
    sentence: str
    svg: SafeString
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    legend: tuple[tuple[str, str], ...] = ()

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """Give the headings of the table, each with whether its column is one of figures."""
        return list(zip(self.headings, self._figures, strict=True))

    @property
    def lines(self) -> list[list[tuple[str, bool]]]:
        """Give the rows of the table, each cell with whether its column is one of figures."""
        return [list(zip(row, self._figures, strict=True)) for row in self.rows]

    @property
    def _figures(self) -> list[bool]:
        return [
            at > 0 and all(row[at][:1] in _FIGURES for row in self.rows)
            for at in range(len(self.headings))
        ]


def frame(
    key: str, title: str, sentence: str, height: int, marks: Iterable[SafeString]
) -> SafeString:
    """Put marks into a picture; ``key`` makes its ids differ from those of others on the page."""
    return format_html(
        '<svg class="mq-chart" width="100%" height="{}" role="img" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
        *(height, key, key, key, title, key, sentence),
        format_html_join("", "{}", ((mark,) for mark in marks)),
    )


def label_lines(name: str) -> list[str]:
    """Break a name into lines that a telephone shows, the last one with room for numbers."""
    lines = [name[at : at + _WIDEST] for at in range(0, len(name), _WIDEST)] or [""]
    return lines if len(lines[-1]) <= _BESIDE else [*lines, ""]


def text(
    words: str, x: str, y: int, *, kind: str = "mq-c-name", anchor: str = "start"
) -> SafeString:
    """Write words; ``anchor`` tells which end of them stands at x."""
    return format_html(
        '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>', kind, x, y, anchor, words
    )


def rect(kind: str, x: str, y: int, width: str, height: int) -> SafeString:
    """Draw a rectangle of a kind; x and width are per cent."""
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', kind, x, y, width, height
    )


def share(value: float, most: float, span: float = SPAN) -> str:
    """Give a value's place on a scale from nothing to the largest, in per cent of the width."""
    return f"{span * value / most:.2f}%" if most else "0%"
