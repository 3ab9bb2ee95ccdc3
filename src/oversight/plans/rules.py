"""What a task of a plan may say, how many are drawn, and what the rules object to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from mingqian.manifest import Rule as Share

UNDIRECTED, DIRECTED = "不定向", "定向"
KINDS = (UNDIRECTED, DIRECTED)
METHODS = ("现场", "书面", "网络", "委托")
OPEN, SEALED = "open", "sealed"
MODES = [(OPEN, "公开（抽取后立即公布）"), (SEALED, "密封（到开封时间才公布）")]
RATIO_BASES = [("", "统一比例"), ("grade", "按守法诚信等级"), ("risk", "按信用风险分类")]
# A further division, so that every part of the district is drawn from.
SPLITS = [("", "不再分"), ("region", "按区域分"), ("industry", "按行业分")]
BAR = "|"
BASIS_WORDS = {"": "全部", "grade": "诚信", "risk": "风险"}
CLASSES = {"": ("",), "grade": ("A", "B", "C"), "risk": ("A", "B", "C", "D")}
UNGRADED = "未评"
WHOLE = 10_000
MONTHS = 12
# Filters of the scope, each a list of values; empty means all.
SCOPES = {
    "kinds": "主体类型",
    "industries": "行业",
    "regions": "区域",
    "owners": "所属科室",
    "grades": "守法诚信等级",
    "risks": "信用风险分类",
    "labels": "标签",
}
STOP, WARN = "stop", "warn"
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFinding:
    """What is wrong with a task; a ``STOP`` keeps the plan from being submitted."""

    level: str
    field: str
    says: str
    citation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A rule in force with its source; ratios in 1/1000."""

    value: int
    citation: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLimits:
    """What a published item says about how often and how many, and whether it is published."""

    code: str
    name: str
    is_published: bool
    floor: int | None = None
    ceiling: int | None = None
    yearly_ceiling: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassShare:
    """How many of a class are drawn in a year: count, share in 1/10000, number."""

    code: str
    name: str
    base: int
    permyriad: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDetails:
    """What somebody enters for a task; shares in 1/10000, ``months`` one for each batch.

    ``partners``: [{"owner": key of a section, "people": how many it sends to each visit}].
    """

    title: str
    kind: str
    items: Sequence[str]
    months: Sequence[int]
    starts_on: date
    ends_on: date
    scope: Mapping[str, list[Any]] = field(default_factory=dict)
    ratio_by: str = ""
    split_by: str = ""
    ratio: int = 0
    ratios: Mapping[str, int] = field(default_factory=dict)
    frequency: int = 1
    methods: Sequence[str] = ("现场",)
    people: int = 2
    partners: Sequence[Mapping[str, int]] = ()
    mode: str = OPEN
    level: str = "县"
    reserve: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """What the rules ask of a task."""

    kind: str
    items: Sequence[ItemLimits]
    scope: Mapping[str, Any]
    total: int
    base: int
    people: int
    months: Sequence[int]
    year: int
    starts_on: date
    ends_on: date


def usual_name(year: int) -> str:
    """Give the name of a year's plan."""
    return f"{year}年度“双随机、一公开”抽查计划"


def name_for(former: str, former_year: int, year: int) -> str:
    """Give a plan's name for another year: the former's with its year, else the usual one."""
    words = str(former_year)
    return former.replace(words, str(year)) if words in former else usual_name(year)


def speaks_of_another_year(name: str, year: int) -> bool:
    """Tell whether a name has years in it, but not this one."""
    years = {int(digits) for digits in _YEAR.findall(name)}
    return bool(years) and year not in years


def in_year(day: date, years: int) -> date:
    """Give the same day some years later; the 29th of February becomes the 28th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if is_leap_day else day.day)


def title_in_year(title: str, former: int, year: int) -> str:
    """Give a title for another year: the former year in it moves along."""
    return title.replace(f"{former}年", f"{year}年")


def moved(details: TaskDetails, former: int, year: int) -> TaskDetails:
    """Give a task of a former year as it is in another: the year in its title, and its days."""
    return replace(
        details,
        title=title_in_year(details.title, former, year),
        starts_on=in_year(details.starts_on, year - former),
        ends_on=in_year(details.ends_on, year - former),
    )


def classes(ratio_by: str) -> tuple[str, ...]:
    """Give the classes with a ratio each; subjects without a class are one of their own."""
    return (*CLASSES[ratio_by], UNGRADED) if ratio_by else ("",)


def class_name(ratio_by: str, code: str) -> str:
    """Name a class for people; what stands before a bar is the part it was divided into."""
    if BAR in code:
        part, _, rest = code.partition(BAR)
        own = class_name(ratio_by, rest) if ratio_by else ""
        return f"{part or '未填'}{own and '·'}{own}"
    if not ratio_by:
        return "全部"
    return f"{BASIS_WORDS[ratio_by]}{code}" + ("" if code == UNGRADED else "级")


def class_of(value: str) -> str:
    """Give the class of a subject by its grade or risk."""
    return value or UNGRADED


def class_key(subject_class: str, split_by: str, part: str) -> str:
    """Give the key of a class; divided, with its part before a bar."""
    return f"{part}{BAR}{subject_class}" if split_by else subject_class


def yearly(base: int, permyriad: int) -> int:
    """Compute how many of a class are drawn in the whole year (draw-v1 2.3)."""
    return Share(permyriad=permyriad, least=0, most=None).draw(base)


def share(total: int, batch: int, batches: int) -> int:
    """Give a batch its part of the year's number; the parts add up to it. Batches from 1."""
    return total * batch // batches - total * (batch - 1) // batches


def ratio_of(ratio_by: str, ratio: int, ratios: Mapping[str, int], code: str) -> int:
    """Give the ratio of a class in 1/10000."""
    return int(ratios.get(code.rpartition(BAR)[2], 0)) if ratio_by else ratio


def shares(task: TaskDetails, bases: Mapping[str, int]) -> list[ClassShare]:
    """Compute how many of each class the year draws."""
    class_shares = []
    codes = list(bases) if task.split_by else classes(task.ratio_by)
    for code in codes:
        permyriad = ratio_of(task.ratio_by, task.ratio, task.ratios, code)
        base = bases.get(code, 0)
        total = yearly(base, permyriad)
        name = class_name(task.ratio_by, code)
        class_shares.append(
            ClassShare(code=code, name=name, base=base, permyriad=permyriad, total=total)
        )
    return class_shares


def total(task: TaskDetails, bases: Mapping[str, int]) -> int:
    """Compute how many the year draws."""
    return sum(share.total for share in shares(task, bases))


def findings(task: TaskFacts, limits: Mapping[str, Limit]) -> list[PlanFinding]:
    """Say what the rules object to, each with its source."""
    objections = [*_items(task), *_scope(task), *_people(task, limits), *_dates(task)]
    return [*objections, *_ratios(task, limits), *_frequency(task, limits)]


def bunched(
    months: Mapping[tuple[str, int], int], limit: Limit | None
) -> list[tuple[str, int, int, int]]:
    """Find months in which a section does too much of its year: section, month, count, total."""
    if limit is None:
        return []
    totals: dict[str, int] = {}
    for (section, _), count in months.items():
        totals[section] = totals.get(section, 0) + count
    return [
        (section, month, count, totals[section])
        for (section, month), count in sorted(months.items())
        if count * 1000 > totals[section] * limit.value and count < totals[section]
    ]


def _items(task: TaskFacts) -> Iterable[PlanFinding]:
    if not task.items:
        yield PlanFinding(level=STOP, field="items", says="还没有选抽查事项")
    for item in task.items:
        if not item.is_published:
            yield PlanFinding(
                level=STOP,
                field="items",
                says=f"“{item.name}”还没有公布，不能据此检查；请先公布或去掉",
                citation="国办发〔2024〕54号",
            )


def _scope(task: TaskFacts) -> Iterable[PlanFinding]:
    has_filter = any(task.scope.values())
    if task.kind == DIRECTED and not has_filter:
        says = "定向抽查要至少选一个筛选条件；不筛选的请选“不定向”"
        yield PlanFinding(level=STOP, field="kind", says=says)
    if task.kind == UNDIRECTED and has_filter:
        says = "不定向抽查面向名录库全部对象；有筛选条件的请选“定向”"
        yield PlanFinding(level=STOP, field="kind", says=says)
    if not task.base:
        yield PlanFinding(
            level=STOP, field="scope", says="范围内没有检查对象；请核对筛选条件和名录"
        )


def _people(task: TaskFacts, limits: Mapping[str, Limit]) -> Iterable[PlanFinding]:
    least = limits.get("inspectors_least")
    if least and task.people < least.value:
        yield PlanFinding(
            level=STOP,
            field="people",
            says=f"每次检查不得少于 {least.value} 人，现为 {task.people} 人",
            citation=least.citation,
        )


def _dates(task: TaskFacts) -> Iterable[PlanFinding]:
    if task.starts_on.year != task.year or task.ends_on.year != task.year:
        yield PlanFinding(level=STOP, field="starts_on", says=f"起止日期应在 {task.year} 年内")
    if task.ends_on < task.starts_on:
        yield PlanFinding(level=STOP, field="ends_on", says="结束日期早于开始日期")
    if not task.months:
        yield PlanFinding(level=STOP, field="months", says="请选至少一个抽取月份")
    outside = [m for m in task.months if not task.starts_on.month <= m <= task.ends_on.month]
    if outside and task.starts_on.year == task.ends_on.year == task.year:
        words = "、".join(f"{month}月" for month in outside)
        yield PlanFinding(level=STOP, field="months", says=f"{words}不在起止日期之内")


def _ratios(task: TaskFacts, limits: Mapping[str, Limit]) -> Iterable[PlanFinding]:
    if not task.base:
        return
    if not task.total:
        yield PlanFinding(level=STOP, field="ratio", says="按这个比例一家也抽不到；请提高比例")
        return
    shown = f"{task.total * 100 / task.base:.2f}%"
    for item in task.items:
        if item.floor is not None and task.total * 1000 < item.floor * task.base:
            says = f"抽查比例 {shown}，低于“{item.name}”的下限 {item.floor / 10:g}%"
            yield PlanFinding(level=STOP, field="ratio", says=says, citation="抽查事项清单")
        if item.ceiling is not None and task.total * 1000 > item.ceiling * task.base:
            says = f"抽查比例 {shown}，高于“{item.name}”的上限 {item.ceiling / 10:g}%"
            yield PlanFinding(level=STOP, field="ratio", says=says, citation="抽查事项清单")
    floor, ceiling = limits.get("ratio_floor"), limits.get("ratio_ceiling")
    if floor and task.total * 1000 < floor.value * task.base:
        says = f"抽查比例 {shown}，低于 {floor.value / 10:g}%"
        yield PlanFinding(level=_level(floor), field="ratio", says=says, citation=floor.citation)
    if ceiling and task.total * 1000 > ceiling.value * task.base:
        says = f"抽查比例 {shown}，高于 {ceiling.value / 10:g}%"
        yield PlanFinding(
            level=_level(ceiling), field="ratio", says=says, citation=ceiling.citation
        )


def _frequency(task: TaskFacts, limits: Mapping[str, Limit]) -> Iterable[PlanFinding]:
    batches = len(task.months)
    for item in task.items:
        if item.yearly_ceiling is not None and batches > item.yearly_ceiling:
            says = f"一年 {batches} 批，超过“{item.name}”的年频次上限 {item.yearly_ceiling}"
            yield PlanFinding(level=WARN, field="months", says=says, citation="抽查事项清单")
    cap = limits.get("cap_all")
    if cap and task.base and task.total > cap.value * task.base:
        says = f"计划 {task.total} 次，超过范围内 {task.base} 家每家 {cap.value} 次"
        yield PlanFinding(level=STOP, field="ratio", says=says, citation=cap.citation)


def _level(limit: Limit) -> str:
    # What the law or the work plan says must be kept; what others do is only pointed out.
    return STOP if limit.mark in {"L", "P"} else WARN
