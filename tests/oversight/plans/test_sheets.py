"""A plan's table: each cell is read whole or refused by name; what left comes back the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingqian_tables import amounts
from mingqian_tables.table import NUMBER, Row, RowFault, Sheet
from oversight.common.errors import DomainError, FieldsError
from oversight.plans import rules, selectors
from oversight.plans.models import Plan, Task
from oversight.plans.rules import TaskDetails
from oversight.plans.services import sheets, tasks, versions
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import MADE
from tests.support.platform_factory import SECTIONS, Bureau

pytestmark = pytest.mark.any_database

HEADINGS = (
    *("任务名称", "抽查事项", "发起部门", "开始时间", "结束时间", "抽查比例", "检查对象范围"),
    *("抽查频次", "抽取月份", "差异化比例", "检查方式", "递补数", "配合部门", "抽查模式"),
    *("分层依据", "差异化依据", "本科室人数"),
)
GOOD = {
    "任务名称": "好",
    "抽查事项": "LDBZ-01",
    "发起部门": SECTIONS[0],
    "开始时间": "2026-01-01",
    "结束时间": "2026-12-31",
    "抽查比例": "15%",
}
# The official names of trades have separators in them.
TRADES = ("制造业", "农、林、牧、渔业", "信息传输、软件和信息技术服务业", "批发，零售")


@pytest.fixture
def draft(own: Bureau) -> Plan:
    """Give an empty draft of a plan, and the names a table may use."""
    platform_factory.item(own, "LDBZ-01")
    platform_factory.item(own, "LDBZ-02")
    for number, trade in enumerate(TRADES, start=1):
        platform_factory.subject(
            own, number, industry=trade, region=f"第{number}片、{number}街", labels="重点"
        )
    lead = own.actors["coordinator"]
    return versions.begin(actor=lead, year=2026, name="2026年度抽查计划", at=MADE)


def table(*rows: dict[str, str]) -> Sheet:
    cells = [[{**GOOD, **row}.get(name, "") for name in HEADINGS] for row in rows]
    return draw_factory.sheet([list(HEADINGS), *cells])


def take(own: Bureau, plan: Plan, sheet: Sheet) -> sheets.SheetOutcome:
    return sheets.read(actor=own.actors["coordinator"], plan_id=plan.pk, sheet=sheet, at=MADE)


def refusal(own: Bureau, plan: Plan, **cells: str) -> list[str]:
    with pytest.raises(FieldsError) as refused:
        take(own, plan, table(cells))
    assert Task.objects.count() == 0
    return [text for _, text in refused.value.problems]


@pytest.mark.parametrize(
    ("column", "written", "field", "value"),
    [
        ("抽查比例", "5%", "ratio", 500),
        ("抽查比例", "５．５％", "ratio", 550),
        ("抽查比例", "百分之五", "ratio", 500),
        ("抽查频次", "2次/年", "frequency", 2),
        ("抽查频次", "２", "frequency", 2),
        ("抽查频次", "2.0", "frequency", 2),
        ("抽查频次", "每年两次", "frequency", 2),
        ("递补数", "3家", "reserve", 3),
        ("递补数", "三户", "reserve", 3),
        ("检查方式", "实地核查、书面检查", "methods", ["现场", "书面"]),
        ("检查方式", "网络监测和现场检查", "methods", ["网络", "现场"]),
        ("抽查模式", "密封（到开封时间才公布）", "mode", "sealed"),
        ("检查对象范围", "所属科室：就业促进 科", "kind", "定向"),
        ("抽查事项", "支付工资和最低工资标准、LDBZ-02", "items", ["LDBZ-02"]),
        ("抽查事项", "ldbz－01；LDBZ-02", "items", ["LDBZ-01", "LDBZ-02"]),
        ("配合部门", "就业促进科 3 人", "people", 2),
        ("开始时间", "2026年1月5日", "starts_on", date(2026, 1, 5)),
        ("开始时间", "2026/1/5 0:00", "starts_on", date(2026, 1, 5)),
        ("开始时间", "2026-01-05 00:00:00", "starts_on", date(2026, 1, 5)),
        ("开始时间", "2026 年 1 月 5 日", "starts_on", date(2026, 1, 5)),
    ],
)
def test_what_offices_write_is_read_whole(
    own: Bureau, draft: Plan, column: str, written: str, field: str, value: object
) -> None:
    take(own, draft, table({column: written}))

    assert getattr(selectors.details_of(Task.objects.get()), field) == value


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("人力资源管理科", 1),
        ("人力资源管理科 2 人", 2),
        ("人力资源管理科（2人）", 2),
        ("人力资源管理科(3 人)", 3),
        ("人力资源管理科两人", 2),
        ("人力资源管理科（两人）", 2),
    ],
)
def test_how_many_people_a_partner_sends_is_read_however_it_is_written(
    own: Bureau, draft: Plan, written: str, people: int
) -> None:
    take(own, draft, table({"发起部门": SECTIONS[1], "配合部门": written}))

    owner = own.sections[SECTIONS[0]].pk
    partner = Task.objects.get().partners.get()
    assert (partner.section_id, partner.people) == (owner, people)


@pytest.mark.parametrize(
    ("written", "months"),
    [
        ("3-6月", [3, 4, 5, 6]),
        ("3月至5月", [3, 4, 5]),
        ("三月、九月", [3, 9]),
        ("上半年", [1, 2, 3, 4, 5, 6]),
        ("11月 3月", [3, 11]),
        ("", []),
    ],
)
def test_months_are_all_that_are_meant(
    own: Bureau, draft: Plan, written: str, months: list[int]
) -> None:
    take(own, draft, table({"抽取月份": written}))

    assert [batch.month for batch in Task.objects.get().batches.all()] == months


@pytest.mark.parametrize(
    ("written", "by", "ratios"),
    [
        ("A级3%、B 级5%、C级10%", "grade", {"A": 300, "B": 500, "C": 1000}),
        ("Ａ级3％，Ｂ级为5％；Ｃ级10％", "grade", {"A": 300, "B": 500, "C": 1000}),
        ("a级3%、b级5%、c级10%", "grade", {"A": 300, "B": 500, "C": 1000}),
        ("A类1%，B类3%，C类不低于10%", "risk", {"A": 100, "B": 300, "C": 1000}),
        ("A 1%、B 2%、C 3%、D 4%", "risk", {"A": 100, "B": 200, "C": 300, "D": 400}),
        ("A 1%、B 2%、C 3%、未评 0%", "grade", {"A": 100, "B": 200, "C": 300, "未评": 0}),
    ],
)
def test_ratios_by_class_are_read_whole(
    own: Bureau, draft: Plan, written: str, by: str, ratios: dict[str, int]
) -> None:
    take(own, draft, table({"差异化比例": written, "抽查比例": ""}))

    task = Task.objects.get()
    assert (task.ratio_by, selectors.details_of(task).ratios) == (by, ratios)


@pytest.mark.parametrize(
    ("column", "written", "says"),
    [
        ("抽查比例", "很多", "看不懂的比例"),
        ("抽查比例", "0.05", "没有百分号"),
        ("抽查比例", "", "看不懂的比例"),
        ("抽查比例", "105%", "超过 100%"),
        ("抽查频次", "经常", "看不懂的频次"),
        ("抽查频次", "0", "抽查频次应在 1 到 366 之间"),
        ("递补数", "10%", "看不懂的个数"),
        ("递补数", "-1", "看不懂的个数"),
        ("抽取月份", "每季度", "看不懂的月份"),
        ("抽取月份", "9月10日前", "看不懂的月份"),
        ("抽取月份", "13月", "没有“13月”这样的月份"),
        ("抽取月份", "2025年3月", "不在 2026 年"),
        ("差异化比例", "A级3%、B级若干", "看不懂的分类比例"),
        ("差异化比例", "A 3%、B 5%", "不知道按什么分类"),
        ("差异化比例", "A级3%、E级5%", "分类应为 A、B、C、未评"),
        ("差异化依据", "按大小", "看不懂“按大小”"),
        ("分层依据", "按大小", "看不懂“按大小”"),
        ("检查方式", "现场、查岗", "不认得“查岗”"),
        ("抽查模式", "半公开", "看不懂“半公开”"),
        ("发起部门", "就业促进处", "是不是“就业促进科”"),
        ("发起部门", "", "不是本局的科室"),
        ("配合部门", "就业促进处 2 人", "是不是“就业促进科”"),
        ("配合部门", "就业促进科、就业促进科", "写了两次"),
        ("检查对象范围", "所属科室：不存在科", "所属科室“不存在科”对不上"),
        ("检查对象范围", "所属科室：人力资源管理科、就业促进处", "是不是“就业促进科”"),
        ("检查对象范围", "行业：采矿业", "行业“采矿业”对不上"),
        ("检查对象范围", "区域：火星", "区域“火星”对不上"),
        ("检查对象范围", "标签：没有的", "标签“没有的”对不上"),
        ("检查对象范围", "主体类型：公司", "主体类型“公司”对不上"),
        ("检查对象范围", "守法诚信等级：E", "守法诚信等级“E”对不上"),
        ("检查对象范围", "就业促进科", "看不懂的范围"),
        ("抽查事项", "没有的事项", "不在清单里"),
        ("开始时间", "三月", "看不懂的日期"),
        ("任务名称", "", "请写任务名称"),
        ("任务名称", "名" * 121, "任务名称超过 120 个字"),
        ("本科室人数", "若干", "看不懂的个数"),
        ("本科室人数", "30人", "本科室人数应在 0 到 9 之间"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_and_nothing_is_taken(
    own: Bureau, draft: Plan, column: str, written: str, says: str
) -> None:
    told = refusal(own, draft, **{column: written})

    assert len(told) == 1
    assert told[0].startswith("第 2 行：")
    assert says in told[0]


def test_every_wrong_cell_of_a_row_is_told_at_once(own: Bureau, draft: Plan) -> None:
    told = refusal(own, draft, 抽查频次="经常", 递补数="10%", 抽取月份="每季度")

    assert [text.split("：")[1] for text in told] == ["“抽取月份”", "“抽查频次”", "“递补数”"]


def test_a_scope_of_an_unknown_section_is_never_the_whole_directory(
    own: Bureau, draft: Plan
) -> None:
    refusal(own, draft, 检查对象范围="所属科室：不存在科")

    take(own, draft, table({"检查对象范围": f"所属科室：{SECTIONS[1]}"}))

    assert Task.objects.get().scope == {"owners": [own.sections[SECTIONS[1]].pk]}


def test_a_code_that_a_sheet_keeps_as_a_number_is_refused(own: Bureau, draft: Plan) -> None:
    platform_factory.item(own, "1.10")
    platform_factory.item(own, "1.1")
    sheet = table({"抽查事项": "1.1"})
    place = HEADINGS.index("抽查事项")
    row = replace(sheet.rows[0], kinds="t" * place + NUMBER)

    with pytest.raises(FieldsError, match="末尾的 0 可能已丢失"):
        take(own, draft, replace(sheet, rows=[row]))

    take(own, draft, table({"抽查事项": "1.10"}))
    assert [item.code for item in Task.objects.get().items.all()] == ["1.10"]


def test_what_the_reader_could_not_read_keeps_the_whole_table_out(own: Bureau, draft: Plan) -> None:
    fault = RowFault(
        line=3, place=1, column="抽查事项", value="#N/A", cause="错误值", advice="请改正"
    )
    broken = Row(number=3, cells=("坏",), faults=(fault,))

    with pytest.raises(FieldsError) as refused:
        take(own, draft, replace(table({}), refused=[broken]))

    assert refused.value.problems == [("file", "第 3 行：错误值；请改正")]
    assert Task.objects.count() == 0


def test_two_columns_of_one_name_are_never_chosen_between(own: Bureau, draft: Plan) -> None:
    sheet = draw_factory.sheet([[*HEADINGS, "抽查比例"], ["x"] * (len(HEADINGS) + 1)])

    with pytest.raises(DomainError, match="有两列都叫“抽查比例”"):
        take(own, draft, sheet)


def test_a_row_with_a_number_of_the_draft_changes_that_task(own: Bureau, draft: Plan) -> None:
    take(own, draft, table({}, {"任务名称": "另一个"}))
    written = [list(row) for row in sheets.rows(draft.versions.get())]
    written[1][sheets.HEADINGS.index("抽查频次")] = "4次"

    taken = take(own, draft, draw_factory.sheet([list(sheets.HEADINGS), *written]))

    assert (taken.added, taken.changed, taken.same, taken.read) == (0, 1, 1, 2)
    assert [one.frequency for one in Task.objects.order_by("number")] == [1, 4]


def test_a_section_cannot_take_another_sections_task_by_its_number(
    own: Bureau, draft: Plan
) -> None:
    take(own, draft, table({"发起部门": SECTIONS[1]}))
    written = [list(row) for row in sheets.rows(draft.versions.get())]
    written[0][sheets.HEADINGS.index("发起部门")] = SECTIONS[0]

    with pytest.raises(FieldsError, match="只能起草自己的任务"):
        sheets.read(
            actor=own.actors["section-clerk"],
            plan_id=draft.pk,
            sheet=draw_factory.sheet([list(sheets.HEADINGS), *written]),
            at=MADE,
        )

    assert Task.objects.get().owner.name == SECTIONS[1]


def words(most: int) -> st.SearchStrategy[str]:
    letters = st.sampled_from("甲乙A1、；：“”=+-@'（） \n")
    return st.text(letters, max_size=most).map(str.strip).filter(lambda text: "\n" not in text)


def _scopes(found: Bureau) -> st.SearchStrategy[dict[str, list[Any]]]:
    def some(values: Any) -> st.SearchStrategy[list[Any]]:
        return st.lists(st.sampled_from(list(values)), min_size=1, unique=True)

    return st.fixed_dictionaries(
        {},
        optional={
            "industries": some(TRADES),
            "regions": some([f"第{n}片、{n}街" for n in range(1, 5)]),
            "owners": some([one.pk for one in found.sections.values()]),
            "grades": some("ABC"),
            "risks": some("ABCD"),
            "kinds": some(["企业", "个体工商户"]),
            "labels": some(["重点"]),
        },
    )


@st.composite
def planned(draw: Any, found: Bureau) -> TaskDetails:
    """Make any task that a section can enter."""
    by = draw(st.sampled_from(["", "grade", "risk"]))
    share = st.integers(0, 10_000)
    other = found.sections[SECTIONS[1]].pk
    return TaskDetails(
        title="任" + draw(words(20)),
        kind=draw(st.sampled_from(rules.KINDS)),
        items=draw(st.lists(st.sampled_from(["LDBZ-01", "LDBZ-02"]), unique=True)),
        months=sorted(draw(st.sets(st.integers(1, 12)))),
        starts_on=draw(st.dates(date(2026, 1, 1), date(2026, 6, 30))),
        ends_on=draw(st.dates(date(2026, 7, 1), date(2026, 12, 31))),
        scope=draw(_scopes(found)),
        ratio_by=by,
        split_by=draw(st.sampled_from(["", "region", "industry"])),
        ratio=draw(share),
        ratios={one: draw(share) for one in rules.classes(by) if draw(st.booleans())} if by else {},
        frequency=draw(st.integers(1, 12)),
        methods=draw(st.lists(st.sampled_from(rules.METHODS), unique=True)),
        people=draw(st.integers(0, 9)),
        partners=draw(st.sampled_from([[], [{"owner": other, "people": draw(st.integers(1, 9))}]])),
        mode=draw(st.sampled_from(["open", "sealed"])),
        level=draw(st.sampled_from(["县", "市", "省"])),
        reserve=draw(st.integers(0, 1000)),
        note=draw(words(40)),
    )


def _numbered(plan: Plan) -> Iterator[tuple[str, int, TaskDetails]]:
    for task in Task.objects.filter(version__plan=plan).order_by("number"):
        yield task.number, task.owner_id, selectors.details_of(task)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_a_plan_that_left_and_came_back_is_the_same_field_for_field(
    own: Bureau, draft: Plan, client: Client, form: str, data: st.DataObject
) -> None:
    Task.objects.all().delete()
    lead, owner = own.actors["coordinator"], own.sections[SECTIONS[0]].pk
    if not client.cookies:
        told = {"username": lead.username, "password": platform_factory.PASSWORD}
        assert client.post("/sign-in/", told).status_code == 302
    for one in data.draw(st.lists(planned(own), min_size=1, max_size=8)):
        tasks.add(actor=lead, plan_id=draft.pk, owner_id=owner, details=one, at=MADE)
    before = list(_numbered(draft))
    response: Any = client.get(f"/office/plans/{draft.pk}/export.{form}")
    file = b"".join(response.streaming_content)

    # Into the same draft: nothing moves, not even a number.
    assert draw_factory.sent(client, draft, file, f"计划.{form}").status_code == 302
    assert list(_numbered(draft)) == before

    # Into an empty one: the same tasks under numbers of their own.
    Task.objects.all().delete()
    assert draw_factory.sent(client, draft, file, f"计划.{form}").status_code == 302
    assert [rest for _, *rest in _numbered(draft)] == [rest for _, *rest in before]


@given(st.integers(0, 10_000))
def test_every_share_is_written_so_that_it_is_read_again(share: int) -> None:
    assert amounts.permyriad(f"{share / 100:g}%") == share
