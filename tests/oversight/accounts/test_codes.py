"""Public codes of organisations and inspectors: given once, in the log, never changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mingqian import canonical, roster
from oversight.accounts.models import NumberSeries, Organisation
from oversight.accounts.rules import region_prefix
from oversight.accounts.services import numbers, organisations
from oversight.audit import selectors as audit
from oversight.draws.files import folder
from oversight.registry.models import Inspector
from oversight.registry.services import inspectors
from oversight.registry.services.importing import rollback
from tests.oversight.registry import files
from tests.oversight.registry.test_import import read, write
from tests.oversight.registry.test_import_edges import PEOPLE
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import NOON, SECTIONS, Bureau

pytestmark = pytest.mark.any_database

ROW = ("QH90001", "周正", "男", "科员", "在岗", "否", "2027-12-31")


def test_codes_follow_region_and_bureau_each_with_its_number(own: Bureau, foreign: Bureau) -> None:
    codes = [own.organisation.code, *(one.code for one in own.sections.values())]

    assert codes == ["990107-01", "990107-01-01", "990107-01-02"]
    assert foreign.organisation.code == "990107-02"
    assert foreign.sections[SECTIONS[0]].code == "990107-02-01"
    assert platform_factory.inspector(foreign).code == "990107-02-ZF00001"


def test_every_code_is_a_code_of_the_specification(own: Bureau) -> None:
    platform_factory.inspector(own)

    codes = [*Organisation.objects.values_list("code", flat=True)]
    codes += Inspector.objects.values_list("code", flat=True)

    assert [one for one in codes if not canonical.is_code(one)] == []


@pytest.mark.parametrize(
    ("region", "prefix"),
    [("990107", "990107"), ("990107000000", "990107"), ("", "000000"), ("９９０１０７", "000000")],
)
def test_a_code_begins_with_six_digits_whatever_the_region(region: str, prefix: str) -> None:
    assert region_prefix(region) == prefix


def test_the_public_log_knows_an_organisation_by_its_code(own: Bureau) -> None:
    entries = audit.about("organisation", own.sections[SECTIONS[1]].code)

    assert [one.public for one in entries] == [{"name": SECTIONS[1]}]


def test_a_renamed_section_keeps_its_code(own: Bureau) -> None:
    section = own.sections[SECTIONS[1]]

    organisations.rename(
        actor=own.actors["administrator"], organisation_id=section.pk, name="新名科", at=NOON
    )

    assert Organisation.objects.get(name="新名科").code == "990107-01-02"
    assert audit.about("organisation", "990107-01-02").count() == 2


def test_an_inspector_who_moves_keeps_the_code(own: Bureau) -> None:
    inspector = platform_factory.inspector(own)
    entry = audit.about("inspector", inspector.number).get(type="inspector.added")

    inspectors.change(
        actor=own.actors["clerk"],
        inspector_id=inspector.pk,
        owner_id=own.sections[SECTIONS[1]].pk,
        details=inspectors.Details(
            name="检查员1", sex="女", post="科员", number="QH00001", staffing="行政", duty="在岗"
        ),
        reason="轮岗",
        at=NOON,
    )

    assert (entry.private or {})["code"] == "990107-01-ZF00001"
    assert Inspector.objects.get().code == "990107-01-ZF00001"


def test_a_code_taken_back_with_its_import_is_not_given_again(own: Bureau) -> None:
    run = write(own, read(own, files.csv([ROW], headings=PEOPLE), kind="inspectors"))
    entry = audit.of_types(["directory.imported"]).get()
    rollback.undo(actor=own.actors["clerk"], run_id=run.pk, at=NOON + timedelta(hours=1))

    platform_factory.inspector(own)

    assert (entry.private or {})["inspectors"] == [["QH90001", "990107-01-ZF00001"]]
    assert Inspector.objects.get().code == "990107-01-ZF00002"


def test_a_block_of_numbers_is_taken_at_once(own: Bureau) -> None:
    codes = numbers.inspector_codes(own.organisation, 3)

    assert [one[-5:] for one in codes] == ["00001", "00002", "00003"]
    assert NumberSeries.objects.get(prefix="990107-01-ZF").last == 3


def test_the_files_of_a_draw_have_codes_and_no_keys(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    found = folder(draw.number)

    team = found.manifest().strata[0].team
    people = roster.read_inspectors(found.data(roster.INSPECTORS))
    sent = {slot.inspector for visit in found.result().visits for slot in visit.team}

    assert [need.pool for need in team] == ["990107-01-01"]
    assert [one.id for one in people] == [f"990107-01-ZF0000{n}" for n in range(1, 7)]
    assert sent <= {one.id for one in people}
