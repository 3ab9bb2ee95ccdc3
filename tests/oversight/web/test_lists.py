"""All lists of the office: filters, order, views of one's own, tables and print."""

from __future__ import annotations

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from oversight.accounts.models import SavedView
from oversight.audit.models import Entry
from oversight.draws.models import Draw
from oversight.plans.models import Plan
from oversight.registry.models import Inspector
from tests.support import platform_factory
from tests.support.platform_factory import SECTIONS, Bureau

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
LISTS = ("subjects", "inspectors", "items", "plans", "draws", "visits", "imports")


def table(client: Any, address: str) -> list[list[Any]]:
    """Read the cells of an exported workbook."""
    content = b"".join(client.get(address).streaming_content)
    rows: list[list[Any]] = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    return rows


def titles(page: Any) -> list[str]:
    """Give what the rows of a list of items or draws are called."""
    return [getattr(row, "title", "") or row.name for row in page.context["page"].rows]


@pytest.mark.parametrize("key", LISTS)
def test_every_list_is_searched_kept_exported_and_printed(
    own: Bureau, draw: Draw, signed_in: Any, key: str
) -> None:
    client = signed_in(own, "clerk")

    page = client.get(f"/office/{key}/?q=没有的").content.decode()
    rows = table(client, f"/office/{key}/export.xlsx")
    paper = client.get(f"/office/{key}/print/").content.decode()

    assert draw.pk
    assert 'aria-keyshortcuts="/"' in page
    assert f'name="place" value="office:{key}"' in page
    assert "存为常用" in page
    assert f"/office/{key}/export.xlsx?q=%E6%B2%A1%E6%9C%89%E7%9A%84" in page
    assert (len(rows) > 1) == (key != "imports")
    assert f"{own.actors['clerk'].person} 打印于" in paper
    assert f"共 {len(rows) - 1:,} " in paper
    assert Entry.objects.order_by("-index")[0].about_number == key


def test_tables_have_names_and_days_in_words(own: Bureau, draw: Draw, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    plan = Plan.objects.get(number=draw.plan_number)

    tasks = table(client, f"/office/plans/{plan.pk}/export.xlsx")
    people = table(client, "/office/inspectors/export.xlsx")

    line = dict(zip(tasks[0], tasks[1], strict=True))
    assert line["抽查事项"].startswith("支付工资和最低工资标准")
    assert (line["开始时间"], line["结束时间"]) == ("2026年3月1日", "2026年11月30日")
    assert people[0][7:] == ["证件有效期至", "本年派出", "不能抽取的原因"]
    assert people[1][7].endswith("日")
    assert sum(int(row[8]) for row in people[1:]) == 12


def test_inspectors_are_filtered_ordered_and_paged(own: Bureau, draw: Draw, signed_in: Any) -> None:
    client = signed_in(own, "clerk")

    everybody = client.get("/office/inspectors/")
    busiest = client.get("/office/inspectors/?sort=load").context["page"].rows
    none = client.get("/office/inspectors/?only=hindered&owner=x")

    assert draw.pk
    loads = [row.load for row in everybody.context["page"].rows]
    assert [row.load for row in busiest] == sorted(loads, reverse=True)
    assert max(loads) > 0
    assert none.context["number"] == 0
    assert "没有符合条件的人员" in none.content.decode()


def test_a_list_is_ordered_by_the_column_that_is_asked(own: Bureau, signed_in: Any) -> None:
    platform_factory.stocked(own)
    client = signed_in(own, "clerk")

    by_code = titles(client.get("/office/items/"))
    by_name = titles(client.get("/office/items/?sort=name"))

    assert by_name == sorted(by_code)
    assert titles(client.get("/office/items/?sort=password")) == by_code


def test_draws_are_filtered_by_state_year_section_and_mode(
    own: Bureau, draw: Draw, signed_in: Any
) -> None:
    client = signed_in(own, "clerk")
    year = draw.made_at.year

    for query in (f"state={draw.state}", f"year={year}", f"owner={draw.owner_id}", "mode=open"):
        assert titles(client.get(f"/office/draws/?{query}")) == [draw.title]
    for query in ("state=voided", f"year={year - 1}", "owner=99999", "mode=sealed"):
        assert titles(client.get(f"/office/draws/?{query}")) == []


def test_plans_are_found_by_a_task_and_its_initials(
    own: Bureau, draw: Draw, signed_in: Any
) -> None:
    client = signed_in(own, "clerk")

    def numbers(query: str) -> list[str]:
        rows = client.get(f"/office/plans/?{query}").context["rows"]
        return [row.plan.number for row in rows]

    assert numbers("q=劳动用工") == [draw.plan_number]
    assert numbers("q=ldyg") == [draw.plan_number]
    assert numbers("year=2026&state=approved") == [draw.plan_number]
    assert numbers("year=1999") == []
    assert numbers("state=draft") == []


def test_a_view_is_kept_renamed_and_dropped(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    kept = {"place": "office:items", "query": "state=valid&sort=name", "name": "有效的"}

    saved = client.post(
        "/office/views/save/", kept, headers={"Referer": "http://testserver/office/items/"}
    )
    page = client.get("/office/items/?state=valid&sort=name").content.decode()
    view = SavedView.objects.get()
    client.post(f"/office/views/{view.pk}/rename/", {"name": "在用的"})
    listing = client.get("/office/views/").content.decode()
    client.post(f"/office/views/{view.pk}/drop/")

    assert saved.headers["Location"] == "/office/items/"
    assert 'href="/office/items/?state=valid&amp;sort=name"' in page
    assert 'aria-current="true"' in page
    assert "在用的" in listing
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"name": " "}, "请给常用筛选起个名字"),
        ({"query": ""}, "现在没有筛选条件"),
        ({"query": "q=" + "x" * 500}, "现在没有筛选条件"),
        ({"place": "office:password"}, "没有这个列表"),
    ],
)
def test_a_view_that_cannot_be_kept_is_refused(
    own: Bureau, signed_in: Any, sent: dict[str, str], problem: str
) -> None:
    client = signed_in(own, "clerk")
    kept = {"place": "office:items", "query": "q=a", "name": "名字", **sent}

    page = client.post("/office/views/save/", kept, follow=True).content.decode()

    assert problem in page
    assert not SavedView.objects.exists()


def test_a_view_takes_no_name_of_another(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    user = own.user("clerk")
    first, second = (
        SavedView.objects.create(user=user, place="office:items", name=name, query="q=a")
        for name in ("甲", "乙")
    )

    page = client.post(f"/office/views/{second.pk}/rename/", {"name": "甲"}, follow=True)

    assert "已有一个常用筛选叫“甲”" in page.content.decode()
    second.refresh_from_db()
    assert (first.name, second.name) == ("甲", "乙")


def test_views_of_somebody_else_do_not_exist(own: Bureau, signed_in: Any) -> None:
    other = own.user("coordinator")
    view = SavedView.objects.create(user=other, place="office:items", name="别人的", query="q=a")
    client = signed_in(own, "clerk")

    assert "别人的" not in client.get("/office/items/").content.decode()
    assert "别人的" not in client.get("/office/views/").content.decode()
    assert client.post(f"/office/views/{view.pk}/drop/").status_code == 404
    assert client.post(f"/office/views/{view.pk}/rename/", {"name": "我的"}).status_code == 404
    assert SavedView.objects.get().name == "别人的"


def test_no_more_than_twenty_views_are_kept_of_a_list(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    SavedView.objects.bulk_create(
        SavedView(user=own.user("clerk"), place="office:items", name=f"第{n}个", query="q=a")
        for n in range(20)
    )
    kept = {"place": "office:items", "query": "q=b", "name": "再一个"}

    refused = client.post("/office/views/save/", kept, follow=True).content.decode()
    client.post("/office/views/save/", {**kept, "name": "第3个"})

    assert "最多存 20 个常用筛选" in refused
    assert SavedView.objects.get(name="第3个").query == "q=b"
    assert SavedView.objects.count() == 20


def test_a_phone_gets_twenty_inspectors_a_page(own: Bureau, signed_in: Any) -> None:
    section = own.sections[SECTIONS[0]]
    people = [
        Inspector(
            bureau=own.organisation,
            owner=section,
            code=f"多{n}",
            name=f"第{n}人",
            number=f"D{n}",
            entry=0,
        )
        for n in range(30)
    ]
    Inspector.objects.bulk_create(people)
    client = signed_in(own, "clerk")

    phone = client.get("/office/inspectors/", headers={"User-Agent": PHONE})

    assert len(phone.context["page"].rows) == 20
    assert phone.context["number"] >= 30
    assert SECTIONS[0] in phone.content.decode()
