"""The papers of a visit: each is issued in the transaction of the act that it states."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.documents import selectors as documents
from oversight.documents.models import Document, Service
from oversight.documents.rules.service import ServiceFacts
from oversight.documents.services import delivery, issuing
from oversight.documents.services.delivery import ServiceInput
from oversight.documents.services.issuing import About
from oversight.files.models import StoredFile
from oversight.inspections import document_data, materials, selectors, visit_papers
from oversight.inspections.document_data import NoticeTerms
from oversight.inspections.models import Approval, InspectionTask, ReplacementRequest
from oversight.regulations import selectors as regulations


def issue_approval(approval: Approval, actor: Actor, at: datetime) -> Document:
    """Issue the 行政检查审批表 of a visit that was approved; the 补办 one says that it is."""
    data = document_data.approval_data(approval.visit, approval)
    return issue(approval.visit, visit_papers.APPROVAL, data, actor, at)


def issue_notice(task: InspectionTask, terms: NoticeTerms, actor: Actor, at: datetime) -> Document:
    """Issue the 行政检查通知书 of a visit.

    Raises:
        DomainError: it asks for what can be had by sharing, or does not say whom to ask.
    """
    on = moments.day_of(at)
    if refused := list(materials.problems(terms.materials, task.bureau_id, on)):
        raise DomainError("；".join(refused), field="materials")
    data = document_data.notice_data(task, terms, at)
    return issue(task, visit_papers.NOTICE, data, actor, at)


def issue_recusal(request: ReplacementRequest, actor: Actor, at: datetime) -> Document | None:
    """Issue the 回避决定书 of a request that was decided; none where it asked for no recusal."""
    if not request.is_recusal:
        return None
    data = document_data.recusal_data(request)
    return issue(request.visit, visit_papers.RECUSAL, data, actor, at)


def issue_outcome(
    task: InspectionTask, data: dict[str, object], actor: Actor, at: datetime
) -> Document:
    """Issue the 行政检查结果告知书 of a visit."""
    return issue(task, visit_papers.OUTCOME, data, actor, at)


def withdraw_notices(task: InspectionTask, reason: str, actor: Actor, at: datetime) -> None:
    """Declare the notices of a visit void, since it will not be as they say."""
    for document in visit_papers.papers(task):
        if document.type == visit_papers.NOTICE and not issuing.is_void(document):
            issuing.withdraw_document(document_id=document.pk, reason=reason, actor=actor, at=at)


@transaction.atomic
def serve(
    *,
    actor: Actor,
    visit_id: int,
    document_id: int,
    facts: ServiceFacts,
    served_at: datetime,
    proof: StoredFile | None = None,
    at: datetime,
) -> Service:
    """Record how a paper of a visit was served, and issue its 送达回证.

    Raises:
        DomainError: it is a paper of the bureau itself, or the way asks for more.
    """
    actor.require(Permission.TAKE_VISITS)
    task = selectors.visit_for(actor, visit_id, lock=True)
    document = visit_papers.paper_for(actor, visit_id, document_id)
    if document.type not in visit_papers.SERVED:
        raise DomainError("这种文书由本单位留存，不送达")
    days = regulations.number(task.bureau_id, "public_notice_days", moments.day_of(at))
    service = ServiceInput(
        facts=facts,
        at=served_at,
        addressee=task.name,
        servers=document_data.people(task),
        public_days=days,
        proof=proof,
    )
    return delivery.serve(document=document, service=service, actor=actor, at=at)


def issue(
    task: InspectionTask, type_code: str, data: dict[str, object], actor: Actor, at: datetime
) -> Document:
    """Issue a paper about a visit, in the transaction of the act that it states."""
    words = f"{task.name}（{documents.type_of(type_code).title}）"
    return issuing.issue_document(
        type_code=type_code,
        organisation=task.bureau,
        data=data,
        about=About(kind=visit_papers.KIND, key=task.number, words=words),
        actor=actor,
        at=at,
    )
