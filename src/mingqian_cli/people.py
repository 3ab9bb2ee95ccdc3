"""The directory of inspectors and the register of recusals as files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from mingqian import canonical
from mingqian.roster import HARD, SOFT, Conflict, Inspector
from mingqian_cli.directory import Problem
from mingqian_tables import columns, uscc
from mingqian_tables.spreadsheet import Row, Sheet

MOST = 999_999
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T].*)?")
_BETWEEN = re.compile(r"[\s、,,;;]+")
_ON_DUTY = {"", "在岗", "在职", "正常"}
_STAFF = {"", "是", "在编", "行政", "行政编制", "事业", "事业编制", "参公", "参公编制"}
_KINDS = {"": HARD, "回避": HARD, "硬": HARD, HARD: HARD, "轮换": SOFT, "软": SOFT, SOFT: SOFT}


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who may be sent, everybody's name, and why the others may not be sent."""

    inspectors: Sequence[Inspector]
    names: Mapping[str, str]
    left_out: Sequence[tuple[str, str]]
    problems: Sequence[Problem]


def read_inspectors(sheet: Sheet, *, pools: AbstractSet[str], on: str, limit: int) -> People:
    """Read the inspectors who can serve one of the pools on a day (``2023-08-23``).

    ``limit`` is the most tasks of those for whom the file says nothing.
    """
    places = columns.find(sheet, columns.INSPECTOR, required=("code", "name", "pools"))
    inspectors: dict[str, Inspector] = {}
    names: dict[str, str] = {}
    left_out: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for row in sheet.rows:
        code = uscc.normalized(_cell(row, places, "code"))
        problem = _code_problem(code, inspectors.keys() | names.keys())
        if problem:
            problems.append(_problem(sheet, row, places, "code", problem))
            continue
        names[code] = _cell(row, places, "name")
        own = tuple(sorted(set(_split(_cell(row, places, "pools"))) & pools))
        reason = _unfit(row, places, on) or ("" if own else "不在本次需要的人员组")
        if reason:
            left_out.append((code, reason))
            continue
        numbers, wrong = _numbers(sheet, row, places, limit)
        problems += wrong
        inspectors[code] = Inspector(code, own, *numbers)
    return People(
        inspectors=list(inspectors.values()), names=names, left_out=left_out, problems=problems
    )


def read_conflicts(
    sheet: Sheet, *, inspectors: AbstractSet[str], subjects: AbstractSet[str]
) -> tuple[list[Conflict], list[Problem]]:
    """Read the pairs that concern this draw; unknown words are reported."""
    places = columns.find(sheet, columns.CONFLICT, required=("inspector", "subject"))
    found: dict[tuple[str, str], str] = {}
    problems = []
    for row in sheet.rows:
        who = uscc.normalized(_cell(row, places, "inspector"))
        subject = uscc.normalized(_cell(row, places, "subject"))
        word = _cell(row, places, "kind")
        if word not in _KINDS:
            problems.append(_problem(sheet, row, places, "kind", "应为“回避”或“轮换”"))
            continue
        if who in inspectors and subject in subjects:
            # A recusal outweighs a rotation for the same pair.
            kinds = {_KINDS[word], found.get((who, subject), SOFT)}
            found[who, subject] = HARD if HARD in kinds else SOFT
    return [Conflict(who, subject, kind) for (who, subject), kind in found.items()], problems


def day(text: str) -> str | None:
    """Read a date in one of the usual forms; None if it is none."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, date = match.groups()
    return f"{year}-{int(month):02d}-{int(date):02d}"


def _unfit(row: Row, places: Mapping[str, int], on: str) -> str:
    expires = _cell(row, places, "expires")
    until = day(expires) if expires else None
    if expires and until is None:
        return f"证件有效期“{expires}”看不懂"
    if until is not None and until < on:
        return f"证件已于 {until} 到期"
    if _cell(row, places, "staff") not in _STAFF:
        return f"编制为“{_cell(row, places, 'staff')}”，不是在编人员"
    state = _cell(row, places, "state")
    return "" if state in _ON_DUTY else f"状态为“{state}”"


def _code_problem(code: str, seen: Iterable[str]) -> str:
    if not canonical.is_code(code):
        return "人员编号应为字母、数字或 ._-"
    return "人员编号重复" if code in seen else ""


def _numbers(
    sheet: Sheet, row: Row, places: Mapping[str, int], limit: int
) -> tuple[tuple[int, int], list[Problem]]:
    numbers = []
    problems = []
    for meaning, usual in (("load", 0), ("limit", limit)):
        text = _cell(row, places, meaning)
        if text and (not text.isascii() or not text.isdigit() or int(text) > MOST):
            problems.append(_problem(sheet, row, places, meaning, "应为 0 到 999999 的整数"))
            text = ""
        numbers.append(int(text) if text else usual)
    return (numbers[0], numbers[1]), problems


def _split(text: str) -> list[str]:
    return [part for part in _BETWEEN.split(text) if part]


def _cell(row: Row, places: Mapping[str, int], meaning: str) -> str:
    place = places.get(meaning, -1)
    return row.cells[place] if 0 <= place < len(row.cells) else ""


def _problem(
    sheet: Sheet, row: Row, places: Mapping[str, int], meaning: str, reason: str
) -> Problem:
    return Problem(
        file=sheet.file,
        row=row.number,
        column=sheet.headings[places[meaning]] if meaning in places else meaning,
        value=_cell(row, places, meaning),
        reason=reason,
    )
