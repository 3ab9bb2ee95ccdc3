"""What waits in results: reviews, what was returned, and terms that end soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from oversight.accounts.awaiting import people_for
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Link, Todo
from oversight.regulations.rulebooks import RuleBooks
from oversight.results import clocks, selectors, states
from oversight.results.models import InspectionResult
from oversight.results.services import reviewing
from oversight.results.states import RESULT

_MOST = 20


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:
    """Give what the actor can review or has to change, and what is to be published soon."""
    if not actor.may(Permission.SEE_VISITS):
        return
    today = moments.day_of(at)
    if actor.may(Permission.REVIEW_RESULTS) or actor.may(Permission.TAKE_VISITS):
        books = RuleBooks()
        for row in selectors.in_review(actor)[:_MOST]:
            yield from _review(actor, row, clocks.review_by(row, books), today)
    if actor.may(Permission.TAKE_VISITS):
        for row in selectors.returned(actor)[:_MOST]:
            yield _returned(row)
    yield from _late(actor, today)


def _review(actor: Actor, row: InspectionResult, until: date | None, today: date) -> Iterator[Todo]:
    can = actor.may_take(RESULT, states.ACCEPT, row.state) and not reviewing.refusal(actor, row)
    version = selectors.newest_of(row)
    if not can and version.made_user != actor.user_id:
        return
    yield Todo(
        title=f"审核检查结果：{row.name}",
        reason=f"{row.item}：{version.result_words}，{version.made_by}录入",
        link=Link(view="office:result", args=(row.pk,)),
        button="去审核" if can else "去看",
        until=until,
        is_urgent=until is not None and until < today,
        waiting_for="" if can else _reviewers(row, version.made_user),
        key=f"result:{row.pk}",
        since=version.made_at,
    )


def _reviewers(row: InspectionResult, author: int | None) -> str:
    return people_for(row.bureau, Permission.REVIEW_RESULTS, frozenset({author or 0}))


def _returned(row: InspectionResult) -> Todo:
    version = selectors.newest_of(row)
    return Todo(
        title=f"修改检查结果：{row.name}",
        reason=f"{version.reviewed_by}退回：{version.remarks}",
        link=Link(view="office:result", args=(row.pk,)),
        button="去修改",
    )


def _late(actor: Actor, today: date) -> Iterator[Todo]:
    """Give one line for all that is to be published within a few working days, or is overdue."""
    if not actor.may(Permission.SEE_DRAWS):
        return
    late = selectors.overdue(actor, today).count()
    soon = selectors.soon(actor, today).count() - late
    if late:
        yield Todo(
            title=f"检查结果逾期没有公示 {late} 条",
            reason="公示期限 20 个工作日，两种起算以先到的为准",
            link=Link(view="office:results-overdue"),
            button="去看",
            is_urgent=True,
        )
    if soon > 0:
        yield Todo(
            title=f"检查结果快到公示期限 {soon} 条",
            reason=f"{clocks.REMIND} 个工作日内到期",
            link=Link(view="office:results", query=(("standing", selectors.SOON),)),
            button="去看",
        )
