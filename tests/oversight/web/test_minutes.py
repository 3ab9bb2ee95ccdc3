"""The minutes that are signed, and the plan as an official document."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from oversight.draws.services import dating
from oversight.plans import selectors
from oversight.registry.models import Subject
from oversight.web import documents
from tests.support import draw_factory
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked"), pytest.mark.any_database]
ADDRESS = "https://example.test/draws/1/"


def text_of(data: bytes) -> str:
    made = Document(io.BytesIO(data))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in made.paragraphs), *cells])


def test_the_minutes_have_everything_that_is_signed(own: Bureau) -> None:
    draw = draw_factory.whole(own)

    made = documents.minutes(draw, address=ADDRESS, printed_by="何时雨", at=draw_factory.T0)

    told = text_of(made)
    assert draw.commitment[:8] in told
    assert draw.commitment in told.replace(" ", "")
    head = dating.head(draw)
    assert head is not None
    assert f"第 {head.size} 条，链头" in told
    assert head.root.hex() in told.replace(" ", "")
    assert draw_factory.DICE in told
    assert draw.visits.order_by("place")[0].name in told
    assert "见证人（申见证，监督）" in told
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert [name for name in parts.namelist() if name.endswith(".png")]


def test_the_plan_is_produced_as_an_official_document(own: Bureau) -> None:
    version = selectors.in_force(draw_factory.plan(own))
    assert version is not None

    told = text_of(documents.plan(version, printed_by="何时雨", at=draw_factory.T0))

    assert "青人社〔2026〕3号" in told
    assert "关于印发《2026年度抽查计划》的通知" in told
    assert version.digest in told
    assert "劳动用工抽查" in told
    assert "LDBZ-01" in told
    assert "built-in" not in told


def test_a_name_with_signs_survives(own: Bureau) -> None:
    Subject.objects.update(name="青禾<区>&食品")
    draw_factory.plan(own)
    draw = draw_factory.held(
        own, draw_factory.seeded(own, draw_factory.sealed(own, draw_factory.begun(own)))
    )

    made = documents.minutes(draw, address=ADDRESS, printed_by="何时雨", at=draw_factory.T0)

    assert "青禾<区>&食品" in text_of(made)


def test_the_minutes_of_a_sealed_draw_name_nobody_before_the_opening(own: Bureau) -> None:
    draw = draw_factory.whole(own, mode="sealed")

    before = text_of(documents.minutes(draw, address=ADDRESS, printed_by="甲", at=draw_factory.T0))
    opened = draw_factory.opened(draw)
    after = text_of(
        documents.minutes(opened, address=ADDRESS, printed_by="甲", at=draw_factory.OPENS)
    )

    name = draw.visits.order_by("place")[0].name
    assert (name in before, draw_factory.NUMBER in before) == (False, False)
    assert (name in after, draw_factory.NUMBER in after) == (True, True)
