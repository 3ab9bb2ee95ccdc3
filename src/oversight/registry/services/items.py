"""Changes to the list of items: drafted by a section, published by the approver."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from mingqian import canonical
from mingqian_tables.normalisation import plain_code, plain_number
from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.accounts.services.sessions import Confirmation
from oversight.audit import services as audit
from oversight.audit.event_types import EventType
from oversight.audit.services import AuditEvent
from oversight.common.errors import DomainError, NotFoundError
from oversight.registry import events
from oversight.registry.models import Item, ItemVersion
from oversight.registry.rules import items as rules
from oversight.registry.rules.items import Content
from oversight.registry.services import history
from oversight.registry.states import ITEM

KIND = "item"


@transaction.atomic
def draft(*, actor: Actor, owner_id: int, code: str, content: Content, at: datetime) -> Item:
    """Begin an item: nothing may be inspected on it before it is published.

    Raises:
        DomainError: the code is in use, or the content contradicts itself.
    """
    actor.require(Permission.KEEP_DIRECTORIES)
    owner = accounts.organisation_for(actor, owner_id)
    bureau_id = accounts.bureau_id(owner)
    rules.require_sound(content)
    if bureau_id is None:
        raise DomainError("请选一个科室", field="owner")
    code = plain_number(code)
    for other in Item.objects.filter(bureau_id=bureau_id).values_list("code", flat=True):
        if plain_code(other) == plain_code(code):
            raise DomainError(f"已有事项编码 {other}；请换一个", field="code")
    item = Item.objects.create(
        bureau_id=bureau_id, owner=owner, code=code, name=content.name, made_at=at
    )
    _version(item, 1, content, "", actor, at, events.ITEM_DRAFTED)
    return item


@transaction.atomic
def change_draft(*, actor: Actor, item_id: int, content: Content, at: datetime) -> None:
    """Change what is not yet published.

    Raises:
        DomainError: there is no draft, or nothing changes.
    """
    actor.require_for(ITEM, "change_draft")
    item = item_for(actor, item_id, lock=True)
    rules.require_sound(content)
    version = _draft_of(item, "change_draft")
    changed = rules.differences(rules.read(version.content), content)
    if not changed:
        raise DomainError("没有改动任何内容")
    version.content = rules.stored(content)
    version.made_by, version.made_at = actor.person, at
    if item.state == Item.UNPUBLISHED:
        item.name = content.name
        item.save(update_fields=["name"])
    fields = [rules.TITLES[name] for name, _, _ in changed]
    version.entry = _record(events.ITEM_DRAFT_CHANGED, item, version.number, actor, at, {}, fields)
    version.save()
    _snapshot(item, version, at, version.entry)


@transaction.atomic
def publish(
    *,
    actor: Actor,
    item_id: int,
    confirmed: Confirmation,
    effective_on: date,
    url: str,
    at: datetime,
) -> ItemVersion:
    """Publish the draft: from its day on it is what inspections refer to, and never changes.

    Raises:
        DomainError: there is no draft, something is missing, or the drafter is the same person.
    """
    actor.require_for(ITEM, "publish")
    confirmed.require(actor)
    item = item_for(actor, item_id, lock=True)
    version = _draft_of(item, "publish")
    content = rules.read(version.content)
    lacking = rules.missing(content)
    if lacking:
        raise DomainError(f"还缺：{'、'.join(lacking)}；请让起草的科室补上再公布")
    if version.made_by == actor.person:
        raise DomainError("起草的人不能自己公布；请另一位审批人来做")
    version.published_at, version.published_by = at, actor.person
    version.published_url, version.effective_on = url, effective_on
    item.state, item.name = ITEM.target("publish", item.state), content.name
    public = {"version": version.number, "name": content.name, "content": _digest(version.content)}
    index = _record(events.ITEM_PUBLISHED, item, version.number, actor, at, public)
    version.save()
    item.save(update_fields=["state", "name"])
    _snapshot(item, version, at, index)
    return version


@transaction.atomic
def revise(*, actor: Actor, item_id: int, reason: str, at: datetime) -> ItemVersion:
    """Begin a further version; the published one holds until the next is published.

    Raises:
        DomainError: the item is not valid now, or there is no reason.
    """
    actor.require_for(ITEM, "revise")
    item = item_for(actor, item_id, lock=True)
    state = ITEM.target("revise", item.state)
    if not reason.strip():
        raise DomainError("请写调整的理由，公布时一并公开", field="reason")
    newest = item.versions.first()
    if newest is None:
        raise DomainError("事项没有版本")
    item.state = state
    item.save(update_fields=["state"])
    content = rules.read(newest.content)
    return _version(item, newest.number + 1, content, reason, actor, at, events.ITEM_REVISED)


@transaction.atomic
def cancel(
    *, actor: Actor, item_id: int, confirmed: Confirmation, reason: str, at: datetime
) -> None:
    """Cancel an item for good; past inspections keep their version.

    Raises:
        DomainError: it is cancelled already, or there is no reason.
    """
    actor.require_for(ITEM, "cancel")
    confirmed.require(actor)
    item = item_for(actor, item_id, lock=True)
    state = ITEM.target("cancel", item.state, refusal="事项已经取消")
    if not reason.strip():
        raise DomainError("请写取消的理由", field="reason")
    item.state, item.cancelled_at, item.cancel_reason = state, at, reason
    item.save(update_fields=["state", "cancelled_at", "cancel_reason"])
    index = _record(events.ITEM_CANCELLED, item, 0, actor, at, {"reason": reason})
    version = item.versions.first()
    if version is not None:
        _snapshot(item, version, at, index)


def item_for(actor: Actor, item_id: int, *, lock: bool = False) -> Item:
    """Load an item of one's bureau; it may be changed within reach only.

    Raises:
        NotFoundError: there is none.
    """
    reach = Item.objects.filter(accounts.within(actor), pk=item_id)
    item = (reach.select_for_update() if lock else reach.select_related("owner")).first()
    if item is None:
        raise NotFoundError("没有这个事项，或不在您的范围内")
    return item


def _draft_of(item: Item, act: str) -> ItemVersion:
    version = item.versions.filter(published_at=None).first()
    if version is None:
        raise DomainError("没有待公布的草稿；要改内容请先“开始调整”")
    ITEM.target(act, item.state)
    return version


def _version(
    item: Item,
    number: int,
    content: Content,
    reason: str,
    actor: Actor,
    at: datetime,
    event_type: EventType,
) -> ItemVersion:
    public = {"reason": reason} if reason else {}
    index = _record(event_type, item, number, actor, at, public)
    version = ItemVersion.objects.create(
        item=item,
        number=number,
        content=rules.stored(content),
        reason=reason,
        made_at=at,
        made_by=actor.person,
        entry=index,
    )
    _snapshot(item, version, at, index)
    return version


def _snapshot(item: Item, version: ItemVersion, at: datetime, entry: int) -> None:
    content = {
        "code": item.code,
        "name": item.name,
        "state": item.state,
        "version": version.number,
        "content": version.content,
    }
    history.snapshot(
        kind=KIND,
        row=item.pk,
        bureau_id=item.bureau_id,
        owner_id=item.owner_id,
        content=content,
        at=at,
        entry=entry,
    )


def _digest(content: Any) -> str:  # noqa: ANN401 - stored JSON
    return canonical.digest(canonical.write(content))


def _record(
    event_type: EventType,
    item: Item,
    version: int,
    actor: Actor,
    at: datetime,
    public: dict[str, Any],
    fields: list[str] | None = None,
) -> int:
    public_fields = {**public, **({"version": version} if version else {})}
    event = AuditEvent(
        type=event_type,
        number=item.code,
        title=item.name,
        public=public_fields,
        private={"fields": fields} if fields else {},
    )
    return audit.record(event, by=actor.author, at=at)
