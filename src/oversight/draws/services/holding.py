"""抽取、派员、开封、作废: what follows from the seed, done once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from mingqian import canonical
from mingqian.result import Result
from mingqian_ceremony import steps
from mingqian_ceremony.draw_log import StepContext
from mingqian_engines import engine_for
from oversight.accounts.selectors import Actor
from oversight.accounts.services.sessions import Confirmation
from oversight.audit.services import PROGRAM, AuditActor
from oversight.common import moments
from oversight.common.errors import DomainError, TamperedError
from oversight.draws import events, fairness, records, rules, selectors
from oversight.draws.audit_log import DatabaseLog, translate_core_errors
from oversight.draws.files import folder
from oversight.draws.models import Draw
from oversight.draws.services import drafting, results
from oversight.draws.services.results import DrawResult
from oversight.draws.states import DRAW, VOID
from oversight.jobs import services as jobs
from oversight.jobs.services import Progress, without_progress

_PROGRESS_EVERY = 25


@transaction.atomic
def ask(
    *,
    actor: Actor,
    draw_id: int,
    confirmed: Confirmation,
    enqueue: Callable[[int], object],
    at: datetime,
) -> Draw:
    """Set the computation going; asked twice, it is done once.

    Raises:
        DomainError: a source is missing, or the draw is past it.
    """
    actor.require_for(DRAW, "hold")
    confirmed.require(actor)
    draw = selectors.draw_for(actor, draw_id, lock=True)
    if draw.held_at is not None:
        return draw
    DRAW.target("hold", draw.state, refusal="随机来源还没有齐；齐了以后才能抽取")
    jobs.ask(
        kind=rules.HOLD_DRAW,
        target=draw.pk,
        appointment=actor.appointment_id or 0,
        address=actor.address,
        enqueue=enqueue,
        at=at,
    )
    return draw


def hold(
    *, draw_id: int, author: AuditActor, at: datetime, progress: Progress = without_progress
) -> Draw:
    """Draw, log the digest of the result, and hand it on, in one transaction (2.6, 4, 5).

    Raises:
        DomainError: the deadline has passed, or the draw is void by rule.
    """
    draw = Draw.objects.select_related("bureau", "owner").get(pk=draw_id)
    if draw.held_at is not None or not DRAW.allows("hold", draw.state):
        return draw
    _hold(draw, author, at, progress)
    draw.refresh_from_db()
    return draw


def open_(*, draw_id: int, author: AuditActor, at: datetime) -> Draw:
    """Open a sealed draw at its time: everything becomes public (3.5), and counts from now on.

    Raises:
        DomainError: not held yet, or before its time.
    """
    draw = Draw.objects.select_related("bureau").get(pk=draw_id)
    if draw.opened_at is not None:
        return draw
    if draw.held_at is None:
        raise DomainError("还没有抽取，不能开封")
    if draw.opens_at is not None and at < draw.opens_at:
        raise DomainError("还没有到约定的开封时间")
    state = DRAW.target("open", draw.state)

    files = folder(draw.number)

    def on_appended(_: str, index: int) -> None:
        Draw.objects.filter(pk=draw.pk).update(opened_at=at, state=state, entry=index)
        results.deliver_opened(_decided(draw, files.result(), author, index, at))

    log = DatabaseLog(author=author, title=draw.title, on_appended=on_appended)
    with translate_core_errors():
        steps.open_(files, StepContext(book=log, at=moments.written(at)))
    draw.refresh_from_db()
    return draw


def open_by_person(*, actor: Actor, draw_id: int, confirmed: Confirmation, at: datetime) -> Draw:
    """Open a sealed draw by hand, at its time or after it."""
    actor.require_for(DRAW, "open")
    confirmed.require(actor)
    draw = selectors.draw_for(actor, draw_id)
    return open_(draw_id=draw.pk, author=actor.author, at=at)


def run_due(*, at: datetime) -> list[str]:
    """Open the sealed draws whose time has come. Gives their numbers."""
    due = Draw.objects.filter(
        state__in=DRAW.sources(["open"]), opens_at__lte=at, opened_at=None, held_at__isnull=False
    )
    opened = []
    for draw in due:
        # Files that were changed stop their own draw, and no other.
        with contextlib.suppress(TamperedError):
            opened.append(open_(draw_id=draw.pk, author=PROGRAM, at=at).number)
    return opened


@transaction.atomic
def ask_void(
    *, actor: Actor, draw_id: int, why: str, confirmed: Confirmation, at: datetime
) -> Draw:
    """Propose that a sealed draw be void; a second person must agree before t0.

    Raises:
        DomainError: not sealed, t0 has come, or no reason.
    """
    actor.require_for(VOID, "propose")
    confirmed.require(actor)
    draw = selectors.draw_for(actor, draw_id, lock=True)
    _require_voidable(draw, "propose_void", at)
    VOID.target("propose", draw.void_state)
    if not rules.VOID_SHORT <= len(why.strip()) <= rules.VOID_MOST:
        raise DomainError("请写清作废的原因，它会永远列在公示页上", field="why")
    draw.void_why, draw.void_asked_by, draw.void_asked_user = (
        *(why.strip(), actor.person, actor.user_id),
    )
    draw.entry = drafting.record(events.DRAWING_VOID_ASKED, draw, actor.author, at, {"why": why})
    draw.save()
    return draw


def agree_void(*, actor: Actor, draw_id: int, confirmed: Confirmation, at: datetime) -> Draw:
    """Agree, as another person: the draw is void, and stays public for ever (2.6).

    Raises:
        DomainError: nobody proposed it, the same person, or t0 has come.
    """
    actor.require_for(VOID, "agree")
    confirmed.require(actor)
    draw = selectors.draw_for(actor, draw_id)
    if draw.is_void:
        return draw
    _require_voidable(draw, "void", at)
    VOID.target("agree", draw.void_state, refusal="还没有人提出作废")
    if draw.void_asked_user in {None, actor.user_id}:
        raise DomainError("提出的人不能同意；请另一位来决定")

    def on_appended(_: str, index: int) -> None:
        _mark_void(draw, "void", index, at, agreed_by=actor.person)

    log = DatabaseLog(author=actor.author, title=draw.title, on_appended=on_appended)
    persons = (draw.void_asked_by, actor.person)
    with translate_core_errors():
        context = StepContext(book=log, at=moments.written(at))
        steps.void(folder(draw.number), context, why=draw.void_why, persons=persons)
    draw.refresh_from_db()
    return draw


@transaction.atomic
def refuse_void(*, actor: Actor, draw_id: int, at: datetime) -> Draw:
    """Refuse a proposed void: the draw goes on."""
    actor.require_for(VOID, "refuse")
    draw = selectors.draw_for(actor, draw_id, lock=True)
    VOID.target("refuse", draw.void_state, refusal="没有待决定的作废")
    draw.void_why, draw.void_asked_by, draw.void_asked_user = "", "", None
    draw.entry = drafting.record(events.DRAWING_VOID_REFUSED, draw, actor.author, at, {})
    draw.save()
    return draw


@transaction.atomic
def withdraw_void(*, actor: Actor, draw_id: int, at: datetime) -> Draw:
    """Take back one's own proposal of a void, on which nobody has decided yet.

    Raises:
        DomainError: none waits, or somebody else proposed it.
    """
    actor.require_for(VOID, "withdraw")
    draw = selectors.draw_for(actor, draw_id, lock=True)
    VOID.target("withdraw", draw.void_state, refusal="没有待决定的作废")
    if draw.void_asked_user != actor.user_id:
        raise DomainError(f"作废是{draw.void_asked_by}提出的；请提出的人撤回")
    draw.void_why, draw.void_asked_by, draw.void_asked_user = "", "", None
    draw.entry = drafting.record(events.DRAWING_VOID_WITHDRAWN, draw, actor.author, at, {})
    draw.save()
    return draw


def record_view(*, actor: Actor, draw: Draw, at: datetime) -> None:
    """Put on record that somebody looked at names that are not open yet."""
    drafting.record(events.DRAWING_LOOKED, draw, actor.author, at, {})


def _hold(draw: Draw, author: AuditActor, at: datetime, progress: Progress) -> None:
    files = folder(draw.number)

    def on_appended(kind: str, index: int) -> None:
        if kind == events.DRAW_VOIDED.type:
            _mark_void(draw, "void_by_rule", index, at, agreed_by="规则")
            return
        result = files.result()
        act = "hold_sealed" if draw.is_sealed_mode else "hold"
        codes = [visit.subject for visit in result.visits]
        figures = {**draw.figures, "drawn_parts": fairness.count_drawn(draw, codes)}
        Draw.objects.filter(pk=draw.pk).update(
            figures=figures,
            state=DRAW.target(act, draw.state),
            held_at=at,
            assurance=result.assurance.level,
            bits=result.assurance.bits,
            entry=index,
        )
        results.deliver_held(_decided(draw, result, author, index, at))

    def report(done: int, total: int) -> None:
        if draw.is_sealed_mode:  # not even how many: in hundredths
            done, total = done * 100 // max(1, total), 100
        if done % _PROGRESS_EVERY == 0 or done == total:
            progress(done, total)

    def private(kind: str) -> dict[str, Any]:
        if kind != events.DRAW_HELD.type:
            return {}
        return {"state": {"names": names_digest(_names(draw, files.result()))}}

    log = DatabaseLog(author=author, title=draw.title, private=private, on_appended=on_appended)
    with translate_core_errors():
        context = StepContext(book=log, at=moments.written(at))
        steps.hold(files, context, engine=engine_for, progress=report)


def _decided(
    draw: Draw, result: Result, author: AuditActor, entry: int, at: datetime
) -> DrawResult:
    now = Draw.objects.select_related("bureau", "owner").get(pk=draw.pk)
    return DrawResult(draw=now, result=result, author=author, entry=entry, at=at)


def names_digest(names: Mapping[str, str]) -> str:
    """Digest the names of the drawn by their codes; the result itself has only codes."""
    return canonical.digest(canonical.write([[code, names[code]] for code in sorted(names)]))


def _names(draw: Draw, result: Result) -> dict[str, str]:
    return records.names_of(draw, (visit.subject for visit in result.visits))


def _require_voidable(draw: Draw, act: str, at: datetime) -> None:
    DRAW.target(act, draw.state, refusal="只有已封存、还没抽取的才能作废")
    if draw.t0 is None or at >= draw.t0:
        raise DomainError("公开数已经产生，不能再作废；抽取必须完成（规则 draw-v1 2.6）")


def _mark_void(draw: Draw, act: str, index: int, at: datetime, *, agreed_by: str) -> None:
    why = draw.void_why or "随机来源缺值，按规则作废"
    Draw.objects.filter(pk=draw.pk).update(
        state=DRAW.target(act, draw.state),
        voided_at=at,
        void_why=why,
        void_agreed_by=agreed_by,
        entry=index,
    )
