"""What a draw begins with: taken from a planned batch, or from what somebody typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.draws.rules import letter_of
from oversight.plans import rules as plan_rules
from oversight.plans.models import Task
from oversight.plans.selectors import Batch
from oversight.registry.models import Item
from oversight.registry.selectors import items
from oversight.regulations import selectors as regulations


@dataclass(frozen=True, slots=True, kw_only=True)
class UnplannedDraw:
    """A task that stands in no plan, with the reason why; shares in 1/10000."""

    title: str
    why: str
    owner_id: int
    items: Sequence[str]
    scope: Mapping[str, list[Any]]
    ratio: int
    people: int = 2
    most: int | None = None
    mode: str = plan_rules.OPEN


def common(task: Task, bureau_id: int, at: datetime) -> dict[str, Any]:
    """Give what a planned task fixes of its draws."""
    return {
        **frame(bureau_id, [row.code for row in task.items.all()], at),
        "scope": task.scope,
        "ratio_by": task.ratio_by,
        "split_by": task.split_by,
        "people": task.people,
        "mode": task.mode,
        "reserve": task.reserve,
    }


def frame(bureau_id: int, codes: Sequence[str], at: datetime) -> dict[str, Any]:
    """Give what every draw begins with: the items in force, the limits."""
    day = moments.day_of(at)
    return {
        "items": _items(bureau_id, codes, day),
        "limit": regulations.number(bureau_id, "task_limit", day),
        "relax": True,
        "tickets": {},
        "sources": [],
    }


def _items(bureau_id: int, codes: Sequence[str], day: date) -> list[dict[str, Any]]:
    versions = []
    for item in Item.objects.filter(bureau_id=bureau_id, code__in=list(codes)):
        version = items.in_force(item, day)
        if version is None:
            raise DomainError(f"“{item.name}”没有公布，不能据此抽查（国办发〔2024〕54号）")
        versions.append({"code": item.code, "version": version.number, "title": item.name})
    if not versions:
        raise DomainError("请选至少一个抽查事项", field="items")
    return versions


def classes(batch: Batch) -> list[dict[str, Any]]:
    """Give the classes of a batch with their shares of the year."""
    return [
        {
            "code": share.code,
            "letter": letter_of(share.code, place),
            "name": share.name,
            "permyriad": -(-share.permyriad // batch.of),
            "count": plan_rules.share(share.total, batch.place, batch.of),
            "year": share.total,
            "base": share.base,
            "year_permyriad": share.permyriad,
        }
        for place, share in enumerate(batch.shares, start=1)
    ]


def whole_class(details: UnplannedDraw) -> dict[str, Any]:
    """Give the one class of a temporary draw.

    Raises:
        DomainError: the share is not between 0 and the whole.
    """
    if not 0 < details.ratio <= plan_rules.WHOLE:
        raise DomainError("抽查比例应在 0 到 100% 之间", field="ratio")
    return {
        "code": "",
        "letter": letter_of("", 1),
        "name": "全部",
        "permyriad": details.ratio,
        "count": None,
        "most": details.most,
        "year": None,
        "base": None,
        "year_permyriad": details.ratio,
    }


def check_settings(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the settings somebody may change, if they are possible.

    Raises:
        DomainError: a setting is not possible.
    """
    settings = {
        k: values[k] for k in ("mode", "reserve", "limit", "relax", "tickets") if k in values
    }
    if settings.get("mode", plan_rules.OPEN) not in {plan_rules.OPEN, plan_rules.SEALED}:
        raise DomainError("抽查模式应为公开或密封", field="mode")
    if not 0 <= int(settings.get("reserve", 0)) <= 1000:  # noqa: PLR2004 - more is a list of its own
        raise DomainError("递补数应在 0 到 1000 之间", field="reserve")
    if int(settings.get("limit", 1)) < 1:
        raise DomainError("每人最多任务数至少为 1", field="limit")
    for grade, tickets in (settings.get("tickets") or {}).items():
        if not 1 <= int(tickets) <= 10:  # noqa: PLR2004 - draw-v1 2.1
            raise DomainError(f"{grade} 级的签数应在 1 到 10 之间", field="tickets")
    return settings
