"""The plan of a draw as a short TOML file that a section clerk can write."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar, cast

from mingqian import manifest
from mingqian.canonical import Json
from mingqian.errors import FormatError, RefusedError
from mingqian.fields import MAX_COUNT, Fields
from mingqian.manifest import Item, Need, Rule
from mingqian.manifest_builder import StratumPlan
from mingqian.sources import Source, drand
from mingqian.sources import read as read_source
from mingqian_ceremony import durable_files
from mingqian_cli.error_words import OWN
from mingqian_cli.plan import (
    ExclusionRule,
    Filter,
    ItemRule,
    PlanFile,
    StratumRule,
    TableFile,
    require_lawful,
)
from mingqian_tables import columns, uscc

RULE = "docs/how-to/plan.md"
_T = TypeVar("_T")
_TABLES = ("draw", "files", "directory", "columns", "tickets")
_LISTS = ("items", "strata", "exclusions", "sources")


def read(path: Path) -> PlanFile:
    """Read a plan file.

    Raises:
        FormatError: not TOML, or a field missing, unknown or wrong.
        RefusedError: something that no law or plan allows.
    """
    top = _top(path)
    draw = _section(top, path, "draw")
    files = _section(top, path, "files")
    directory = _section(top, path, "directory")
    column, tickets = _tickets(top, path)
    plan = PlanFile(
        draw=draw.code("code"),
        organisation=draw.text("organisation"),
        title=draw.text("title"),
        plan=draw.code("plan") if draw.has("plan") else None,
        task=draw.code("task"),
        mode=draw.word("mode", manifest.OPEN, manifest.SEALED),
        deadline=draw.time("deadline"),
        relax_rotation=draw.boolean("relax_rotation") if draw.has("relax_rotation") else False,
        limit=draw.integer("limit", least=1, most=999_999) if draw.has("limit") else 999_999,
        voids=draw.codes("voids") if draw.has("voids") else (),
        path=path,
        directory_file=_table(files, path, "directory"),
        inspectors_file=_table(files, path, "inspectors"),
        conflicts_file=_table(files, path, "conflicts") if files.has("conflicts") else None,
        accepted_faults=files.integer("accept_faults") if files.has("accept_faults") else None,
        accepted_codes=_accepted(directory, path),
        directory_at=directory.time("at"),
        directory_root=directory.hex("root") if directory.has("root") else None,
        directory_size=directory.integer("size") if directory.has("size") else None,
        has_local_codes=directory.boolean("local_codes") if directory.has("local_codes") else False,
        columns=_columns(top, path),
        ticket_column=column,
        tickets=tickets,
        items=_list(top, path, "items", _item),
        strata=_list(top, path, "strata", _stratum),
        exclusions=_list(top, path, "exclusions", _exclusion),
        sources=_list(top, path, "sources", _source),
    )
    for section in (draw, files, directory):
        section.done()
    require_lawful(plan)
    return plan


def _top(path: Path) -> dict[str, Json]:
    data = durable_files.read(path, "计划文件")
    try:
        top = tomllib.loads(unicodedata.normalize("NFC", data.decode("utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(
            OWN,
            problem=f'不是 TOML:{error}。中文的列名要加引号，如 "行业" = ["制造"]',
            file=path.name,
            rule=RULE,
        ) from None
    for name in top:
        if name not in (*_TABLES, *_LISTS):
            raise FormatError(OWN, problem=f"[{name}] 是未知的一节", file=path.name, rule=RULE)
    # TOML's dates and floats are refused where a field is read as what it should be.
    return cast("dict[str, Json]", top)


def _section(top: Mapping[str, Json], path: Path, name: str) -> Fields:
    return Fields(top.get(name), file=path.name, rule=RULE, where=name)


def _list(
    top: Mapping[str, Json], path: Path, name: str, read_one: Callable[[Fields], _T]
) -> tuple[_T, ...]:
    holder = Fields({name: top.get(name, [])}, file=path.name, rule=RULE)
    return holder.objects(name, read_one)


def _table(files: Fields, path: Path, key: str) -> TableFile:
    sheet, row = f"{key}_sheet", f"{key}_heading_row"
    return TableFile(
        path=path.parent / files.text(key),
        sheet=files.text(sheet) if files.has(sheet) else None,
        heading_row=files.integer(row, least=1) if files.has(row) else None,
        key=key,
    )


def _accepted(directory: Fields, path: Path) -> dict[str, str]:
    if not directory.has("accepted_codes"):
        return {}
    reasons = _texts(directory.take("accepted_codes"), path, "directory.accepted_codes")
    return {uscc.normalized(code): reason for code, reason in reasons.items()}


def _columns(top: Mapping[str, Json], path: Path) -> dict[str, str]:
    names = _texts(top.get("columns", {}), path, "columns")
    for meaning in names:
        if meaning not in columns.SUBJECT:
            known = "、".join(columns.SUBJECT)
            problem = f"[columns] 里的 {meaning} 是未知的字段；可以写 {known}"
            raise FormatError(OWN, problem=problem, file=path.name, rule=RULE)
    return names


def _texts(value: Json, path: Path, where: str) -> dict[str, str]:
    fields = Fields(value, file=path.name, rule=RULE, where=where)
    return {name: fields.text(name) for name in (value if isinstance(value, dict) else ())}


def _tickets(top: Mapping[str, Json], path: Path) -> tuple[str | None, dict[str, int]]:
    if "tickets" not in top:
        return None, {}
    fields = _section(top, path, "tickets")
    column = fields.text("column")
    values = fields.take("values")
    inner = Fields(values, file=path.name, rule=RULE, where="tickets.values")
    names = list(values) if isinstance(values, dict) else []
    tickets = {name: inner.integer(name, least=1, most=10) for name in names}
    fields.done()
    return column, tickets


def _item(fields: Fields) -> ItemRule:
    item = Item(
        code=fields.code("code"), version=fields.integer("version"), title=fields.text("title")
    )
    if not fields.has("published"):
        raise RefusedError(
            OWN,
            problem=f"事项 {item.code}“{item.title}”没有公布日期(published)：未公布的事项不得检查",
            file=fields.file,
            rule="国办发〔2024〕54号",
        )
    return ItemRule(
        item=item,
        published=fields.text("published"),
        floor=_share(fields, "floor"),
        ceiling=_share(fields, "ceiling"),
    )


def _share(fields: Fields, name: str) -> int | None:
    return fields.integer(name, most=manifest.PERMYRIAD) if fields.has(name) else None


def _stratum(fields: Fields) -> StratumRule:
    least = fields.integer("min", most=MAX_COUNT) if fields.has("min") else 0
    most = fields.integer("max", least=least, most=MAX_COUNT) if fields.has("max") else None
    permyriad = fields.integer("permyriad", most=manifest.PERMYRIAD)
    return StratumRule(
        plan=StratumPlan(
            code=fields.code("code"),
            title=fields.text("title"),
            item=fields.code("item"),
            rule=Rule(permyriad=permyriad, least=least, most=most),
            reserve=fields.integer("reserve", most=MAX_COUNT) if fields.has("reserve") else 0,
            team=fields.objects("team", _need),
        ),
        filter=_filter(fields),
    )


def _need(fields: Fields) -> Need:
    return Need(pool=fields.code("pool"), count=fields.integer("count", least=1, most=1000))


def _exclusion(fields: Fields) -> ExclusionRule:
    return ExclusionRule(code=fields.code("code"), text=fields.text("text"), filter=_filter(fields))


def _filter(fields: Fields) -> Filter:
    where: dict[str, tuple[str, ...]] = {}
    at_least: dict[str, int] = {}
    if fields.has("where"):
        inner = fields.child("where")
        for column in inner.names():
            where[column] = tuple(_allowed(inner, column))
    if fields.has("at_least"):
        inner = fields.child("at_least")
        at_least = {column: inner.integer(column) for column in inner.names()}
    return Filter(where=where, at_least=at_least)


def _allowed(fields: Fields, column: str) -> list[str]:
    values = []
    for member in fields.members(column):
        if not isinstance(member, str):
            fields.refuse(f"{fields.where}.{column} 应是文字的列表")
        values.append(member)
    return values


def _source(fields: Fields) -> Source:
    if fields.has("at"):
        # People know the time they want; the round follows from it.
        fields.word("kind", "drand")
        return drand.Drand(round=drand.first_round_at(fields.time("at")))
    if not fields.has("chain") and fields.has("round"):
        fields.word("kind", "drand")
        return drand.Drand(round=fields.integer("round", least=1, most=drand.MAX_ROUND))
    return read_source(fields)
