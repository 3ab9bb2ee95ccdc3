"""Questions to results; each gives only what is within the actor's reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.errors import NotFoundError
from oversight.inspections import selectors as inspections
from oversight.inspections import states, task_details
from oversight.inspections.models import InspectionTask
from oversight.inspections.rules.codes import FINDING_CODES, ResultCode
from oversight.results import clocks, rules
from oversight.results.models import InspectionResult, Publication, ResultVersion
from oversight.results.rules import ResultContent
from oversight.results.states import IN_REVIEW, EntryState, FollowUp

OVERDUE, SOON, OPEN = "overdue", "soon", "open"
STANDINGS = {OPEN: "没有公示", SOON: "五个工作日内到期", OVERDUE: "已逾期"}
_GONE = "没有这个检查结果，或不在您的范围内"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultQuestion:
    """What the list is filtered by; empty means no condition."""

    words: str = ""
    section: int | None = None
    state: str = ""
    code: str = ""
    follow_up: str = ""
    standing: str = ""
    sort: str = ""


def results(actor: Actor) -> QuerySet[InspectionResult]:
    """Give those within reach: an inspector's own visits', a section's own, else the bureau's."""
    rows = InspectionResult.objects.select_related(
        "bureau", "owner", "visit__draw", "newest", "in_force", "published", "result__item"
    )
    if not actor.may(Permission.SEE_DRAWS):
        own = Q(visit__slots__inspector__user_id=actor.user_id or 0)
        return rows.filter(own, bureau_id=actor.bureau_id).distinct()
    rows = rows.filter(bureau_id__in=_bureaus(actor))
    if actor.organisation_id == actor.bureau_id or actor.bureau_id is None:
        return rows
    return rows.filter(owner_id=actor.organisation_id)


def find(actor: Actor, question: ResultQuestion, today: date) -> QuerySet[InspectionResult]:
    """Give those that the question asks for, the newest first."""
    rows = results(actor)
    if question.words:
        named = Q(name__icontains=question.words) | Q(code__icontains=question.words)
        named |= Q(number__icontains=question.words) | Q(visit__number=question.words)
        rows = rows.filter(named | Q(item__icontains=question.words))
    if question.section is not None:
        rows = rows.filter(owner_id=question.section)
    if question.state:
        rows = rows.filter(state=question.state)
    if question.code:
        rows = rows.filter(newest__codes__contains=f" {question.code} ")
    if question.follow_up:
        rows = rows.filter(follow_up=question.follow_up)
    rows = _standing(actor, rows, question.standing, today)
    return rows.order_by("ended_on", "pk") if question.sort == "due" else rows.order_by("-pk")


def overdue(actor: Actor, today: date) -> QuerySet[InspectionResult]:
    """Give those within reach that were to be published before today and are not, by section."""
    rows = results(actor).exclude(state=EntryState.WITHDRAWN)
    rows = rows.filter(clocks.overdue(_bureaus(actor), today))
    return rows.order_by("owner__code", "ended_on", "pk")


def soon(actor: Actor, today: date) -> QuerySet[InspectionResult]:
    """Give those within reach that are to be published in a few days, or should have been."""
    rows = results(actor).exclude(state=EntryState.WITHDRAWN)
    return rows.filter(clocks.soon(_bureaus(actor), today)).order_by("ended_on", "pk")


def unpublished(actor: Actor) -> QuerySet[InspectionResult]:
    """Give those within reach of which the version in force is not before the public."""
    rows = results(actor).exclude(state=EntryState.WITHDRAWN)
    return rows.filter(Q(published=None) | ~Q(published=F("in_force")))


def in_review(actor: Actor) -> QuerySet[InspectionResult]:
    """Give those within reach that wait for a reviewer, the earliest first."""
    return results(actor).filter(state__in=IN_REVIEW).order_by("newest__made_at", "pk")


def returned(actor: Actor) -> QuerySet[InspectionResult]:
    """Give those within reach that were returned and wait for who wrote them."""
    return results(actor).filter(state=EntryState.RETURNED).order_by("newest__reviewed_at", "pk")


def result_for(actor: Actor, result_id: int, *, lock: bool = False) -> InspectionResult:
    """Load one within reach; locked until the caller's transaction ends, if asked.

    Raises:
        NotFoundError: there is none.
    """
    if lock:
        list(InspectionResult.objects.select_for_update().filter(pk=result_id).order_by("pk"))
    row = results(actor).filter(pk=result_id).first()
    if row is None:
        raise NotFoundError(_GONE)
    return row


def newest_of(row: InspectionResult) -> ResultVersion:
    """Give the version that was written last; every result has one."""
    return row.versions.order_by("number").reverse()[0]


def in_force_of(row: InspectionResult) -> ResultVersion:
    """Give the approved version that stands; the states that ask for it have one."""
    return row.versions.exclude(edition=None).order_by("edition").reverse()[0]


def editions(row: InspectionResult) -> list[ResultVersion]:
    """Give the approved versions, the oldest first."""
    return list(row.versions.exclude(edition=None).order_by("edition"))


def content(version: ResultVersion) -> ResultContent:
    """Give what a version says."""
    return rules.read(version.content)


def publications(row: InspectionResult) -> QuerySet[Publication]:
    """Give when a result was put before the public or taken from it, in order."""
    return row.publications.select_related("version")


def for_desk(actor: Actor, most: int) -> list[InspectionTask]:
    """Give the inspections within reach that papers may suffice for, the first planned first."""
    sources = states.TASK.sources([states.CONCLUDE])
    rows = inspections.my_visits(actor).filter(state__in=sources, is_out=False)
    return list(rows.order_by("planned_on", "pk")[:most])


def of_visit(visit: InspectionTask) -> QuerySet[InspectionResult]:
    """Give the results of a visit, in the order of its items."""
    rows = InspectionResult.objects.filter(visit=visit).select_related("in_force", "newest")
    return rows.order_by("result__order", "pk")


def of_subject(actor: Actor, subject_id: int) -> QuerySet[InspectionResult]:
    """Give the results of a subject within reach, the newest first."""
    return results(actor).filter(subject_id=subject_id)


def approved_of(visit: InspectionTask) -> dict[int, ResultContent]:
    """Give what stands of each item of a visit, by the key of the item's result."""
    rows = of_visit(visit).exclude(in_force=None)
    return {row.result_id: content(row.in_force) for row in rows if row.in_force is not None}


def visit_words(visit: InspectionTask) -> str:
    """Give the result of a visit in words, once each of its items is approved; else nothing."""
    approved = approved_of(visit)
    keys = list(task_details.results(visit).values_list("pk", flat=True))
    if not keys or any(key not in approved for key in keys):
        return ""
    return overall(approved[key] for key in keys)


def overall(contents: Iterable[ResultContent]) -> str:
    """Write the result of the whole from those of its items."""
    codes = dict.fromkeys(code for part in contents for code in part.codes)
    if any(code in FINDING_CODES for code in codes):
        codes.pop(ResultCode.WFX, None)
    return rules.labels(tuple(codes), ResultCode)


def is_followed_up(visit_id: int) -> bool:
    """Tell whether nothing is open of what a visit's findings led to (R30)."""
    rows = InspectionResult.objects.filter(visit_id=visit_id)
    return not rows.filter(follow_up=FollowUp.OPEN).exists()


def _standing(
    actor: Actor, rows: QuerySet[InspectionResult], wanted: str, today: date
) -> QuerySet[InspectionResult]:
    if wanted == OPEN:
        return rows.filter(published_at=None)
    if wanted == OVERDUE:
        return rows.filter(clocks.overdue(_bureaus(actor), today))
    if wanted == SOON:
        return rows.filter(clocks.soon(_bureaus(actor), today))
    return rows


def _bureaus(actor: Actor) -> list[int]:
    return list(accounts.bureaus(actor).values_list("pk", flat=True))
