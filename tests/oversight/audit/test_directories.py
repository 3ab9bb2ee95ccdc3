"""The directories from which draws are made: a row changed with SQL is named."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from oversight.registry.models import Inspector, Subject
from oversight.registry.services import inspectors, recusals, subjects, visits
from oversight.registry.services.importing import pipeline, runs
from oversight.registry.services.recusals import RecusalDetails
from oversight.registry.services.visits import VisitDetails
from oversight.regulations.models import RegulatoryParameter
from tests.oversight import recorded
from tests.oversight.audit import attacks, attacks_on_codes
from tests.oversight.registry import files
from tests.support import platform_factory
from tests.support.platform_factory import NOON, SECTIONS, Bureau

IMPORTED = 7


@pytest.fixture
def facts(own: Bureau) -> dict[str, object]:
    """Fill the directories by all the ways that lead into them."""
    platform_factory.stocked(own)
    platform_factory.item(own, is_published=True)
    first, second = (
        platform_factory.subject(own, 1, industry="制造业"),
        platform_factory.subject(own, 2),
    )
    clerk = own.actors["clerk"]
    subjects.label(actor=clerk, subject_ids=[second.pk], added="重点监管", reason="专项", at=NOON)
    visit = VisitDetails(on=date(2026, 3, 2), kind="投诉举报", units="就业促进科")
    visits.note_visit(actor=clerk, subject_id=second.pk, visit=visit, at=NOON)
    one = platform_factory.inspector(own, 1)
    told = RecusalDetails(
        code=first.code,
        relation="近亲属",
        source="本人申报",
        reason="亲戚开的",
        since=date(2026, 1, 1),
        until=None,
    )
    recusals.recuse(actor=clerk, inspector_id=one.pk, details=told, at=NOON)
    day = date(2026, 5, 1)
    inspectors.take_leave(
        actor=clerk, inspector_id=one.pk, kind="请假", since=day, until=day, reason="", at=NOON
    )
    entry = imported(own)
    return {
        "code": first.code,
        "labelled": second.code,
        "new": platform_factory.code(999),
        "imported": entry,
        "inspector": one.pk,
        "duty": stored("在岗"),
        "away": stored("离岗"),
        "key": stored("重点"),
        "usual": stored("一般"),
        "json": "text" if connection.vendor == "sqlite" else "jsonb",
        "cap": RegulatoryParameter.objects.get(key="cap_all").name,
    }


def stored(word: str) -> str:
    """Write a word as it stands in a JSON column."""
    return json.dumps(word)[1:-1] if connection.vendor == "sqlite" else word


def imported(own: Bureau) -> int:
    """Bring in one subject by a file; give the entry of the import."""
    clerk = own.actors["clerk"]
    run = runs.upload(
        actor=clerk,
        kind="subjects",
        owner_id=own.sections[SECTIONS[0]].pk,
        name="名录.csv",
        chunks=[
            files.csv(
                [("青禾区第七食品有限公司", platform_factory.code(IMPORTED), "城关街道", "A")]
            )
        ],
        at=NOON,
    )
    pipeline.read(actor=clerk, run_id=run.pk)
    runs.begin_writing(actor=clerk, run_id=run.pk)
    pipeline.write(actor=clerk, run_id=run.pk, at=NOON)
    return Subject.objects.get(code=platform_factory.code(IMPORTED)).entry


@pytest.mark.usefixtures("facts")
def test_directories_that_nobody_tampered_with_are_the_same(own: Bureau) -> None:
    clerk = own.actors["clerk"]
    one = Inspector.objects.get(number="QH00001")
    held = one.recusals.get()
    recusals.end_recusal(
        actor=clerk, recusal_id=held.pk, on=date(2026, 4, 1), reason="已离任", at=NOON
    )
    row = Subject.objects.get(code=platform_factory.code(1))
    values = {"code": row.code, "name": "改名食品有限公司", "industry": "制造业"}
    subjects.change(
        actor=clerk,
        subject_id=row.pk,
        owner_id=row.owner_id,
        values=values,
        reason="改名",
        seen_entry=row.entry,
        at=NOON + timedelta(hours=1),
    )

    assert recorded.checked() == []


DIRECTORIES = attacks.DIRECTORIES | attacks_on_codes.INSPECTORS


@pytest.mark.parametrize("name", DIRECTORIES)
def test_a_row_changed_with_sql_is_named(facts: dict[str, object], name: str) -> None:
    statement, said = DIRECTORIES[name]

    with connection.cursor() as cursor:
        if statement.startswith("DELETE FROM registry_subject WHERE code"):
            cursor.execute("DELETE FROM registry_recusal")
        for one in statement.split(";"):
            cursor.execute(_filled(one, facts))
            assert cursor.rowcount

    found = recorded.checked()
    assert any(one.startswith(_filled(said, facts)) for one in found), "\n".join(found)


def _filled(text: str, facts: dict[str, Any]) -> str:
    for name, value in facts.items():
        text = text.replace("{" + name + "}", str(value))
    return text
