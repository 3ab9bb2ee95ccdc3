"""备料: a draw's files are made in three parts, gather → decide → write.

`gathering.gather` reads the sampling frame from the database, `rules.preparation.decide` makes
rosters, manifest and figures of it, and this module stores them in one transaction. It may be
repeated as often as anybody likes before the sealing; the last files count.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from mingqian import canonical, manifest, roster, sources
from mingqian.roster import Subject as RosterSubject
from oversight.accounts.selectors import Actor
from oversight.audit.services import AuditActor
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.draws import events, rules, secrecy, selectors
from oversight.draws.audit_log import translate_core_errors
from oversight.draws.files import folder
from oversight.draws.models import Draw, JointInvitation
from oversight.draws.rules.frame import SamplingFrame
from oversight.draws.rules.preparation import PreparationResult, decide
from oversight.draws.services import (
    change_lists,
    directory_changes,
    drafting,
    gathering,
    overlap,
    sampling_frame,
)
from oversight.draws.services.directory_changes import Survey
from oversight.draws.services.overlap import OverlapReport
from oversight.draws.states import DRAW
from oversight.jobs import services as jobs
from oversight.jobs.models import Job
from oversight.jobs.services import Progress, without_progress
from oversight.registry.models import Subject

MONTH = timedelta(days=30)
_COMPARED = 200_000


@transaction.atomic
def ask(*, actor: Actor, draw_id: int, enqueue: Callable[[int], object], at: datetime) -> Job:
    """Ask for the files to be made; ``enqueue`` hands the job's key to the queue.

    Raises:
        DomainError: sources are missing, or a joint section has not answered.
    """
    draw = drafting.preparing_for(actor, draw_id, "prepare")
    _require_complete(draw)
    return jobs.ask(
        kind=rules.PREPARE_DRAW,
        target=draw.pk,
        appointment=actor.appointment_id or 0,
        address=actor.address,
        enqueue=enqueue,
        at=at,
    )


def prepare(
    *, actor: Actor, draw_id: int, at: datetime, progress: Progress = without_progress
) -> Draw:
    """Gather the sampling frame, decide on it, and write what follows; nothing after the review.

    Raises:
        UnconfirmedChangesError: changes of the directory wait for a second person.
        DomainError: something is missing, nobody takes part, or the specification is not kept.
    """
    draw = selectors.draw_for(actor, draw_id)
    if not DRAW.allows("prepare", draw.state):
        return draw
    _require_complete(draw)
    digest = state_digest(draw)
    survey = _survey(draw, at)
    frame = gathering.gather(draw, survey, at=at, progress=progress)
    with translate_core_errors():
        result = decide(frame)
    overlaps = overlap.examine(draw, [subject.id for subject in result.rosters.subjects], at)
    run = PreparationRun(
        draw=draw, digest=digest, survey=survey, frame=frame, result=result, overlaps=overlaps
    )
    return _write(run, actor.author, at)


@transaction.atomic
def note_rehearsal(*, actor: Actor, draw: Draw, at: datetime) -> None:
    """Put on record that somebody tried a draw on invented numbers; nothing else stays of it."""
    actor.require_for(DRAW, "rehearse")
    DRAW.target("rehearse", draw.state)
    drafting.record(events.DRAWING_REHEARSED, draw, actor.author, at, {})


def state_digest(draw: Draw) -> str:
    """Digest everything the files are made of, except the directories."""
    joined = [
        [p.section_id, p.people] for p in draw.partners.filter(answer=JointInvitation.ACCEPTED)
    ]
    seats = [[seat.name, seat.commitment] for seat in draw.witnesses.all()]
    granted = draw.granted_exemptions.values_list("pk", flat=True)
    state: Any = {
        "setup": _ordered(draw.setup),
        "deadline": moments.written(draw.deadline) if draw.deadline else None,
        "partners": joined,
        "witnesses": seats,
        "exceptions": sorted(granted),
    }
    return canonical.digest(canonical.write(state))


def figures_digest(figures: Mapping[str, Any]) -> str:
    """Digest what was counted before the draw; what the drawing adds is left out."""
    counted = {name: value for name, value in figures.items() if name != "drawn_parts"}
    text = json.dumps(counted, ensure_ascii=False, sort_keys=True)
    return canonical.digest(text)


def is_current(draw: Draw) -> bool:
    """Tell whether the files are made of what is decided now."""
    return bool(draw.prepared_of) and draw.prepared_of == state_digest(draw)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationRun:
    """What one preparation read of a draw, what it decided, and which other draws overlap.

    ``digest`` is the digest of what people had decided when it began.
    """

    draw: Draw
    digest: str
    survey: Survey
    frame: SamplingFrame
    result: PreparationResult
    overlaps: OverlapReport


def _require_complete(draw: Draw) -> None:
    if not draw.setup["sources"] or draw.deadline is None:
        raise DomainError("请先定随机来源和截止时间")
    waiting = draw.partners.filter(answer=JointInvitation.WAITING).select_related("section").first()
    if waiting is not None:
        raise DomainError(f"{waiting.section.name} 还没有答复联合检查；请等答复，或请其谢绝")
    silent = draw.witnesses.filter(commitment="").first()
    if silent is not None:
        raise DomainError(f"见证人 {silent.name} 还没有交签封；请其扫码，或先去掉这位见证人")


def _survey(draw: Draw, at: datetime) -> Survey:
    """Look at the changes of the last days, which a second person must have seen."""
    terms = sampling_frame.terms_of(draw, moments.day_of(draw.t0 or at))
    survey = directory_changes.survey(draw, terms=terms, at=at)
    directory_changes.require_confirmed(survey)
    return survey


@transaction.atomic
def _write(run: PreparationRun, author: AuditActor, at: datetime) -> Draw:
    """Store files and rows, unless anything was decided anew in the meantime."""
    draw = Draw.objects.select_for_update().get(pk=run.draw.pk)
    if not DRAW.allows("prepare", draw.state) or state_digest(draw) != run.digest:
        raise DomainError("备料时方案有变化；请再备一次料")
    again = directory_changes.survey(draw, terms=run.survey.terms, at=at)
    directory_changes.require_confirmed(again)
    changes_digest = _put_files(run, at)
    _set_columns(draw, run, at)
    overlap.store(draw, run.overlaps)
    draw.entry = _record(draw, run.overlaps, changes_digest, author, at)
    draw.save()
    return draw


def _put_files(run: PreparationRun, at: datetime) -> str:
    """Store rosters, manifest and the list of changes; give the digest of the list."""
    files, result = folder(run.draw.number), run.result
    for name, data in result.files.items():
        files.put(name, data)
    files.put(manifest.FILE, result.manifest.write())
    return change_lists.put(files, run.survey, run.frame, result, at)


def _set_columns(draw: Draw, run: PreparationRun, at: datetime) -> None:
    result = run.result
    declared = sources.declared_assurance(result.manifest.sources)
    draw.figures = {
        **result.figures,
        "since_last": _since_last(draw, result.rosters.subjects),
        "since_month": _since_month(draw, run.survey.terms.on),
        "changes": change_lists.summary(run.survey, result),
        "examined": run.overlaps.numbers,
    }
    draw.prepared_of, draw.prepared_at = run.digest, at
    draw.commitment = result.manifest.commitment
    draw.assurance, draw.bits = declared.level, declared.bits


def _record(
    draw: Draw, overlaps: OverlapReport, changes_digest: str, author: AuditActor, at: datetime
) -> int:
    # A sealed draw must not tell even its numbers before the opening (draw-v1 3.5).
    private = {
        "subjects": draw.figures["subjects"],
        "excluded": draw.figures["excluded"],
        "state": {"prepared_of": draw.prepared_of, "figures": figures_digest(draw.figures)},
        "overlaps": len(overlaps.overlaps),
    }
    public = {"commitment": draw.commitment, "changes": changes_digest}
    return drafting.record(events.DRAWING_PREPARED, draw, author, at, public, private)


def _since_last(draw: Draw, subjects: Sequence[RosterSubject]) -> dict[str, Any] | None:
    """Compare with those who took part in the bureau's last draw that is no secret."""
    held = Draw.objects.filter(bureau_id=draw.bureau_id, held_at__isnull=False)
    held = held.exclude(pk__in=secrecy.unopened())
    former = held.exclude(pk=draw.pk).order_by("-held_at").first()
    if former is None or len(subjects) > _COMPARED:
        return None
    data = folder(former.number).data(roster.SUBJECTS)
    then = {subject.id for subject in roster.read_subjects(data)}
    now = {subject.id for subject in subjects}
    return {
        "number": former.number,
        "title": former.title,
        "added": len(now - then),
        "gone": len(then - now),
    }


def _since_month(draw: Draw, on: date) -> dict[str, Any]:
    day = on - MONTH
    moved = Subject.objects.filter(bureau_id=draw.bureau_id, since__gte=moments.end_of(day))
    return {"on": day.isoformat(), "moved": moved.count()}


def _ordered(setup: Mapping[str, Any]) -> list[Any]:
    # Keys of people's choosing (classes, grades) are not fit for canonical objects.
    return [[name, _plain(setup[name])] for name in sorted(setup)]


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, Mapping):
        return _ordered(value)
    return [_plain(item) for item in value] if isinstance(value, list) else value
