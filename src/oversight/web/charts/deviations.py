"""The deviations of several years: a dot for each part, between the lines of chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from oversight.web.charts.chart import Chart, frame, rect, text

_NORMAL = 200  # hundredths of a standard deviation
_EDGE = 400  # what is further out is drawn at the edge
_TOP, _HEIGHT, _FOOT = 10, 180, 24
_LEFT, _WIDTH = 9.0, 90.0
_LEGEND = (("mq-c-band", "随机的范围（± 2 标准差）"), ("mq-c-dot", "一个区域、等级或科室"))

Parts = Sequence[tuple[str, int]]


def deviations(key: str, title: str, years: Mapping[int, Parts]) -> Chart:
    """Draw each year's parts by their deviation in hundredths of a standard deviation."""
    sentence = "；".join(_year_words(year, parts) for year, parts in sorted(years.items())) + "。"
    return Chart(
        key=key,
        title=title,
        sentence=sentence,
        svg=frame(key, title, sentence, _TOP + _HEIGHT + _FOOT, _marks(years)),
        headings=("年度", "部分", "偏离（标准差）"),
        rows=tuple(
            (f"{year}年", name, f"{deviation / 100:+.2f}")
            for year, parts in sorted(years.items())
            for name, deviation in parts
        ),
        legend=_LEGEND,
    )


def _year_words(year: int, parts: Parts) -> str:
    inside = sum(abs(deviation) <= _NORMAL for _, deviation in parts)
    return f"{year}年 {len(parts)} 个部分中 {inside} 个在随机的范围内"


def _marks(years: Mapping[int, Parts]) -> Iterator[SafeString]:
    yield rect("mq-c-band", f"{_LEFT:.0f}%", _y(_NORMAL), f"{_WIDTH:.0f}%", _HEIGHT // 2)
    for deviation in (_NORMAL, 0, -_NORMAL):
        y = _y(deviation)
        yield text(f"{deviation // 100:+d}" if deviation else "0", "0", y + 4, kind="mq-c-small")
        yield rect("mq-c-trough", f"{_LEFT:.0f}%", y, f"{_WIDTH:.0f}%", 1)
    width = _WIDTH / (len(years) or 1)
    for at, (year, parts) in enumerate(sorted(years.items())):
        left = _LEFT + at * width
        foot = _TOP + _HEIGHT + _FOOT - 6
        middle = f"{left + width / 2:.2f}%"
        yield text(f"{year}年", middle, foot, kind="mq-c-small", anchor="middle")
        yield from _dots(parts, left, width)


def _dots(parts: Parts, left: float, width: float) -> Iterator[SafeString]:
    for place, (_, deviation) in enumerate(parts):
        x = left + width * (place + 1) / (len(parts) + 1)
        kind = "mq-c-dot" if abs(deviation) <= _NORMAL else "mq-c-dot mq-c-out"
        yield format_html(
            '<circle class="{}" cx="{}%" cy="{}" r="4"/>', kind, f"{x:.2f}", _y(deviation)
        )


def _y(deviation: int) -> int:
    held = max(-_EDGE, min(_EDGE, deviation))
    return _TOP + _HEIGHT // 2 - held * (_HEIGHT // 2) // _EDGE
