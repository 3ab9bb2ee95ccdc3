"""Questions to rectifications; each gives only what is within the actor's reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.errors import NotFoundError
from oversight.documents.states import DocumentState
from oversight.files import selectors as files
from oversight.files.models import StoredFile
from oversight.inspections import selectors as inspections
from oversight.inspections.models import InspectionTask
from oversight.rectifications import rules, states
from oversight.rectifications.models import (
    CaseClue,
    EnterpriseReport,
    Extension,
    Proof,
    Rectification,
)
from oversight.rectifications.states import ExtensionState, RectificationState
from oversight.regulations import selectors as regulations

OPEN, OVERDUE, SOON = "open", "overdue", "soon"
STANDINGS = {OPEN: "没有完结", OVERDUE: "已逾期", SOON: "三日内到期"}
_GONE = "没有这件责令改正，或不在您的范围内"


@dataclass(frozen=True, slots=True, kw_only=True)
class RectificationQuestion:
    """What the list is filtered by; empty means no condition."""

    words: str = ""
    section: int | None = None
    state: str = ""
    standing: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What follows where an order is refused: the words, and where they stand."""

    words: str
    citation: str


def rectifications(actor: Actor) -> QuerySet[Rectification]:
    """Give those within reach: an inspector's own visits', a section's own, else the bureau's."""
    rows = Rectification.objects.select_related(
        "visit", "owner", "order", "recheck", "bureau", "service__receipt", "result"
    )
    if not actor.may(Permission.SEE_DRAWS):
        own = Q(visit__slots__inspector__user_id=actor.user_id or 0)
        own |= Q(recheck__slots__inspector__user_id=actor.user_id or 0)
        return rows.filter(own, bureau_id=actor.bureau_id).distinct()
    keys = list(accounts.bureaus(actor).values_list("pk", flat=True))
    rows = rows.filter(bureau_id__in=keys)
    if actor.organisation_id == actor.bureau_id or actor.bureau_id is None:
        return rows
    return rows.filter(owner_id=actor.organisation_id)


def find(actor: Actor, question: RectificationQuestion, today: date) -> QuerySet[Rectification]:
    """Give those that the question asks for, the newest first."""
    rows = rectifications(actor)
    if question.words:
        named = Q(name__icontains=question.words) | Q(code__icontains=question.words)
        rows = rows.filter(
            named | Q(number__icontains=question.words) | Q(order__number=question.words)
        )
    if question.section is not None:
        rows = rows.filter(owner_id=question.section)
    if question.state:
        rows = rows.filter(state=question.state)
    rows = _standing(rows, question.standing, today)
    return rows.order_by("due_on", "-pk") if question.sort == "due" else rows.order_by("-pk")


def _standing(rows: QuerySet[Rectification], wanted: str, today: date) -> QuerySet[Rectification]:
    if wanted == OPEN:
        return rows.exclude(state__in=states.ENDED)
    if wanted == OVERDUE:
        return rows.filter(state=RectificationState.CORRECTING, due_on__lt=today)
    if wanted == SOON:
        last = today + timedelta(days=rules.DAYS_BEFORE)
        return rows.filter(state=RectificationState.CORRECTING, due_on__range=(today, last))
    return rows


def rectification_for(actor: Actor, rectification_id: int, *, lock: bool = False) -> Rectification:
    """Load one within reach; locked until the caller's transaction ends, if asked.

    Raises:
        NotFoundError: there is none.
    """
    if lock:
        locked = Rectification.objects.select_for_update().filter(pk=rectification_id)
        list(locked.order_by("pk"))
    row = rectifications(actor).filter(pk=rectification_id).first()
    if row is None:
        raise NotFoundError(_GONE)
    return row


def extension_for(actor: Actor, extension_id: int, *, lock: bool = False) -> Extension:
    """Load an extension of one within reach, locked with it if asked.

    Raises:
        NotFoundError: there is none.
    """
    row = Extension.objects.filter(pk=extension_id).first()
    if row is None:
        raise NotFoundError(_GONE)
    row.rectification = rectification_for(actor, row.rectification_id, lock=lock)
    row.refresh_from_db(fields=["state"])
    return row


def by_link(token: str, *, lock: bool = False) -> Rectification:
    """Load the one to which an enterprise's link leads, and no other.

    Raises:
        NotFoundError: there is no such link, or a newer one was sent.
    """
    rows = Rectification.objects.filter(link=rules.link_digest(token))
    row = (rows.select_for_update() if lock else rows).first()
    if row is None:
        raise NotFoundError("没有这个链接，或已经换发了新的；请向承办人要新的链接")
    return row


def of_visit(actor: Actor, visit: InspectionTask) -> QuerySet[Rectification]:
    """Give the rectifications that a visit opened or decides, for those within reach."""
    return rectifications(actor).filter(Q(visit=visit) | Q(recheck=visit))


def of_subject(actor: Actor, subject_id: int) -> QuerySet[Rectification]:
    """Give the rectifications of a subject within reach, the newest first."""
    return rectifications(actor).filter(subject_id=subject_id)


def served_of(visit_id: int) -> list[Rectification]:
    """Give the rectifications of a visit whose order was served: the enterprise has it already."""
    rows = Rectification.objects.filter(visit_id=visit_id, service__isnull=False)
    return list(rows.select_related("order", "service").order_by("pk"))


def visit_for(actor: Actor, visit_id: int) -> InspectionTask:
    """Load the visit at which something was found.

    Raises:
        NotFoundError: there is none within reach.
    """
    return inspections.visit_for(actor, visit_id)


def reports(rectification: Rectification) -> list[EnterpriseReport]:
    """Give what the enterprise reported, in order."""
    rows = rectification.reports.prefetch_related("proofs").select_related("rectification")
    return list(rows)


def waiting_extension(rectification: Rectification) -> Extension | None:
    """Give the extension that waits to be decided, or None."""
    return rectification.extensions.filter(state=ExtensionState.WAITING).first()


def waiting_extensions(actor: Actor) -> QuerySet[Extension]:
    """Give the extensions within reach that wait to be decided."""
    rows = Extension.objects.filter(state=ExtensionState.WAITING)
    return rows.filter(rectification__in=_keys(actor)).select_related("rectification__bureau")


def clues(bureau_id: int) -> QuerySet[CaseClue]:
    """Give the clues for cases of a bureau, the newest first; for the app that keeps cases."""
    rows = CaseClue.objects.filter(rectification__bureau_id=bureau_id)
    return rows.select_related("rectification__visit", "rectification__order")


def open_for_visit(visit_id: int) -> bool:
    """Tell whether a visit has a rectification that has not ended: it cannot be closed (R30)."""
    rows = Rectification.objects.filter(visit_id=visit_id)
    return rows.exclude(state__in=states.ENDED).exists()


def has_order(rectification: Rectification) -> bool:
    """Tell whether an order stands that was not declared void."""
    order = rectification.order
    return order is not None and order.state != DocumentState.VOID


def consequences(bureau_id: int, day: date) -> list[Consequence]:
    """Give what follows where an order is refused, as the rules in force have it."""
    rows = regulations.rules_on(bureau_id, day).filter(key__in=rules.REFUSAL_KEYS)
    return [
        Consequence(words="；".join(row.value), citation=row.citation)
        for row in rows.order_by("key", "-pk")
    ]


def proof_file(actor: Actor, proof_id: int) -> tuple[Proof, StoredFile]:
    """Load the file of a proof, for somebody within whose reach its rectification is.

    Raises:
        NotFoundError: there is none.
    """
    rows = Proof.objects.filter(pk=proof_id, rectification__in=_keys(actor))
    row = rows.select_related("rectification").first()
    if row is None:
        raise NotFoundError("没有这份材料，或不在您的范围内")
    return row, files.file_of(row.rectification.bureau_id, row.digest)


def _keys(actor: Actor) -> QuerySet[Rectification]:
    keys = rectifications(actor).order_by().values("pk")
    return Rectification.objects.filter(pk__in=keys).order_by()
