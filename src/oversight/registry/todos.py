"""What waits in the directories: drafts to publish, imports to finish, rows to mend."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from oversight.accounts import rules
from oversight.accounts.awaiting import people_for
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Link, Todo
from oversight.registry.models import ImportRun, ItemVersion
from oversight.registry.selectors import imports, inspectors, items, subjects
from oversight.registry.states import IMPORT, ITEM, REVIEW

# A certificate that ends within so many days is marked.
_URGENT = timedelta(days=10)
# More drafts than this are one line that leads to their list.
_MOST_DRAFTS = 5
_MOST_RUNS = 5


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:
    """Give what waits for the actor, and the drafts that wait for who publishes them."""
    today = moments.day_of(at)
    if actor.may(rules.permission_of(ITEM, "publish")):
        yield from _publish_items(actor)
    if actor.may(rules.permission_of(REVIEW, "confirm")):
        yield from _review_imports(actor, at)
    if actor.may(Permission.KEEP_DIRECTORIES):
        yield from _await_publication(actor)
        yield from _finish_imports(actor)
        yield from _await_reviews(actor, at)
        yield from _renew_certificates(actor, today)
        yield from _mend_subjects(actor, today)


def _publish_items(actor: Actor) -> Iterator[Todo]:
    drafts = list(items.drafts(actor))
    if len(drafts) > _MOST_DRAFTS:
        yield Todo(
            title=f"公布事项 {len(drafts)} 项",
            reason="没有公布的事项不能检查",
            link=Link(view="office:items"),
            button="去看",
            covers=tuple(_draft_key(version) for version in drafts),
        )
        return
    for version in drafts:
        yield Todo(
            title=f"公布事项：{version.item.name}",
            reason=f"第 {version.number} 版，{version.made_by}起草",
            link=Link(view="office:item", args=(version.item_id,)),
            button="去看",
            key=_draft_key(version),
        )


def _await_publication(actor: Actor) -> Iterator[Todo]:
    permission = rules.permission_of(ITEM, "publish")
    drafts = list(items.drafts(actor))
    for version in drafts[:_MOST_DRAFTS]:
        yield Todo(
            title=f"公布事项：{version.item.name}",
            reason=f"第 {version.number} 版，公布以前不能据此检查",
            link=Link(view="office:item", args=(version.item_id,)),
            button="看草稿",
            waiting_for=people_for(version.item.bureau, permission),
            key=_draft_key(version),
        )
    if len(drafts) > _MOST_DRAFTS:
        yield Todo(
            title=f"公布事项：还有 {len(drafts) - _MOST_DRAFTS} 项",
            reason="公布以前不能据此检查",
            link=Link(view="office:items"),
            button="看草稿",
            waiting_for=rules.holders(permission),
        )


def _draft_key(version: ItemVersion) -> str:
    return f"item/{version.item.code}/{version.number}/{version.item.bureau.code}"


def _review_imports(actor: Actor, at: datetime) -> Iterator[Todo]:
    for run in imports.awaiting_review(actor, at):
        if run.user_id != actor.user_id:
            yield Todo(
                title=f"核对导入：{run.file_name}",
                reason=f"{run.user.name}写入，{_counts(run)}；核对以后抽取才能备料",
                link=Link(view="office:import-review", args=(run.pk,)),
                button="去核对",
                key=_import_key(run),
                since=run.written_at,
            )


def _await_reviews(actor: Actor, at: datetime) -> Iterator[Todo]:
    permission = rules.permission_of(REVIEW, "confirm")
    for run in imports.awaiting_review(actor, at):
        if run.user_id == actor.user_id:
            yield Todo(
                title=f"核对导入：{run.file_name}",
                reason=f"{_counts(run)}；第二人核对以后抽取才能备料",
                link=Link(view="office:import", args=(run.pk,)),
                button="看导入",
                waiting_for=people_for(run.bureau, permission, barred=frozenset({run.user_id})),
                key=_import_key(run),
                since=run.written_at,
            )


def _counts(run: ImportRun) -> str:
    return f"新增 {run.counts.get('new', 0)} 家、更新 {run.counts.get('changed', 0)} 家"


def _import_key(run: ImportRun) -> str:
    return f"import/{run.entry}"


def _finish_imports(actor: Actor) -> Iterator[Todo]:
    runs = ImportRun.objects.filter(user_id=actor.user_id or 0)
    for run in runs.filter(state__in=IMPORT.sources(["change"]))[:_MOST_RUNS]:
        yield Todo(
            title=f"导入：{run.file_name}",
            reason=str(run.get_state_display()),
            link=Link(view="office:import", args=(run.pk,)),
            button="继续",
        )


def _renew_certificates(actor: Actor, today: date) -> Iterator[Todo]:
    for row in inspectors.inspector_rows(inspectors.find(actor), today):
        if row.is_expiring and row.until:
            yield Todo(
                title=f"{row.inspector.name}的执法证快到期",
                reason=f"{row.inspector.owner.name}，到期后自动不参加抽取",
                link=Link(view="office:inspector", args=(row.inspector.pk,)),
                button="去登记新证",
                until=row.until,
                is_urgent=row.until <= today + _URGENT,
            )


def _mend_subjects(actor: Actor, today: date) -> Iterator[Todo]:
    rows = subjects.find(actor, subjects.SubjectQuery(), today)
    for health in subjects.MUST_BE_MENDED:
        count = subjects.capped_count(subjects.with_health_problem(rows, health, today))
        plus = "＋" if count.is_more else ""
        if count.number:
            yield Todo(
                title=f"{subjects.HEALTH[health]} {count.number}{plus} 家",
                reason="抽取前要清零",
                link=Link(view="office:subjects", query=(("health", health),)),
                button="去核对",
            )
