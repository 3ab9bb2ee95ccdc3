"""A sealed draw decides, and until its opening nobody and nothing else can tell what.

The attack: while a sealed draw waits, prepare another draw of the same section and read who is
missing, barred or busier in its published lists; or look at any page, table or refusal.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from mingqian import manifest, roster
from oversight.audit import selectors as audit
from oversight.common.errors import DomainError, NotFoundError
from oversight.draws.files import folder
from oversight.draws.models import Draw
from oversight.draws.services import bundles, drafting, snapshots
from oversight.inspections import selectors
from oversight.inspections.models import InspectionTask, ReplacementRequest, TeamMember
from oversight.inspections.services import rechecking, requests, tasks
from oversight.inspections.services.requests import ReplacementInput
from oversight.plans.models import Task
from oversight.registry.models import Inspector, Subject
from oversight.regulations.models import RegulatoryParameter
from oversight.web import clock
from tests.oversight.web.matrix import LETTERS, MATRIX
from tests.support import draw_factory, platform_factory
from tests.support.pages import text_of
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
FILES = (manifest.FILE, *roster.NAMES)
ROOT = re.compile(rb'"root":"[0-9a-f]{64}",')
# Whoever may not see the sealed list; the supervisor may.
READERS = ["", *(role for role in LETTERS.values() if role != "supervisor")]


def two_drafts(own: Bureau, **values: Any) -> tuple[Draw, Draw]:
    """Begin a sealed draw of everybody, and another of the same section and subjects.

    One visit a year is the cap, so that whatever counts the sealed draw's visits shows at once.
    """
    draw_factory.bureau(own)
    RegulatoryParameter.objects.filter(key="cap_all").update(value=1)
    second = draw_factory.details(title="第二项", items=["LDBZ-02"], ratio=5000)
    draw_factory.plan(own, draw_factory.details(ratio=5000), second)
    sealed = draw_factory.begun(own, mode="sealed", limit=40)
    number = Task.objects.order_by("number")[1].number
    other = drafting.begin(
        actor=own.actors["coordinator"], task_number=number, at=draw_factory.MADE
    )
    draw_factory.set_up(own, other, **{"limit": 40, **values})
    return sealed, Draw.objects.get(pk=other.pk)


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
def test_a_later_draw_is_made_of_the_same_bytes_with_and_without_the_sealed_one(
    own: Bureau, mode: str
) -> None:
    sealed, other = two_drafts(own, mode=mode)
    without = prepared(own, other)

    held(own, sealed)
    beside = prepared(own, other)

    assert sealed.visits.count() == 20
    assert beside == without
    assert len(roster.read_subjects(beside[0][roster.SUBJECTS])) == 40


def test_who_reads_the_published_lists_of_an_open_draw_learns_nothing_of_the_sealed_one(
    own: Bureau, client: Client
) -> None:
    sealed, other = two_drafts(own)
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


def elsewhere(draw: Draw) -> None:
    """Let the sealed draw have drawn the others, and sent the others."""
    taken = set(draw.visits.values_list("subject_id", flat=True))
    free = Subject.objects.exclude(pk__in=taken).order_by("pk")
    for visit, subject in zip(draw.visits.order_by("pk"), free, strict=False):
        InspectionTask.objects.filter(pk=visit.pk).update(
            subject=subject, code=subject.code, name=subject.name
        )
    people = list(Inspector.objects.order_by("-pk"))
    for place, slot in enumerate(TeamMember.objects.filter(visit__draw=draw).order_by("pk")):
        TeamMember.objects.filter(pk=slot.pk).update(inspector=people[place % len(people)])


def fewer(draw: Draw) -> None:
    for visit in draw.visits.order_by("pk")[5:]:
        visit.delete()


def emptied(draw: Draw) -> None:
    draw.visits.all().delete()


@pytest.mark.parametrize("outcome", [elsewhere, fewer, emptied])
@pytest.mark.parametrize("who", READERS, ids=lambda who: who or "nobody")
def test_no_page_or_table_depends_on_what_a_sealed_draw_decided(
    own: Bureau,
    log_folder: Path,
    who: str,
    outcome: Callable[[Draw], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Both readings are of one moment: what tells the time by itself tells nothing of the draw.
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    sealed, other = two_drafts(own)
    sealed = held(own, sealed)
    other = held(own, other)
    person = TeamMember.objects.filter(visit__draw=sealed, inspector__isnull=False)[0].inspector
    assert person is not None
    Inspector.objects.filter(pk=person.pk).update(user=own.user("inspector"))
    paths = addresses(sealed, other)
    bundles.evidence(other)  # under one checkpoint, before anybody's reading is put on record

    before = seen(own, who, paths, log_folder)
    outcome(sealed)
    after_ = seen(own, who, paths, log_folder)

    assert len(before) > 40
    assert [path for path in before if before[path] != after_[path]] == []


def addresses(sealed: Draw, other: Draw) -> list[str]:
    """List every address that is read, for both draws and whatever the sealed one named."""
    visit = sealed.visits.order_by("pk")[0]
    things: dict[str, list[Any]] = {
        "": [None],
        "draw": [sealed.pk, other.pk],
        "number": [sealed.number, other.number],
        "visit": [visit.pk, other.visits.order_by("pk")[0].pk],
        "subject": list(sealed.visits.values_list("subject_id", flat=True)[:2]),
        "inspector": list(Inspector.objects.values_list("pk", flat=True)[:2]),
        "plan": [Task.objects.all()[0].version.plan_id],
    }
    found = []
    for name, row in MATRIX.items():
        if "GET" in row.methods and row.thing in things:
            for thing in things[row.thing]:
                arguments = [] if thing is None else [thing]
                found.append(reverse(name, args=[*arguments, *row.extra]))
    found.append(reverse("public:draw", args=[other.number]) + f"?q={visit.code}")
    found += [reverse("public:draw", args=[sealed.number]) + f"?q={visit.code}"]
    found += [reverse("public:screen", args=[sealed.number]) + f"?step={step}" for step in STEPS]
    return found


STEPS = ("seal", "seed", "draw", "assign")


def seen(own: Bureau, who: str, paths: list[str], log: Path) -> dict[str, str]:
    """Read everything once; what the reading puts on record is taken back."""
    cache.clear()  # what the first reading counted
    kept = log.with_name("log-before")
    shutil.copytree(log, kept)
    with transaction.atomic():
        client = Client()
        if who:
            told = {"username": own.actors[who].username, "password": platform_factory.PASSWORD}
            client.post("/sign-in/", told)
        found = {path: told_by(client.get(path)) for path in paths}
        transaction.set_rollback(True)
    shutil.rmtree(log)
    kept.rename(log)
    return found


def told_by(response: Any) -> str:
    data = b"".join(response.streaming_content) if response.streaming else response.content
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = [one for one in parts.namelist() if not one.startswith("docProps")]
            data = b"".join(one.encode() + parts.read(one) for one in sorted(names))
    text = data.decode(errors="replace")
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"', "", text)
    text = re.sub(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?(\.[0-9]+)?", "", text)
    return f"{response.status_code} {text}"


@pytest.mark.parametrize("who", ["coordinator", "clerk", "approver", "inspector", "supervisor"])
def test_no_act_on_a_sealed_visit_answers_before_the_opening(own: Bureau, who: str) -> None:
    sealed, other = two_drafts(own)
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
    sealed, other = two_drafts(own)
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
    sealed, other = two_drafts(own)
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
    sealed, other = two_drafts(own, reserve=2)
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
    sealed, other = two_drafts(own)
    told = {"username": own.actors["coordinator"].username, "password": platform_factory.PASSWORD}
    client.post("/sign-in/", told)
    words = "本局有 1 次密封抽取还没有开封"
    before = text_of(client.get(f"/office/draws/{other.pk}/"))

    draw_factory.sealed(own, sealed)

    assert words not in before
    assert words in text_of(client.get(f"/office/draws/{other.pk}/"))
