"""What a draw decided becomes inspection tasks, and from the day it is no secret the ledger's.

Both happen in the transaction that holds or opens the draw.
"""

from __future__ import annotations

from collections.abc import Mapping

from mingqian.result import Result
from oversight.accounts.models import Organisation
from oversight.common import moments
from oversight.draws import selectors as draws
from oversight.draws.models import Draw
from oversight.draws.services import drafting
from oversight.draws.services.results import DrawResult, Receiver
from oversight.inspections import events
from oversight.inspections.models import InspectionTask, TeamMember
from oversight.inspections.services import item_results, rechecking
from oversight.registry.models import Inspector, Subject
from oversight.registry.services import ledger
from oversight.registry.services.ledger import DrawReference, Team

_BATCH = 900


def on_held(decided: DrawResult) -> None:
    """Make the inspection tasks and teams of a result; the evidence stays in its files."""
    _make_tasks(decided.draw, decided.result)
    if draws.is_list_shown(decided.draw):
        _plan(decided)


def on_opened(decided: DrawResult) -> None:
    """Enter the visits in the ledger, and look at caps and rotation again with them (ADR 5)."""
    _plan(decided)
    figures = rechecking.figures(decided.draw)
    drafting.record(events.DRAWING_RECHECKED, decided.draw, decided.author, decided.at, figures)


RECEIVER = Receiver(on_held=on_held, on_opened=on_opened)


def drawn_from(draw: Draw) -> DrawReference:
    """Give what the ledger says of every visit of a draw.

    Raises:
        ValueError: it is not held.
    """
    if draw.held_at is None:
        raise ValueError(draw.number)
    return DrawReference(
        draw_number=draw.number,
        task_number=draw.task_number,
        owner_id=draw.owner_id,
        drawn_on=moments.day_of(draw.held_at),
        items="、".join(item["title"] for item in draw.setup["items"]),
    )


def task_number(draw: Draw, place: int) -> str:
    """Name the task of a drawn subject: the draw, and its place in it."""
    return f"{draw.number}/{place}"


def _make_tasks(draw: Draw, result: Result) -> None:
    subjects = _subjects(draw, result)
    InspectionTask.objects.bulk_create(
        (
            InspectionTask(
                number=task_number(draw, place),
                draw=draw,
                bureau_id=draw.bureau_id,
                owner_id=draw.owner_id,
                subject_id=subjects[visit.subject][0],
                code=visit.subject,
                name=subjects[visit.subject][1],
                strata=list(visit.strata),
                place=place,
            )
            for place, visit in enumerate(result.visits, start=1)
        ),
        batch_size=_BATCH,
    )
    keys = dict(InspectionTask.objects.filter(draw=draw).values_list("code", "pk"))
    sections, people = _sections(draw), _people(result)
    TeamMember.objects.bulk_create(
        (
            TeamMember(
                visit_id=keys[visit.subject],
                section_id=sections[slot.pool],
                pool=slot.pool,
                order=order,
                inspector=people[slot.inspector] if slot.inspector else None,
                is_leader=slot.leader,
            )
            for visit in result.visits
            for order, slot in enumerate(visit.team)
            if slot.pool in sections
        ),
        batch_size=_BATCH,
    )
    item_results.create_drawn(draw, {keys[visit.subject]: visit.strata for visit in result.visits})


def _plan(decided: DrawResult) -> None:
    draw, result = decided.draw, decided.result
    subjects, sections = _subjects(draw, result), _sections(draw)
    people = _people(result)
    teams: dict[int, Team] = {
        subjects[visit.subject][0]: [
            (sections[slot.pool], people[slot.inspector].pk if slot.inspector else None)
            for slot in visit.team
            if slot.pool in sections
        ]
        for visit in result.visits
    }
    ledger.plan(drawn_from=drawn_from(draw), teams=teams, entry=decided.entry)


def _people(result: Result) -> Mapping[str, Inspector]:
    """Find everybody who was drawn, by their codes."""
    return draws.people(
        slot.inspector for visit in result.visits for slot in visit.team if slot.inspector
    )


def _sections(draw: Draw) -> dict[str, int]:
    """Give the keys of the bureau's sections by their codes, which name the pools."""
    own = Organisation.objects.filter(parent_id=draw.bureau_id)
    return dict(own.values_list("code", "pk"))


def _subjects(draw: Draw, result: Result) -> Mapping[str, tuple[int, str]]:
    """Find key and name of every drawn subject by its code."""
    codes = [visit.subject for visit in result.visits]
    subjects: dict[str, tuple[int, str]] = {}
    for start in range(0, len(codes), _BATCH):
        part = codes[start : start + _BATCH]
        rows = Subject.objects.filter(bureau_id=draw.bureau_id, code__in=part)
        subjects |= {code: (pk, name) for pk, code, name in rows.values_list("pk", "code", "name")}
    return subjects
