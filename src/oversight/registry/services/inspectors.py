"""Changes to the directory of inspectors, their certificates and leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from mingqian_tables.normalisation import plain_code, plain_line
from oversight.accounts import selectors as accounts
from oversight.accounts.models import Organisation
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.accounts.services import numbers
from oversight.audit import services as audit
from oversight.audit.event_types import EventType
from oversight.audit.services import AuditEvent
from oversight.common import moments
from oversight.common.errors import DomainError, NotFoundError
from oversight.registry import events
from oversight.registry.models import Certificate, Inspector, Leave
from oversight.registry.rules import inspectors as rules
from oversight.registry.rules import references
from oversight.registry.rules.subjects import row_digest
from oversight.registry.selectors import names
from oversight.registry.services import history

KIND = "inspector"


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What one person enters for one inspector."""

    name: str
    sex: str
    post: str
    number: str
    staffing: str
    duty: str
    is_expert: bool = False
    items: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateDetails:
    """What a certificate says."""

    kind: str
    number: str
    issuer: str
    since: date | None
    until: date


@transaction.atomic
def add(*, actor: Actor, owner_id: int, details: Details, reason: str, at: datetime) -> Inspector:
    """Enter an inspector.

    Raises:
        DomainError: the certificate number is in use, or is none.
    """
    actor.require(Permission.KEEP_DIRECTORIES)
    owner = accounts.organisation_for(actor, owner_id)
    bureau_id = accounts.bureau_id(owner)
    if bureau_id is None:
        raise DomainError("请选一个科室", field="owner")
    values = _columns(bureau_id, details)
    _require_number(bureau_id, values["number"], None)
    bureau = Organisation.objects.get(pk=bureau_id)
    code = numbers.inspector_codes(bureau, 1)[0]
    inspector = Inspector.objects.create(bureau=bureau, owner=owner, code=code, entry=0, **values)
    index = _record(events.INSPECTOR_ADDED, inspector, inspector.number, actor, at, reason=reason)
    return _stamp(inspector, at, index)


@transaction.atomic
def change(
    *,
    actor: Actor,
    inspector_id: int,
    owner_id: int,
    details: Details,
    reason: str,
    at: datetime,
) -> Inspector:
    """Change an inspector; a reason must be given.

    Raises:
        DomainError: nothing changes, no reason, or the number is in use.
    """
    actor.require(Permission.KEEP_DIRECTORIES)
    inspector = inspector_for(actor, inspector_id, lock=True)
    owner = accounts.organisation_for(actor, owner_id)
    after = {**_columns(inspector.bureau_id, details, inspector), "owner_id": owner.pk}
    changed = {
        k: [getattr(inspector, k), v] for k, v in after.items() if getattr(inspector, k) != v
    }
    if not changed:
        raise DomainError("没有改动任何内容")
    if not reason.strip():
        raise DomainError("请写改动的原因，它会记入留痕", field="reason")
    _require_number(inspector.bureau_id, after["number"], inspector.pk)
    shown_changes = [
        [rules.TITLES[k.removesuffix("_id")], *(_display_value(k, v) for v in pair)]
        for k, pair in changed.items()
    ]
    number = inspector.number
    for name, value in after.items():
        setattr(inspector, name, value)
    inspector.save()
    index = _record(
        events.INSPECTOR_CHANGED, inspector, number, actor, at, reason=reason, changes=shown_changes
    )
    return _stamp(inspector, at, index)


@transaction.atomic
def certify(
    *, actor: Actor, inspector_id: int, details: CertificateDetails, at: datetime
) -> Certificate:
    """Enter a certificate or its renewal.

    Raises:
        DomainError: the term ends before it begins.
    """
    actor.require(Permission.KEEP_DIRECTORIES)
    inspector = inspector_for(actor, inspector_id, lock=True)
    if details.since and details.until < details.since:
        raise DomainError("有效期的止日早于起日；请核对", field="until")
    certificate = Certificate.objects.create(inspector=inspector, **asdict(details))
    description = f"{details.kind} {details.number}，至{moments.day_in_words(details.until)}"
    record_change(events.INSPECTOR_CERTIFIED, inspector, actor, at, description)
    return certificate


@transaction.atomic
def take_leave(
    *,
    actor: Actor,
    inspector_id: int,
    kind: str,
    since: date,
    until: date,
    reason: str,
    at: datetime,
) -> Leave:
    """Enter days on which somebody cannot be sent.

    Raises:
        DomainError: it ends before it begins.
    """
    actor.require(Permission.KEEP_DIRECTORIES)
    inspector = inspector_for(actor, inspector_id, lock=True)
    if until < since:
        raise DomainError("止日早于起日；请核对", field="until")
    leave = Leave.objects.create(
        inspector=inspector, kind=kind, since=since, until=until, reason=reason
    )
    record_change(
        events.INSPECTOR_LEAVE,
        inspector,
        actor,
        at,
        f"{kind}：{moments.days_between(since, until)}",
    )
    return leave


@transaction.atomic
def cancel_leave(*, actor: Actor, leave_id: int, at: datetime) -> int:
    """Take a leave back; the trail keeps it. Gives whose it was.

    Raises:
        NotFoundError: there is none within reach.
    """
    actor.require(Permission.KEEP_DIRECTORIES)
    leave = Leave.objects.filter(pk=leave_id).first()
    if leave is None:
        raise NotFoundError("没有这条请假")
    inspector = inspector_for(actor, leave.inspector_id, lock=True)
    description = f"{leave.kind}：{moments.days_between(leave.since, leave.until)}"
    leave.delete()
    record_change(events.INSPECTOR_LEAVE_CANCELLED, inspector, actor, at, description)
    return inspector.pk


def inspector_for(actor: Actor, inspector_id: int, *, lock: bool = False) -> Inspector:
    """Load an inspector within reach.

    Raises:
        NotFoundError: there is none.
    """
    reach = Inspector.objects.filter(accounts.within(actor), pk=inspector_id)
    inspector = (reach.select_for_update() if lock else reach.select_related("owner")).first()
    if inspector is None:
        raise NotFoundError("没有这位执法检查人员，或不在您的范围内")
    return inspector


def _columns(bureau_id: int, details: Details, old: Inspector | None = None) -> dict[str, Any]:
    """Give the columns as they are stored; text is normalised here, where it comes in."""
    values = {k: plain_line(v) if isinstance(v, str) else v for k, v in asdict(details).items()}
    values["number"] = plain_code(details.number)
    if not references.plain(values["name"]):
        raise DomainError("没有姓名；请补上", field="name")
    items, regions = names.items(bureau_id), names.regions(bureau_id)
    values["items"] = _match_names("items", details.items, items, old.items if old else ())
    values["regions"] = _match_names(
        "regions",
        details.regions,
        {region: region for region in regions},
        old.regions if old else (),
    )
    return values


def _match_names(
    field: str, words: Sequence[str], value_by_name: Mapping[str, str], former_values: Sequence[str]
) -> list[str]:
    """Give the values that names stand for; former values may stay."""
    values = []
    for word in words:
        name = word if word in former_values else references.match(word, value_by_name)
        if name is None:
            raise DomainError(
                f"“{word}”对不上：{references.advice(word, value_by_name)}", field=field
            )
        values.append(value_by_name.get(name, name))
    return list(dict.fromkeys(values))


def _display_value(name: str, value: object) -> str:
    if name == "owner_id":
        return Organisation.objects.get(pk=str(value)).name
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, list) else str(value)


def _require_number(bureau_id: int, number: str, except_pk: int | None) -> None:
    fault = rules.number_fault(number)
    if fault:
        raise DomainError(fault, field="number")
    others = Inspector.objects.filter(bureau_id=bureau_id).exclude(pk=except_pk or 0)
    for other, name in others.values_list("number", "name"):
        if plain_code(other) == number:
            raise DomainError(f"证号 {number} 已登记给{name}；请核对", field="number")


def record_change(
    event_type: EventType,
    inspector: Inspector,
    actor: Actor,
    at: datetime,
    reason: str,
    private: Mapping[str, Any] | None = None,
) -> int:
    """Record an act on an inspector, and keep how the row stands now; gives the entry's index."""
    number = inspector.number
    index = _record(event_type, inspector, number, actor, at, reason=reason, private=private)
    _stamp(inspector, at, index)
    return index


def _stamp(inspector: Inspector, at: datetime, index: int) -> Inspector:
    """Set the entry of the row, and keep its present state; gives the inspector."""
    inspector.entry = index
    inspector.save(update_fields=["entry"])
    snapshot(inspector, at, index)
    return inspector


def snapshot(inspector: Inspector, at: datetime, entry: int) -> None:
    """Keep the present state of an inspector."""
    history.snapshot(
        kind=KIND,
        row=inspector.pk,
        bureau_id=inspector.bureau_id,
        owner_id=inspector.owner_id,
        content=snapshot_content(inspector),
        at=at,
        entry=entry,
    )


def snapshot_content(inspector: Inspector) -> dict[str, Any]:
    """Give how an inspector stands now, with certificates and leaves."""
    plain = (
        *("code", "name", "sex", "post", "number", "staffing", "duty", "is_expert"),
        *("items", "regions"),
    )
    terms = [
        f"{certificate.kind} {certificate.number} {certificate.since or ''}至{certificate.until}"
        for certificate in inspector.certificates.all()
    ]
    leaves = [f"{leave.kind} {leave.since}至{leave.until}" for leave in inspector.leaves.all()]
    return {
        **{name: getattr(inspector, name) for name in plain},
        "owner": inspector.owner.name,
        "account": inspector.user.username if inspector.user is not None else "",
        "certificates": terms,
        "leaves": leaves,
    }


def _record(
    event_type: EventType,
    inspector: Inspector,
    number: str,
    actor: Actor,
    at: datetime,
    *,
    reason: str = "",
    changes: Sequence[Sequence[str]] = (),
    private: Mapping[str, Any] | None = None,
) -> int:
    event = AuditEvent(
        type=event_type,
        number=number,
        title=inspector.name,
        public={"fields": [change[0] for change in changes]} if changes else {},
        private={
            "code": inspector.code,
            "reason": reason,
            "changes": [list(change) for change in changes],
            "row": row_digest(snapshot_content(inspector)),
            **(private or {}),
        },
    )
    return audit.record(event, by=actor.author, at=at)
