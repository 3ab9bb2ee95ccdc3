"""Two officers with telephones: no network, killed browsers, cut lines; nothing is lost or doubled.

What arrived is read from the site's own database and store.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Route,
    expect,
)

from oversight.inspections.rules import codes
from tests.oversight.serving.conftest import free_port, wait_for
from tests.support import axe, field_form
from tests.support.cutting_line import CuttingLine
from tests.support.phones import (
    PATIENCE,
    SCREEN,
    FieldSite,
    kill,
    launched,
    opened,
    photo,
    ready,
    shows,
    sign_in,
    text_digest,
)

WORDS = {
    "ANSWERS": codes.PointState,
    "CODES": codes.ResultCode,
    "KINDS": codes.FindingKind,
    "DISPOSITIONS": codes.Disposition,
    "METHODS": codes.CheckMethod,
}
pytestmark = [pytest.mark.browser, pytest.mark.any_database]
ROOT = Path(__file__).resolve().parents[3]
_OURS = ("DJANGO_SETTINGS_MODULE", "MINGQIAN_HOME", "TEST_DATABASE_URL", "MINGQIAN_DATABASE")
# Points of the line to cut: over all of an upload, and where the record and its answer go.
EVENLY, AT_THE_END, TAIL = 16, 16, 8000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FieldSite]:
    """Make and start one small site for all tests here."""
    home, port = tmp_path_factory.mktemp("field"), free_port()
    environment = {k: v for k, v in os.environ.items() if k not in _OURS}
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    environment |= {"PYTHONPATH": paths, "PYTHONUTF8": "1", "MINGQIAN_TLS": "False"}
    make = [sys.executable, "-m", "tests.support.field_site", str(home)]
    subprocess.run(make, env=environment, check=True)
    words = ["serve", "--home", str(home), "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-m", "oversight", *words],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    line = CuttingLine(port)
    try:
        wait_for(port, process)
        yield FieldSite(home=home, line=line, **json.loads((home / "field.json").read_text()))
    finally:
        line.close()
        process.terminate()
        process.wait(timeout=60)


@pytest.fixture
def phone(browser: Browser, site: FieldSite) -> Iterator[Callable[[str], Page]]:
    """Give a function that gives an officer's telephone, signed in, with the shell kept."""
    contexts: list[BrowserContext] = []
    site.line.up()

    def give(username: str) -> Page:
        context = browser.new_context(base_url=site.address, locale="zh-CN", viewport=SCREEN)
        contexts.append(context)
        return ready(context.new_page(), site, username)

    yield give
    for context in contexts:
        context.close()


def test_a_visit_signed_without_network_survives_reload_and_kill(
    browser: Browser, site: FieldSite, tmp_path: Path
) -> None:
    profile, visit = tmp_path / "profile", site.visits[0]
    context = launched(browser, profile)
    page = opened(ready(context.pages[0], site, site.officers[0]), site, visit)
    site.line.down()
    field_form.step(page, "检查")
    field_form.find_a_breach(page, photo(1))
    field_form.take_the_result(page)
    page.reload()
    expect(page.get_by_label("改正期限")).to_have_value("2026-12-18")
    field_form.write_minutes(page)
    page.set_input_files("#camera", [photo(2), photo(3)])
    shows(page, "照片 0 / 3 已上传，记录还没上传")
    field_form.step(page, "签名")
    for name in site.names:
        field_form.sign(page, f"officer-{name}")

    assert kill(profile) > 2
    second = launched(browser, profile)
    page = second.pages[0]
    page.goto(f"{site.address}/field/#/{visit}/check")
    expect(page.locator(".mq-gaps li")).to_have_text("被检查人没有签名", timeout=PATIENCE)
    shows(page, "照片 0 / 3 已上传，记录还没上传")
    page.get_by_role("link", name="被检查人没有签名").click()
    field_form.sign(page, "subject")
    field_form.step(page, "核对")
    expect(page.get_by_role("heading", name="都写全了")).to_be_visible()
    assert site.versions(visit) == []
    site.line.up()
    # A killed browser may have forgotten who was signed in; the record it has not.
    sign_in(page, site, site.officers[0])
    opened(page, site, visit).click("#send")
    shows(page, "照片 3 / 3 已上传，记录已上传（第 1 版）")
    field_form.step(page, "核对")
    page.get_by_role("button", name="现场完结").click()
    expect(page.get_by_text("现场检查已经完结")).to_be_visible(timeout=PATIENCE)
    second.close()

    (content,) = site.versions(visit)
    (point,) = content["answers"]["LDBZ-01"]["points"]
    assert point == {"n": 1, "answer": "bad", "why": ""}
    assert content["result"]["codes"] == ["ZLGZ"]
    assert content["minutes"]["facts"].startswith("支付工资和最低工资标准：按月足额支付：不合格。")
    assert [piece["point"] for piece in content["evidence"]] == ["LDBZ-01.1", "", ""]
    assert {piece["digest"] for piece in content["evidence"]} == site.pictures(visit)
    names = [signature["name"] for signature in content["signatures"]]
    assert names == [*site.names, "何时雨"]
    assert {signature["signed"] for signature in content["signatures"]} == {text_digest(content)}


def test_a_changed_text_is_signed_anew_and_paper_serves_as_well(
    phone: Callable[[str], Page], site: FieldSite
) -> None:
    page = opened(phone(site.officers[0]), site, site.visits[5])
    site.line.down()
    name = site.names[0]
    gap = page.locator(".mq-gaps li", has_text=name)
    field_form.step(page, "签名")
    field_form.sign(page, f"officer-{name}")
    page.set_viewport_size({"width": 844, "height": 390})
    field_form.step(page, "核对")
    expect(gap).to_have_count(0)
    field_form.step(page, "笔录")
    page.fill("#field-facts", "店内有员工12人")
    field_form.step(page, "核对")
    expect(gap).to_have_text(f"{name}签名以后内容改过，请再签")
    gap.get_by_role("link").click()
    page.get_by_role("button", name=f"清除检查人员 {name}的签名").click()
    field_form.sign(page, f"officer-{name}")
    field_form.step(page, "核对")
    expect(gap).to_have_count(0)
    expect(page.locator(".mq-gaps li", has_text="签名")).to_have_count(2)
    field_form.step(page, "签名")
    page.get_by_label("拍签好的笔录").set_input_files([photo(9)])
    expect(page.locator('[data-point="paper"] img')).to_be_visible()
    field_form.step(page, "核对")
    expect(page.locator(".mq-gaps li", has_text="签名")).to_have_count(0)


def test_telephone_and_site_say_the_same_of_every_record(
    phone: Callable[[str], Page], site: FieldSite
) -> None:
    seen = phone(site.officers[0]).evaluate(
        """async (records) => {
            const modules = ["missing", "minutes_text", "record"];
            const [{ missing }, { textOf }, { complete, signedDigest }] = await Promise.all(
                modules.map((name) => import(`/static/field/${name}.js`)));
            return Promise.all(records.map(async ({ task, content }) => {
                const digest = await signedDigest(content);
                const whole = complete(structuredClone(content));
                const gaps = missing(task, whole, digest).filter(({ step }) => step !== "sign");
                return { gaps: gaps.map(({ words }) => words), text: textOf(task, whole), digest };
            }));
        }""",
        site.records,
    )

    rows = list(zip(site.records, seen, strict=True))
    assert [phone["text"] for _, phone in rows] == [record["text"] for record, _ in rows]
    assert [phone["digest"] for _, phone in rows] == [record["digest"] for record, _ in rows]
    # What one side finds wrong, the other does too; nothing is wrong with the first seven.
    found = [(record["name"], phone["gaps"], record["problems"]) for record, phone in rows]
    assert [row for row in found if bool(row[1]) != bool(row[2])] == []
    assert [name for name, gaps, _ in found if not gaps] == [row[0] for row in found[:7]]


def test_telephone_and_site_have_the_same_words_and_pairs(
    phone: Callable[[str], Page], site: FieldSite
) -> None:
    tables = phone(site.officers[0]).evaluate(
        """async () => {
            const codes = await import("/static/field/codes.js");
            const { PATHS } = await import("/static/field/paths.js");
            const names = Object.keys(codes.CODES);
            const pairs = names.flatMap(
                (a) => names.filter((b) => codes.isExcluded(a, b)).map((b) => [a, b]));
            const paths = Object.fromEntries(
                Object.entries(PATHS).map(([key, { name }]) => [key, name]));
            return JSON.parse(JSON.stringify({ ...codes, paths, pairs }));
        }"""
    )

    words = {name: dict(tokens.choices()) for name, tokens in WORDS.items()}
    assert {name: tables[name] for name in WORDS} == words
    assert {"": "能够检查", **tables["paths"]} == dict(codes.Path.choices())
    assert tables["ROUTES"] == {kind: list(tokens) for kind, tokens in codes.ROUTES.items()}
    pairs = {frozenset(pair) for pair in codes.excluded_pairs(codes.ResultCode.values())}
    assert {frozenset(pair) for pair in tables["pairs"]} == pairs


@pytest.mark.parametrize("width", [390, 320])
def test_every_step_of_the_form_is_accessible_and_fits(
    browser: Browser, site: FieldSite, width: int
) -> None:
    site.line.up()
    context = browser.new_context(
        base_url=site.address, viewport={"width": width, "height": 700}, bypass_csp=True
    )
    page = opened(ready(context.new_page(), site, site.officers[1]), site, site.visits[5])
    site.line.down()
    troubles = []
    for name in ("检查", "结果", "笔录", "签名", "核对"):
        field_form.step(page, name)
        if name == "检查":
            page.get_by_role("button", name="不合格").first.click()
        if name == "结果":
            page.get_by_role("button", name="无法联系").click()
        troubles += axe.troubles(page, width)
    context.close()

    assert troubles == []


def test_a_line_cut_anywhere_loses_and_doubles_nothing(
    phone: Callable[[str], Page], site: FieldSite
) -> None:
    visit = site.visits[1]
    page = opened(phone(site.officers[0]), site, visit)
    site.line.cuts = 0
    # The first upload may share the line with what the page still loads.
    whole = min(upload(page, site, round_=round_, cut=None) for round_ in (0, 1))
    points = [whole * part // EVENLY for part in range(EVENLY)]
    points += [whole - TAIL * part // AT_THE_END for part in range(1, AT_THE_END + 1)]
    for round_, point in enumerate(points, start=2):
        upload(page, site, round_=round_, cut=max(point, 1))

    assert site.line.cuts >= 30
    assert site.notes(visit) == [f"第 {round_} 次" for round_ in range(len(points) + 2)]
    assert len(site.pictures(visit)) == len(points) + 2
    expect(page.locator("#conflict")).to_be_hidden()


def upload(page: Page, site: FieldSite, *, round_: int, cut: int | None) -> int:
    """Write and send a change with a picture over a line that breaks; give the bytes."""
    line = site.line
    line.down()
    page.fill("#field-facts", f"第 {round_} 次")
    page.set_input_files("#camera", [photo(1000 + round_, 560)])
    shows(page, f"照片 {round_} / {round_ + 1} 已上传，记录还没上传")
    page.wait_for_timeout(100)
    line.up()
    before = line.carried
    if cut is not None:
        line.cut_after(cut)
    page.click("#send")
    done = f"照片 {round_ + 1} / {round_ + 1} 已上传，记录已上传（第 {round_ + 1} 版）"
    for _ in range(100):
        if not line.is_up:
            page.wait_for_timeout(50)
            line.up()
            page.click("#send")
        if done in page.locator("#count").inner_text():
            break
        page.wait_for_timeout(100)
    shows(page, done)
    return line.carried - before


def test_an_answer_that_was_lost_is_no_conflict(
    phone: Callable[[str], Page], site: FieldSite
) -> None:
    visit = site.visits[2]
    page = opened(phone(site.officers[0]), site, visit)
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method == "PUT" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.context.route("**/field/record/**", lose)
    page.fill("#field-facts", "一")
    page.click("#send")
    expect(page.locator("#note")).to_contain_text("资料都在手机里", timeout=PATIENCE)
    page.fill("#field-facts", "一二")
    page.click("#send")

    shows(page, "记录已上传（第 2 版）")
    expect(page.locator("#conflict")).to_be_hidden()
    assert lost == [200]
    assert site.notes(visit) == ["一", "一二"]


def test_two_officers_see_both_records_and_neither_is_overwritten(
    phone: Callable[[str], Page], site: FieldSite
) -> None:
    visit = site.visits[3]
    first = opened(phone(site.officers[0]), site, visit)
    second = opened(phone(site.officers[1]), site, visit)
    first.fill("#field-facts", "甲写的")
    second.fill("#field-facts", "乙写的")
    first.click("#send")
    shows(first, "记录已上传（第 1 版）")
    second.click("#send")

    expect(second.locator("#conflict")).to_be_visible(timeout=PATIENCE)
    assert "甲写的" in second.locator("#theirs").inner_text()
    assert "乙写的" in second.locator("#own").inner_text()
    assert site.notes(visit) == ["甲写的"]
    second.get_by_role("button", name="用我的").click()
    shows(second, "记录已上传（第 2 版）")
    assert site.notes(visit) == ["甲写的", "乙写的"]
    # The first officer, who changed nothing since, is shown what stands now.
    opened(first, site, site.visits[2])
    opened(first, site, visit)
    expect(first.locator("#field-facts")).to_have_value("乙写的", timeout=PATIENCE)


def test_anothers_draft_is_not_sent_under_my_name(
    phone: Callable[[str], Page], site: FieldSite
) -> None:
    visit = site.visits[4]
    page = opened(phone(site.officers[0]), site, visit)
    site.line.down()
    page.fill("#field-facts", "甲没有传的")
    shows(page, "记录还没上传")
    page.wait_for_timeout(300)
    site.line.up()
    page.context.clear_cookies()
    sign_in(page, site, site.officers[1])
    opened(page, site, visit)
    expect(page.locator("#others")).to_contain_text("另一位的 1 份记录", timeout=PATIENCE)
    page.click("#send")
    page.wait_for_timeout(1500)

    assert page.input_value("#field-facts") == ""
    assert site.versions(visit) == []
    page.context.clear_cookies()
    page.click("#send")
    expect(page.locator("#note")).to_contain_text("请重新登录", timeout=PATIENCE)
    sign_in(page, site, site.officers[0])
    opened(page, site, visit)
    page.click("#send")
    shows(page, "记录已上传（第 1 版）")
    assert site.notes(visit) == ["甲没有传的"]


def test_a_telephone_is_told_whether_it_can_work_offline(
    phone: Callable[[str], Page], site: FieldSite
) -> None:
    said: list[str] = []
    page = phone(site.officers[0])
    page.on("console", lambda message: said.append(message.text))
    site.line.down()
    page.goto(f"{site.address}/field/check/")

    expect(page.locator("#verdict")).to_have_text("可以", timeout=PATIENCE)
    assert page.locator("#trials li.ok").count() == 6
    assert [text for text in said if "Content Security Policy" in text] == []
