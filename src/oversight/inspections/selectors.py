"""Questions to inspection tasks and what is asked of them."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError, NotFoundError
from oversight.draws import secrecy
from oversight.draws import selectors as draws
from oversight.draws.models import Draw
from oversight.files import selectors as files
from oversight.files.models import StoredFile
from oversight.inspections import states
from oversight.inspections.kinds import Source
from oversight.inspections.models import Approval, InspectionTask, ReplacementRequest
from oversight.inspections.states import ApprovalState, ReplacementState, TaskState
from oversight.registry.models import Subject


def visits(draw: Draw) -> QuerySet[InspectionTask]:
    """Give the visits of a draw with their teams."""
    return draw.visits.select_related("subject").prefetch_related("slots__inspector__owner")


def my_visits(actor: Actor) -> QuerySet[InspectionTask]:
    """Give the visits that somebody has to do with: an inspector own ones, others their reach's.

    Those of a sealed draw do not exist before its opening, neither for those who will go.
    """
    drawn = Q(draw__state__in=(Draw.HELD, Draw.PUBLISHED)) & ~Q(draw__in=secrecy.unopened())
    tasks = InspectionTask.objects.filter(drawn | Q(draw=None))
    tasks = tasks.select_related("draw", "subject", "owner")
    tasks = tasks.prefetch_related("slots__inspector", "slots__section")
    if not actor.may(Permission.SEE_DRAWS):
        return tasks.filter(slots__inspector__user_id=actor.user_id or 0).distinct()
    keys = list(accounts.bureaus(actor).values_list("pk", flat=True))
    tasks = tasks.filter(bureau_id__in=keys)
    if actor.organisation_id == actor.bureau_id or actor.bureau_id is None:
        return tasks
    own = Q(slots__section_id=actor.organisation_id) | Q(owner_id=actor.organisation_id, draw=None)
    return tasks.filter(own).distinct()


def sees_reason(actor: Actor, task: InspectionTask) -> bool:
    """Tell whether somebody may read why a task was made, and under which number it is filed.

    Of a complaint only who registers and who approves: what is told there may say who complained
    (劳动保障监察条例 §9; rule R22).
    """
    if task.source != Source.COMPLAINT:
        return True
    return actor.may(Permission.REGISTER_VISITS) or actor.may(Permission.APPROVE_VISITS)


def exemption_evidence(actor: Actor, visit_id: int) -> StoredFile:
    """Give the file that proves why a visit does not count.

    Raises:
        NotFoundError: the visit is not within reach, has none, or of a complaint one may not know.
    """
    task = visit_for(actor, visit_id)
    if not (task.exempt_evidence_digest and sees_reason(actor, task)):
        raise NotFoundError("没有证据文件，或不在您的范围内")
    return files.file_of(task.bureau_id, task.exempt_evidence_digest)


def request_evidence(actor: Actor, visit_id: int, request_id: int) -> StoredFile:
    """Give the file that came with what was asked of a visit.

    Raises:
        NotFoundError: the visit is not within reach, or has no such file.
    """
    task = visit_for(actor, visit_id)
    request = task.requests.filter(pk=request_id).exclude(evidence_digest="").first()
    if request is None:
        raise NotFoundError("没有证据文件，或不在您的范围内")
    return files.file_of(task.bureau_id, request.evidence_digest)


def visit_for(actor: Actor, visit_id: int, *, lock: bool = False) -> InspectionTask:
    """Load a visit within reach; locked until the caller's transaction ends, if asked.

    Raises:
        NotFoundError: there is none.
    """
    if lock:
        list(InspectionTask.objects.select_for_update().filter(pk=visit_id).order_by("pk"))
    task = my_visits(actor).filter(pk=visit_id).first()
    if task is None:
        raise NotFoundError("没有这个检查任务，或不在您的范围内；密封的抽取到开封以后才有")
    return task


def officers_of(task: InspectionTask) -> tuple[str, ...]:
    """Name the officers of a task, the leading one first; an empty place is left out."""
    return tuple(slot.inspector.name for slot in task.slots.all() if slot.inspector is not None)


def acts(actor: Actor, task: InspectionTask) -> set[str]:
    """Name the acts on a task that are open to somebody, as the table of its states has them."""
    permissions = {permission for permission in Permission if actor.may(permission)}
    return {row.act for row in states.TASK.acts(task.state, permissions)}


def requests(
    actor: Actor, state: str = ReplacementRequest.State.WAITING
) -> QuerySet[ReplacementRequest]:
    """Give the requests for replacement or recusal in one's bureau."""
    keys = list(accounts.bureaus(actor).values_list("pk", flat=True))
    rows = ReplacementRequest.objects.filter(visit__bureau_id__in=keys, state=state)
    return rows.select_related("visit__draw", "visit__bureau", "visit__subject", "slot__inspector")


def request_for(actor: Actor, request_id: int, *, lock: bool = False) -> ReplacementRequest:
    """Load a waiting request of one's bureau.

    Raises:
        NotFoundError: there is none within reach.
        DomainError: it is decided.
    """
    reach = ReplacementRequest.objects.filter(pk=request_id, visit__bureau_id=actor.bureau_id)
    rows = reach.select_for_update(of=("self",)) if lock else reach
    request = rows.select_related("visit__draw", "slot").first()
    if request is None:
        raise NotFoundError("没有这个申请")
    if request.state != ReplacementState.WAITING:
        raise DomainError("这个申请已经决定过")
    return request


def approvals(actor: Actor) -> QuerySet[Approval]:
    """Give the visits within reach whose approval is waited for, the earliest first."""
    rows = Approval.objects.filter(visit__in=_reach(actor), state=ApprovalState.WAITING)
    rows = rows.filter(Q(visit__state=TaskState.AWAITING) | Q(is_afterwards=True))
    return rows.select_related("visit__draw", "visit__subject", "visit__owner").order_by("pk")


def approval_for(actor: Actor, approval_id: int, *, lock: bool = False) -> Approval:
    """Load the approval of a visit within reach; locked with its visit, if asked.

    Raises:
        NotFoundError: there is none.
    """
    reach = Approval.objects.filter(pk=approval_id, visit__in=_reach(actor))
    rows = reach.select_for_update(of=("self",)) if lock else reach
    approval = rows.select_related("visit__draw", "visit__subject", "visit__owner").first()
    if approval is None:
        raise NotFoundError("没有这个审批，或不在您的范围内")
    if lock:
        approval.visit = visit_for(actor, approval.visit_id, lock=True)
    return approval


def without_papers(actor: Actor) -> QuerySet[InspectionTask]:
    """Give the urgent visits within reach that have no approval yet, the first due first."""
    tasks = my_visits(actor).filter(papers_due_on__isnull=False)
    papered = Approval.objects.filter(state=ApprovalState.APPROVED).values("visit_id")
    return tasks.exclude(pk__in=papered).order_by("papers_due_on", "pk")


def _reach(actor: Actor) -> QuerySet[InspectionTask]:
    return InspectionTask.objects.filter(pk__in=my_visits(actor).order_by().values("pk"))


def overlaps(draw: Draw) -> list[tuple[InspectionTask, InspectionTask]]:
    """Find visits that go to the same subject in the same quarter and can be merged with a draw's.

    They are those of other draws, and those that no draw decided.
    """
    if not draws.is_list_shown(draw) or draw.held_at is None:
        return []
    own = {visit.subject_id: visit for visit in draw.visits.filter(state__in=states.PLANNED)}
    held_on = moments.day_of(draw.held_at)
    first_month = (held_on.month - 1) // 3 * 3 + 1
    months = (first_month, first_month + 2)
    drawn = Q(draw__held_at__year=held_on.year, draw__held_at__month__range=months)
    drawn &= ~Q(draw=draw) & ~Q(draw__state=Draw.VOIDED) & ~Q(draw__in=secrecy.unopened())
    registered = Q(draw=None, planned_on__year=held_on.year, planned_on__month__range=months)
    others = InspectionTask.objects.filter(
        drawn | registered,
        subject_id__in=own,
        state__in=states.PLANNED,
        bureau_id=draw.bureau_id,
    )
    return [(own[other.subject_id], other) for other in others.select_related("draw")]


def times_drawn(bureau_id: int) -> list[tuple[str, int]]:
    """Count the listed subjects by how often they were drawn: never, once, twice, more."""
    listed = Subject.objects.filter(bureau_id=bureau_id, is_listed=True).count()
    rows = InspectionTask.objects.filter(
        draw__bureau_id=bureau_id, came_for="", subject__is_listed=True
    )
    rows = rows.filter(draw__state=Draw.PUBLISHED)  # what is sealed tells nothing, not even a sum
    often: dict[int, int] = {}
    for row in rows.values("subject_id").annotate(number=Count("pk")):
        place = min(row["number"], 3)
        often[place] = often.get(place, 0) + 1
    never = listed - sum(often.values())
    words = {1: "一次", 2: "两次", 3: "三次及以上"}
    return [("还没有抽中过", never), *((words[n], often.get(n, 0)) for n in words)]
