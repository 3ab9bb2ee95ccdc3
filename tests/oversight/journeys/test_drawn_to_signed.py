"""A subject that the demonstration drew, from its task to the record that both sides signed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support import field_form
from tests.support.phones import PATIENCE, SCREEN

pytestmark = [pytest.mark.browser, pytest.mark.any_database]
OFFICERS = ("zhi", "officer2", "officer3", "officer4")
_TASKS = """async () => {
    const answer = await (await fetch("/field/tasks.json")).json();
    const able = (task) => task.officers.every((officer) => !officer.problem);
    const waits = (task) => task.step === "drawn" && task.drawn !== null && able(task);
    return answer.tasks.filter(waits).map((task) => task.id);
}"""
_TEAM = """async (number) => {
    const answer = await (await fetch("/field/tasks.json")).json();
    return answer.tasks.find((task) => task.id === number).officers.map(({ name }) => name);
}"""


def test_a_drawn_subject_leads_to_a_signed_record(visit: Callable[..., Page]) -> None:
    phones = {name: visit(name, viewport=SCREEN) for name in OFFICERS}
    number, pair = a_drawn_visit_of_two(phones)
    clerk = visit("wei")

    clerk.goto(f"/office/visits/{number}/accept/")
    clerk.fill(
        "#id_on", clerk.evaluate("new Date(Date.now() + 8 * 36e5).toISOString().slice(0, 10)")
    )
    submit(clerk)
    clerk.goto(f"/office/visits/{number}/submit/")
    clerk.fill("#id_why_on_site", "要看考勤、工资支付的原件")
    clerk.fill("#id_visit_place", "示例路9号")
    submit(clerk)
    head = visit("zheng", viewport=SCREEN)
    head.goto("/office/approvals/")
    name = clerk.locator("h1").inner_text()
    line = head.get_by_role("listitem").filter(has_text=name)
    line.get_by_role("link", name="看审批表、批准").click()
    head.fill("#id_answer", "同意")
    submit(head)

    for phone in pair:
        phone.goto(f"/field/#/{number}")
        phone.reload()
        phone.click("#send")
        phone.get_by_role("button", name="已出示证件，确认到场").click(timeout=PATIENCE)
    pair[1].get_by_role("button", name="企业已核对，开始检查").click(timeout=PATIENCE)
    expect(pair[1].get_by_role("button", name="登记离开现场")).to_be_visible(timeout=PATIENCE)
    fill_in(pair[0], number, pair[0].evaluate(_TEAM, number))

    clerk.goto(f"/office/visits/{number}/")
    expect(clerk.get_by_text("现场完结").first).to_be_visible()
    expect(clerk.get_by_text("现场检查笔录").first).to_be_visible()


def a_drawn_visit_of_two(phones: dict[str, Page]) -> tuple[int, list[Page]]:
    """Give a drawn visit that waits to be accepted and to which two of the officers go."""
    going: dict[int, list[Page]] = {}
    for phone in phones.values():
        phone.goto("/field/")
        for number in phone.evaluate(_TASKS):
            going.setdefault(number, []).append(phone)
    number = max(number for number, pages in going.items() if len(pages) > 1)
    return number, going[number][:2]


def fill_in(phone: Page, number: int, names: list[str]) -> None:
    """Answer every point, write the minutes, let both sides sign, and close the visit."""
    phone.goto(f"/field/#/{number}/check")
    field_form.step(phone, "检查")
    for _ in phone.get_by_role("button", name="全部合格").all():
        phone.get_by_role("button", name="全部合格").first.click()
        phone.get_by_role("button", name="确认都合格").click()
    field_form.step(phone, "结果")
    phone.get_by_role("button", name="采用").click()
    field_form.write_minutes(phone)
    field_form.step(phone, "签名")
    for place in (*(f"officer-{name}" for name in names), "subject"):
        field_form.sign(phone, place)
    field_form.step(phone, "核对")
    phone.get_by_role("button", name="现场完结").click()
    expect(phone.get_by_text("现场检查已经完结")).to_be_visible(timeout=PATIENCE)


def submit(page: Page) -> None:
    page.locator("form button.btn-primary").last.click()
    page.wait_for_load_state()
