"""One search over everything that somebody may see, and over nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from oversight.accounts.selectors import Actor
from oversight.common.contributions import SearchGroup, SearchQuery
from oversight.web import contributions
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
TODAY = draw_factory.OPENS.date() + timedelta(days=1)


def search(actor: Actor, words: str, limit: int = 5) -> dict[str, SearchGroup]:
    query = SearchQuery(words=words, on=TODAY, limit=limit)
    return {group.title: group for group in contributions.search(actor, query)}


def titles(actor: Actor, words: str) -> dict[str, list[str]]:
    return {
        name: [result.title for result in group.results]
        for name, group in search(actor, words).items()
    }


def test_every_kind_is_found_by_its_name_or_number(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    visit = draw.visits.filter(is_out=False).order_by("place")[0]
    approver = own.actors["approver"]

    assert titles(approver, "第7食品")["检查对象"] == ["青禾区第7食品有限公司"]
    assert titles(approver, platform_factory.code(7))["检查对象"] == ["青禾区第7食品有限公司"]
    assert titles(approver, "检查员3") == {"执法检查人员": ["检查员3"]}
    assert titles(approver, "QH00004") == {"执法检查人员": ["检查员4"]}
    assert titles(approver, "LDBZ-02") == {"抽查事项": ["支付工资和最低工资标准"]}
    assert titles(approver, "2026年度抽查计划") == {"年度计划": ["2026年度抽查计划"]}
    assert titles(approver, draw.number)["抽取"] == ["劳动用工抽查"]
    assert titles(approver, draw.commitment[:8].upper()) == {"抽取": ["劳动用工抽查"]}
    assert visit.name in titles(approver, visit.name)["检查任务"]
    assert titles(approver, "次数上限")["规则"] == [
        "一个对象一年的检查次数上限",
        "劳动保障监察日常检查、专项检查次数上限",
        "不计入次数上限的情形",
        "全国口径计入次数上限的检查类型",
    ]
    assert titles(approver, "劳动用工抽查")["计划任务"] == ["劳动用工抽查"]


def test_more_than_shown_leads_to_the_list_of_all(own: Bureau, signed_in: Any) -> None:
    draw_factory.bureau(own, subjects=7, inspectors=2)
    client = signed_in(own, "clerk")

    group = search(own.actors["clerk"], "食品")["检查对象"]
    page = client.get("/office/search/?q=食品").content.decode()

    assert len(group.results) == 5
    assert 'href="/office/subjects/?q=%E9%A3%9F%E5%93%81"' in page
    assert search(own.actors["clerk"], "检查员")["执法检查人员"].more is None


def test_rows_of_another_bureau_are_never_found(own: Bureau, foreign: Bureau) -> None:
    draw = draw_factory.whole(foreign)
    platform_factory.stocked(own)
    words = ("食品", "检查员", "LDBZ-01", "抽查", "劳动用工", draw.number, draw.commitment[:10])

    for name, actor in own.actors.items():
        for asked in (*words, "foreign", "石桥县"):
            groups = titles(actor, asked)
            groups.pop("规则", None)  # each bureau's own books
            assert groups == {}, (name, asked)


def test_a_role_without_the_permission_sees_no_group(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    visit = draw.visits.filter(is_out=False)[0]

    assert set(titles(own.actors["inspector"], "支付工资")) == {"抽查事项"}
    assert titles(own.actors["inspector"], visit.name) == {}
    assert titles(own.actors["inspector"], draw.number) == {}
    assert titles(own.actors["administrator"], "食品") == {}
    assert set(titles(own.actors["administrator"], "own-clerk")) == {"账号"}
    assert set(titles(own.actors["administrator"], "就业促进科")) == {"机构"}
    assert titles(own.actors["clerk"], "own-clerk") == {}


def test_an_inspector_finds_the_visits_of_their_own_team(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    visit = draw.visits.filter(is_out=False).order_by("place")[0]
    member = visit.slots.exclude(inspector=None).order_by("order")[0]
    assert member.inspector is not None
    member.inspector.user = own.user("inspector")
    member.inspector.save(update_fields=["user"])

    groups = titles(own.actors["inspector"], "食品")

    assert set(groups) == {"检查任务"}
    assert visit.name in groups["检查任务"]


def test_a_sections_clerk_finds_no_row_of_another_section(own: Bureau) -> None:
    subject = platform_factory.subject(own)
    type(subject).objects.filter(pk=subject.pk).update(
        owner=own.sections[platform_factory.SECTIONS[1]]
    )

    assert titles(own.actors["section-clerk"], "第1食品") == {}
    assert set(titles(own.actors["clerk"], "第1食品")) == {"检查对象"}


def test_visits_of_a_sealed_draw_are_not_found_before_it_opens(own: Bureau) -> None:
    draw = draw_factory.whole(own, mode="sealed")
    name = draw.visits.filter(is_out=False)[0].name
    lead = own.actors["coordinator"]

    assert "检查任务" not in titles(lead, name)
    assert "检查任务" not in titles(lead, draw.title)

    draw_factory.opened(draw)

    assert name in titles(lead, name)["检查任务"]


@pytest.mark.parametrize("words", ["", "   ", "％％", "%_%", "__", "'", '"', "\\", "\0", "没有的"])
def test_words_that_name_nothing_find_nothing(own: Bureau, signed_in: Any, words: str) -> None:
    draw_factory.bureau(own, subjects=2, inspectors=2)
    client: Client = signed_in(own, "clerk")

    assert titles(own.actors["clerk"], words.replace("\0", "")) == {}
    assert client.get("/office/search/", {"q": words}).status_code in {200, 400}


def test_the_help_is_found_too(own: Bureau, signed_in: Any) -> None:
    page = signed_in(own, "inspector").get("/office/search/?q=工作日怎么算").content.decode()

    assert 'href="/office/help/#regulations-working-days"' in page


def test_nothing_found_says_what_to_try(own: Bureau, signed_in: Any) -> None:
    page = signed_in(own, "inspector").get("/office/search/?q=没有的词").content.decode()

    assert "没有找到“没有的词”" in page
    assert "代码的前几位" in page


def test_every_office_page_has_the_search_box(own: Bureau, signed_in: Any) -> None:
    page = signed_in(own, "clerk").get("/office/items/").content.decode()

    assert 'action="/office/search/"' in page


def test_draws_and_visits_are_filtered_by_the_words(own: Bureau, signed_in: Any) -> None:
    draw = draw_factory.whole(own)
    visit = draw.visits.filter(is_out=False, merged_into=None).order_by("place")[0]
    client = signed_in(own, "coordinator")

    assert draw.number in client.get(f"/office/draws/?q={draw.number}").content.decode()
    assert draw.number not in client.get("/office/draws/?q=没有的").content.decode()
    assert visit.name in client.get(f"/office/visits/?q={visit.code}").content.decode()
    assert visit.name not in client.get("/office/visits/?q=没有的").content.decode()
