"""The order (限期改正指令书): issued, served, and its term, which begins with the service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from mingqian_ceremony import entropy
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError, FieldsError
from oversight.documents.models import Service
from oversight.documents.rules.service import ServiceFacts
from oversight.documents.services import delivery, issuing
from oversight.documents.services.delivery import ServiceInput
from oversight.documents.services.issuing import About
from oversight.files.models import StoredFile
from oversight.inspections import document_data, procedure_defects
from oversight.rectifications import events, rules, selectors
from oversight.rectifications.models import Rectification
from oversight.rectifications.services.recording import KIND, record
from oversight.rectifications.states import RECTIFICATION
from oversight.regulations import selectors as regulations

ORDER_TYPE = "rectification-order"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderInput:
    """What the officer says in an order beside the points: term, basis, whom to ask."""

    days: int
    basis: str
    contact: str
    address: str
    follow_up: str = ""


@transaction.atomic
def issue(*, actor: Actor, rectification_id: int, order: OrderInput, at: datetime) -> Rectification:
    """Issue the order with its term in days; they are counted from the service on.

    Raises:
        DomainError: one stands already, or the state does not allow it.
        FieldsError: the term is none or beyond the limit, or a text is missing.
    """
    actor.require_for(RECTIFICATION, "order")
    row = selectors.rectification_for(actor, rectification_id, lock=True)
    RECTIFICATION.target("order", row.state)
    procedure_defects.require_none_waits(row.visit)
    if selectors.has_order(row):
        raise DomainError("已经出具指令书；写错的，请先在“文书”中作废，再重新出具")
    if problems := list(_order_problems(row, order, moments.day_of(at))):
        raise FieldsError(problems)
    row.order = issuing.issue_document(
        type_code=ORDER_TYPE,
        organisation=row.bureau,
        data=order_data(row, order, moments.day_of(at)),
        about=_about(row),
        actor=actor,
        at=at,
    )
    row.term_days = order.days
    row.save(update_fields=["order", "term_days"])
    private = {"order": row.order.number, "days": order.days}
    record(events.RECTIFICATION_ORDERED, row, actor.author, at, private)
    return row


def order_data(row: Rectification, order: OrderInput, today: date) -> dict[str, Any]:
    """Give what an order says, for its document and its preview."""
    consequences = selectors.consequences(row.bureau_id, today)
    return {
        "subject": row.name,
        "code": row.code,
        "address": order.address,
        "visit": row.visit.number,
        "points": [
            {
                "what": point.what,
                "provision": point.provision,
                "demand": point.demand or "依法改正",
            }
            for point in row.points.all()
        ],
        "basis": order.basis,
        "days": order.days,
        "consequence": "\n".join(f"{row.citation}：{row.words}" for row in consequences),
        "follow_up": order.follow_up,
        "contact": order.contact,
        "signed_on": today.isoformat(),
    }


@transaction.atomic
def serve(
    *,
    actor: Actor,
    rectification_id: int,
    facts: ServiceFacts,
    served_at: datetime,
    proof: StoredFile | None = None,
    at: datetime,
) -> Rectification:
    """Put the service of the order on record, with its 送达回证; the term may begin.

    What is served by public notice counts as served when the notice's days are over (rule
    ``public_notice_days``); in all other ways the term begins at once, from the day after.

    Raises:
        DomainError: no order, or the state does not allow it.
        FieldsError: what the way of service asks for is missing.
    """
    actor.require_for(RECTIFICATION, "serve")
    row = selectors.rectification_for(actor, rectification_id, lock=True)
    row.state = RECTIFICATION.target("serve", row.state)
    if row.order is None or not selectors.has_order(row):
        raise DomainError("还没有出具指令书，或已经作废；请先出具")
    today = moments.day_of(at)
    service = ServiceInput(
        facts=facts,
        at=served_at,
        addressee=row.name,
        servers=document_data.people(row.visit),
        public_days=regulations.number(row.bureau_id, rules.NOTICE_DAYS, today),
        proof=proof,
    )
    row.service = delivery.serve(document=row.order, service=service, actor=actor, at=at)
    row.save(update_fields=["state", "service"])
    private = {
        "way": str(row.service.get_way_display()),
        "on": str(row.service.served_on),
        "paper": row.service.receipt.number,
    }
    record(events.RECTIFICATION_SERVED, row, actor.author, at, private)
    if row.service.served_on <= today:
        _begin(row, row.service, actor, at)
    return row


@transaction.atomic
def begin(*, actor: Actor, rectification_id: int, at: datetime) -> Rectification:
    """Let the term begin once the service counts: after the days of a public notice.

    Raises:
        DomainError: it does not count yet, or the state does not allow it.
    """
    actor.require_for(RECTIFICATION, "begin")
    row = selectors.rectification_for(actor, rectification_id, lock=True)
    RECTIFICATION.target("begin", row.state)
    if row.service is None:
        raise DomainError("没有送达的记录，不能起算；请把这一件的编号报给系统管理员")
    served_on = row.service.served_on
    if served_on > moments.day_of(at):
        raise DomainError(f"公告要到{moments.day_in_words(served_on)}才视为送达；到时再起算")
    _begin(row, row.service, actor, at)
    return row


@transaction.atomic
def send_link(*, actor: Actor, rectification_id: int, at: datetime) -> tuple[Rectification, str]:
    """Make a new link at which the enterprise reports; gives its secret, once; the old one ends.

    Raises:
        DomainError: the order is not served yet, or nothing is to be reported any more.
    """
    actor.require_for(RECTIFICATION, "link")
    row = selectors.rectification_for(actor, rectification_id, lock=True)
    RECTIFICATION.target("link", row.state)
    token = entropy.secret()
    row.link = rules.link_digest(token)
    row.save(update_fields=["link"])
    record(events.RECTIFICATION_LINKED, row, actor.author, at, {})
    return row, token


def _begin(row: Rectification, service: Service, actor: Actor, at: datetime) -> None:
    row.state = RECTIFICATION.target("begin", row.state)
    row.due_on = rules.last_day(service.served_on, row.term_days)
    row.save(update_fields=["state", "due_on"])
    record(events.RECTIFICATION_BEGUN, row, actor.author, at, {"due": str(row.due_on)})


def _order_problems(
    row: Rectification, order: OrderInput, today: date
) -> Iterator[tuple[str, str]]:
    longest = regulations.number(row.bureau_id, rules.LONGEST, today)
    if not 1 <= order.days <= longest:
        yield "days", f"改正期限应为 1 至 {longest} 日；要更长的，期满前申请延期"
    if not order.basis.strip():
        yield "basis", "请写责令改正的依据（法律名称和条款）"
    if not order.address.strip():
        yield "address", "请写企业的住所（经营场所）"
    if not order.contact.strip():
        yield "contact", "请写联系人和电话，企业有不清楚的可以问"


def _about(row: Rectification) -> About:
    return About(kind=KIND, key=row.number, words=row.name)
