"""No page breaks: with nothing on the books, with much, and with every state of every row."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from oversight.plans.models import PlanVersion
from oversight.registry.models import (
    Certificate,
    Correction,
    ImportRun,
    Inspector,
    Item,
    StagedRecord,
    StagedRow,
    StagedSubject,
    Subject,
)
from oversight.registry.rules import inspectors as inspector_rules
from oversight.registry.rules import subjects as subject_rules
from tests.oversight.web.furnishing import client_of, spent
from tests.oversight.web.matrix import LETTERS, MATRIX
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import NOON, Bureau

pytestmark = pytest.mark.any_database

KINDS = [kind for kind, _ in ImportRun.KINDS]
RUN_STATES = ImportRun.State.values
VERDICTS = [verdict for verdict, _ in StagedRecord.VERDICTS]
PROBLEMS: list[list[dict[str, Any]]] = [
    [],
    [{"column": "", "value": "", "reason": "整行读不出"}],
    [{"column": "E列", "value": "多", "reason": "比表头多出内容"}],
    [{"column": "name", "value": "", "reason": "没有名称"}],
    [{"column": "code", "value": "坏", "reason": "校验位", "takes": True}],
    [{"column": "grade", "value": "", "reason": "应为 A", "asks": True}] * 2,
]
CHANGES: list[dict[str, list[str]]] = [
    {},
    {"name": ["甲", "乙"], "until": ["", "2027-12-31"], "owner": ["", "3"], "items": ["[]", "x"]},
]
VALUES: list[dict[str, Any]] = [{}, {"name": "甲", "number": "QH1", "code": "X-1"}, {"name": ""}]


def run_of(own: Bureau, kind: str, **values: Any) -> ImportRun:
    told: dict[str, Any] = {
        "bureau": own.organisation,
        "owner": own.sections[platform_factory.SECTIONS[0]],
        "user": own.user("clerk"),
        "kind": kind,
        "file_name": "名录.csv",
        "path": "x.csv",
        "digest": "ab" * 32,
        "size": 1,
        "made_at": NOON,
    }
    return ImportRun.objects.create(**{**told, **values})


def stage(run: ImportRun) -> None:
    """Stage every kind of row: each verdict, with and without what it may have."""
    line = 1
    subjects: list[StagedSubject] = []
    rows: list[StagedRow] = []
    for verdict, problems, changes, raw in product(
        VERDICTS, PROBLEMS, CHANGES, ([], ["", "甲"], ["x"] * 9)
    ):
        line += 1
        told = {"line": line, "verdict": verdict, "problems": problems, "changes": changes}
        told |= {"raw": raw, "corrected": ["name", "code"] if line % 2 else []}
        if run.kind == ImportRun.SUBJECTS:
            subjects.append(StagedSubject(run=run, bureau_id=run.bureau_id, **told))
        else:
            rows.append(StagedRow(run=run, values=VALUES[line % 3], **told))
    StagedSubject.objects.bulk_create(subjects)
    StagedRow.objects.bulk_create(rows)


SHEET = {
    "name": "名录",
    "rows": 3,
    "is_visible": True,
    "is_current": False,
    "heading_row": None,
    "first_rows": [[1, ["甲", ""]], [2, []]],
}
STEPS: list[dict[str, Any]] = [
    {},
    {"sheets": [SHEET, {**SHEET, "name": "", "is_visible": False, "heading_row": 2}]},
    {
        "sheets": [SHEET],
        "sheet": "名录",
        "heading_row": 3,
        "headings": ["名称", "", "代码", "其他"],
        "columns": {"name": 0, "code": 2, "grade": 3},
        "unknown": {"grade": {"A级": 3, "": 1}, "owner": {"某科": 1}, "duty": {"借调": 1}},
        "meanings": {"grade": {"B级": "B"}},
        "notes": ["表中有公式"],
        "hints": ["新的区域"],
        "counts": {"new": 1, "changed": 2, "same": 3, "refused": 4, "aside": 5},
        "rows": 15,
        "problem": "核对以后名录又有改动",
    },
    {"counts": {"new": 1, "changed": 0, "same": 0, "refused": 1}, "columns": {"name": 0}},
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", RUN_STATES)
def test_every_state_of_an_import_with_every_kind_of_row_has_its_page(
    own: Bureau, signed_in: Any, kind: str, state: str
) -> None:
    client = signed_in(own, "clerk")
    broken = []
    for step in STEPS:
        run = run_of(own, kind, state=state, **step)
        Correction.objects.create(run=run, line=2, column="name", by="许澜", at=NOON)
        stage(run)
        base = f"/office/imports/{run.pk}/"
        shown = [f"?show={verdict}" for verdict in (*VERDICTS, "x", "")]
        for tail in (
            *shown,
            "?show=refused&page=2",
            "?page=99",
            "progress/",
            "faults.xlsx",
            "undo/",
        ):
            response = client.get(f"{base}{tail}")
            spent(response)
            if response.status_code not in {200, 409}:
                broken.append((tail, response.status_code))

    assert broken == []
    assert client.get("/office/imports/").status_code == 200


def _plain(name: str) -> bool:
    row = MATRIX[name]
    return "GET" in row.methods and not row.thing and not name.startswith("api:")


@pytest.mark.parametrize("who", LETTERS.values())
def test_every_page_opens_with_nothing_on_the_books(own: Bureau, who: str) -> None:
    client = client_of(own, who)
    letter = next(key for key, role in LETTERS.items() if role == who)
    broken = []

    for name in filter(_plain, MATRIX):
        row = MATRIX[name]
        if letter not in row.who:
            continue
        response = client.get(reverse(name, args=row.extra))
        spent(response)
        # What is named in the address does not exist yet; nor has the site a root or a witness key.
        may_lack = row.extra or name.startswith(("public:trust-", "public:witness-key"))
        if response.status_code not in {200, 302, *([404] if may_lack else [])}:
            broken.append((name, response.status_code))

    assert broken == []


def pages(client: Client, *paths: str) -> list[tuple[str, int]]:
    found = [(path, client.get(path).status_code) for path in paths]
    return [one for one in found if one[1] != 200]


def test_every_state_of_a_subject_has_its_pages(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    made = platform_factory.subject(own)
    rows = Subject.objects.filter(pk=made.pk)
    for state, grade, risk in product(subject_rules.STATES, ("", "C"), ("", "D")):
        kind = subject_rules.KINDS[len(state + grade + risk) % len(subject_rules.KINDS)]
        rows.update(state=state, kind=kind, grade=grade, risk=risk, is_listed=state == "存续")
        rows.update(code_is_valid=bool(grade), labels="|重点|" if risk else "", founded_on=None)
        assert pages(client, f"/office/subjects/{made.pk}/", "/office/subjects/?listed=0") == []


def test_every_state_of_an_inspector_has_its_pages(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    made = platform_factory.inspector(own)
    rows = Inspector.objects.filter(pk=made.pk)
    for staffing, duty, is_expert in product(
        inspector_rules.STAFFINGS, inspector_rules.DUTY_STATES, (True, False)
    ):
        rows.update(staffing=staffing, duty=duty, is_expert=is_expert, post="", items=["没有的"])
        assert pages(client, f"/office/inspectors/{made.pk}/", "/office/inspectors/") == []
    Certificate.objects.all().delete()
    assert pages(client, f"/office/inspectors/{made.pk}/", "/office/inspectors/") == []


def test_every_state_of_an_item_has_its_pages(own: Bureau, signed_in: Any) -> None:
    client = signed_in(own, "clerk")
    made = platform_factory.item(own, is_published=True)
    for state in Item.State.values:
        Item.objects.filter(pk=made.pk).update(state=state)
        shown = pages(client, f"/office/items/{made.pk}/", "/office/items/", "/items/")
        assert shown == []


def test_every_state_of_a_plan_has_its_pages(own: Bureau, signed_in: Any) -> None:
    draw_factory.bureau(own, subjects=3, inspectors=2)
    made = draw_factory.plan(own)
    client = signed_in(own, "coordinator")
    for state in PlanVersion.State.values:
        PlanVersion.objects.filter(plan=made).update(state=state)
        shown = pages(client, f"/office/plans/{made.pk}/", "/office/plans/", "/office/")
        assert shown == []
