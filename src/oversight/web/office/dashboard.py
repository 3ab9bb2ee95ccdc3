"""工作台: what waits for me, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.accounts.services import sessions
from oversight.audit import selectors as audit
from oversight.common import moments
from oversight.registry.models import ImportRun, Inspector, Item, ItemVersion
from oversight.registry.selectors import inspectors, items, subjects
from oversight.registry.states import IMPORT
from oversight.web.access import ActingRequest, page
from oversight.web.office.audit import reconciliation
from oversight.web.office.jobs.worker_health import worker_card
from oversight.web.office.registry import data_quality
from oversight.web.office.todos import Todo, waiting
from oversight.web.presenters import audit as audit_presenter

_URGENT = 10


@page()
def workbench(request: ActingRequest) -> HttpResponse:
    """Show what waits."""
    actor, today = request.actor, moments.day_of(request.at)
    found = [*_todos(actor, today), *waiting(actor, request.at)]
    todos = sorted(found, key=lambda one: (one.until or date.max, one.title))
    told: dict[str, Any] = {
        "todos": todos,
        "figures": _figures(actor, today),
        "worker": worker_card(actor, request.at),
    }
    told["notices"] = accounts.notices(request.user.pk, unseen=True)
    if actor.may(Permission.KEEP_ACCOUNTS) or actor.may(Permission.CONFIRM_ACCOUNTS):
        told["unconfirmed"] = accounts.unconfirmed(actor)
    if actor.may(Permission.SEE_TRAIL):
        newest = audit.entries([actor.scope], audit.AuditQuery())[:8]
        told["newest"] = [audit_presenter.render_entry(one) for one in newest]
    if reconciliation.may_keep(actor):
        told["check"] = reconciliation.newest(actor)
    return render(request, "office/workbench.html", told)


def _todos(actor: Actor, today: date) -> Iterator[Todo]:
    if sessions.device_of(actor.user_id or 0) is None and actor.may(Permission.PUBLISH_ITEMS):
        yield Todo(
            title="绑定动态码",
            detail="公布、改规则等步骤要填手机上的动态码",
            address=reverse("office:code"),
            word="去绑定",
        )
    if reconciliation.may_keep(actor):
        yield from _to_clear_up(actor)
    if actor.may(Permission.PUBLISH_ITEMS):
        yield from _to_publish(actor)
    if actor.may(Permission.KEEP_DIRECTORIES):
        yield from _to_finish(actor)
    if actor.may(Permission.SEE_INSPECTORS):
        yield from _expiring(actor, today)
    if actor.may(Permission.KEEP_DIRECTORIES):
        yield from _unwell(actor, today)


def _to_clear_up(actor: Actor) -> Iterator[Todo]:
    unseen = reconciliation.newest(actor)["unseen"]
    if unseen:
        yield Todo(
            title=f"数据库和留痕有 {unseen} 处不一样",
            detail="有人绕过程序改了数据库，或恢复了旧的备份",
            address=reverse("office:reconciliation"),
            word="去查",
            is_urgent=True,
        )


def _to_publish(actor: Actor) -> Iterator[Todo]:
    waiting = ItemVersion.objects.filter(item__in=items.find(actor), published_at=None)
    for version in waiting.exclude(item__state=Item.CANCELLED).select_related("item"):
        yield Todo(
            title=f"公布事项：{version.item.name}",
            detail=f"第 {version.number} 版，{version.made_by}起草",
            address=reverse("office:item", args=[version.item_id]),
            word="去看",
        )


def _to_finish(actor: Actor) -> Iterator[Todo]:
    open_runs = ImportRun.objects.filter(user_id=actor.user_id or 0)
    for run in open_runs.filter(state__in=IMPORT.sources(["change"]))[:5]:
        yield Todo(
            title=f"导入：{run.file_name}",
            detail=run.get_state_display(),
            address=reverse("office:import", args=[run.pk]),
            word="继续",
        )


def _expiring(actor: Actor, today: date) -> Iterator[Todo]:
    may_keep = actor.may(Permission.KEEP_DIRECTORIES)
    for one in inspectors.shown(inspectors.find(actor), today):
        if one.is_expiring and one.until:
            yield Todo(
                title=f"{one.inspector.name}的执法证快到期",
                detail=f"{one.inspector.owner.name}，到期后自动不参加抽取",
                address=reverse("office:inspector", args=[one.inspector.pk]),
                word="去登记新证" if may_keep else "看这个人",
                until=one.until,
                is_urgent=one.until <= today + timedelta(days=_URGENT),
            )


def _unwell(actor: Actor, today: date) -> Iterator[Todo]:
    for figure in data_quality.figures(actor, today):
        if figure.must_be_mended and figure.number:
            yield Todo(
                title=f"{figure.title} {figure.number} 家",
                detail="抽取前要清零",
                address=figure.address,
                word="去核对",
            )


def _figures(actor: Actor, today: date) -> list[tuple[str, str, str, str]]:
    told = []
    if actor.may(Permission.SEE_ITEMS):
        found = items.find(actor)
        valid = found.filter(state__in=[Item.VALID, Item.CHANGING]).count()
        formula = f"全部 {found.count()} 项，其中已公布 {valid} 项"
        told.append(("有效的抽查事项", str(valid), "项", formula))
    if actor.may(Permission.SEE_SUBJECTS):
        listed = subjects.counted(subjects.find(actor, subjects.SubjectQuery(), today))
        told.append(
            (
                "检查对象",
                f"{listed.number:,}",
                "家＋" if listed.is_more else "家",
                "名录中的，不含已移出",
            )
        )
        visited = subjects.find(actor, subjects.SubjectQuery(visits=1), today)
        count = subjects.counted(visited)
        told.append(
            (f"{today.year} 年已检查", f"{count.number:,}", "家", "今年被检查过至少一次的对象")
        )
    if actor.may(Permission.SEE_INSPECTORS):
        drawable = sum(one.is_drawable for one in inspectors.shown(inspectors.find(actor), today))
        total = Inspector.objects.filter(pk__in=inspectors.find(actor)).count()
        told.append(
            (
                "今天可抽取的执法人员",
                str(drawable),
                "人",
                f"名录 {total} 人，减去证件、请假等 {total - drawable} 人",
            )
        )
    return told
