"""What an app carries shows on the pages of the whole product, and web names no app for it."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch

from oversight.audit import event_types
from oversight.audit import services as audit
from oversight.audit.services import AuditEvent
from oversight.common.contributions import MODULES, HelpEntry, Link, contributions
from oversight.web import contributions as pages
from tests.oversight.web.matrix import MATRIX
from tests.support.pages import text_of
from tests.support.platform_factory import NOON, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
AWAITED = '<h2 class="card-title">在等别人</h2>'
EXAMPLE = "tests.oversight.example_app"
SOURCES = Path(__file__).resolve().parents[3] / "src" / "oversight"
# Before somebody is signed in the page itself says what to do; a file or a part of a page has none.
_NO_PAGE = re.compile(
    r":(?:sign-in|sign-in-code|first|log-fork)$|export|-progress$|-faults$|-evidence$|-minutes$|task-check$"
    r"|-signed-(?:file|small)$|-witness-states$|document-(?:pdf|docx|sample)$|-file$(?<!plan-file)"
)
PARAMETERS = {
    "todos": ["actor", "at"],
    "deadlines": ["actor", "at", "until"],
    "search": ["actor", "query"],
    "first_steps": ["actor", "at"],
    "history": ["actor", "subject_id"],
    "pending": ["actor"],
}


@pytest.fixture
def with_example(settings: Any) -> None:
    """Add the example by the one line in the settings that a new app needs."""
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, EXAMPLE]


@pytest.mark.usefixtures("with_example")
def test_a_new_apps_todo_stands_on_the_workbench(own: Bureau, signed_in: Any) -> None:
    page = signed_in(own, "coordinator").get("/office/").content.decode()

    waiting, _, awaited = page.partition(AWAITED)
    assert "预订三楼会议室" in waiting
    assert "抽取要当众进行" in waiting
    assert "去预订" in waiting
    assert "今天" in waiting
    assert "预订三楼会议室" not in awaited


@pytest.mark.usefixtures("with_example")
def test_who_may_not_do_a_todo_sees_for_whom_it_waits(own: Bureau, signed_in: Any) -> None:
    page = signed_in(own, "clerk").get("/office/").content.decode()

    assert "预订三楼会议室" not in page.partition(AWAITED)[0]
    assert "在等：牵头" in page


@pytest.mark.usefixtures("with_example")
def test_a_new_apps_deadline_stands_among_all(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "inspector")

    assert "归还会议室钥匙" in client.get("/office/deadlines/").content.decode()
    assert "归还会议室钥匙" in client.get("/office/").content.decode()


@pytest.mark.usefixtures("with_example")
def test_the_search_finds_what_a_new_app_holds(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "administrator")

    assert "三十个座位" in client.get("/office/search/?q=会议室").content.decode()
    assert "三十个座位" not in client.get("/office/search/?q=办公室").content.decode()


@pytest.mark.usefixtures("with_example")
def test_a_new_apps_help_stands_on_the_page_it_names(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")

    assert "会议室怎么订" in client.get("/office/help/").content.decode()
    assert "会议室怎么订" in client.get("/office/").content.decode()
    assert "会议室怎么订" not in client.get("/office/items/").content.decode()


def test_an_app_that_is_not_installed_shows_nowhere(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "coordinator")

    addresses = ("/office/", "/office/deadlines/", "/office/search/?q=会议室", "/office/help/")
    text = "".join(client.get(address).content.decode() for address in addresses)
    assert "三楼会议室" not in text
    assert "会议室怎么订" not in text


@pytest.mark.usefixtures("with_example")
def test_a_new_apps_first_step_stands_in_the_guide(own: Bureau, signed_in: Any) -> None:
    steps = text_of(signed_in(own, "coordinator").get("/office/first-steps/"))

    assert "共 8 步" in steps
    assert "挂好会议室的门牌" in steps
    assert "去挂</a>" in steps
    assert "还没有门牌" in steps


@pytest.mark.usefixtures("with_example")
def test_a_new_apps_event_is_recorded_and_shown_in_its_words(own: Bureau, signed_in: Any) -> None:
    booked = event_types.find("room.booked")
    assert booked is not None
    event = AuditEvent(type=booked, number="3", title="三楼会议室", public={"room": "三楼"})

    audit.record(event, by=own.actors["coordinator"].author, at=NOON)

    assert "预订了会议室" in text_of(signed_in(own, "coordinator").get("/office/trail/"))


@pytest.mark.usefixtures("with_example")
def test_contributions_come_in_the_order_of_the_settings() -> None:
    names = [part.app for part in contributions("help")]

    assert names == [
        *("全程留痕", "账号与权限", "见证", "文书", "备份", "规则与日历", "一单两库"),
        *("年度计划", "抽取", "检查", "检查结果", "责令改正", "案件与移送", "公示", "工作台"),
        "会议室",
    ]


@pytest.mark.parametrize("module", PARAMETERS)
def test_every_app_is_asked_in_the_same_way(module: str) -> None:
    for part in contributions(module):
        assert list(inspect.signature(part.value).parameters) == PARAMETERS[module]


def test_a_module_without_what_it_is_asked_for_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MODULES, "help", "NOTHING_LIKE_IT")

    with pytest.raises(ImproperlyConfigured, match="has no NOTHING_LIKE_IT"):
        list(contributions("help"))


def test_help_names_pages_that_exist_and_keys_once() -> None:
    entries = [entry for _, topic in pages.help_topics() for entry in topic]

    assert {page for entry in entries for page in entry.pages} - MATRIX.keys() == set()
    assert len({entry.key for entry in entries}) == len(entries)


def test_every_page_of_the_office_has_its_help() -> None:
    addresses = {
        name
        for name, row in MATRIX.items()
        if name.startswith("office:") and "GET" in row.methods and not _NO_PAGE.search(name)
    }

    assert sorted(name for name in addresses if not pages.help_for(name)) == []
    assert len(addresses) > 80


def test_help_is_long_enough_to_help_and_short_enough_to_read() -> None:
    entries = [entry for _, topic in pages.help_topics() for entry in topic]
    sentences = {
        entry.key: entry.text.count("。") + sum(point.count("。") for point in entry.points)
        for entry in entries
    }

    assert {key: count for key, count in sentences.items() if not 3 <= count <= 12} == {}


def test_templates_explain_only_what_an_app_explains() -> None:
    asked = {
        key
        for path in SOURCES.rglob("*.html")
        for key in re.findall(r'{% what_is "([^"]+)" %}', path.read_text())
    }

    assert {pages.help_entry(key).key for key in asked} == asked
    assert len(asked) > 3
    with pytest.raises(LookupError):
        pages.help_entry("no-such-topic")


@pytest.mark.parametrize("view", ["office:draw", "office:plan", "office:import"])
def test_the_hardest_pages_have_help(view: str) -> None:
    entries: list[HelpEntry] = pages.help_for(view)

    assert entries


def test_an_address_is_made_of_what_an_app_names() -> None:
    link = Link(view="office:subjects", query=(("q", "食品 & 酒"),))

    assert pages.address(link) == "/office/subjects/?q=%E9%A3%9F%E5%93%81+%26+%E9%85%92"
    assert pages.address(Link(view="office:draw", args=(7,))) == "/office/draws/7/"
    with pytest.raises(NoReverseMatch):
        pages.address(Link(view="office:no-such-page"))


def test_the_example_is_installed_in_no_other_test() -> None:
    assert not apps.is_installed(EXAMPLE)
