"""What a draw waits for from its sealing to its result."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from mingqian.verify.timing import ABSENT_FROM
from oversight.draws import selectors
from oversight.draws.models import Draw, SourceValue
from oversight.draws.services import given_values
from oversight.draws.states import DRAW, VALUE, ValueState, VoidState
from oversight.draws.waits.wait import Wait, only


def beside_the_seed(draw: Draw, at: datetime) -> Iterator[Wait]:
    """Give what has to be done before the public number is known, beside the numbers."""
    if draw.t0 is None or draw.t0 <= at:
        return
    if draw.void_state == VoidState.PROPOSED:
        yield Wait(
            act="void",
            verb="决定是否作废",
            sentence=f"{draw.void_asked_by}提出作废：{draw.void_why}。请在公开数产生以前决定。",
            button="同意作废",
            view="office:draw-void-agree",
            until=draw.t0,
            reason=f"{draw.void_asked_by}提出：{draw.void_why}",
            barred=only(draw.void_asked_user),
        )
    if draw.is_sealed_mode and draw.handed_over_at is None:
        yield Wait(
            act="hand_over",
            verb="取密封材料",
            sentence="清单、名单和密数存到监督自己的介质，当场核对封存码。",
            button="取密封材料",
            view="office:draw-medium",
            is_post=True,
            until=draw.t0,
        )


def until_the_result(draw: Draw, at: datetime) -> Iterator[Wait]:
    """Give the drawing, once all numbers are known; until then, what each source waits for."""
    if DRAW.allows("hold", draw.state):
        yield Wait(
            act="hold",
            verb="开始抽取",
            sentence="来源已齐，种子已定，可以抽取了。",
            button="开始抽取",
            view="office:draw-hold",
            until=draw.deadline,
        )
        return
    values = list(_values(draw, at))
    yield from values
    if not values:
        yield Wait(sentence="公开数已经记下，程序正在合成种子。")


def _values(draw: Draw, at: datetime) -> Iterator[Wait]:
    """Give what each source waits for: a number, its second look, or that there is none."""
    manifest = selectors.manifest_of(draw)
    if manifest is None:
        return
    rows = {value.position: value for value in draw.values.all()}
    for source in selectors.source_states(draw, manifest):
        if source.logged_at is not None:
            continue
        row = rows.get(source.position)
        state = row.state if row else ValueState.AWAITED
        if source.is_witness:
            yield _of_witness(draw, source.title, at)
        elif state == ValueState.AWAITED:
            yield _entry(draw, source)
        else:
            yield _second_look(draw, source.position, state, row)


def _of_witness(draw: Draw, name: str, at: datetime) -> Wait:
    until = draw.t0 - timedelta(seconds=ABSENT_FROM) if draw.t0 else None
    is_over = until is not None and until <= at
    return Wait(
        verb="" if is_over else "亮数",
        sentence="等见证人亮出自己的数。",
        people=name,
        until=None if is_over else until,
    )


def _entry(draw: Draw, source: selectors.SourceState) -> Wait:
    mismatch = given_values.last_mismatch(draw, source.position)
    return Wait(
        act="enter",
        verb="录入公开数",
        sentence=f"{source.title}：{mismatch or '结果出来以后，照公告录入公开数'}。",
        button="录入",
        view="office:draw-value",
        args=(draw.pk, source.position),
        not_before=source.time,
        event="公开数产生",
        place=str(source.position),
        until=draw.deadline,
    )


def _second_look(draw: Draw, position: int, state: ValueState, value: SourceValue | None) -> Wait:
    is_none = state == ValueState.NONE_PROPOSED
    return Wait(
        machine=VALUE,
        act="confirm_none" if is_none else "confirm",
        verb="决定是否记为没有" if is_none else "核对公开数",
        sentence="有人提出到期没有公开数，请看过材料决定。"
        if is_none
        else "对着公告再填一遍公开数。",
        button="同意记为没有" if is_none else "核对",
        view="office:draw-value-none-confirm" if is_none else "office:draw-value-confirm",
        args=(draw.pk, position),
        until=draw.deadline,
        place=str(position),
        since=value.entered_at if value else None,
        barred=only(value.entered_user if value else None),
        is_barred_to_hosts=is_none,
    )


def at_the_opening(draw: Draw) -> Wait:
    """Give the opening of a sealed draw."""
    return Wait(
        act="open",
        verb="开封",
        sentence="结果已经产生，仍然密封；到时程序自动开封。",
        button="开封",
        view="office:draw-open",
        not_before=draw.opens_at,
        event="开封的时间",
    )
