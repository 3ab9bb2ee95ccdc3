"""A plan beside the former year's: what it changes, and what does not fit any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from oversight.plans import rules, selectors
from oversight.plans.models import Plan, PlanVersion, Task
from oversight.plans.rules import TaskDetails
from oversight.plans.selectors import CountedTask
from oversight.plans.services import tasks
from oversight.registry.models import Facet

_FACETS = {"industries": "industry", "regions": "region", "labels": "labels"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskComparison:
    """A task beside the former year's of the same title; ``changes``: field, before, after."""

    task: Task
    is_new: bool
    changes: list[list[str]]
    misfits: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A version beside the former year's; ``gone`` are the tasks that it has no more."""

    former: PlanVersion | None
    rows: list[TaskComparison]
    gone: list[Task]
    total: int
    former_total: int

    @property
    def misfits(self) -> list[TaskComparison]:
        """Give the tasks of which something does not fit any more."""
        return [row for row in self.rows if row.misfits]

    @property
    def changed(self) -> list[TaskComparison]:
        """Give the tasks that are new or not as in the former year."""
        return [row for row in self.rows if row.is_new or row.changes]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What a bureau's sections, items and the values of its directory are called."""

    sections: Mapping[int, str]
    items: Mapping[str, str]
    values: Mapping[str, frozenset[str]]


def former_plan(plan: Plan) -> Plan | None:
    """Give the newest plan of the bureau from an earlier year."""
    earlier = Plan.objects.filter(bureau_id=plan.bureau_id, year__lt=plan.year)
    return earlier.order_by("-year").first()


def compare(version: PlanVersion, day: date) -> Comparison:
    """Compare a version with the one in force in the former year; the rules are asked on a day."""
    plan = version.plan
    earlier = former_plan(plan)
    former = selectors.newest(earlier) if earlier else None
    former_tasks = selectors.counted(former) if former else []
    left = {_title(counted, plan.year): counted for counted in reversed(former_tasks)}
    names, now = _names(plan), selectors.counted(version)
    rows = [_row(counted, left.pop(counted.task.title, None), names, day) for counted in now]
    return Comparison(
        former=former,
        rows=rows,
        gone=[counted.task for counted in left.values()],
        total=sum(counted.total for counted in now),
        former_total=sum(counted.total for counted in former_tasks),
    )


def _title(counted: CountedTask, year: int) -> str:
    """Give the title that a former task has in a year: a year in it moves along."""
    return rules.title_in_year(counted.task.title, counted.task.version.plan.year, year)


def _names(plan: Plan) -> _Names:
    values: dict[str, set[str]] = {}
    facets = Facet.objects.filter(bureau_id=plan.bureau_id)
    for name, value in facets.values_list("field", "value"):
        values.setdefault(name, set()).add(value)
    return _Names(
        sections=selectors.section_names(plan.bureau_id),
        items=selectors.item_names(plan.bureau_id),
        values={name: frozenset(known) for name, known in values.items()},
    )


def _row(
    counted: CountedTask, former: CountedTask | None, names: _Names, day: date
) -> TaskComparison:
    plan = counted.task.version.plan
    findings = selectors.findings(counted.details, counted.bases, plan, day)
    stops = [finding.says for finding in findings if finding.level == rules.STOP]
    return TaskComparison(
        task=counted.task,
        is_new=former is None,
        changes=_changes(counted, former, names) if former else [],
        misfits=[*stops, *_unknown_values(counted.details, names)],
    )


def _changes(counted: CountedTask, former: CountedTask, names: _Names) -> list[list[str]]:
    """Give the fields that differ; a day that only moved with the year is no change."""
    years = (former.task.version.plan.year, counted.task.version.plan.year)
    moved = rules.moved(former.details, *years)
    before, after = _texts(former, moved, names), _texts(counted, counted.details, names)
    titles = {**tasks.TITLES, "base": "基数", "total": "全年应抽"}
    return [[titles[n], before[n], after[n]] for n in titles if before[n] != after[n]]


def _texts(counted: CountedTask, details: TaskDetails, names: _Names) -> dict[str, str]:
    return {
        **tasks.shown(details, names.sections, names.items),
        "owner": counted.task.owner.name,
        "base": f"{sum(counted.bases.values()):,}",
        "total": f"{counted.total:,}",
    }


def _unknown_values(details: TaskDetails, names: _Names) -> Iterator[str]:
    """Name the values of the scope that no subject of the directory has."""
    for scope, field in _FACETS.items():
        known = names.values.get(field, frozenset())
        for value in details.scope.get(scope, []):
            if value not in known:
                yield f"名录里现在没有{rules.SCOPES[scope]}“{value}”；请核对范围"
