"""Bars: what there is, with an outline of what was planned and a dark part of what is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from oversight.web.charts.chart import LINE, Chart, frame, label_lines, rect, share, text

_BAR, _GAP = 12, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar; ``plan`` is drawn as an outline, ``done`` as the dark part."""

    name: str
    value: int
    plan: int | None = None
    done: int | None = None

    @property
    def most(self) -> int:
        """Give the largest of its numbers."""
        return max(self.value, self.plan or 0, self.done or 0)

    @property
    def numbers(self) -> list[int]:
        """Give its numbers from the narrowest to the widest, those that it has."""
        return [count for count in (self.done, self.value, self.plan) if count is not None]


def bars(
    key: str, title: str, sentence: str, rows: Sequence[Bar], *, words: Sequence[str], unit: str
) -> Chart:
    """Draw a bar for each row; ``words`` name its numbers in their order, the row's name first."""
    most = max((row.most for row in rows), default=0)
    words_high = LINE * max((len(label_lines(row.name)) for row in rows), default=1)
    high = words_high + _BAR + _GAP
    marks = (
        mark
        for at, row in enumerate(rows)
        for mark in _marks(row, at * high + words_high, most, unit)
    )
    kinds = _kinds(rows)
    return Chart(
        key=key,
        title=title,
        sentence=sentence,
        svg=frame(key, title, sentence, high * len(rows), marks),
        headings=(words[0], *(f"{word}（{unit}）" for word in words[1:])),
        rows=tuple((row.name, *(f"{count:,}" for count in row.numbers)) for row in rows),
        legend=tuple(zip(kinds, words[1:], strict=True)) if len(kinds) > 1 else (),
    )


def _kinds(rows: Sequence[Bar]) -> list[str]:
    """Name the marks that the rows have, from the narrowest to the widest."""
    kinds = {
        "mq-c-done": any(row.done is not None for row in rows),
        "mq-c-value": True,
        "mq-c-plan": any(row.plan is not None for row in rows),
    }
    return [kind for kind, is_there in kinds.items() if is_there]


def _marks(row: Bar, y: int, most: int, unit: str) -> Iterator[SafeString]:
    """Draw a row; ``y`` is where its bar begins, its words stand above."""
    numbers = " / ".join(f"{count:,}" for count in row.numbers)
    for above, line in enumerate(reversed(label_lines(row.name))):
        if line:
            yield text(line, "0", y - above * LINE - 5)
    yield text(f"{numbers} {unit}", "100%", y - 5, kind="mq-c-number", anchor="end")
    yield rect("mq-c-value", "0", y, share(row.value, most), _BAR)
    if row.done is not None:
        yield rect("mq-c-done", "0", y + 3, share(row.done, most), _BAR - 6)
    if row.plan is not None:
        yield rect("mq-c-plan", "0", y, share(row.plan, most), _BAR)
