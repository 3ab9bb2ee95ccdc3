"""What is due in the directories: certificates that end, and versions of items that take effect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Deadline, Link
from oversight.registry.selectors import inspectors, items


def deadlines(actor: Actor, at: datetime, until: date) -> Iterator[Deadline]:
    """Give what ends or begins between today and a day."""
    today = moments.day_of(at)
    if actor.may(Permission.SEE_INSPECTORS):
        yield from _certificates(actor, today, until)
    if actor.may(Permission.SEE_ITEMS):
        yield from _items(actor, today, until)


def _certificates(actor: Actor, today: date, until: date) -> Iterator[Deadline]:
    for row in inspectors.inspector_rows(inspectors.find(actor), today):
        if row.is_expiring and row.until is not None and row.until <= until:
            yield Deadline(
                title=f"执法证到期：{row.inspector.name}",
                reason=f"{row.inspector.owner.name}，到期后自动不参加抽取",
                on=row.until,
                link=Link(view="office:inspector", args=(row.inspector.pk,)),
                number=row.inspector.number,
                owner=row.inspector.owner.name,
                people=(row.inspector.name,),
            )


def _items(actor: Actor, today: date, until: date) -> Iterator[Deadline]:
    for version in items.taking_effect(actor, today, until):
        if version.effective_on is not None:
            yield Deadline(
                title=f"事项生效：{version.item.name}",
                reason=f"第 {version.number} 版从这一天起适用",
                on=version.effective_on,
                link=Link(view="office:item", args=(version.item_id,)),
                number=version.item.code,
                owner=version.item.owner.name,
            )
