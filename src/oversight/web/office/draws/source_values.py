"""公开数: what lottery, dice and drand gave or did not give, none of it by one person alone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from mingqian import sources
from mingqian.sources import Dice, Witness
from oversight.accounts.rules import Permission, permission_of
from oversight.common.errors import DomainError
from oversight.draws import obstacles, records, selectors
from oversight.draws.models import Draw, SourceValue
from oversight.draws.obstacles import Obstacle
from oversight.draws.services import given_values, missing_values, revealing
from oversight.draws.services.given_values import ROW, ShownFile
from oversight.draws.states import VALUE
from oversight.web import downloads
from oversight.web.access import ActingRequest, form, page
from oversight.web.forms import CodeForm, ReasonForm
from oversight.web.office.draws.actions import run_on_draw, verify_code
from oversight.web.office.draws.forms import ConfirmForm, DrandForm, NoneForm, ValueForm
from oversight.web.presenters.draw_page import remaining, seconds_until

_SECOND = {"is_second": True, "button": "核对"}


@form(permission_of(VALUE, "enter"))
def value(request: ActingRequest, draw_id: int, position: int) -> HttpResponse:
    """Enter what a public source gave."""
    draw = selectors.draw_for(request.actor, draw_id)
    source = _source(draw, position)
    if source.kind == "drand":
        return _drand(request, draw, position, source)
    obstacle = obstacles.of_entry(draw, source_state(draw, position), request.at)
    if obstacle is not None:
        return _show(request, draw, source, position, obstacle=obstacle)
    bound = ValueForm(request.POST or None, request.FILES or None)
    if bound.is_valid():
        entered = bound.carry_out(lambda: _enter(request, draw, position, bound.cleaned_data))
        if entered is not None:
            messages.success(request, "已录入；请另一位对着公告再填一遍。")
            return redirect("office:draw", draw_id)
    return _show(request, draw, source, position, form=bound)


@form(permission_of(VALUE, "confirm"))
def value_confirm(request: ActingRequest, draw_id: int, position: int) -> HttpResponse:
    """Type the number a second time, as another person."""
    draw = selectors.draw_for(request.actor, draw_id)
    source = _source(draw, position)
    state = source_state(draw, position)
    obstacle = obstacles.of_second_entry(draw, state, request.actor, request.at)
    if obstacle is not None:
        return _show(
            request, draw, source, position, obstacle=obstacle, is_second=True, button="核对"
        )
    bound = ConfirmForm(request.POST or None)
    if bound.is_valid():
        entered = bound.carry_out(
            lambda: revealing.confirm(
                actor=request.actor,
                draw_id=draw_id,
                position=position,
                value=bound.cleaned_data["value"],
                confirmed=verify_code(request, bound),
                at=request.at,
            )
        )
        if entered is not None:
            messages.success(request, "两次一样，已记入日志。")
            return redirect("office:draw", draw_id)
    return _show(request, draw, source, position, form=bound, **_SECOND)


@form(permission_of(VALUE, "propose_none"))
def value_none(request: ActingRequest, draw_id: int, position: int) -> HttpResponse:
    """Say that a lottery or dice gave nothing by the deadline; a second person decides."""
    bound = NoneForm(request.POST or None, request.FILES or None)
    return run_on_draw(
        request,
        draw_id,
        bound,
        lambda: missing_values.propose(
            actor=request.actor,
            draw_id=draw_id,
            position=position,
            shown=_evidence_file(bound.cleaned_data),
            confirmed=verify_code(request, bound),
            at=request.at,
        ),
        title="到截止时间没有公开数",
        lead="只有到了截止时间、确实没有开奖或掷骰的才这样记，由审批或监督看过材料再同意；"
        "保证级别因此降低的，抽取按规则作废，两个人的姓名和材料一起公布。",
        button="提出",
        success="已提出；请审批或监督看过材料再决定。",
    )


@form(permission_of(VALUE, "confirm_none"))
def value_none_confirm(request: ActingRequest, draw_id: int, position: int) -> HttpResponse:
    """Confirm, as another person, that a source gave nothing."""
    bound = CodeForm(request.POST or None)
    return run_on_draw(
        request,
        draw_id,
        bound,
        lambda: missing_values.confirm(
            actor=request.actor,
            draw_id=draw_id,
            position=position,
            confirmed=verify_code(request, bound),
            at=request.at,
        ),
        title="同意记为没有公开数",
        lead=format_html(
            '请先看过<a href="{}">材料</a>。同意以后记入日志，您的姓名会公布；'
            "保证级别因此降低的，抽取按规则作废。",
            reverse("office:draw-value-evidence", args=[draw_id, position]),
        ),
        button="同意，记为没有",
        success="已记入日志：到截止时间没有公开数。",
    )


@form(permission_of(VALUE, "refuse_none"))
def value_none_refuse(request: ActingRequest, draw_id: int, position: int) -> HttpResponse:
    """Refuse that a source gave nothing."""
    bound = ReasonForm(request.POST or None)
    return run_on_draw(
        request,
        draw_id,
        bound,
        lambda: missing_values.refuse(
            actor=request.actor,
            draw_id=draw_id,
            position=position,
            reason=bound.cleaned_data["reason"],
            at=request.at,
        ),
        title="不同意记为没有公开数",
        lead="不同意以后，这个来源仍要录入公开数并由另一位核对。",
        button="不同意",
        success="没有同意，理由已留痕。",
    )


@page(Permission.CONFIRM_VALUES)
def value_evidence(request: ActingRequest, draw_id: int, position: int) -> HttpResponse:
    """Send the file that shows what was entered, to whoever must decide on it."""
    draw = selectors.draw_for(request.actor, draw_id)
    name, data = given_values.shown_file(draw, position)
    kept_as, content_type = downloads.safe_download(name)
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{draw.number}-{position}-{kept_as}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _source(draw: Draw, position: int) -> sources.Source:
    if draw.sealed_at is None:
        raise DomainError("还没有封存")
    manifest = records.read(draw).manifest
    if not 1 <= position <= len(manifest.sources):
        raise DomainError("没有这个来源")
    source = manifest.sources[position - 1]
    if isinstance(source, Witness):
        raise DomainError("见证人的数由本人在自己的手机上亮出")
    return source


def source_state(draw: Draw, position: int) -> selectors.SourceState:
    """Give what is known of a source of a sealed draw."""
    return records.read(draw).source_states()[position - 1]


def _show(
    request: ActingRequest, draw: Draw, source: sources.Source, position: int, **context: object
) -> HttpResponse:
    """Show the form of a number, or why and until when it cannot be typed."""
    words = _source_words(draw, source, position)
    count = source.count if isinstance(source, Dice) else 0
    obstacle = context.get("obstacle")
    opens = obstacle.not_before if isinstance(obstacle, Obstacle) else None
    pad = {
        "dice_rows": [range(n, min(n + ROW, count + 1)) for n in range(1, count + 1, ROW)],
        "dice_count": count,
        "opens_in": remaining(opens, request.at),
        "opens_in_seconds": seconds_until(opens, request.at),
        "mismatch": given_values.last_mismatch(draw, position),
    }
    return render(request, "office/draws/value.html", {**words, **pad, **context})


def _source_words(draw: Draw, source: sources.Source, position: int) -> dict[str, Any]:
    hints = {
        "dice": "按掷出的次序记点数，每行十个；键盘、下面的按键、全角数字都可以。",
        "lottery": "两位数、从小到大、用点隔开；有特别号的写在 + 后面，例如 01.05.11.19.22.30+07",
        "drand": "把这一轮的签名整段粘贴；程序会验证",
    }
    return {
        "draw": draw,
        "position": position,
        "title": selectors.source_title(source),
        "detail": selectors.source_detail(source),
        "time": selectors.moment(source.time) if source.time else None,
        "kind": source.kind,
        "hint": hints[source.kind],
        "button": "录入",
    }


def _drand(
    request: ActingRequest, draw: Draw, position: int, source: sources.Source
) -> HttpResponse:
    obstacle = obstacles.of_entry(draw, source_state(draw, position), request.at)
    if obstacle is not None:
        return _show(request, draw, source, position, obstacle=obstacle)
    bound = DrandForm(request.POST or None)
    if bound.is_valid():
        entered = bound.carry_out(
            lambda: revealing.enter_drand(
                actor=request.actor,
                draw_id=draw.pk,
                position=position,
                signature=bound.cleaned_data["signature"],
                confirmed=verify_code(request, bound),
                at=request.at,
            )
        )
        if entered is not None:
            messages.success(request, "签名核对一样，已记入日志。")
            return redirect("office:draw", draw.pk)
    return _show(request, draw, source, position, form=bound)


def _enter(request: ActingRequest, draw: Draw, position: int, typed: dict[str, Any]) -> SourceValue:
    return revealing.enter(
        actor=request.actor,
        draw_id=draw.pk,
        position=position,
        value=typed["value"],
        shown=_evidence_file(typed),
        at=request.at,
    )


def _evidence_file(typed: dict[str, Any]) -> ShownFile | None:
    uploaded = typed["evidence"]
    if uploaded is None:
        return None
    if uploaded.size > given_values.MOST_EVIDENCE:
        raise DomainError("证据文件超过 8 MB；请缩小", field="evidence")
    return ShownFile(name=uploaded.name, data=uploaded.read(), address=typed["address"])
