"""What was to be expected against what was drawn: a dot beside the range of chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from oversight.web.charts.chart import LINE, Chart, frame, rect, share, text

_BAND, _GAP = 12, 14
_ROW = LINE + _BAND + _GAP
_DEVIATIONS = 2  # nineteen of twenty lie within them
_LEGEND = (
    ("mq-c-band", "随机的范围（± 2 标准差）"),
    ("mq-c-expected", "按机会应有"),
    ("mq-c-dot", "抽中"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A part of a population: what was to be expected, its standard deviation, what was drawn."""

    name: str
    expected: float
    spread: float
    drawn: int

    @property
    def low(self) -> float:
        """Give the lower end of the range of chance."""
        return max(0.0, self.expected - _DEVIATIONS * self.spread)

    @property
    def high(self) -> float:
        """Give the upper end of the range of chance."""
        return self.expected + _DEVIATIONS * self.spread

    @property
    def word(self) -> str:
        """Say whether the drawn lie within the range of chance."""
        # Parts drawn by a fixed share have no spread: a fraction of one is no deviation.
        if self.drawn > max(self.high, self.expected + 1):
            return "偏多"
        return "偏少" if self.drawn < min(self.low, self.expected - 1) else "在范围内"


def expectations(key: str, title: str, rows: Sequence[Expectation], *, part: str) -> Chart:
    """Draw each part's range of chance and its drawn; ``part`` names what the parts are."""
    sentence = _sentence(rows)
    most = max((max(row.high, row.drawn) for row in rows), default=0.0)
    marks = (mark for at, row in enumerate(rows) for mark in _marks(row, at * _ROW, most))
    return Chart(
        key=key,
        title=title,
        sentence=sentence,
        svg=frame(key, title, sentence, _ROW * len(rows), marks),
        headings=(part, "按机会应有", "随机的范围", "抽中", "看法"),
        rows=tuple(_cells(row) for row in rows),
        legend=_LEGEND,
    )


def _sentence(rows: Sequence[Expectation]) -> str:
    outside = [f"{row.name}{row.word}" for row in rows if row.word != "在范围内"]
    inside = f"{len(rows)} 个部分中 {len(rows) - len(outside)} 个在随机的范围内"
    return f"{inside}；{'、'.join(outside)}。" if outside else f"{inside}。"


def _cells(row: Expectation) -> tuple[str, ...]:
    span = f"{row.low:.1f}–{row.high:.1f}"
    return row.name, f"{row.expected:.1f}", span, f"{row.drawn:,}", row.word


def _marks(row: Expectation, y: int, most: float) -> Iterator[SafeString]:
    is_outside = row.word != "在范围内"
    numbers = f"应有 {row.expected:.1f}，抽中 {row.drawn:,}{'，' + row.word if is_outside else ''}"
    x, top, foot = share(row.expected, most), y + LINE - 2, y + LINE + _BAND + 2
    yield text(row.name, "0", y + LINE - 6)
    yield text(numbers, "100%", y + LINE - 6, kind="mq-c-number", anchor="end")
    yield rect("mq-c-trough", "0", y + LINE + _BAND // 2, "100%", 1)
    yield rect("mq-c-band", share(row.low, most), y + LINE, share(row.high - row.low, most), _BAND)
    yield format_html(
        '<line class="mq-c-expected" x1="{}" y1="{}" x2="{}" y2="{}"/>', x, top, x, foot
    )
    yield format_html(
        '<circle class="{}" cx="{}" cy="{}" r="5"/>',
        "mq-c-dot mq-c-out" if is_outside else "mq-c-dot",
        share(row.drawn, most),
        y + LINE + _BAND // 2,
    )
