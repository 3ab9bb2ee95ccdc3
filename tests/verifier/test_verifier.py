"""The JavaScript verifier in a real Chromium, on the vectors that Python passes too."""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from mingqian_ceremony import zip_archive
from oversight.web.presenters import verification
from tests import disclosures, zips
from tests.support import examples, tampering

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "verifier" / "mingqian-verifier.html"
NODE = shutil.which("node")
SPEC = ROOT / "spec" / "vectors"
VECTORS = sorted((SPEC / "draws").glob("*.json"))

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Page]:
    """A page that can import the modules, served from the project's folder."""
    handler = functools.partial(_Quiet, directory=str(ROOT))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/tests/verifier/package.json")
        yield page
        page.close()
        server.shutdown()
        thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """The built page, opened from the disc without network."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    troubles: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            troubles.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(PAGE.as_uri())
    yield page
    assert troubles == []
    context.close()


def drop(page: Page, files: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "证据.zip"
    path.write_bytes(zip_archive.write(files))
    page.set_input_files("#file", path)


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_a_vector_gives_the_same_checks_in_a_browser(modules: Page, path: Path) -> None:
    vector = json.loads(path.read_text(encoding="utf-8"))

    differences = modules.evaluate(
        "async (v) => (await import('/tests/verifier/vectors.js')).differences(v)", vector
    )

    assert differences == []


@pytest.mark.parametrize("kind", ["zip", "token", "disclosure"])
def test_the_same_is_taken_and_refused_in_a_browser(modules: Page, kind: str) -> None:
    vector = json.loads((SPEC / f"{kind}s.json").read_text(encoding="utf-8"))

    differences = modules.evaluate(
        f"async (v) => (await import('/tests/verifier/vectors.js')).{kind}Differences(v)", vector
    )

    assert differences == []


def test_a_published_record_is_shown_with_what_is_withheld(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "公开记录.json"
    path.write_bytes(disclosures.ACCEPTED["some"])

    page.set_input_files("#file", path)

    page.get_by_text("公开的 2 项与批准时封存的一样，另有 5 项不公开。").wait_for()
    assert page.get_by_text("不公开：商业秘密").count() == 5


def test_a_changed_published_record_is_refused(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "公开记录.json"
    path.write_bytes(disclosures.REFUSED["value changed"])

    page.set_input_files("#file", path)

    page.get_by_text("字段 subject 与当时封存的不符").wait_for()


def test_a_damaged_result_gives_the_same_checks_in_a_browser(modules: Page) -> None:
    vector = json.loads((SPEC / "damages.json").read_text(encoding="utf-8"))
    draw = json.loads((SPEC / "draws" / f"{vector['draw']}.json").read_text(encoding="utf-8"))
    script = (
        "async ([v, d]) => (await import('/tests/verifier/vectors.js')).damageDifferences(v, d)"
    )

    differences = modules.evaluate(script, [vector, draw])

    assert differences == []


def test_the_vectors_are_those_that_python_makes() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "make_vectors.py"), "--check"]

    made = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (made.returncode, made.stdout) == (0, "")


def test_the_page_is_built_from_the_modules() -> None:
    command = [sys.executable, str(ROOT / "verifier" / "build.py"), "--check"]

    made = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (made.returncode, made.stdout) == (0, "")


if NODE is not None:  # Node is not needed, but used where it is

    def test_the_vectors_pass_in_node_too() -> None:
        command = [str(NODE), "--test", "tests/verifier/"]

        made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

        assert made.returncode == 0, made.stdout[-2000:]


def test_the_page_verifies_an_honest_draw_from_the_disc(page: Page, tmp_path: Path) -> None:
    drop(page, examples.drand_and_witness().ceremony().all(), tmp_path)

    page.wait_for_selector("#report:not([hidden])")

    assert page.locator("#checks .check").count() == 29
    assert page.locator(".check.failed").count() == 0
    assert "没有不通过的项目" in (page.text_content("#verdict") or "")


def test_the_page_says_it_in_the_five_sentences_of_the_site(page: Page, tmp_path: Path) -> None:
    drop(page, examples.dice_and_lottery().ceremony().all(), tmp_path)

    page.wait_for_selector("#report:not([hidden])")

    told = page.locator("#sentences b").all_text_contents()
    assert told == [sentence.text for sentence in verification.SENTENCES]
    assert not page.locator("#details").evaluate("box => box.open")
    tags = page.locator("#checks .check").evaluate_all(
        "items => items.map(item => [item.querySelector('small').textContent,"
        " item.querySelector('.tag').textContent])"
    )
    absent = [name for name, tag in tags if tag == "不适用"]
    assert absent == ["witness-commitments", "drand-signature", "secret-commitment", "replacements"]


def test_a_sentence_that_does_not_hold_says_why_and_opens_what_is_folded(
    page: Page, tmp_path: Path
) -> None:
    files, _ = tampering.FORGERIES["selection"]()
    drop(page, files, tmp_path)

    page.wait_for_selector("#report:not([hidden])")

    assert "抽取" in (page.locator("#sentences .failed .says").first.text_content() or "")
    assert page.locator("#details").evaluate("box => box.open")


def test_the_page_is_not_green_where_something_is_self_asserted(page: Page, tmp_path: Path) -> None:
    undated = examples.drand_and_witness().ceremony(is_dated=False)
    drop(page, undated.all(), tmp_path)

    page.wait_for_selector("#report:not([hidden])")

    verdict = page.locator("#verdict")
    assert "3 项仅为自述：除了本机构自己的话没有别的证明" in (verdict.text_content() or "")
    assert verdict.get_attribute("class") == "verdict asserted"
    assert verdict.evaluate("one => getComputedStyle(one).color") == page.evaluate(
        "() => getComputedStyle(document.querySelector('.tag.self-asserted')).color"
    )


def test_the_page_says_what_is_false_in_a_forged_draw(page: Page, tmp_path: Path) -> None:
    files, _ = tampering.FORGERIES["selection"]()
    drop(page, files, tmp_path)

    page.wait_for_selector("#report:not([hidden])")

    assert "不能采信" in (page.text_content("#verdict") or "")
    failed = page.locator("#checks .check.failed").all_text_contents()
    assert any("重抽" in text or "第 1 位不一样" in text for text in failed)


def test_the_page_tells_an_enterprise_why_it_was_drawn(page: Page, tmp_path: Path) -> None:
    example = examples.drand_and_witness()
    drop(page, example.ceremony().all(), tmp_path)
    page.wait_for_selector("#report:not([hidden])")
    drawn = example.ceremony().result().visits[0].subject

    page.fill("#id", f" {drawn.lower()} ")
    page.click("#ask button")
    page.wait_for_selector(".standing")

    answer = page.text_content("#answer") or ""
    assert "抽中" in answer
    assert f"{drawn} | sha256sum" in answer
    assert page.locator("svg.ruler").count() >= 1


def test_the_page_tells_why_somebody_takes_no_part(page: Page, tmp_path: Path) -> None:
    drop(page, examples.drand_and_witness().ceremony().all(), tmp_path)
    page.wait_for_selector("#report:not([hidden])")

    page.fill("#id", "91990107MA0000910X")
    page.click("#ask button")
    page.wait_for_selector("#answer p")

    assert "已注销" in (page.text_content("#answer") or "")


def test_the_page_refuses_what_is_no_zip(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "证据.zip"
    path.write_bytes(b"MZ this is a program")

    page.set_input_files("#file", path)
    page.wait_for_selector("#refused:not([hidden])")

    assert "不是 zip" in (page.text_content("#refused") or "")


def test_the_page_refuses_a_zip_with_two_faces(page: Page, tmp_path: Path) -> None:
    whole = zip_archive.write(examples.drand_and_witness().ceremony().all())
    path = tmp_path / "证据.zip"
    path.write_bytes(zips.two_faced() + whole)

    page.set_input_files("#file", path)
    page.wait_for_selector("#refused:not([hidden])")

    refused = page.text_content("#refused") or ""
    assert "多余的字节。请用公示页下载的原文件" in refused
    assert "再试一次" not in refused


def test_the_page_takes_a_folder_and_a_policy(page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "证据"
    for name, data in examples.drand_and_witness().ceremony().all().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    vector = json.loads(VECTORS[0].read_text(encoding="utf-8"))

    page.locator("details summary").first.click()
    page.fill("#policy", vector["policy"])
    page.set_input_files("#folder", folder)
    page.wait_for_selector("#report:not([hidden])")

    by_eye = page.locator(".check.by-eye small").all_text_contents()
    assert by_eye == ["uniqueness", "voids"]


@pytest.mark.parametrize("width", [390, 1366])
def test_the_page_does_not_scroll_sideways(page: Page, tmp_path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    drop(page, examples.drand_and_witness().ceremony().all(), tmp_path)
    page.wait_for_selector("#report:not([hidden])")

    assert page.evaluate("document.documentElement.scrollWidth") == width
