"""Somebody edits rows, cached zips or the log in the database: pages tell the truth."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from mingqian import canonical
from mingqian_ceremony import zip_archive
from oversight.audit.models import Entry
from oversight.common.errors import DomainError
from oversight.draws import records
from oversight.draws.files import folder
from oversight.draws.models import Bundle, Draw, SourceValue
from oversight.inspections.models import InspectionTask, TeamMember
from oversight.inspections.services import tasks
from oversight.registry.models import Subject
from oversight.web import clock
from oversight.web.documents.minutes import facts as gather
from tests.oversight.draws.tampering import (
    ADDRESSES,
    TOLD,
    Attack,
    body,
    data,
)
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import T0
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]


@pytest.fixture
def sealed(own: Bureau) -> Draw:
    draw_factory.plan(own)
    return draw_factory.sealed(own, draw_factory.begun(own))


@pytest.fixture
def held(own: Bureau, sealed: Draw) -> Draw:
    return draw_factory.held(own, draw_factory.seeded(own, sealed))


def visit_rows(draw: Draw) -> None:
    first, last = draw.visits.order_by("place")[0], draw.visits.order_by("-place")[0]
    other = Subject.objects.exclude(pk__in=draw.visits.values("subject_id"))[0]
    InspectionTask.objects.filter(pk=first.pk).update(
        code=other.code, name="朋友的公司", subject=other
    )
    InspectionTask.objects.filter(pk=last.pk).update(is_out=True, out_why="CLOSED")


def visit_row_gone(draw: Draw) -> None:
    first = draw.visits.order_by("place")[0]
    TeamMember.objects.filter(visit=first).delete()
    first.results.all().delete()
    first.delete()


def slots_of_a_friend(draw: Draw) -> None:
    TeamMember.objects.filter(visit__draw=draw).update(is_leader=False)
    first, *_ = TeamMember.objects.filter(visit__draw=draw)
    others = TeamMember.objects.filter(visit__draw=draw).exclude(inspector=first.inspector)
    TeamMember.objects.filter(pk=first.pk).update(inspector=others[0].inspector)


def numbers_that_were_given(draw: Draw) -> None:
    SourceValue.objects.filter(draw=draw).update(value="9" * 60)


def the_row_of_the_draw(draw: Draw) -> None:
    Draw.objects.filter(pk=draw.pk).update(
        title="别的抽查",
        commitment="0" * 64,
        t0=T0 + timedelta(days=3),
        bits=999,
        assurance="public",
        figures={**draw.figures, "subjects": 12345, "excluded": 54321, "strata": []},
        setup={**draw.setup, "mode": "sealed", "limit": 777},
    )


ROW_ATTACKS = [
    visit_rows,
    visit_row_gone,
    slots_of_a_friend,
    numbers_that_were_given,
    the_row_of_the_draw,
]


@pytest.mark.parametrize("attack", ROW_ATTACKS, ids=lambda one: one.__name__)
def test_edited_rows_change_nothing_that_is_shown(
    held: Draw, client: Client, attack: Attack, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)  # the slip says when it was printed
    pages = ["", "result.csv", "result.json", "screen/?step=seed", "screen/?step=draw"]
    pages += ["screen/?step=assign", "screen/?step=seal", "slip/", f"?q={platform_factory.code(1)}"]
    before = {page: stable(client, held, page) for page in pages}
    minutes = facts(held)
    attack(held)
    held.refresh_from_db()

    after_ = {page: stable(client, held, page) for page in pages}

    assert after_ == before
    assert facts(held) == minutes
    assert "朋友的公司" not in "".join(after_.values())


def stable(client: Client, draw: Draw, page: str) -> str:
    shown = body(client.get(f"/draws/{draw.number}/{page}"))
    return "\n".join(
        line for line in shown.splitlines() if "csrf" not in line and "nonce" not in line
    )


def facts(draw: Draw) -> dict[str, Any]:
    return {name: value for name, value in gather(records.read(draw)).items() if name != "qr"}


def test_a_sealed_draw_is_not_opened_by_editing_its_row(own: Bureau, client: Client) -> None:
    draw = draw_factory.whole(own, mode="sealed")
    codes = list(draw.visits.values_list("code", flat=True))
    Draw.objects.filter(pk=draw.pk).update(
        setup={**draw.setup, "mode": "open"}, state="published", opened_at=None
    )

    shown = [body(client.get(f"/draws/{draw.number}/{one}")) for one in ADDRESSES]
    Draw.objects.filter(pk=draw.pk).update(opened_at=T0)
    claimed = [body(client.get(f"/draws/{draw.number}/{one}")) for one in ADDRESSES]

    asked = platform_factory.code(1)  # the code in the reader's own question comes back
    named = [code for code in codes if code != asked and code in "".join(shown + claimed)]
    assert named == []
    assert all(TOLD in one for one in claimed)


@pytest.mark.parametrize("attack", ROW_ATTACKS[:3], ids=lambda one: one.__name__)
def test_nobody_is_sent_or_replaced_by_an_edited_row(
    own: Bureau, held: Draw, attack: Attack
) -> None:
    attack(held)
    clerk = own.actors["clerk"]

    wrong = 0
    for visit in held.visits.all():
        try:
            tasks.accept(
                actor=clerk, visit_id=visit.pk, on=draw_factory.OPENS.date(), at=draw_factory.OPENS
            )
        except DomainError as error:
            wrong += "请保留现场" in error.problem or "已被递补" in error.problem

    assert wrong >= 1 or attack is visit_row_gone


def test_an_entry_that_differs_from_the_signed_log_is_not_believed(
    held: Draw, client: Client
) -> None:
    row = Entry.objects.get(type="draw.held", about_number=held.number)
    forged = bytes(row.leaf).replace(b'"result":"', b'"result":"0', 1)
    with connection.cursor() as cursor:
        drop_triggers(cursor)  # who keeps the database can
    Entry.objects.filter(pk=row.pk).update(leaf=forged)

    response = client.get(f"/draws/{held.number}/")

    assert response.status_code == 409
    assert "和签名的日志不一样" in body(response)


def drop_triggers(cursor: Any) -> None:
    if connection.vendor == "postgresql":
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        return
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
    )
    for (name,) in list(cursor.fetchall()):
        cursor.execute(f'DROP TRIGGER "{name}"')


def test_a_cached_zip_that_was_exchanged_is_made_anew(held: Draw, client: Client) -> None:
    address = f"/draws/{held.number}/evidence.zip"
    first = data(client.get(address))
    [path] = (Path(settings.DRAWS) / "bundles").glob("*.zip")
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        files = {name: parts.read(name) for name in parts.namelist()}
    files["result.json"] = files["result.json"].replace(b'"relaxed":false', b'"relaxed":true')

    for forged in (zip_archive.write(files), b"", b"not a zip"):
        path.write_bytes(forged)
        again = data(client.get(address))
        assert zip_archive.read(path)["result.json"] == folder(held.number).data("result.json")
        assert again == path.read_bytes()
    Bundle.objects.update(digest=canonical.digest(b"forged"))
    assert data(client.get(address)) == path.read_bytes()


def test_the_sealed_zip_of_an_open_draw_is_made_anew_too(sealed: Draw, client: Client) -> None:
    address = f"/draws/{sealed.number}/sealed.zip"
    first = data(client.get(address))
    [path] = (Path(settings.DRAWS) / "bundles").glob("*.zip")
    path.write_bytes(zip_archive.write({"subjects.csv": b"id,tickets,strata\n"}))

    assert data(client.get(address)) == first
