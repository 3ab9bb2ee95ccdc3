"""No page tells what a sealed draw decided: each is read with several outcomes."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from oversight.draws.models import Draw
from oversight.draws.services import bundles
from oversight.inspections.models import InspectionTask, ItemResult, TeamMember
from oversight.plans.models import Task
from oversight.registry.models import Inspector, Subject
from oversight.web import clock
from tests.oversight.web.matrix import LETTERS, MATRIX
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
READERS = ["", *(role for role in LETTERS.values() if role != "supervisor")]


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
        visit.results.all().delete()
        visit.delete()


def emptied(draw: Draw) -> None:
    ItemResult.objects.filter(visit__draw=draw).delete()
    draw.visits.all().delete()


def _held(bureau: Bureau, draw: Draw) -> Draw:
    return draw_factory.held(bureau, draw_factory.seeded(bureau, draw_factory.sealed(bureau, draw)))


@pytest.fixture(scope="module")
def two_draws(shared_bureau: Bureau) -> tuple[Draw, Draw]:
    """Hold a sealed draw and an open one of the same subjects, once for all readers."""
    sealed, other = draw_factory.two_drafts(shared_bureau)
    return _held(shared_bureau, sealed), _held(shared_bureau, other)


@pytest.mark.parametrize("who", READERS, ids=lambda who: who or "nobody")
def test_no_page_or_table_depends_on_what_a_sealed_draw_decided(
    two_draws: tuple[Draw, Draw],
    own: Bureau,
    log_folder: Path,
    who: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # All readings are of one moment: what tells the time by itself tells nothing of the draw.
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    sealed, other = two_draws
    person = TeamMember.objects.filter(visit__draw=sealed, inspector__isnull=False)[0].inspector
    assert person is not None
    Inspector.objects.filter(pk=person.pk).update(user=own.user("inspector"))
    paths = addresses(sealed, other)
    bundles.evidence(other)  # under one checkpoint, before anybody's reading is put on record

    before = seen(own, who, paths, log_folder)

    assert len(before) > 40
    for outcome in (elsewhere, fewer, emptied):
        with transaction.atomic():
            outcome(sealed)
            after = seen(own, who, paths, log_folder)
            transaction.set_rollback(True)
        assert [path for path in before if before[path] != after[path]] == [], outcome.__name__


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
    text = re.sub(r'"token": "[^"]*"', "", text)
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"', "", text)
    text = re.sub(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?(\.[0-9]+)?", "", text)
    return f"{response.status_code} {text}"
