"""What is due in draws: random values, results, openings, batches of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import QuerySet

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Deadline, Link
from oversight.draws import batches, records, selectors
from oversight.draws.models import Draw
from oversight.draws.states import DRAW


def deadlines(actor: Actor, at: datetime, until: date) -> Iterator[Deadline]:
    """Give what is not done yet and due until a day, also what should have been done before."""
    if actor.may(Permission.SEE_DRAWS):
        end = moments.end_of(until)
        yield from _seals(actor, at, end)
        yield from _values(actor, at, end)
        yield from _results(actor, end)
        yield from _openings(actor, end)
        yield from _batches(actor, at, until)


def _seals(actor: Actor, at: datetime, end: datetime) -> Iterator[Deadline]:
    for draw in _open_to(actor, ["seal"]).filter(t0__gte=at, t0__lt=end):
        yield _deadline(draw, "封存", "要在公开数产生前 30 分钟封存", draw.t0)


def _values(actor: Actor, at: datetime, end: datetime) -> Iterator[Deadline]:
    for draw in _open_to(actor, ["seed"]).filter(t0__gte=at, t0__lt=end):
        yield _deadline(draw, "公开数产生", "见证人在这以前给出自己的数", draw.t0)


def _results(actor: Actor, end: datetime) -> Iterator[Deadline]:
    for draw in _open_to(actor, ["seed", "hold"]).filter(deadline__lt=end):
        yield _deadline(draw, "产生结果", "到时没有结果，公示页列为逾期", draw.deadline)


def _openings(actor: Actor, end: datetime) -> Iterator[Deadline]:
    for draw in _open_to(actor, ["open"]).filter(opened_at=None, opens_at__lt=end):
        yield _deadline(draw, "开封", "密封的名单到时公布", draw.opens_at)


def _batches(actor: Actor, at: datetime, until: date) -> Iterator[Deadline]:
    year = moments.day_of(at).year
    month = until.month if until.year == year else 12
    for batch in batches.batches_to_draw(actor, year, month):
        if batches.last_day(batch) <= until:
            yield Deadline(
                title=f"按计划抽取：{batches.title_of(batch)}",
                reason=f"{batch.task.owner.name}，{batch.month} 月应抽 {batch.count} 家",
                on=batches.last_day(batch),
                link=Link(view="office:plan", args=(batch.task.version.plan_id,)),
                owner=batch.task.owner.name,
                rule="年度计划",
            )


def _open_to(actor: Actor, acts: list[str]) -> QuerySet[Draw]:
    return selectors.draws(actor).filter(state__in=DRAW.sources(acts))


def _deadline(draw: Draw, title: str, reason: str, at: datetime | None) -> Deadline:
    moment = at or draw.made_at
    shown = records.headings([draw])[0]
    return Deadline(
        title=f"{title}：{shown.title}",
        reason=reason,
        on=moments.day_of(moment),
        link=Link(view="office:draw", args=(draw.pk,)),
        at=moment,
        number=draw.number,
        owner=draw.owner.name,
    )
