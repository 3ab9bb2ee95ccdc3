"""The pictures of the pages: which values each of them is drawn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from oversight.draws import fairness, selectors
from oversight.draws.fairness import Line
from oversight.draws.models import Draw
from oversight.draws.records import Record
from oversight.inspections.progress import SectionProgress
from oversight.web.charts.bars import Bar, bars
from oversight.web.charts.chart import Chart
from oversight.web.charts.deviations import deviations
from oversight.web.charts.expectation import Expectation, expectations
from oversight.web.charts.year_calendar import year_calendar

_REGION = fairness.KINDS["region"]


def of_year(year: int, counts: Mapping[tuple[str, int], int]) -> Chart:
    """Draw the months of a plan by section."""
    return year_calendar("year", f"{year} 年各科室各月的检查量", counts)


def of_progress(year: int, sections: Sequence[SectionProgress]) -> Chart | None:
    """Draw how far a plan is; nothing where no task has a batch yet."""
    planned = sum(section.planned for section in sections)
    if not planned:
        return None
    drawn = sum(section.drawn for section in sections)
    done = sum(section.inspected for section in sections)
    secret = [section.section for section in sections if section.is_secret]
    rest = f"{'、'.join(secret)}有密封的抽取，开封以后才计入。" if secret else ""
    return bars(
        "progress",
        f"{year} 年计划进度",
        f"计划 {planned:,} 家，已抽 {drawn:,} 家，已查 {done:,} 家。{rest}",
        [
            Bar(
                name=section.section,
                value=section.drawn,
                plan=section.planned,
                done=section.inspected,
            )
            for section in sections
        ],
        words=("科室", "已查", "已抽", "计划"),
        unit="家",
    )


def of_draw(record: Record | None) -> list[Chart]:
    """Draw what was drawn of each class and region; nothing before a result is shown."""
    if record is None or not selectors.is_list_shown(record.draw):
        return []
    return [_of_strata(record), *_of_regions(record)]


def of_loads(year: int, loads: Sequence[tuple[str, int]]) -> Chart | None:
    """Draw how many visits each inspector has this year, the busiest first; by name and count."""
    if not loads:
        return None
    counts = sorted(load for _, load in loads)
    sentence = (
        f"{len(loads)} 人共 {sum(counts):,} 家次：最少 {counts[0]}，"
        f"中间 {median(counts):g}，最多 {counts[-1]}。"
    )
    ordered = sorted(loads, key=lambda row: (-row[1], row[0]))
    return bars(
        "loads",
        f"{year} 年各人派出",
        sentence,
        [Bar(name=name, value=load) for name, load in ordered],
        words=("姓名", "派出"),
        unit="家次",
    )


def of_fairness(lines: Sequence[Line], draws: Iterable[Draw]) -> list[Chart]:
    """Draw the parts of all draws of a bureau together, and the deviations of each year."""
    years = {
        year: [(f"{line.kind} {line.name}", line.deviation) for line in parts]
        for year, parts in fairness.lines_by_year(draws).items()
    }
    if not any(years.values()):
        return []
    by_kind = [
        expectations(f"fair-{name}", f"按{kind}：应有和抽中", _rows(lines, kind), part=kind)
        for name, kind in fairness.KINDS.items()
        if _rows(lines, kind)
    ]
    return [deviations("years", "历年的偏离", years), *by_kind]


def _of_strata(record: Record) -> Chart:
    drawn = Counter(code for visit in record.result.visits for code in visit.strata)
    strata = record.manifest.strata
    rows = [Bar(name=row.title, value=drawn[row.code], plan=row.draw) for row in strata]
    short = [row.name for row in rows if row.value < (row.plan or 0)]
    rest = f"没有抽足的：{'、'.join(short)}。" if short else "每一类都抽足了。"
    return bars(
        "strata",
        "各类应抽和抽中",
        f"{len(rows)} 类，抽中 {len(record.result.visits):,} 家。{rest}",
        rows,
        words=("分类", "抽中", "应抽"),
        unit="家",
    )


def _of_regions(record: Record) -> list[Chart]:
    stored = selectors.public_draw(record.draw.number)
    rows = _rows(fairness.lines([stored]), _REGION)
    title = "各区域应有和抽中"
    return [expectations("regions", title, rows, part=_REGION)] if rows else []


def _rows(lines: Iterable[Line], kind: str) -> list[Expectation]:
    return [
        Expectation(name=line.name, expected=line.expected, spread=line.spread, drawn=line.drawn)
        for line in lines
        if line.kind == kind
    ]
