"""Somebody edits files or rows of a sealed draw: steps refuse, pages tell the truth."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
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
from oversight.common.errors import DomainError, TamperedError
from oversight.draws import records
from oversight.draws.files import folder
from oversight.draws.models import Bundle, Draw, Slot, SourceValue, Visit
from oversight.draws.services import after, bundles, drafting, holding, seeding
from oversight.draws.services.after import Asked
from oversight.plans.models import Task
from oversight.registry.models import Subject
from oversight.web import documents
from oversight.web.documents.minutes import facts as gather
from tests.oversight import drawing, world
from tests.oversight.drawing import DICE, NUMBER, SEALED, T0
from tests.oversight.world import Bureau

pytestmark = pytest.mark.django_db
Attack = Callable[[Draw], None]
TOLD = "材料与封存时不一样"


def path_of(draw: Draw, name: str) -> Path:
    return Path(settings.DRAWS) / draw.number / name


def rewrite(draw: Draw, name: str, change: Callable[[Any], None]) -> None:
    path = path_of(draw, name)
    read = json.loads(path.read_bytes())
    change(read)
    path.write_bytes(canonical.write(read))


def manifest_title(draw: Draw) -> None:
    rewrite(draw, "manifest.json", lambda read: read.update(title="别的抽查"))


def manifest_draws_fewer(draw: Draw) -> None:
    def fewer(read: Any) -> None:
        read["strata"][0]["draw"] = 1
        read["strata"][0]["rule"] |= {"max": 1, "min": 0}

    rewrite(draw, "manifest.json", fewer)


def manifest_and_row_agree(draw: Draw) -> None:
    manifest_title(draw)
    commitment = canonical.digest(path_of(draw, "manifest.json").read_bytes())
    Draw.objects.filter(pk=draw.pk).update(commitment=commitment, title="别的抽查")


def roster_without_a_friend(draw: Draw) -> None:
    path = path_of(draw, "subjects.csv")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], *lines[2:]]))
    digest = canonical.digest(path.read_bytes())

    def fit(read: Any) -> None:
        entry = next(one for one in read["files"] if one["name"] == "subjects.csv")
        entry |= {"rows": entry["rows"] - 1, "sha256": digest}

    rewrite(draw, "manifest.json", fit)


def roster_alone(draw: Draw) -> None:
    path = path_of(draw, "inspectors.csv")
    path.write_bytes(path.read_bytes().replace(b",0,", b",9,", 1))


def roster_gone(draw: Draw) -> None:
    path_of(draw, "exclusions.csv").unlink()


def manifest_gone(draw: Draw) -> None:
    path_of(draw, "manifest.json").unlink()


def mark_and_manifest_gone(draw: Draw) -> None:
    path_of(draw, "private/sealing").unlink()
    manifest_gone(draw)


FILE_ATTACKS = [
    manifest_title,
    manifest_draws_fewer,
    manifest_and_row_agree,
    roster_without_a_friend,
    roster_alone,
    roster_gone,
    manifest_gone,
    mark_and_manifest_gone,
]
ADDRESSES = [
    "",
    f"?q={world.code(1)}",
    f"proof/{world.code(1)}.json",
    "evidence.zip",
    "sealed.zip",
    "slip/",
    "result.csv",
    "result.json",
    "result.xlsx",
    "screen/",
    "screen/?step=seal",
    "screen/now/",
]


@pytest.fixture
def sealed(own: Bureau) -> Draw:
    drawing.bureau(own)
    drawing.plan(own)
    return drawing.sealed(own, drawing.begun(own))


@pytest.fixture
def held(own: Bureau, sealed: Draw) -> Draw:
    return drawing.held(own, drawing.seeded(own, sealed))


def body(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    for close in response._resource_closers:  # noqa: SLF001
        close()
    return content.decode("utf-8", errors="replace")


@pytest.mark.parametrize("attack", FILE_ATTACKS, ids=lambda one: one.__name__)
def test_no_step_goes_on_with_changed_files(own: Bureau, sealed: Draw, attack: Attack) -> None:
    lead, second = own.actors["coordinator"], own.actors["approver"]
    attack(sealed)
    token = sealed.witnesses.get().token

    def void() -> Draw:
        at = SEALED + timedelta(minutes=5)
        sure, agreed = world.confirmed(lead), world.confirmed(second)
        holding.ask_void(actor=lead, draw_id=sealed.pk, why="会议室停电", confirmed=sure, at=at)
        return holding.agree_void(actor=second, draw_id=sealed.pk, confirmed=agreed, at=at)

    steps: list[Callable[[], object]] = [
        lambda: seeding.reveal(
            token=token, value=NUMBER, address="10.0.0.9", at=SEALED + timedelta(minutes=9)
        ),
        lambda: drawing.enter_dice(own, sealed),
        void,
        lambda: bundles.evidence(sealed),
        lambda: bundles.commitment_files(sealed),
    ]
    for step in steps:
        with pytest.raises(DomainError) as refused:
            step()
        assert "请保留现场" in refused.value.problem
    assert seeding.tend(at=T0 - timedelta(minutes=9)) == []
    sealed.refresh_from_db()
    assert (sealed.state, sealed.voided_at) == ("已封存", None)


@pytest.mark.parametrize("attack", FILE_ATTACKS, ids=lambda one: one.__name__)
def test_nothing_is_drawn_from_changed_files(own: Bureau, sealed: Draw, attack: Attack) -> None:
    draw = drawing.seeded(own, sealed)
    attack(draw)

    with pytest.raises(TamperedError, match="请保留现场"):
        drawing.held(own, draw)

    draw.refresh_from_db()
    assert (draw.held_at, draw.visits.count()) == (None, 0)


@pytest.mark.parametrize("attack", FILE_ATTACKS, ids=lambda one: one.__name__)
def test_a_sealed_result_is_not_opened_from_changed_files(own: Bureau, attack: Attack) -> None:
    draw = drawing.whole(own, mode="sealed")
    attack(draw)

    assert holding.tend(at=drawing.OPENS) == []
    with pytest.raises(TamperedError, match="请保留现场"):
        drawing.opened(draw)
    with pytest.raises(TamperedError, match="请保留现场"):
        bundles.medium(draw)
    draw.refresh_from_db()
    assert draw.opened_at is None


def a_result_without_the_friend(draw: Draw) -> None:
    rewrite(draw, "result.json", lambda read: read["visits"].pop(0))


def a_result_with_another_team(draw: Draw) -> None:
    def swap(read: Any) -> None:
        first, second = read["visits"][0]["team"], read["visits"][1]["team"]
        first[0]["inspector"], second[0]["inspector"] = (
            second[0]["inspector"],
            first[0]["inspector"],
        )
        read["visits"][0]["team"][0]["leader"] = not first[0]["leader"]

    rewrite(draw, "result.json", swap)


def no_result(draw: Draw) -> None:
    path_of(draw, "result.json").unlink()


@pytest.mark.parametrize(
    "attack",
    [*FILE_ATTACKS, a_result_without_the_friend, a_result_with_another_team, no_result],
    ids=lambda one: one.__name__,
)
def test_every_public_address_says_it_and_shows_nothing_else(
    own: Bureau, held: Draw, client: Client, attack: Attack
) -> None:
    body(client.get(f"/draws/{held.number}/evidence.zip"))
    attack(held)
    drawn = list(held.visits.values_list("code", flat=True))

    for address in ADDRESSES:
        response = client.get(f"/draws/{held.number}/{address}")
        shown = body(response)
        assert response.status_code == 409, address
        assert TOLD in shown
        assert "请保留现场" in shown
        assert not [code for code in drawn if code in shown]
    listed = body(client.get("/draws/"))
    home = body(client.get("/"))
    if attack in FILE_ATTACKS and attack not in {roster_alone, roster_gone}:
        assert TOLD in listed
        assert TOLD in home
    with pytest.raises(TamperedError):
        documents.minutes(held, address="https://x.test/", printed_by="何", at=T0)
    visit = held.visits.order_by("place")[0]
    with pytest.raises(TamperedError):
        _grant(own, visit)


def _grant(own: Bureau, visit: Visit) -> object:
    second = own.actors["approver"]
    asked = after.ask(
        actor=own.actors["clerk"],
        asked=Asked(visit_id=visit.pk, kind="subject", why="CLOSED", note="大门紧锁"),
        at=drawing.OPENS,
    )
    return after.grant(
        actor=second, request_id=asked.pk, confirmed=world.confirmed(second), at=drawing.OPENS
    )


def test_the_office_sees_no_changed_result_either(own: Bureau, held: Draw, client: Client) -> None:
    told = {"username": own.actors["supervisor"].username, "password": world.PASSWORD}
    client.post("/sign-in/", told)
    pages = ["", "results/", "minutes/", "excluded/", "odds/"]
    before = [client.get(f"/office/draws/{held.pk}/{page}") for page in pages]
    assert [one.status_code for one in before] == [200] * 5
    a_result_without_the_friend(held)

    for page in pages:
        response = client.get(f"/office/draws/{held.pk}/{page}")
        assert response.status_code == 409, page
        assert TOLD in body(response)


def visit_rows(draw: Draw) -> None:
    first, last = draw.visits.order_by("place")[0], draw.visits.order_by("-place")[0]
    other = Subject.objects.exclude(pk__in=draw.visits.values("subject_id"))[0]
    Visit.objects.filter(pk=first.pk).update(code=other.code, name="朋友的公司", subject=other)
    Visit.objects.filter(pk=last.pk).update(is_out=True, out_why="CLOSED")


def visit_row_gone(draw: Draw) -> None:
    first = draw.visits.order_by("place")[0]
    Slot.objects.filter(visit=first).delete()
    first.delete()


def slots_of_a_friend(draw: Draw) -> None:
    Slot.objects.filter(visit__draw=draw).update(is_leader=False)
    first, *_ = Slot.objects.filter(visit__draw=draw)
    others = Slot.objects.filter(visit__draw=draw).exclude(inspector=first.inspector)
    Slot.objects.filter(pk=first.pk).update(inspector=others[0].inspector)


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
    held: Draw, client: Client, attack: Attack
) -> None:
    pages = ["", "result.csv", "result.json", "screen/?step=seed", "screen/?step=draw"]
    pages += ["screen/?step=assign", "screen/?step=seal", "slip/", f"?q={world.code(1)}"]
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
    draw = drawing.whole(own, mode="sealed")
    codes = list(draw.visits.values_list("code", flat=True))
    Draw.objects.filter(pk=draw.pk).update(
        setup={**draw.setup, "mode": "open"}, state="已公示", opened_at=None
    )

    shown = [body(client.get(f"/draws/{draw.number}/{one}")) for one in ADDRESSES]
    Draw.objects.filter(pk=draw.pk).update(opened_at=T0)
    claimed = [body(client.get(f"/draws/{draw.number}/{one}")) for one in ADDRESSES]

    asked = world.code(1)  # the code in the reader's own question comes back
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
            after.accept(actor=clerk, visit_id=visit.pk, on=drawing.OPENS.date(), at=drawing.OPENS)
        except DomainError as error:
            wrong += "请保留现场" in error.problem or "已被递补" in error.problem

    assert wrong >= 1 or attack is visit_row_gone


def test_an_entry_of_the_database_that_differs_from_the_signed_log_is_not_believed(
    held: Draw, client: Client
) -> None:
    row = Entry.objects.get(type="draw.held", about_number=held.number)
    forged = bytes(row.leaf).replace(b'"result":"', b'"result":"0', 1)
    with connection.cursor() as cursor:
        for (name,) in triggers(cursor):
            cursor.execute(f'DROP TRIGGER "{name}"')  # who keeps the database can
    Entry.objects.filter(pk=row.pk).update(leaf=forged)

    response = client.get(f"/draws/{held.number}/")

    assert response.status_code == 409
    assert "和签名的日志不一样" in body(response)


def triggers(cursor: Any) -> list[tuple[str]]:
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
    )
    return list(cursor.fetchall())


def test_a_cached_zip_that_was_exchanged_is_made_anew(held: Draw, client: Client) -> None:
    address = f"/draws/{held.number}/evidence.zip"
    first = b"".join(client.get(address).streaming_content)
    [path] = (Path(settings.DRAWS) / "bundles").glob("*.zip")
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        files = {name: parts.read(name) for name in parts.namelist()}
    files["result.json"] = files["result.json"].replace(b'"relaxed":false', b'"relaxed":true')

    for forged in (zip_archive.write(files), b"", b"not a zip"):
        path.write_bytes(forged)
        again = b"".join(client.get(address).streaming_content)
        assert zip_archive.read(path)["result.json"] == folder(held.number).data("result.json")
        assert again == path.read_bytes()
    Bundle.objects.update(digest=canonical.digest(b"forged"))
    assert b"".join(client.get(address).streaming_content) == path.read_bytes()


def test_the_sealed_zip_of_an_open_draw_is_made_anew_too(sealed: Draw, client: Client) -> None:
    address = f"/draws/{sealed.number}/sealed.zip"
    first = b"".join(client.get(address).streaming_content)
    [path] = (Path(settings.DRAWS) / "bundles").glob("*.zip")
    path.write_bytes(zip_archive.write({"subjects.csv": b"id,tickets,strata\n"}))

    assert b"".join(client.get(address).streaming_content) == first


def test_the_folder_of_another_draw_does_not_pass_for_this_one(own: Bureau, client: Client) -> None:
    drawing.bureau(own)
    drawing.plan(own, drawing.details(), drawing.details(title="另一次", items=["LDBZ-02"]))
    one = drawing.sealed(own, drawing.begun(own))
    task = Task.objects.exclude(title=one.title).filter(version__plan__bureau=own.organisation)[0]
    other = drafting.begin(
        actor=own.actors["coordinator"], task_number=task.batches[0]["number"], at=drawing.MADE
    )
    drawing.set_up(own, other)
    drawing.sealed(own, other)
    shutil.rmtree(path_of(one, ""))
    shutil.copytree(path_of(other, ""), path_of(one, ""))

    response = client.get(f"/draws/{one.number}/")

    assert response.status_code == 409
    assert f"是抽取 {other.number} 的" in body(response)
    assert DICE not in body(client.get(f"/draws/{one.number}/screen/"))
