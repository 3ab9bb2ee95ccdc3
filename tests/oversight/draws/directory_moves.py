"""How a clerk moves a friend about in the directory, for tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from mingqian import roster
from oversight.draws.files import folder
from oversight.draws.models import Draw
from oversight.draws.services import preparation, sealing
from oversight.registry.models import ImportRun, Subject
from oversight.registry.rules.subjects import FIELDS
from oversight.registry.services import subjects, visits
from oversight.registry.services.importing import pipeline, runs
from oversight.registry.services.visits import VisitDetails
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import MADE, SEALED
from tests.support.platform_factory import SECTIONS, Bureau

FRIEND = platform_factory.code(7)
BEFORE = MADE - timedelta(hours=2)
Move = Callable[[Bureau, Any], None]


def friend() -> Subject:
    return Subject.objects.get(code=FRIEND)


def edit(own: Bureau, at: Any, **values: str) -> None:
    """Change the friend as the clerk does on the form."""
    row = friend()
    told = {name: getattr(row, name) for name in FIELDS} | {"founded_on": ""} | values
    subjects.change(
        actor=own.actors["clerk"],
        subject_id=row.pk,
        owner_id=row.owner_id,
        values=told,
        reason="更正",
        seen_entry=row.entry,
        at=at,
    )


def industry(own: Bureau, at: Any) -> None:
    edit(own, at, industry="餐饮业")


def region(own: Bureau, at: Any) -> None:
    edit(own, at, region="别的街道")


def kind(own: Bureau, at: Any) -> None:
    edit(own, at, kind="其他")


def grade(own: Bureau, at: Any) -> None:
    edit(own, at, grade="C")


def risk(own: Bureau, at: Any) -> None:
    edit(own, at, risk="D")


def state(own: Bureau, at: Any) -> None:
    edit(own, at, state="注销")


def code(own: Bureau, at: Any) -> None:
    edit(own, at, code=platform_factory.code(777))


def white_list(own: Bureau, at: Any) -> None:
    clerk = own.actors["clerk"]
    subjects.label(actor=clerk, subject_ids=[friend().pk], added="白名单", reason="更正", at=at)


def owner(own: Bureau, at: Any) -> None:
    other = own.sections[SECTIONS[1]].pk
    clerk = own.actors["clerk"]
    subjects.move(actor=clerk, subject_ids=[friend().pk], owner_id=other, reason="更正", at=at)


def off_the_list(own: Bureau, at: Any) -> None:
    clerk = own.actors["clerk"]
    subjects.set_listed(
        actor=clerk, subject_ids=[friend().pk], is_listed=False, reason="更正", at=at
    )


def imported(own: Bureau, at: Any, text: str = "") -> ImportRun:
    clerk = own.actors["clerk"]
    text = text or f"名称,统一社会信用代码,行业\n{friend().name},{FRIEND},餐饮业\n"
    run = runs.upload(
        actor=clerk,
        kind=ImportRun.SUBJECTS,
        owner_id=own.sections[SECTIONS[0]].pk,
        name="更正.csv",
        chunks=[text.encode()],
        at=at,
    )
    pipeline.read(actor=clerk, run_id=run.pk)
    runs.begin_writing(actor=clerk, run_id=run.pk)
    pipeline.write(actor=clerk, run_id=run.pk, at=at)
    run.refresh_from_db()
    assert run.state == ImportRun.WRITTEN, run.problem
    return run


def by_import(own: Bureau, at: Any) -> None:
    imported(own, at)


def visited(own: Bureau, at: Any) -> None:
    visits.note_visit(
        actor=own.actors["clerk"],
        subject_id=friend().pk,
        visit=VisitDetails(on=date(2026, 3, 2), kind="双随机", units="某科"),
        at=at,
    )


MOVES: list[Move] = [
    industry,
    region,
    kind,
    grade,
    risk,
    state,
    code,
    white_list,
    owner,
    off_the_list,
    by_import,
    visited,
]
# What each move does to the friend's place in a draw of the whole slice below.
REASONS = {
    "industry": "SCOPE-CHANGED",
    "region": "SCOPE-CHANGED",
    "kind": "SCOPE-CHANGED",
    "grade": "SCOPE-CHANGED",
    "risk": "SCOPE-CHANGED",
    "state": "STATE-CHANGED",
    "white_list": "LABEL-CHANGED",
    "owner": "SCOPE-CHANGED",
    "off_the_list": "DELISTED",
    "by_import": "SCOPE-CHANGED",
    "visited": "REST-CHANGED",
}


def prepare(own: Bureau, draw: Draw, at: Any = MADE) -> Draw:
    """Prepare without anybody having looked at the changes."""
    lead = own.actors["coordinator"]
    return preparation.prepare(actor=lead, draw_id=draw.pk, at=at)


def excluded(draw: Draw) -> dict[str, str]:
    rows = roster.read_exclusions(folder(draw.number).data(roster.EXCLUSIONS))
    return {one.id: one.reason for one in rows}


def seal(own: Bureau, draw: Draw, at: Any = SEALED) -> Draw:
    lead, second = own.actors["coordinator"], own.actors["approver"]
    sealing.submit(actor=lead, draw_id=draw.pk, confirmed=platform_factory.confirmed(lead), at=at)
    return approve(draw, second, at)


def approve(draw: Draw, second: Any, at: Any = SEALED) -> Draw:
    fresh = Draw.objects.get(pk=draw.pk)
    return sealing.seal(
        actor=second,
        draw_id=draw.pk,
        seen=fresh.commitment,
        confirmed=platform_factory.confirmed(second),
        at=at,
    )


def scoped(own: Bureau) -> Draw:
    """A draw of which the friend would be in scope by every filter; its stock was looked at."""
    draw_factory.bureau(own, subjects=30)
    Subject.objects.update(region="青禾街道", risk="B")
    draw_factory.plan(own)
    made = draw_factory.begun(own)
    made.setup["scope"] = {
        "industries": ["制造业"],
        "regions": ["青禾街道"],
        "kinds": ["企业"],
        "grades": ["A", "B"],
        "risks": ["B"],
        "owners": [own.sections[SECTIONS[0]].pk],
    }
    made.save(update_fields=["setup"])
    assert friend().grade in {"A", "B"}
    draw_factory.confirm_changes(own, made)
    return made
