"""The directory just before the draw: who moves a friend away and back is seen, and stopped."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from mingqian import directory_root
from oversight.audit import selectors as audit
from oversight.common.errors import DomainError, NotAllowedError, NotFoundError
from oversight.draws.files import folder
from oversight.draws.models import Draw
from oversight.draws.services import change_lists, sealing
from oversight.registry.models import ChangeReview, Subject
from oversight.registry.services import reviews, subjects
from oversight.registry.services.importing import rollback
from oversight.regulations.models import RegulatoryParameter
from tests.oversight.draws.directory_moves import (
    BEFORE,
    FRIEND,
    MOVES,
    REASONS,
    Move,
    approve,
    edit,
    excluded,
    imported,
    industry,
    off_the_list,
    prepare,
    scoped,
    seal,
)
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import MADE, SEALED
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_draw(shared_bureau: Bureau) -> Draw:
    return scoped(shared_bureau)


@pytest.fixture
def draw(shared_draw: Draw, own: Bureau) -> Draw:  # noqa: ARG001 - the files of its site
    return Draw.objects.get(pk=shared_draw.pk)


@pytest.mark.parametrize("move", MOVES, ids=lambda one: one.__name__)
def test_a_change_before_the_preparation_waits_for_a_second_person(
    own: Bureau, draw: Draw, move: Move
) -> None:
    move(own, BEFORE)

    with pytest.raises(DomainError, match=r"还没有第二人核对.*请审批人"):
        prepare(own, draw)
    draw.refresh_from_db()
    assert draw.prepared_of == ""

    draw_factory.confirm_changes(own, draw)
    prepared = prepare(own, draw)

    reason = REASONS.get(move.__name__)
    assert excluded(prepared).get(FRIEND) == reason
    if reason is not None:
        left = json.loads(folder(draw.number).data(change_lists.FILE))["left"]
        assert left == [FRIEND]
        assert prepared.figures["changes"]["left"] == 1
        texts = [one.text for one in folder(draw.number).manifest().exclusion_reasons]
        assert any("备料前 30 日内的名录改动所致" in text for text in texts)


@pytest.mark.parametrize("move", MOVES, ids=lambda one: one.__name__)
def test_a_change_after_the_preparation_stops_the_sealing(
    own: Bureau, draw: Draw, move: Move
) -> None:
    prepare(own, draw)
    move(own, MADE + timedelta(minutes=5))

    with pytest.raises(DomainError, match="备料以后名录有改动") as refused:
        seal(own, draw)

    draw.refresh_from_db()
    assert "再备一次料" in refused.value.problem
    assert draw.sealed_at is None


@pytest.mark.parametrize("move", MOVES, ids=lambda one: one.__name__)
def test_a_change_between_the_two_persons_stops_the_sealing(
    own: Bureau, draw: Draw, move: Move
) -> None:
    prepare(own, draw)
    lead, second = own.actors["coordinator"], own.actors["approver"]
    sealing.submit(
        actor=lead, draw_id=draw.pk, confirmed=platform_factory.confirmed(lead), at=SEALED
    )
    move(own, SEALED)

    with pytest.raises(DomainError, match="备料以后名录有改动") as refused:
        approve(draw, second)

    assert FRIEND in refused.value.problem
    assert " → " in refused.value.problem or "不再在名录" in refused.value.problem
    draw.refresh_from_db()
    assert (draw.state, draw.sealed_at) == ("review", None)


def test_away_before_the_preparation_and_back_before_the_sealing(own: Bureau, draw: Draw) -> None:
    industry(own, BEFORE)
    draw_factory.confirm_changes(own, draw)
    prepare(own, draw)
    edit(own, MADE + timedelta(minutes=5), industry="制造业")

    with pytest.raises(DomainError, match=f"备料以后名录有改动（{FRIEND}）；请再备一次料"):
        seal(own, draw)

    draw_factory.confirm_changes(own, draw, SEALED)
    again = prepare(own, draw, SEALED)
    assert FRIEND not in excluded(again)
    sealed = seal(own, draw)
    kept = json.loads(folder(draw.number).data(change_lists.FILE))
    assert sealed.state == "sealed"
    assert kept["entered"] == [FRIEND]
    told = [row["fields"] for one in kept["acts"] for row in one["listed"] if row["fields"]]
    assert told == [
        [["行业", "制造业", "餐饮业"]],
        [["行业", "餐饮业", "制造业"]],
    ]


def test_a_row_edited_in_the_database_itself_stops_the_sealing(own: Bureau, draw: Draw) -> None:
    prepare(own, draw)
    Subject.objects.filter(code=FRIEND).update(industry="餐饮业")  # no history tells of it

    with pytest.raises(DomainError, match=f"{FRIEND} 行业 制造业 → 餐饮业"):
        seal(own, draw)


def test_a_new_row_in_scope_stops_the_sealing_and_one_outside_does_not(
    own: Bureau, draw: Draw
) -> None:
    prepare(own, draw)
    platform_factory.subject(own, 500, at=MADE + timedelta(minutes=1), industry="餐饮业", risk="B")
    assert seal(own, draw).state == "sealed"

    other = Draw.objects.get(pk=draw.pk)
    assert other.sealed_at == SEALED


def test_a_new_row_in_scope_asks_for_a_new_preparation(own: Bureau, draw: Draw) -> None:
    prepare(own, draw)
    told = {"industry": "制造业", "risk": "B", "region": "青禾街道", "grade": "A"}
    platform_factory.subject(own, 501, at=MADE + timedelta(minutes=1), **told)

    with pytest.raises(DomainError, match="再备一次料"):
        seal(own, draw)

    draw_factory.confirm_changes(own, draw, SEALED)
    prepare(own, draw, SEALED)
    assert seal(own, draw).state == "sealed"


@pytest.mark.parametrize(
    "values", [{"phone": "0379-1"}, {"contact": "某人"}, {"name": "改名公司"}, {"address": "新址"}]
)
def test_what_no_draw_reads_may_change_at_any_time(
    own: Bureau, draw: Draw, values: dict[str, str]
) -> None:
    edit(own, BEFORE, **values)
    prepare(own, draw)
    edit(own, MADE + timedelta(minutes=5), legal_person="某人")

    assert seal(own, draw).state == "sealed"


def test_a_change_outside_the_slice_is_nobodys_business(own: Bureau, draw: Draw) -> None:
    outside = platform_factory.subject(own, 900, at=BEFORE, industry="餐饮业")
    clerk = own.actors["clerk"]
    subjects.label(actor=clerk, subject_ids=[outside.pk], added="关注", reason="更正", at=BEFORE)

    prepare(own, draw)
    subjects.label(actor=clerk, subject_ids=[outside.pk], added="再关注", reason="更正", at=MADE)

    assert seal(own, draw).state == "sealed"


@pytest.mark.parametrize(("days", "is_asked"), [(29, True), (30, True), (31, False)])
def test_changes_are_looked_at_for_thirty_days(
    own: Bureau,
    draw: Draw,
    days: int,
    is_asked: bool,  # noqa: FBT001
) -> None:
    industry(own, BEFORE)

    waiting = draw_factory.changes_of(draw, BEFORE + timedelta(days=days)).unconfirmed()

    assert bool(waiting) is is_asked


def test_the_days_are_a_rule_of_the_bureau(own: Bureau, draw: Draw) -> None:
    industry(own, BEFORE)
    RegulatoryParameter.objects.filter(key="change_review_days").update(value=3)

    assert draw_factory.changes_of(draw, BEFORE + timedelta(days=4)).unconfirmed() == []
    assert draw_factory.changes_of(draw, BEFORE + timedelta(days=2)).unconfirmed() != []


def test_who_changed_it_cannot_confirm_it(own: Bureau, draw: Draw) -> None:
    industry(own, BEFORE)
    [act] = draw_factory.changes_of(draw).unconfirmed()
    clerk, approver = own.actors["clerk"], own.actors["approver"]

    with pytest.raises(NotAllowedError):
        reviews.confirm(actor=clerk, acts=[act.entry], at=MADE)
    # The clerk of yesterday is the approver of today: the same human.
    turned = type(approver)(**{**_fields(approver), "person": clerk.person})
    with pytest.raises(DomainError, match="不能自己核对"):
        reviews.confirm(actor=turned, acts=[act.entry], at=MADE)
    with pytest.raises(DomainError, match="没有选中"):
        reviews.confirm(actor=approver, acts=[], at=MADE)

    reviews.confirm(actor=approver, acts=[act.entry], at=MADE)
    assert reviews.confirm(actor=approver, acts=[act.entry], at=MADE) == []
    newest = audit.of_types(["directory.change-confirmed"]).first()
    assert newest is not None
    assert newest.public == {"entry": act.entry, "count": 1}


def _fields(actor: Any) -> dict[str, Any]:
    return {name: getattr(actor, name) for name in actor.__dataclass_fields__}


def test_another_bureaus_changes_cannot_be_confirmed(
    own: Bureau, foreign: Bureau, draw: Draw
) -> None:
    industry(own, BEFORE)
    [act] = draw_factory.changes_of(draw).unconfirmed()

    with pytest.raises(NotFoundError):
        reviews.confirm(actor=foreign.actors["approver"], acts=[act.entry], at=MADE)
    with pytest.raises(NotFoundError):
        reviews.confirm(actor=own.actors["approver"], acts=[10**9], at=MADE)
    assert not ChangeReview.objects.filter(act=act.entry).exists()


def test_an_import_is_confirmed_once_with_its_counts(own: Bureau, draw: Draw) -> None:
    rows = list(Subject.objects.order_by("pk")[:12])
    text = "名称,统一社会信用代码,行业\n"
    text += "".join(f"{one.name},{one.code},餐饮业\n" for one in rows)
    text += f"新来的公司,{platform_factory.code(800)},制造业\n"
    imported(own, BEFORE, text)

    [act] = draw_factory.changes_of(draw).unconfirmed()
    [made] = reviews.confirm(actor=own.actors["approver"], acts=[act.entry], at=MADE)
    prepared = prepare(own, draw)

    assert made.rows == 13
    assert [one for one in excluded(prepared).values() if one == "SCOPE-CHANGED"] != []


def test_an_undone_import_is_a_change_too(own: Bureau, draw: Draw) -> None:
    told = "名称,统一社会信用代码,行业,区域,守法诚信等级,信用风险分类\n"
    told += f"新来的公司,{platform_factory.code(801)},制造业,青禾街道,A,B\n"
    run = imported(own, BEFORE, told)
    rollback.undo(actor=own.actors["clerk"], run_id=run.pk, at=BEFORE + timedelta(minutes=5))

    with pytest.raises(DomainError, match="还没有第二人核对"):
        prepare(own, draw)


def fake_firm(own: Bureau, at: Any) -> None:
    told = {"industry": "制造业", "risk": "B", "region": "青禾街道", "grade": "A"}
    platform_factory.subject(own, 502, at=at, **told)


def fake_firms(own: Bureau, at: Any) -> None:
    rows = [f"空壳{n}公司,{platform_factory.code(n)},制造业,青禾街道,A,B" for n in range(810, 815)]
    told = "名称,统一社会信用代码,行业,区域,守法诚信等级,信用风险分类\n"
    imported(own, at, told + "\n".join(rows))


@pytest.mark.parametrize(("add", "count"), [(fake_firm, 1), (fake_firms, 5)])
def test_firms_that_are_put_into_the_slice_wait_for_a_second_person(
    own: Bureau, draw: Draw, add: Move, count: int
) -> None:
    """Whoever fills the slice with firms that do not exist thins out the chance of all others."""
    add(own, BEFORE)

    with pytest.raises(DomainError, match=rf"还没有第二人核对.*（{count} 家，"):
        prepare(own, draw)

    [act] = draw_factory.changes_of(draw).unconfirmed()
    [made] = reviews.confirm(actor=own.actors["approver"], acts=[act.entry], at=MADE)
    prepared = prepare(own, draw)
    kept = json.loads(folder(prepared.number).data(change_lists.FILE))
    [told] = [one for one in kept["acts"] if one["entry"] == act.entry]
    assert (made.rows, told["new"], told["rows"]) == (count, count, 0)
    assert {one["effect"] for one in told["listed"]} == {"新增"}
    assert told["confirmed"]["person"] == own.actors["approver"].person
    assert prepared.figures["changes"]["new"] == 25 + count  # the stock's of grades A and B, too


def test_firms_outside_the_slice_wait_for_nobody(own: Bureau, draw: Draw) -> None:
    platform_factory.subject(own, 503, at=BEFORE, industry="餐饮业", risk="B")

    assert prepare(own, draw).state == "preparing"


def test_the_root_in_the_manifest_is_that_of_the_rows_that_are_kept(
    own: Bureau, draw: Draw
) -> None:
    off_the_list(own, BEFORE)
    draw_factory.confirm_changes(own, draw)
    prepared = prepare(own, draw)

    files = folder(prepared.number)
    kept = json.loads(files.data("private/directory.json"))
    rows = [*files.data("private/directory.rows").splitlines()]
    rows += [one.encode() for one in kept["unlisted"]]
    lines = sorted(
        (json.loads(one)["id"], directory_root.line(kept["key"], json.loads(one)["id"], one))
        for one in rows
    )
    directory = files.manifest().directory
    assert directory_root.root(lines) == directory.root
    assert (directory.size, len(rows)) == (30, 30)
    assert [json.loads(one)["id"] for one in kept["unlisted"]] == [FRIEND]
    modes = [(files.path / name).stat().st_mode & 0o077 for name in ("private/directory.rows",)]
    assert modes == [0]


def test_two_preparations_of_one_directory_have_two_roots(own: Bureau, draw: Draw) -> None:
    first = prepare(own, draw)
    root = folder(first.number).manifest().directory.root
    prepare(own, draw)

    assert folder(first.number).manifest().directory.root != root


@pytest.mark.parametrize("name", ["directory.rows", "directory.json"])
def test_rows_that_were_changed_on_the_disc_do_not_hide_a_change(
    own: Bureau, draw: Draw, name: str
) -> None:
    prepare(own, draw)
    Subject.objects.filter(code=FRIEND).update(industry="餐饮业")
    path = folder(draw.number).path / "private" / name
    if name == "directory.rows":
        text = path.read_text(encoding="utf-8")
        lines = [
            one.replace("制造业", "餐饮业") if FRIEND in one else one
            for one in text.splitlines(keepends=True)
        ]
        path.write_text("".join(lines), encoding="utf-8")
    else:
        path.unlink()

    with pytest.raises(DomainError, match="底稿"):
        seal(own, draw)
