"""The register of recusals as a file: pairs that concern this draw, and rows that match nobody."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from mingqian.roster import HARD, SOFT, Conflict
from mingqian_cli import problems
from mingqian_cli.problems import Problem
from mingqian_tables import columns, likeness, uscc
from mingqian_tables.normalisation import folded
from mingqian_tables.table import Row, Sheet

_KINDS = {"": HARD, "回避": HARD, "硬": HARD, HARD: HARD, "轮换": SOFT, "软": SOFT, SOFT: SOFT}
_MEND = "请改成名录里的编号和代码；每一行回避都要对上人和对象"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownIds:
    """Everybody who is in the files: their names by code, and who of them is in this draw."""

    names: Mapping[str, str]
    drawn: AbstractSet[str]


def read_conflicts(
    sheet: Sheet, *, inspectors: KnownIds, subjects: KnownIds
) -> tuple[list[Conflict], list[Problem]]:
    """Read the pairs that concern this draw; what matches nobody is reported, never dropped.

    A row about somebody who is in the files but not in this draw has no effect and is right.

    Raises:
        TableError: a column is missing or twice there.
    """
    places = columns.find(sheet, columns.CONFLICT, required=("inspector", "subject"))
    pairs: dict[tuple[str, str], str] = {}
    all_problems = problems.unread(sheet)
    sides = (("inspector", inspectors, "人员名录"), ("subject", subjects, "对象名录"))
    for row in sheet.rows:
        kind = _KINDS.get(folded(row.cell(places.get("kind", -1))))
        if kind is None:
            reason = "应为“回避”或“轮换”"
            all_problems.append(problems.at(sheet, row, places["kind"], reason))
            continue
        misses = [
            problems.at(sheet, row, places[meaning], reason, _MEND)
            for meaning, known, where in sides
            if (reason := _miss(row, places[meaning], known, where))
        ]
        all_problems += misses
        who, subject = (uscc.normalized(row.cell(places[side])) for side, _, _ in sides)
        if not misses and who in inspectors.drawn and subject in subjects.drawn:
            # A recusal outweighs a rotation for the same pair.
            kinds = {kind, pairs.get((who, subject), SOFT)}
            pairs[who, subject] = HARD if HARD in kinds else SOFT
    return [Conflict(who, subject, kind) for (who, subject), kind in pairs.items()], all_problems


def _miss(row: Row, place: int, known: KnownIds, where: str) -> str:
    text = row.cell(place)
    code = uscc.normalized(text)
    if code in known.names:
        return ""
    if not code:
        return f"是空的，对不上{where}里的任何一个"
    called = [key for key, name in known.names.items() if folded(name) == folded(text)]
    if called:
        near = f"这是名称，编号是 {'、'.join(called[:3])}"
    else:
        near = likeness.hint(code, known.names.keys())
    return f"{where}里没有“{text}”{';' if near else ''}{near}"
