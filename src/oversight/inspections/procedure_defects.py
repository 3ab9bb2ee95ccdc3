"""Which visits have a defect of procedure, and which may have one that nobody noted yet."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.inspections import selectors
from oversight.inspections.arrivals import SiteAct, SiteActKind
from oversight.inspections.models import InspectionTask
from oversight.inspections.signed_records import ProcedureDefect
from oversight.registry.models import Certificate


def waiting(task: InspectionTask) -> ProcedureDefect | None:
    """Give the defect of a visit on which the head has to decide, if there is one."""
    return task.defects.filter(decided_at=None).first()


def require_none_waits(task: InspectionTask) -> None:
    """Refuse what follows from a visit while a defect of it is undecided.

    Raises:
        DomainError: one is.
    """
    if waiting(task) is not None:
        raise DomainError("这次检查有程序瑕疵，后续处置先停下；请负责人先决定是否重新检查")


def undecided(actor: Actor) -> QuerySet[ProcedureDefect]:
    """Give the defects within reach on which the head has to decide, the oldest first."""
    rows = ProcedureDefect.objects.filter(visit__in=_reach(actor), decided_at=None)
    return rows.select_related("visit").order_by("pk")


def to_redo(actor: Actor) -> list[ProcedureDefect]:
    """Give the defects whose visit is to be made again and was not registered anew."""
    rows = ProcedureDefect.objects.filter(visit__in=_reach(actor), is_redo=True)
    defects = list(rows.select_related("visit").order_by("pk"))
    # References are encrypted: those of all visits to the same subjects are read.
    subjects = {defect.visit.subject_id for defect in defects}
    visits = InspectionTask.objects.filter(subject_id__in=subjects).only("reference")
    redone = {visit.reference for visit in visits}
    return [defect for defect in defects if defect.visit.number not in redone]


def suspected(actor: Actor) -> QuerySet[SiteAct]:
    """Give the arrivals of officers who, as the directory now says, had no certificate that day."""
    day = TruncDate("at", tzinfo=moments.BEIJING)
    valid = Certificate.objects.filter(
        Q(since=None) | Q(since__lte=OuterRef("day")),
        inspector=OuterRef("inspector"),
        until__gte=OuterRef("day"),
    )
    rows = SiteAct.objects.filter(kind=SiteActKind.ARRIVE, visit__in=_reach(actor))
    rows = rows.annotate(day=day).filter(~Exists(valid), visit__defects=None)
    return rows.select_related("visit").order_by("pk")


def suspected_of(actor: Actor, task: InspectionTask) -> QuerySet[SiteAct]:
    """Give the arrivals at one visit without a certificate that held that day."""
    return suspected(actor).filter(visit=task)


def _reach(actor: Actor) -> QuerySet[InspectionTask]:
    return InspectionTask.objects.filter(pk__in=selectors.my_visits(actor).order_by().values("pk"))
