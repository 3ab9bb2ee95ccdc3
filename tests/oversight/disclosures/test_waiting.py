"""What waits to be published or taken down, for whom, until when, and the yearly rate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oversight.accounts.selectors import Actor
from oversight.common.contributions import SearchQuery
from oversight.disclosures import awaiting, sources
from oversight.disclosures.deadlines import deadlines
from oversight.disclosures.models import Disclosure
from oversight.disclosures.search import search
from oversight.disclosures.services import reviewing
from oversight.disclosures.todos import todos
from tests.oversight.disclosures import publications
from tests.oversight.rectifications import findings
from tests.support import platform_factory
from tests.support.platform_factory import NOON, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = {"subjects": 2, "inspectors": 3}
TODAY = date(2026, 3, 18)


def titles(actor: Actor, at: Any = NOON) -> dict[str, str]:
    return {todo.title: todo.reason for todo in todos(actor, at)}


def test_what_was_not_begun_waits_and_goes_once_it_is(own: Bureau) -> None:
    clerk = own.actors["clerk"]
    before = [row.occurrence.key for row in awaiting.waiting(clerk, TODAY) if row.due_on]

    publications.drafted(own)

    after = [row.occurrence.key for row in awaiting.waiting(clerk, TODAY) if row.due_on]
    assert publications.item_key(own) in before
    assert after == [key for key in before if key != publications.item_key(own)]


def test_more_that_waits_asks_no_more_questions(own: Bureau) -> None:
    lead = own.actors["coordinator"]
    with CaptureQueriesContext(connection) as few:
        before = awaiting.waiting(lead, TODAY)
    for number in range(4):
        platform_factory.item(own, f"ZYPX-9{number}", is_published=True)

    with CaptureQueriesContext(connection) as many:
        after = awaiting.waiting(lead, TODAY)

    assert len(after) == len(before) + 4
    assert len(many) == len(few)


def test_each_step_waits_for_the_one_who_takes_it(own: Bureau) -> None:
    title = "公示：抽查事项“支付工资和最低工资标准”第 1 版"
    clerk, head, lead = (own.actors[who] for who in ("clerk", "approver", "coordinator"))

    row = publications.drafted(own)
    assert title in titles(clerk)
    publications.submitted(own, row)
    assert titles(head)[title] == "审查公示"
    assert titles(clerk)[title] == "等待审查"
    reviewing.send_back(actor=head, disclosure_id=row.pk, reason="看不懂", at=NOON)
    assert titles(clerk)[title] == "看不懂"
    publications.approved(own, row)
    assert titles(lead)[title] == "已批准，请公示"
    assert title not in titles(clerk)


def test_a_supervisor_reads_and_has_nothing_to_do(own: Bureau) -> None:
    publications.submitted(own, publications.drafted(own))

    assert titles(own.actors["supervisor"]) == {}
    assert titles(own.actors["administrator"]) == {}


def test_terms_stand_among_the_deadlines_until_their_day(own: Bureau) -> None:
    row = publications.drafted(own)
    Disclosure.objects.filter(pk=row.pk).update(due_on=date(2026, 3, 20))
    clerk = own.actors["clerk"]

    due = {deadline.title: deadline.reason for deadline in deadlines(clerk, NOON, TODAY)}
    soon = {d.title: d.reason for d in deadlines(clerk, NOON, date(2026, 3, 20))}

    assert f"公示：{row.title}" not in due
    assert soon[f"公示：{row.title}"] == "还有 2 个工作日"
    assert list(deadlines(own.actors["administrator"], NOON, TODAY)) == []


def test_what_lost_its_ground_is_to_be_taken_down(
    own: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = publications.published(own, publications.drafted(own))
    item = sources.source_of("item")
    fallen = replace(item, fallen=lambda _: iter([row.key]))
    monkeypatch.setattr(sources, "all_sources", lambda: [fallen])

    assert titles(own.actors["approver"])[f"公示：{row.title}"] == "依据已经撤销，请撤下"
    assert f"公示：{row.title}" not in titles(own.actors["clerk"])


def test_the_rate_counts_what_is_due_public_and_in_time(own: Bureau) -> None:
    bureau_id = own.organisation.pk
    publications.published(own, publications.drafted(own))
    items = next(r for r in awaiting.rates(bureau_id, date(2026, 12, 1)) if r.title == "抽查事项")
    plans = next(
        r for r in awaiting.rates(bureau_id, date(2026, 12, 1)) if r.title == "行政处罚决定"
    )

    assert items.published <= items.due
    assert plans.percent is None


def test_an_unfinished_rectification_is_offered_to_nobody(own: Bureau) -> None:
    row = findings.rechecking(own)
    source = sources.source_of("rectification")

    assert list(source.occurrences(own.organisation.pk)) == []
    assert source.content(own.organisation.pk, row.number) is None


def test_a_publication_is_found_by_its_title(own: Bureau) -> None:
    row = publications.drafted(own)
    query = SearchQuery(words="最低工资", on=TODAY, limit=5)

    groups = list(search(own.actors["clerk"], query))

    assert [result.title for result in groups[0].results] == [row.title]
    assert list(search(own.actors["administrator"], query)) == []


def test_the_subjects_extract_has_counts_and_no_name(own: Bureau) -> None:
    content = sources.content_of("subjects", own.organisation.pk, "extract")

    assert [field.name for field in content.fields] == ["count", "kinds", "regions"]
    assert content.fields[0].value == 2
