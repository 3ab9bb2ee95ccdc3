"""Whom a filter of the plan means; a word that means nobody is reported."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass, field

from mingqian.errors import FormatError, RefusedError
from mingqian_cli import directory, problems
from mingqian_cli.directory import DirectoryFile, ListedSubject
from mingqian_cli.error_words import OWN, problem_of
from mingqian_cli.plan import Filter, PlanFile
from mingqian_cli.problems import Problem
from mingqian_tables import amounts, likeness, states
from mingqian_tables.normalisation import folded
from mingqian_tables.table import Sheet

_MOST_VALUES = 2000


@dataclass(slots=True)
class Filters:
    """The filters of a plan on the columns of a file."""

    sheet: Sheet
    places: dict[str, int]
    hits: set[tuple[str, str]] = field(default_factory=set)
    values: dict[str, dict[str, None]] = field(default_factory=dict)
    blank_counts: int = 0

    def faults(self, subject: ListedSubject, used: Iterable[Filter]) -> list[Problem]:
        """Find what of a row the filters cannot understand."""
        by_column: dict[int, Problem] = {}
        for rule in used:
            for name in rule.where:
                place = self.places[name]
                text = subject.row.cell(place)
                if states.is_heading(name) and states.state_of(text) is None:
                    what = f"看不懂的状态“{text}”" if text else "没有写状态"
                    reason = f"{what}；应为 {'、'.join(states.STATES)} 之一"
                    by_column[place] = problems.at(self.sheet, subject.row, place, reason)
            for name in rule.at_least:
                place = self.places[name]
                try:
                    _number(subject.row.cell(place))
                except FormatError as error:
                    by_column[place] = problems.at(
                        self.sheet, subject.row, place, problem_of(error)
                    )
        return list(by_column.values())

    def matches(self, rule: Filter, subject: ListedSubject) -> bool:
        """Tell whether a filter means a row: every column must have one of its values."""
        is_meant = True
        for name, allowed in rule.where.items():
            value = subject.row.cell(self.places[name])
            fitting = [word for word in allowed if _fits(value, word, name)]
            self.hits.update((name, word) for word in fitting)
            is_meant = is_meant and bool(fitting)
            values = self.values.setdefault(name, {})
            if len(values) < _MOST_VALUES:
                values[value] = None
        return is_meant and all(
            _number(subject.row.cell(self.places[name])) >= least
            for name, least in rule.at_least.items()
        )

    def misses(self, plan: PlanFile) -> list[Problem]:
        """Name the words of the plan that no row has, with those that are nearly so."""
        return [
            _miss(plan, where, name, word, self.values.get(name, {}))
            for where, rule in labelled(plan)
            for name, allowed in rule.where.items()
            for word in allowed
            if (name, word) not in self.hits and not _is_known_state(name, word)
        ]


def filters_of(plan: PlanFile, listing: DirectoryFile) -> Filters:
    """Find the columns that the plan's filters use.

    Raises:
        RefusedError: a column is not in the directory.
        TableError: two columns have its name.
    """
    columns = [(where, name) for where, rule in labelled(plan) for name in _columns(rule)]
    if plan.ticket_column is not None:
        columns.append(("tickets", plan.ticket_column))
    places = {}
    for where, name in columns:
        place = directory.place_of(listing.sheet, name)
        if place is None:
            raise RefusedError(
                OWN,
                problem=f"{where} 用到“{name}”一列，名录库里没有；"
                f"表头是 {'、'.join(listing.headings)}",
            )
        places[name] = place
    return Filters(listing.sheet, places)


def labelled(plan: PlanFile) -> list[tuple[str, Filter]]:
    """List the filters of a plan, each with what it is called."""
    strata = [(f"层 {stratum.plan.code}", stratum.filter) for stratum in plan.strata]
    return [*strata, *((f"原因 {reason.code}", reason.filter) for reason in plan.exclusions)]


def is_class(value: str, word: str) -> bool:
    """Tell whether two words name one class: ``A``, ``Ａ``, ``a``, ``A级``, ``A类``."""
    return _class(value) == _class(word)


def _class(text: str) -> str:
    bare = folded(text)
    return bare[0] if len(bare) == 2 and bare[0].isascii() and bare[1] in "级类等" else bare  # noqa: PLR2004


def _columns(rule: Filter) -> list[str]:
    return [*rule.where, *rule.at_least]


def _fits(value: str, word: str, name: str) -> bool:
    if value == word or is_class(value, word):
        return True
    if "*" in word:
        literal = folded(word).replace("[", "[[]").replace("?", "[?]")
        return fnmatch.fnmatchcase(folded(value), literal)
    if not states.is_heading(name):
        return False
    meant = states.state_of(word)
    return meant is not None and states.state_of(value) == meant


def _is_known_state(name: str, word: str) -> bool:
    return states.is_heading(name) and states.state_of(word) is not None


def _number(text: str) -> int:
    # Nothing written in a column of counts means none: everybody leaves it so.
    return amounts.count(text) if text else 0


def _miss(plan: PlanFile, where: str, name: str, word: str, values: Iterable[str]) -> Problem:
    near = likeness.hint(word, [value for value in values if value])
    return Problem(
        file=plan.path.name,
        row=0,
        column=f"{where} {name}",
        value=word,
        reason=f"名录的“{name}”一列里没有“{word}”{';' if near else ''}{near}",
        advice="请改计划里的这个值，或更正名录",
    )
