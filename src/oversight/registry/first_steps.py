"""What a new bureau does first in its directories: items, inspectors, subjects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from oversight.accounts import rules as roles
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import FirstStep, Link
from oversight.registry.models import ImportRun, Inspector, Item, Subject
from oversight.registry.rules.inspectors import ON_DUTY
from oversight.registry.selectors import subjects

_TEAM = 2  # two inspectors go together


def first_steps(actor: Actor, at: datetime) -> Iterator[FirstStep]:
    """Give the three directories of the actor's bureau, each with what it needs for a draw."""
    today = moments.day_of(at)
    yield _items(actor)
    yield _inspectors(actor, today)
    yield _subjects(actor, today)


def _items(actor: Actor) -> FirstStep:
    rows = Item.objects.filter(bureau_id=actor.bureau_id)
    count, published = rows.count(), rows.filter(state__in=[Item.VALID, Item.CHANGING]).count()
    publishers = roles.holders(Permission.PUBLISH_ITEMS)
    link, button = _act_on_items(actor, count)
    return FirstStep(
        title="登记并公布抽查事项",
        text="查什么、依据哪一条、怎么查；公布以后才能写进计划。",
        who=f"{roles.holders(Permission.KEEP_DIRECTORIES)}登记，{publishers}公布",
        is_done=published > 0,
        progress=_seen(
            actor, Permission.SEE_ITEMS, f"已登记 {count} 项，其中已公布 {published} 项"
        ),
        link=link,
        button=button,
        waits_for=f"{publishers}公布" if count else "登记事项",
    )


def _act_on_items(actor: Actor, count: int) -> tuple[Link | None, str]:
    if not count and actor.may(Permission.KEEP_DIRECTORIES):
        return _import(ImportRun.ITEMS), "导入事项"
    if count and actor.may(Permission.PUBLISH_ITEMS):
        return Link(view="office:items"), "去公布"
    return None, ""


def _inspectors(actor: Actor, today: date) -> FirstStep:
    rows = Inspector.objects.filter(bureau_id=actor.bureau_id)
    ready = rows.filter(duty=ON_DUTY, is_expert=False, certificates__until__gte=today)
    count, certified = rows.count(), ready.distinct().count()
    entering = (_import(ImportRun.INSPECTORS), "导入人员")
    certifying = (Link(view="office:inspectors"), "去登记证件")
    link, button = certifying if count else entering
    return FirstStep(
        title="登记执法检查人员",
        text="两人一组，证件在有效期内的才能被抽到；至少两人。",
        who=roles.holders(Permission.KEEP_DIRECTORIES),
        is_done=certified >= _TEAM,
        progress=_seen(
            actor,
            Permission.SEE_INSPECTORS,
            f"已登记 {count} 人，其中在岗、证件有效 {certified} 人",
        ),
        link=link if actor.may(Permission.KEEP_DIRECTORIES) else None,
        button=button,
    )


def _subjects(actor: Actor, today: date) -> FirstStep:
    return FirstStep(
        title="导入检查对象",
        text="从登记机关或业务系统导出的表格可以直接上传，先看一遍再写入。",
        who=roles.holders(Permission.KEEP_DIRECTORIES),
        is_done=Subject.objects.filter(bureau_id=actor.bureau_id).exists(),
        progress=_seen(actor, Permission.SEE_SUBJECTS, _subject_words(actor, today)),
        link=_import(ImportRun.SUBJECTS) if actor.may(Permission.KEEP_DIRECTORIES) else None,
        button="导入检查对象",
    )


def _subject_words(actor: Actor, today: date) -> str:
    listed = subjects.capped_count(subjects.find(actor, subjects.SubjectQuery(), today))
    return f"名录中 {listed.number:,} 家{'以上' if listed.is_more else ''}"


def _seen(actor: Actor, permission: Permission, words: str) -> str:
    return words if actor.may(permission) else ""


def _import(kind: str) -> Link:
    return Link(view="office:import-new", query=(("kind", kind),))
