"""Questions to the plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from oversight.accounts import rules as rules_of_roles
from oversight.accounts import selectors as accounts
from oversight.accounts.models import Organisation
from oversight.accounts.selectors import Actor
from oversight.common.errors import NotFoundError
from oversight.plans import rules
from oversight.plans.models import Plan, PlanVersion, Task
from oversight.plans.rules import ItemLimits, Limit, PlanFinding, TaskDetails, TaskFacts
from oversight.plans.states import IN_FORCE, IN_WORK, PLAN
from oversight.registry.models import Item, Subject
from oversight.registry.rules import items as item_rules
from oversight.registry.rules import references
from oversight.registry.selectors import items
from oversight.regulations import selectors as regulations

# What a task says in its own columns; the rest stands in rows.
COLUMNS = (
    *("title", "kind", "scope", "ratio_by", "split_by", "ratio", "frequency", "methods"),
    *("people", "starts_on", "ends_on", "mode", "level", "reserve", "note"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One draw of a task: its number, month, place among the task's batches (from 1)."""

    task: Task
    number: str
    month: int
    place: int
    of: int
    """How many batches the task has."""
    shares: list[rules.ClassShare]
    """What the year draws of each class."""

    @property
    def count(self) -> int:
        """Give how many this batch draws."""
        return sum(rules.share(share.total, self.place, self.of) for share in self.shares)

    @property
    def year_total(self) -> int:
        """Give how many all batches of the year draw."""
        return sum(share.total for share in self.shares)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedTask:
    """A task with what its rows say, and the subjects of each class: frozen, or counted now."""

    task: Task
    details: TaskDetails
    bases: Mapping[str, int]

    @property
    def shares(self) -> list[rules.ClassShare]:
        """Give how many of each class the year draws."""
        return rules.shares(self.details, self.bases)

    @property
    def total(self) -> int:
        """Give how many the year draws."""
        return rules.total(self.details, self.bases)

    @property
    def batches(self) -> list[Batch]:
        """Give the draws of the task, in their order."""
        rows, year = list(self.task.batches.all()), self.shares
        return [
            Batch(
                task=self.task,
                number=row.number,
                month=row.month,
                place=place,
                of=len(rows),
                shares=year,
            )
            for place, row in enumerate(rows, start=1)
        ]


def plans(actor: Actor) -> QuerySet[Plan]:
    """Give the plans of the bureaus within reach."""
    keys = list(accounts.bureaus(actor).values_list("pk", flat=True))
    return Plan.objects.filter(bureau_id__in=keys)


def plan_for(actor: Actor, plan_id: int) -> Plan:
    """Load a plan of one's bureau.

    Raises:
        NotFoundError: there is none.
    """
    plan = plans(actor).filter(pk=plan_id).first()
    if plan is None:
        raise NotFoundError("没有这个计划，或不在您的范围内")
    return plan


def in_force(plan: Plan) -> PlanVersion | None:
    """Give the version that holds: the newest approved one."""
    return plan.versions.filter(state__in=IN_FORCE).order_by("-number").first()


def draft(plan: Plan) -> PlanVersion | None:
    """Give the version that is being drafted or waits for approval."""
    return plan.versions.filter(state__in=IN_WORK).first()


def newest(plan: Plan) -> PlanVersion | None:
    """Give the version that holds, or the draft where none was approved yet."""
    return in_force(plan) or draft(plan)


def is_first_draft(version: PlanVersion) -> bool:
    """Tell whether a version is the first of its plan, being drafted, and was never submitted."""
    is_open = PLAN.allows("rename", version.state)
    return is_open and version.number == 1 and version.submitted_at is None


def sections_without_task(version: PlanVersion) -> list[Organisation]:
    """Give the sections with items in force that have no task in a version."""
    owners = Item.objects.filter(
        bureau_id=version.plan.bureau_id, state__in=[Item.VALID, Item.CHANGING]
    )
    sections = Organisation.objects.filter(
        pk__in=owners.values("owner_id"), kind=Organisation.SECTION, ended_at=None
    )
    return list(sections.exclude(pk__in=version.tasks.values("owner_id")).order_by("path"))


def approvers(version: PlanVersion) -> list[str]:
    """Name the people who may approve a version: not who submitted it."""
    permission = rules_of_roles.permission_of(PLAN, "approve")
    people = accounts.holders(version.plan.bureau, permission)
    return [user.name for user in people if user.pk != version.submitted_user]


def item_names(bureau_id: int) -> dict[str, str]:
    """Name the items of a bureau by their codes, also the cancelled ones.

    Where two have one name, the code stands behind it.
    """
    names = dict(Item.objects.filter(bureau_id=bureau_id).values_list("code", "name"))
    times = Counter(names.values())
    return {c: f"{name}（{c}）" if times[name] > 1 else name for c, name in names.items()}


def published(bureau_id: int) -> list[PlanVersion]:
    """Give the published versions, newest first; former ones stay published."""
    versions = PlanVersion.objects.filter(plan__bureau_id=bureau_id, published_at__isnull=False)
    return list(versions.select_related("plan").order_by("-plan__year", "-number"))


def batches(version: PlanVersion) -> list[Batch]:
    """Give all batches of a version, by month."""
    all_batches = [batch for task in counted(version) for batch in task.batches]
    return sorted(all_batches, key=lambda batch: (batch.month, batch.number))


def with_rows(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Read tasks with all their rows, in as many queries whatever their number."""
    rows = ("items", "partners", "ratios", "bases", "batches")
    return tasks.select_related("owner", "version__plan").prefetch_related(*rows)


def tasks_of(version: PlanVersion) -> QuerySet[Task]:
    """Give the tasks of a version with their sections and all their rows."""
    return with_rows(version.tasks.all())


def counted(version: PlanVersion) -> list[CountedTask]:
    """Give the tasks of a version; as long as bases are not frozen, as they are counted now."""
    return [counted_task(task) for task in tasks_of(version)]


def counted_task(task: Task) -> CountedTask:
    """Give a task with its bases as they were frozen, or as they are counted now."""
    frozen = frozen_bases(task)
    bureau_id = task.version.plan.bureau_id
    return CountedTask(
        task=task,
        details=details_of(task),
        bases=frozen or bases(bureau_id, task.scope, task.ratio_by, task.split_by),
    )


def frozen_bases(task: Task) -> dict[str, int]:
    """Give the subjects of each class as they were counted at the submission; empty before."""
    return {row.code: row.count for row in task.bases.all()}


def details_of(task: Task) -> TaskDetails:
    """Give what a task says, as it would be entered."""
    return TaskDetails(
        **{name: getattr(task, name) for name in COLUMNS},
        items=[row.code for row in task.items.all()],
        months=[row.month for row in task.batches.all()],
        ratios={row.code: row.permyriad for row in task.ratios.all()},
        partners=[{"owner": row.section_id, "people": row.people} for row in task.partners.all()],
    )


def batch_for(actor: Actor, number: str) -> Batch:
    """Find a batch of a plan that holds, by its number.

    Raises:
        NotFoundError: no approved plan within reach has it.
    """
    held = Task.objects.filter(
        version__plan__in=plans(actor), version__state__in=IN_FORCE, batches__number=number
    )
    task = with_rows(held).order_by("-version__number").first()
    for batch in counted_task(task).batches if task else ():
        if batch.number == number:
            return batch
    raise NotFoundError("没有这个任务，或计划还没有批准")


def in_scope(bureau_id: int, scope: Mapping[str, list[str]]) -> QuerySet[Subject]:
    """Give the listed subjects of a bureau that are in scope."""
    subjects = Subject.objects.filter(bureau_id=bureau_id, is_listed=True)
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
            subjects = subjects.filter(**{column: scope[name]})
    labelled = Q()
    for label in scope.get("labels") or ():
        labelled |= Q(labels__contains=f"|{label}|")
    return subjects.filter(labelled)


def bases(
    bureau_id: int, scope: Mapping[str, list[str]], ratio_by: str, split_by: str = ""
) -> dict[str, int]:
    """Count the subjects in scope by class, and by the parts they are divided into."""
    subjects = in_scope(bureau_id, scope).order_by()
    if not ratio_by and not split_by:
        return {"": subjects.count()}
    counts = {} if split_by else dict.fromkeys(rules.classes(ratio_by), 0)
    named = [name for name in (split_by, ratio_by) if name]
    for row in subjects.values(*named).annotate(count=Count("pk")):
        own = rules.class_of(row[ratio_by]) if ratio_by else ""
        key = rules.class_key(own, split_by, row[split_by] if split_by else "")
        counts[key] = counts.get(key, 0) + row["count"]
    return dict(sorted(counts.items())) if split_by else counts


def limits(bureau_id: int, day: date) -> dict[str, Limit]:
    """Give the numeric rules in force on a day."""
    return {
        rule.key: Limit(value=rule.value, citation=rule.citation, mark=rule.mark)
        for rule in regulations.rules_on(bureau_id, day)
        if isinstance(rule.value, int)
    }


def item_limits(bureau_id: int, codes: Sequence[str], day: date) -> list[ItemLimits]:
    """Give what the published items say; one that is not published says only its name."""
    per_item = []
    for item in Item.objects.filter(bureau_id=bureau_id, code__in=codes):
        version = items.in_force(item, day)
        content = item_rules.read(version.content) if version else None
        per_item.append(
            ItemLimits(
                code=item.code,
                name=item.name,
                is_published=version is not None,
                floor=content.ratio_floor if content else None,
                ceiling=content.ratio_ceiling if content else None,
                yearly_ceiling=content.yearly_ceiling if content else None,
            )
        )
    return per_item


def findings(
    task: TaskDetails, bases: Mapping[str, int], plan: Plan, day: date
) -> list[PlanFinding]:
    """Say what the rules object to in a task with so many subjects of each class."""
    facts = TaskFacts(
        kind=task.kind,
        items=item_limits(plan.bureau_id, task.items, day),
        scope=task.scope,
        total=rules.total(task, bases),
        base=sum(bases.values()),
        people=task.people + sum(partner["people"] for partner in task.partners),
        months=task.months,
        year=plan.year,
        starts_on=task.starts_on,
        ends_on=task.ends_on,
    )
    return rules.findings(facts, limits(plan.bureau_id, day))


def spread(version: PlanVersion) -> dict[tuple[str, int], int]:
    """Count the visits of every section and month."""
    counts: dict[tuple[str, int], int] = {}
    for batch in batches(version):
        key = (batch.task.owner.name, batch.month)
        counts[key] = counts.get(key, 0) + batch.count
    return counts


def section_names(bureau_id: int) -> dict[int, str]:
    """Name the sections of a bureau, also those that ended."""
    sections = Organisation.objects.filter(parent_id=bureau_id, kind=Organisation.SECTION)
    return dict(sections.values_list("pk", "name"))


def scope_words(scope: Mapping[str, list[str]], names: Mapping[int, str]) -> Iterator[str]:
    """Say what a scope filters by."""
    for name, title in rules.SCOPES.items():
        values = scope.get(name) or []
        if values:
            words = [names.get(int(v), str(v)) for v in values] if name == "owners" else values
            yield f"{title}：{references.joined(words)}"


def published_version(number: str, version: int) -> PlanVersion | None:
    """Load a published version by the plan's number and its own."""
    rows = PlanVersion.objects.filter(
        plan__number=number, number=version, published_at__isnull=False
    )
    return rows.select_related("plan").first()


def version_of(plan: Plan, number: int) -> PlanVersion | None:
    """Load a version of a plan by its number."""
    return plan.versions.filter(number=number).first()
