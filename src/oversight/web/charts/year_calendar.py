"""The months of a year as squares, a row for each section: darker for more visits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.safestring import SafeString

from oversight.web.charts.chart import LINE, Chart, frame, rect, text

MONTHS = tuple(range(1, 13))
_HEAD, _SQUARE, _GAP = 18, 26, 6
_ROW = LINE + _SQUARE + _GAP
_SHADES = ("mq-c-q0", "mq-c-q1", "mq-c-q2", "mq-c-q3", "mq-c-q4")
_DARK = 3  # from this shade on the number is light
_WIDTH = 100 / len(MONTHS)

Section = tuple[str, Sequence[int]]


def year_calendar(key: str, title: str, counts: Mapping[tuple[str, int], int]) -> Chart:
    """Draw how many visits each section has in each month; ``counts`` by section and month."""
    grid = [
        (name, [counts.get((name, month), 0) for month in MONTHS])
        for name in sorted({section for section, _ in counts})
    ]
    sentence = _sentence(grid)
    return Chart(
        key=key,
        title=title,
        sentence=sentence,
        svg=frame(key, title, sentence, _HEAD + _ROW * len(grid), _marks(grid)),
        headings=("科室", *(f"{month}月" for month in MONTHS), "全年"),
        rows=tuple(
            (name, *(f"{count:,}" for count in months), f"{sum(months):,}") for name, months in grid
        ),
    )


def _sentence(grid: Sequence[Section]) -> str:
    """Name the busiest month and those with nothing."""
    sums = [sum(months[at] for _, months in grid) for at in range(len(MONTHS))]
    if not any(sums):
        return "还没有安排检查"
    busiest = sums.index(max(sums))
    empty = [f"{month}月" for month, count in zip(MONTHS, sums, strict=True) if not count]
    rest = f"；没有安排的：{'、'.join(empty)}" if empty else ""
    return f"最忙的是 {busiest + 1}月，{sums[busiest]:,} 家次{rest}"


def _marks(grid: Sequence[Section]) -> Iterator[SafeString]:
    most = max((count for _, months in grid for count in months), default=0)
    for month in MONTHS:
        yield text(f"{month}月", _middle(month), 12, kind="mq-c-small", anchor="middle")
    for at, (name, months) in enumerate(grid):
        y = _HEAD + at * _ROW
        yield text(name, "0", y + LINE - 5)
        yield text(f"{sum(months):,} 家次", "100%", y + LINE - 5, kind="mq-c-number", anchor="end")
        for month, count in zip(MONTHS, months, strict=True):
            yield from _square(month, count, most, y + LINE)


def _square(month: int, count: int, most: int, y: int) -> Iterator[SafeString]:
    shade = -(-count * (len(_SHADES) - 1) // most) if count else 0  # rounded up: one visit is seen
    x = f"{(month - 1) * _WIDTH + 0.2:.2f}%"
    yield rect(_SHADES[shade], x, y, f"{_WIDTH - 0.4:.2f}%", _SQUARE)
    if count:
        kind = "mq-c-small mq-c-light" if shade >= _DARK else "mq-c-small"
        yield text(f"{count}", _middle(month), y + _SQUARE // 2 + 4, kind=kind, anchor="middle")


def _middle(month: int) -> str:
    return f"{(month - 0.5) * _WIDTH:.2f}%"
