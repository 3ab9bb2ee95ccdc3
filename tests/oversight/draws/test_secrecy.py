"""A sealed draw decides, and until its opening nobody and nothing else can tell what.

The attack: while a sealed draw waits, prepare another draw of the same section and read who is
missing, barred or busier in its published lists; or look at any page, table or refusal.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from mingqian import manifest, roster
from oversight.audit import selectors as audit
from oversight.common.errors import DomainError, NotFoundError
from oversight.draws.files import folder
from oversight.draws.models import Draw
from oversight.draws.services import snapshots
from oversight.inspections import selectors
from oversight.inspections.models import ReplacementRequest, TeamMember
from oversight.inspections.services import rechecking, requests, tasks
from oversight.inspections.services.requests import ReplacementInput
from tests.support import draw_factory, platform_factory
from tests.support.pages import text_of
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
FILES = (manifest.FILE, *roster.NAMES)
ROOT = re.compile(rb'"root":"[0-9a-f]{64}",')
# Whoever may not see the sealed list; the supervisor may.


def held(own: Bureau, draw: Draw) -> Draw:
    return draw_factory.held(own, draw_factory.seeded(own, draw_factory.sealed(own, draw)))


def prepared(own: Bureau, draw: Draw) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Prepare, and give what came of it; that another draw is sealed everybody may know."""
    made = draw_factory.prepared(own, draw)
    figures = {name: value for name, value in made.figures.items() if name != "examined"}
    files = {name: folder(made.number).data(name) for name in (*FILES, snapshots.ROWS)}
    # The root is salted anew each time (draw-v1 2.7); the rows that it stands for are compared.
    files[manifest.FILE] = ROOT.sub(b"", files[manifest.FILE])
    return files, figures


@pytest.mark.parametrize("mode", ["open", "sealed"])
def test_a_later_draw_has_the_same_bytes_beside_a_sealed_one(own: Bureau, mode: str) -> None:
    sealed, other = draw_factory.two_drafts(own, mode=mode)
    without = prepared(own, other)

    held(own, sealed)
    beside = prepared(own, other)

    assert sealed.visits.count() == 20
    assert beside == without
    assert len(roster.read_subjects(beside[0][roster.SUBJECTS])) == 40


def test_published_lists_of_an_open_draw_tell_nothing_of_a_sealed_one(
    own: Bureau, client: Client
) -> None:
    sealed, other = draw_factory.two_drafts(own)
    held(own, sealed)

    draw_factory.sealed(own, other)

    data = b"".join(client.get(f"/draws/{other.number}/sealed.zip").streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        lists = {name: parts.read(name).decode() for name in parts.namelist()}
    drawn = set(sealed.visits.values_list("code", flat=True))
    assert drawn <= {line.split(",")[0] for line in lists["subjects.csv"].splitlines()}
    assert lists["conflicts.csv"].splitlines()[1:] == []
    assert lists["exclusions.csv"].splitlines()[1:] == []
    loads = [line.split(",")[2] for line in lists["inspectors.csv"].splitlines()[1:]]
    assert loads == ["0"] * 6


@pytest.mark.parametrize("who", ["coordinator", "clerk", "approver", "inspector", "supervisor"])
def test_no_act_on_a_sealed_visit_answers_before_the_opening(own: Bureau, who: str) -> None:
    sealed, other = draw_factory.two_drafts(own)
    sealed = held(own, sealed)
    other = held(own, other)
    visit = sealed.visits.order_by("pk")[0]
    same = other.visits.filter(subject_id=visit.subject_id).first() or other.visits.all()[0]
    actor, size = own.actors[who], audit.size()
    attempts: list[Callable[[], object]] = [
        lambda: selectors.visit_for(actor, visit.pk),
        lambda: tasks.accept(
            actor=actor, visit_id=visit.pk, on=draw_factory.OPENS.date(), at=draw_factory.DEADLINE
        ),
        lambda: tasks.merge(
            actor=actor, visit_id=visit.pk, into_id=same.pk, at=draw_factory.DEADLINE
        ),
        lambda: tasks.merge(
            actor=actor, visit_id=same.pk, into_id=visit.pk, at=draw_factory.DEADLINE
        ),
        lambda: requests.ask(
            actor=actor,
            asked=ReplacementInput(
                visit_id=visit.pk, kind=ReplacementRequest.SUBJECT, why="CLOSED", note="关门"
            ),
            at=draw_factory.DEADLINE,
        ),
    ]

    for attempt in attempts:
        with pytest.raises(DomainError):
            attempt()

    assert audit.size() == size
    with pytest.raises(NotFoundError):
        selectors.visit_for(actor, visit.pk)


def test_taking_a_visit_of_an_open_draw_asks_nothing_of_the_sealed_one(own: Bureau) -> None:
    sealed, other = draw_factory.two_drafts(own)
    sealed = held(own, sealed)
    other = held(own, other)
    both = set(sealed.visits.values_list("subject_id", flat=True))
    visit = other.visits.filter(subject_id__in=both)[0]

    taken = tasks.accept(
        actor=own.actors["clerk"],
        visit_id=visit.pk,
        on=draw_factory.OPENS.date(),
        at=draw_factory.DEADLINE,
    )

    assert taken.accepted_at is not None


def test_at_the_opening_caps_and_rotation_are_looked_at_again(own: Bureau, client: Client) -> None:
    sealed, other = draw_factory.two_drafts(own)
    sealed = held(own, sealed)
    other = held(own, other)
    before = rechecking.clashes(sealed)

    opened = draw_factory.opened(sealed)

    found = rechecking.clashes(opened)
    capped = {one.visit.subject_id for one in found if one.kind == "CAPPED"}
    rotated = {(one.slot.inspector_id, one.visit.subject_id) for one in found if one.slot}
    both = set(sealed.visits.values_list("subject_id", flat=True))
    both &= set(other.visits.values_list("subject_id", flat=True))
    assert before == []
    assert capped == both
    assert rotated == sent(sealed) & sent(other)
    entry = audit.about("drawing", sealed.number).filter(type="drawing.rechecked").get()
    assert entry.public == {"capped": len(both), "rotated": len(rotated)}
    assert "超过检查次数上限或轮换间隔" in text_of(client.get(f"/draws/{sealed.number}/"))
    told = {"username": own.actors["coordinator"].username, "password": platform_factory.PASSWORD}
    client.post("/sign-in/", told)
    page = text_of(client.get(f"/office/draws/{sealed.pk}/"))
    assert "开封复核" in page
    assert "超过上限 1 次" in page


def test_what_the_opening_shows_is_merged_or_replaced(own: Bureau) -> None:
    sealed, other = draw_factory.two_drafts(own, reserve=2)
    sealed = held(own, sealed)
    other = held(own, other)
    opened = draw_factory.opened(sealed)
    clashes = [one for one in rechecking.clashes(opened) if one.kind == "CAPPED"]
    merged, replaced = clashes[0], clashes[1]
    calm = opened.visits.exclude(pk__in=[one.visit.pk for one in clashes])[0]
    lead, clerk = own.actors["coordinator"], own.actors["clerk"]

    tasks.merge(
        actor=lead, visit_id=merged.visit.pk, into_id=merged.others[0].pk, at=draw_factory.OPENS
    )
    made = requests.ask(
        actor=clerk,
        asked=ReplacementInput(
            visit_id=replaced.visit.pk,
            kind=ReplacementRequest.SUBJECT,
            why="CAPPED",
            note="两次抽中",
        ),
        at=draw_factory.OPENS,
    )
    with pytest.raises(DomainError, match="开封复核没有列出"):
        requests.ask(
            actor=clerk,
            asked=ReplacementInput(
                visit_id=calm.pk, kind=ReplacementRequest.SUBJECT, why="CAPPED", note="想换"
            ),
            at=draw_factory.OPENS,
        )

    left = {one.visit.pk for one in rechecking.clashes(opened) if one.kind == "CAPPED"}
    assert made.state == ReplacementRequest.State.WAITING
    assert left == {one.visit.pk for one in clashes} - {merged.visit.pk}


def sent(draw: Draw) -> set[tuple[int, int]]:
    rows = TeamMember.objects.filter(visit__draw=draw, inspector__isnull=False)
    return set(rows.values_list("inspector_id", "visit__subject_id"))


def test_who_prepares_is_told_that_sealed_draws_are_left_out(own: Bureau, client: Client) -> None:
    sealed, other = draw_factory.two_drafts(own)
    told = {"username": own.actors["coordinator"].username, "password": platform_factory.PASSWORD}
    client.post("/sign-in/", told)
    words = "本局有 1 次密封抽取还没有开封"
    before = text_of(client.get(f"/office/draws/{other.pk}/"))

    draw_factory.sealed(own, sealed)

    assert words not in before
    assert words in text_of(client.get(f"/office/draws/{other.pk}/"))
