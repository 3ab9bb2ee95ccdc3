"""Questions to the plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from oversight.accounts import selectors as accounts
from oversight.accounts.models import Organisation
from oversight.accounts.selectors import Actor
from oversight.common.errors import NotFoundError
from oversight.plans import rules
from oversight.plans.models import Plan, PlanVersion, Task
from oversight.plans.rules import ItemLimits, Limit, PlanFinding, TaskFacts
from oversight.plans.states import IN_FORCE, IN_WORK
from oversight.registry.models import Item, Subject
from oversight.registry.rules import items as item_rules
from oversight.registry.rules import references
from oversight.registry.selectors import items
from oversight.regulations import selectors as regulations


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassShare:
    """How many of a class are drawn in a year: count, share in 1/10000, number."""

    code: str
    name: str
    base: int
    permyriad: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One draw of a task: its number, month, place among the task's batches (from 1)."""

    task: Task
    number: str
    month: int
    place: int

    @property
    def count(self) -> int:
        """Give how many this batch draws."""
        return sum(rules.share(one.total, self.place, self.of) for one in shares(self.task))

    @property
    def of(self) -> int:
        """Give how many batches the task has."""
        return len(self.task.batches)


def plans(actor: Actor) -> QuerySet[Plan]:
    """Give the plans of the bureaus within reach."""
    keys = list(accounts.bureaus(actor).values_list("pk", flat=True))
    return Plan.objects.filter(bureau_id__in=keys)


def plan_for(actor: Actor, plan_id: int) -> Plan:
    """Load a plan of one's bureau.

    Raises:
        NotFoundError: there is none.
    """
    found = plans(actor).filter(pk=plan_id).first()
    if found is None:
        raise NotFoundError("没有这个计划，或不在您的范围内")
    return found


def in_force(plan: Plan) -> PlanVersion | None:
    """Give the version that holds: the newest approved one."""
    return plan.versions.filter(state__in=IN_FORCE).order_by("-number").first()


def draft(plan: Plan) -> PlanVersion | None:
    """Give the version that is being drafted or waits for approval."""
    return plan.versions.filter(state__in=IN_WORK).first()


def published(bureau_id: int) -> list[PlanVersion]:
    """Give the published versions, newest first; former ones stay published."""
    found = PlanVersion.objects.filter(plan__bureau_id=bureau_id, published_at__isnull=False)
    return list(found.select_related("plan").order_by("-plan__year", "-number"))


def batches(version: PlanVersion) -> list[Batch]:
    """Give all batches of a version, by month."""
    found = [
        Batch(task=task, number=one["number"], month=one["month"], place=place)
        for task in counted(version)
        for place, one in enumerate(task.batches, start=1)
    ]
    return sorted(found, key=lambda one: (one.month, one.number))


def counted(version: PlanVersion) -> list[Task]:
    """Give the tasks of a version; as long as bases are not frozen, as they are counted now."""
    tasks = list(version.tasks.select_related("owner"))
    for task in tasks:
        if not task.bases:
            task.bases = bases(version.plan.bureau_id, task.scope, task.ratio_by, task.split_by)
    return tasks


def batch_for(actor: Actor, number: str) -> Batch:
    """Find a batch of a plan that holds, by its number.

    Raises:
        NotFoundError: no approved plan within reach has it.
    """
    for plan in plans(actor).filter(number__startswith=number[:6]):
        version = in_force(plan)
        for one in batches(version) if version else ():
            if one.number == number:
                return one
    raise NotFoundError("没有这个任务，或计划还没有批准")


def in_scope(bureau_id: int, scope: Mapping[str, list[str]]) -> QuerySet[Subject]:
    """Give the listed subjects of a bureau that are in scope."""
    found = Subject.objects.filter(bureau_id=bureau_id, is_listed=True)
    columns = {
        "kinds": "kind__in",
        "industries": "industry__in",
        "regions": "region__in",
        "owners": "owner_id__in",
        "grades": "grade__in",
        "risks": "risk__in",
    }
    for name, column in columns.items():
        if scope.get(name):
            found = found.filter(**{column: scope[name]})
    labelled = Q()
    for label in scope.get("labels") or ():
        labelled |= Q(labels__contains=f"|{label}|")
    return found.filter(labelled)


def bases(
    bureau_id: int, scope: Mapping[str, list[str]], ratio_by: str, split_by: str = ""
) -> dict[str, int]:
    """Count the subjects in scope by class, and by the parts they are divided into."""
    found = in_scope(bureau_id, scope).order_by()
    if not ratio_by and not split_by:
        return {"": found.count()}
    counts = {} if split_by else dict.fromkeys(rules.classes(ratio_by), 0)
    named = [name for name in (split_by, ratio_by) if name]
    for row in found.values(*named).annotate(count=Count("pk")):
        own = rules.class_of(row[ratio_by]) if ratio_by else ""
        key = rules.class_key(own, split_by, row[split_by] if split_by else "")
        counts[key] = counts.get(key, 0) + row["count"]
    return dict(sorted(counts.items())) if split_by else counts


def shares(task: Task) -> list[ClassShare]:
    """Compute how many of each class the year draws, from the frozen base."""
    found = []
    codes = list(task.bases) if task.split_by else rules.classes(task.ratio_by)
    for code in codes:
        permyriad = rules.ratio_of(task.ratio_by, task.ratio, task.ratios, code)
        base = int(task.bases.get(code, 0))
        total = rules.yearly(base, permyriad)
        name = rules.class_name(task.ratio_by, code)
        found.append(ClassShare(code=code, name=name, base=base, permyriad=permyriad, total=total))
    return found


def total(task: Task) -> int:
    """Compute how many the year draws."""
    return sum(one.total for one in shares(task))


def limits(bureau_id: int, day: date) -> dict[str, Limit]:
    """Give the numeric rules in force on a day."""
    return {
        rule.key: Limit(value=rule.value, citation=rule.citation, mark=rule.mark)
        for rule in regulations.rules_on(bureau_id, day)
        if isinstance(rule.value, int)
    }


def item_limits(bureau_id: int, codes: list[str], day: date) -> list[ItemLimits]:
    """Give what the published items say; one that is not published says only its name."""
    found = []
    for item in Item.objects.filter(bureau_id=bureau_id, code__in=codes):
        version = items.in_force(item, day)
        content = item_rules.read(version.content) if version else None
        found.append(
            ItemLimits(
                code=item.code,
                name=item.name,
                is_published=version is not None,
                floor=content.ratio_floor if content else None,
                ceiling=content.ratio_ceiling if content else None,
                yearly_ceiling=content.yearly_ceiling if content else None,
            )
        )
    return found


def findings(task: Task, plan: Plan, day: date) -> list[PlanFinding]:
    """Say what the rules object to in a task, with the base as it is counted now or frozen."""
    found = task.bases or bases(plan.bureau_id, task.scope, task.ratio_by, task.split_by)
    task.bases = found
    facts = TaskFacts(
        kind=task.kind,
        items=item_limits(plan.bureau_id, task.items, day),
        scope=task.scope,
        total=total(task),
        base=sum(found.values()),
        people=task.people + sum(int(one["people"]) for one in task.partners),
        months=[one["month"] for one in task.batches],
        year=plan.year,
        starts_on=task.starts_on,
        ends_on=task.ends_on,
    )
    return rules.findings(facts, limits(plan.bureau_id, day))


def spread(version: PlanVersion) -> dict[tuple[str, int], int]:
    """Count the visits of every section and month."""
    counts: dict[tuple[str, int], int] = {}
    for one in batches(version):
        key = (one.task.owner.name, one.month)
        counts[key] = counts.get(key, 0) + one.count
    return counts


def section_names(bureau_id: int) -> dict[int, str]:
    """Name the sections of a bureau, also those that ended."""
    found = Organisation.objects.filter(parent_id=bureau_id, kind=Organisation.SECTION)
    return dict(found.values_list("pk", "name"))


def scope_words(scope: Mapping[str, list[str]], names: Mapping[int, str]) -> Iterator[str]:
    """Say what a scope filters by."""
    for name, title in rules.SCOPES.items():
        values = scope.get(name) or []
        if values:
            told = [names.get(int(v), str(v)) for v in values] if name == "owners" else values
            yield f"{title}：{references.joined(told)}"


def published_version(number: str, version: int) -> PlanVersion | None:
    """Load a published version by the plan's number and its own."""
    rows = PlanVersion.objects.filter(
        plan__number=number, number=version, published_at__isnull=False
    )
    return rows.select_related("plan").first()


def version_of(plan: Plan, number: int) -> PlanVersion | None:
    """Load a version of a plan by its number."""
    return plan.versions.filter(number=number).first()


def tasks_of(version: PlanVersion) -> QuerySet[Task]:
    """Give the tasks of a version with their sections."""
    return version.tasks.select_related("owner", "version__plan")
