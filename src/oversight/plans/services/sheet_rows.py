"""A row of a plan's table: every cell is read whole, or refused by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mingqian_tables import amounts, months
from mingqian_tables.amounts import UnclearError
from mingqian_tables.normalisation import plain_line
from mingqian_tables.table import Row
from oversight.common.cells import unmarked
from oversight.common.core_words import problem_of
from oversight.common.errors import DomainError, FieldsError
from oversight.plans import rules, selectors
from oversight.plans.models import PlanVersion
from oversight.plans.rules import TaskDetails
from oversight.registry.models import Facet, Item
from oversight.registry.rules import references, vocabulary
from oversight.registry.rules import subjects as subject_rules

_ALL = {"", "全部", "名录库全部对象", "所有", "全部对象", "名录库全部"}
_PEOPLE = re.compile(
    r"(.+?)\s*(?:([0-9]+)\s*人?|([一二两三四五六七八九])\s*人|[（(]\s*([0-9]+|[一二两三四五六七八九])\s*人\s*[）)])"
)
_PARTS = re.compile(r"[；;\n]\s*(?=[^“”]*(?:“[^”]*”[^“”]*)*$)")
_WORDS = re.compile(r"[、,，;；/\s和及与]+")
_BASES = {
    **{title: code for code, title in rules.RATIO_BASES},
    "": "",
    "守法诚信等级": "grade",
    "诚信等级": "grade",
    "信用风险分类": "risk",
    "风险分类": "risk",
}
_SPLITS = {
    **{title: code for code, title in rules.SPLITS},
    "": "",
    "区域": "region",
    "行业": "industry",
}
_MODES = {"": rules.OPEN, "公开": rules.OPEN, "密封": rules.SEALED}
_MODES |= {references.plain(title): code for code, title in rules.MODES}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """The cells of a row by the name of their column."""

    row: Row
    columns: Mapping[str, int]

    def has(self, name: str) -> bool:
        """Tell whether the table has a column."""
        return name in self.columns

    def text(self, name: str) -> str:
        """Give a cell; empty if there is no such column."""
        return unmarked(self.row.cell(self.columns.get(name, -1)))

    def kind(self, name: str) -> str:
        """Tell what kind of cell it is."""
        return self.row.kind(self.columns.get(name, -1))


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLists:
    """What the names of a row may be: sections, items, and the values of the scope."""

    year: int
    sections: Mapping[str, int]
    items: Mapping[str, str]
    scopes: Mapping[str, Sequence[str]]


@dataclass(slots=True)
class _Reading:
    """Reads the cells of one row and keeps what is wrong with them."""

    row: SheetRow
    problems: list[tuple[str, str]]

    def value(self, name: str, read: Callable[[str], Any], usual: Any) -> Any:  # noqa: ANN401 - of any column
        """Read a cell; a wrong one is noted, and the usual value stands in for it."""
        try:
            return read(self.row.text(name))
        except (UnclearError, DomainError) as error:
            self.problems.append((name, f"“{name}”：{problem_of(error)}"))
            return usual

    def number(self, name: str, read: Callable[[str], int], usual: int) -> int:
        """Read a number; an empty cell is the usual one."""
        return int(self.value(name, read, usual)) if self.row.text(name) else usual


def name_lists(version: PlanVersion) -> NameLists:
    """Load the names that the rows of a table may have."""
    plan = version.plan
    items = dict(Item.objects.filter(bureau_id=plan.bureau_id).values_list("code", "name"))
    exported = {name: code for code, name in selectors.item_names(plan.bureau_id).items()}
    sections = {name: key for key, name in selectors.section_names(plan.bureau_id).items()}
    facets: dict[str, list[str]] = {"industry": [], "region": [], "labels": []}
    for name, value in Facet.objects.filter(bureau_id=plan.bureau_id).values_list("field", "value"):
        facets.setdefault(name, []).append(value)
    scopes: dict[str, Sequence[str]] = {
        "kinds": subject_rules.KINDS,
        "industries": facets["industry"],
        "regions": facets["region"],
        "owners": list(sections),
        "grades": subject_rules.GRADES,
        "risks": subject_rules.RISKS,
        "labels": facets["labels"],
    }
    return NameLists(
        year=plan.year,
        sections=sections,
        items={word: code for code, name in items.items() for word in (name, code)} | exported,
        scopes=scopes,
    )


def details(row: SheetRow, names: NameLists) -> tuple[int, TaskDetails]:
    """Read a row: the section that begins the task, and what the task says.

    Raises:
        FieldsError: cells that cannot be read, each by the name of its column.
    """
    reading = _Reading(row, [])
    owner = reading.value("发起部门", lambda text: _section(text, names), 0)
    scope = reading.value("检查对象范围", lambda text: _scope(text, names), {})
    ratios = reading.value("差异化比例", amounts.class_ratios, {})
    by = reading.value(
        "差异化依据", lambda text: _ratio_by(text, ratios, row.text("差异化比例")), ""
    )
    kind = row.text("抽查类型") or (rules.DIRECTED if scope else rules.UNDIRECTED)
    needs_ratio = not ratios and not by
    starts_on, ends_on = (reading.value(name, _day, None) for name in ("开始时间", "结束时间"))
    values: dict[str, Any] = {
        "title": plain_line(row.text("任务名称")),
        "kind": kind,
        "items": reading.value("抽查事项", lambda text: _items(row, text, names), []),
        "months": reading.value("抽取月份", lambda text: _months(text, names.year), []),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "scope": scope,
        "ratio_by": by,
        "split_by": reading.value("分层依据", _split_by, ""),
        "ratio": reading.value("抽查比例", amounts.permyriad, 0)
        if needs_ratio or row.text("抽查比例")
        else 0,
        "ratios": ratios,
        "frequency": reading.number("抽查频次", amounts.frequency, 1),
        "methods": reading.value("检查方式", _methods, []) if row.has("检查方式") else ["现场"],
        "people": reading.number("本科室人数", amounts.count, 2),
        "partners": reading.value("配合部门", lambda text: _partners(text, names), []),
        "mode": reading.value("抽查模式", _mode, rules.OPEN),
        "level": row.text("组织/实施层级") if row.has("组织/实施层级") else "县",
        "reserve": reading.number("递补数", amounts.count, 0),
        "note": row.text("备注"),
    }
    if reading.problems:
        raise FieldsError(reading.problems)
    return owner, TaskDetails(**values)


def _section(text: str, names: NameLists) -> int:
    name = references.match(text, names.sections)
    if name is None:
        raise DomainError(f"“{text}”不是本局的科室；{references.advice(text, names.sections)}")
    return names.sections[name]


def _items(row: SheetRow, text: str, names: NameLists) -> list[str]:
    amounts.code(text, row.kind("抽查事项"))
    codes = []
    for word in references.pieces(text, names.items):
        name = references.match(word, names.items)
        if name is None:
            says = references.advice(word, names.items)
            raise DomainError(f"“{word}”不在清单里；请写事项编码或完整名称（{says}）")
        codes.append(names.items[name])
    return list(dict.fromkeys(codes))


def _scope(text: str, names: NameLists) -> dict[str, list[Any]]:
    if text.strip() in _ALL:
        return {}
    titles = {title: name for name, title in rules.SCOPES.items()}
    filters: dict[str, list[Any]] = {}
    for part in filter(None, map(str.strip, _PARTS.split(text))):
        title, _, values = part.replace(":", "：", 1).partition("：")
        name = titles.get(title.strip())
        if name is None or not values.strip():
            choices = "、".join(titles)
            raise DomainError(f"看不懂的范围“{part}”；请写作“行业：建筑业、制造业”，可用 {choices}")
        filters.setdefault(name, []).extend(_scope_values(name, values, names))
    return filters


def _scope_values(name: str, text: str, names: NameLists) -> list[Any]:
    among, values = names.scopes[name], []
    for word in references.pieces(text, among):
        value = references.match(word, among)
        if value is None and name in {"grades", "risks"}:
            value = references.match(word.rstrip("级类等"), among)
        if value is None:
            says = references.advice(word, among)
            raise DomainError(f"{rules.SCOPES[name]}“{word}”对不上；{says}")
        values.append(names.sections[value] if name == "owners" else value)
    return values


def _ratio_by(text: str, ratios: Mapping[str, int], written: str) -> str:
    """Give by what the classes are told apart; words that leave it open are refused."""
    if text.strip():
        if text.strip() not in _BASES:
            raise DomainError(f"看不懂“{text}”；请写 按守法诚信等级 或 按信用风险分类")
        return _BASES[text.strip()]
    if not ratios:
        return ""
    whole = [by for by in ("grade", "risk") if set(ratios) == set(rules.classes(by))]
    if "D" in ratios or whole == ["risk"]:
        return "risk"
    if whole == ["grade"] or ("级" in written and "类" not in written):
        return "grade"
    if "类" in written and "级" not in written:
        return "risk"
    says = "不知道按什么分类；请加一列“差异化依据”，写 按守法诚信等级 或 按信用风险分类"
    raise DomainError(f"“{written}”{says}")


def _split_by(text: str) -> str:
    if text.strip() not in _SPLITS:
        raise DomainError(f"看不懂“{text}”；请写 不再分、按区域分 或 按行业分")
    return _SPLITS[text.strip()]


def _mode(text: str) -> str:
    mode = _MODES.get(text.strip()) or _MODES.get(references.plain(text))
    if mode is None:
        raise DomainError(f"看不懂“{text}”；请写 公开 或 密封")
    return mode


def _methods(text: str) -> list[str]:
    methods = []
    for word in filter(None, _WORDS.split(text)):
        value = vocabulary.meaning("items", "methods", word)
        if value is None:
            raise DomainError(f"不认得“{word}”；应为 {'、'.join(rules.METHODS)}，可以写几种")
        methods.append(value)
    return list(dict.fromkeys(methods))


def _months(text: str, year: int) -> list[int]:
    return list(months.months(text, year=year))


def _day(text: str) -> Any:  # noqa: ANN401 - a date; None stands in for one that is wrong
    day = subject_rules.day_of(text)
    if day is None:
        raise DomainError(f"看不懂的日期“{text}”；请写作 2026-03-01")
    return day


def _partners(text: str, names: NameLists) -> list[dict[str, int]]:
    partners: dict[int, int] = {}
    for word in references.pieces(text, names.sections):
        name, people = references.match(word, names.sections), 1
        if name is None:
            match = _PEOPLE.fullmatch(word)
            name = references.match(match.group(1), names.sections) if match else None
            people = amounts.count(next(filter(None, match.groups()[1:]))) if match else 1
        if name is None:
            says = references.advice(word, names.sections)
            raise DomainError(f"配合部门“{word}”不是本局的科室；{says}")
        if names.sections[name] in partners:
            raise DomainError(f"配合部门“{name}”写了两次；请只留一次")
        partners[names.sections[name]] = people
    return [{"owner": owner, "people": people} for owner, people in partners.items()]
