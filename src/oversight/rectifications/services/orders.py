"""The order (限期改正指令书): issued, served, and its term, which begins with the service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from mingqian_ceremony import entropy
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError, FieldsError
from oversight.documents.models import Document
from oversight.documents.services import issuing
from oversight.documents.services.issuing import About
from oversight.rectifications import events, rules, selectors
from oversight.rectifications.kinds import ProofKind, ServiceWay
from oversight.rectifications.models import OrderService, Rectification
from oversight.rectifications.services import recording
from oversight.rectifications.services.recording import Upload, record
from oversight.rectifications.states import RECTIFICATION
from oversight.regulations import selectors as regulations

ORDER_TYPE, RECEIPT_TYPE = "rectification-order", "receipt"
_NEEDED: dict[str, tuple[str, str]] = {
    ServiceWay.DIRECT: ("receiver", "请写签收人"),
    ServiceWay.LEFT: ("witness", "留置送达要写见证人；有录音录像的，在说明里写明"),
    ServiceWay.POST: ("receiver", "邮寄的以签收为准；请写签收人，日期写签收的日期"),
    ServiceWay.ELECTRONIC: ("consent", "电子送达要有企业的书面同意；请写同意书的编号或日期"),
    ServiceWay.NOTICE: ("note", "请写公告发布的地方，和其他方式不能送达的经过"),
}
"""What each way of service asks for, and how that is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderInput:
    """What the officer says in an order beside the points: term, basis, whom to ask."""

    days: int
    basis: str
    contact: str
    address: str
    follow_up: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceInput:
    """How the order was served; ``on`` is the day on which it was handed over, or announced."""

    way: str
    on: date
    place: str = ""
    receiver: str = ""
    relation: str = ""
    witness: str = ""
    consent: str = ""
    note: str = ""


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
    record(events.ORDERED, row, actor.author, at, private)
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


def serve(
    *,
    actor: Actor,
    rectification_id: int,
    service: ServiceInput,
    uploads: Sequence[Upload] = (),
    at: datetime,
) -> Rectification:
    """Put the service of the order on record, with its receipt (送达回证); the term may begin.

    What is served by public notice counts as served when the notice's days are over (rule
    ``notice_days``); in all other ways the term begins at once, from the day after the service.

    Raises:
        DomainError: no order, or the state does not allow it.
        FieldsError: what the way of service asks for is missing.
    """
    actor.require_for(RECTIFICATION, "serve")
    row = selectors.rectification_for(actor, rectification_id)
    RECTIFICATION.target("serve", row.state)
    if problems := list(_service_problems(row, service, moments.day_of(at))):
        raise FieldsError(problems)
    stored = recording.store(uploads, sender=actor, bureau_id=row.bureau_id, at=at)
    with transaction.atomic():
        row = selectors.rectification_for(actor, rectification_id, lock=True)
        row.state = RECTIFICATION.target("serve", row.state)
        if row.order is None or not selectors.has_order(row):
            raise DomainError("还没有出具指令书，或已经作废；请先出具")
        receipt = issuing.issue_document(
            type_code=RECEIPT_TYPE,
            organisation=row.bureau,
            data=_receipt_data(actor, row, row.order, service),
            about=_about(row),
            actor=actor,
            at=at,
        )
        served = OrderService.objects.create(
            rectification=row,
            way=service.way,
            served_on=_served_on(row, service),
            place=service.place,
            receiver=service.receiver,
            relation=service.relation,
            witness=service.witness,
            consent=service.consent,
            note=service.note,
            receipt=receipt,
            made_by=actor.person,
            made_at=at,
        )
        row.save(update_fields=["state"])
        names = recording.attach(row, stored, kind=ProofKind.SERVICE, who=actor.person, at=at)
        private = {
            "way": str(served.get_way_display()),
            "on": str(served.served_on),
            "receiver": served.receiver,
            "witness": served.witness,
            "receipt": receipt.number,
            "files": names,
        }
        record(events.SERVED, row, actor.author, at, private)
        if served.served_on <= moments.day_of(at):
            _begin(row, actor, at)
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
    served_on = row.service.served_on
    if served_on > moments.day_of(at):
        raise DomainError(f"公告要到{moments.day_in_words(served_on)}才视为送达；到时再起算")
    _begin(row, actor, at)
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
    record(events.LINKED, row, actor.author, at, {})
    return row, token


def _begin(row: Rectification, actor: Actor, at: datetime) -> None:
    row.state = RECTIFICATION.target("begin", row.state)
    row.due_on = rules.last_day(row.service.served_on, row.term_days)
    row.save(update_fields=["state", "due_on"])
    record(events.BEGUN, row, actor.author, at, {"due": str(row.due_on)})


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


def _service_problems(
    row: Rectification, service: ServiceInput, today: date
) -> Iterator[tuple[str, str]]:
    if row.order is None or not selectors.has_order(row):
        raise DomainError("还没有出具指令书，或已经作废；请先出具")
    if service.way not in ServiceWay.values:
        yield "way", "请选送达方式"
    if service.on > today:
        yield "on", "送达日期不能晚于今天"
    if service.on < moments.day_of(row.order.made_at):
        yield "on", "送达日期不能早于指令书出具的日期"
    name, problem = _NEEDED.get(service.way, ("", ""))
    if name and not getattr(service, name).strip():
        yield name, problem


def _served_on(row: Rectification, service: ServiceInput) -> date:
    if service.way != ServiceWay.NOTICE:
        return service.on
    days = regulations.number(row.bureau_id, rules.NOTICE_DAYS, service.on)
    return service.on + timedelta(days=days)


def _receipt_data(
    actor: Actor, row: Rectification, order: Document, service: ServiceInput
) -> dict[str, Any]:
    people = [slot.inspector for slot in row.visit.slots.all() if slot.inspector is not None]
    servers = [{"name": person.name, "certificate": person.number} for person in people]
    notes = [service.note, f"同意电子送达：{service.consent}" if service.consent else ""]
    return {
        "document": f"限期改正指令书 {order.number}",
        "addressee": row.name,
        "place": service.place or row.subject.address or "见备注",
        "manner": f"{ServiceWay(service.way).label}（{moments.day_in_words(service.on)}）",
        "receiver": service.receiver,
        "relation": service.relation,
        "refusal": service.note if service.way == ServiceWay.LEFT else "",
        "witness": service.witness,
        "servers": servers or [{"name": actor.person, "certificate": "—"}],
        "note": "；".join(note for note in notes if note),
    }


def _about(row: Rectification) -> About:
    return About(kind=recording.KIND, key=row.number, words=row.name)
