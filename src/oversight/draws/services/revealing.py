"""取种: what witnesses and public sources give, each in its time, none by one person alone."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from mingqian import sources
from mingqian.manifest import Manifest
from mingqian.result import SourceValue as Given
from mingqian.sources import Drand, Witness
from mingqian.verify.timing import ABSENT_FROM
from mingqian_ceremony import sealed_files, steps
from mingqian_ceremony.draw_log import StepContext
from oversight.accounts.selectors import Actor
from oversight.accounts.services.sessions import Confirmation
from oversight.audit.services import PROGRAM, AuditActor
from oversight.common import moments
from oversight.common.core_words import problem_of
from oversight.common.errors import DomainError, TamperedError
from oversight.draws import events, selectors
from oversight.draws.audit_log import DatabaseLog, translate_core_errors
from oversight.draws.files import folder
from oversight.draws.models import Draw, SourceValue
from oversight.draws.services import drafting, given_values, witnessing
from oversight.draws.services.given_values import ShownFile
from oversight.draws.services.witnessing import Visitor
from oversight.draws.states import DRAW, VALUE, ValueState


def reveal(*, token: str, value: str, visitor: Visitor, at: datetime) -> Draw:
    """Take the number of a witness, which must be the one promised (draw-v1 3.2).

    Raises:
        NotThisDeviceError: it comes from another device than the seat's.
        DomainError: another number, not sealed yet, or t0 has come.
    """
    seat = witnessing.arrive(token=token, visitor=visitor, at=at)
    draw = seat.draw
    manifest = sealed_manifest(draw)
    position = next(
        (
            n
            for n, source in enumerate(manifest.sources, start=1)
            if isinstance(source, Witness) and source.name == seat.name
        ),
        None,
    )
    if position is None:
        raise DomainError("封存的清单里没有这位见证人")
    author = drafting.witness_author(seat, visitor.address)
    return log_value(draw, position, Given(value=value, signature=None, evidence=()), author, at)


@transaction.atomic
def enter(
    *,
    actor: Actor,
    draw_id: int,
    position: int,
    value: str,
    shown: ShownFile | None = None,
    at: datetime,
) -> SourceValue:
    """Enter what a public source gave; another person confirms it.

    Raises:
        DomainError: not in its form or time, or entered before by somebody else.
    """
    actor.require_for(DRAW, "enter")
    draw = selectors.draw_for(actor, draw_id, lock=True)
    source = public_source(sealed_manifest(draw), position)
    _require_form(source, value)
    if source.time and at < selectors.moment(source.time):
        raise DomainError("公开数还没有产生；请等到约定的时间", field="value")
    source_value = replace_entered(draw, position, value, shown, actor, at)
    drafting.record(events.DRAWING_VALUE_ENTERED, draw, actor.author, at, {"source": position})
    return source_value


def confirm(
    *,
    actor: Actor,
    draw_id: int,
    position: int,
    value: str,
    confirmed: Confirmation,
    at: datetime,
) -> Draw:
    """Type the number a second time, as another person; equal numbers go into the log.

    Raises:
        DomainError: the same person, not in its form, or the two numbers differ: then it is
            entered anew.
    """
    actor.require_for(DRAW, "confirm")
    confirmed.require(actor)
    draw = selectors.draw_for(actor, draw_id)
    source = public_source(sealed_manifest(draw), position)
    entered = draw.values.filter(position=position).first()
    if entered is None or entered.value == source.missing:
        raise DomainError("还没有人录入这个公开数")
    if entered.state == ValueState.LOGGED:
        return draw
    VALUE.target("confirm", entered.state)
    if entered.entered_user == actor.user_id:
        raise DomainError("录入的人不能核对；请另一位看着公告再填一遍")
    _require_form(source, value)
    if entered.value != value:
        rows = given_values.different_rows(source, entered.value, value)
        _refuse(draw, entered, rows, actor, at)
        where = given_values.rows_words(rows)
        raise DomainError(
            f"和第一次录入的不一样{where}；两次都作废，请主持人对着公告重新录入", field="value"
        )
    return log_value(
        draw, position, given_values.given_of(entered), actor.author, at, confirmed_by=actor.person
    )


def enter_drand(
    *,
    actor: Actor,
    draw_id: int,
    position: int,
    signature: str,
    confirmed: Confirmation,
    at: datetime,
) -> Draw:
    """Take a drand round; its verified signature stands for the second person.

    Raises:
        DomainError: the signature is not of this round.
    """
    actor.require_for(DRAW, "enter")
    confirmed.require(actor)
    draw = selectors.draw_for(actor, draw_id)
    if not isinstance(public_source(sealed_manifest(draw), position), Drand):
        raise DomainError("这个来源不是 drand")
    given = given_values.round_value(signature)
    return log_value(draw, position, given, actor.author, at, confirmed_by="签名")


def replace_entered(
    draw: Draw, position: int, value: str, shown: ShownFile | None, actor: Actor, at: datetime
) -> SourceValue:
    """Write what one person says a source gave, in place of what was entered before.

    Raises:
        DomainError: it is in the log already, or the file is too large.
    """
    before = draw.values.filter(position=position).first()
    state = ValueState.AWAITED if before is None else before.state
    act = "propose_none" if value == sources.NONE else "enter"
    VALUE.target(act, state, refusal="这个公开数已经记入日志，不能再改")
    if before is not None:
        before.delete()
    if shown is not None:
        given_values.put_file(draw, position, shown)
    return SourceValue.objects.create(
        draw=draw,
        position=position,
        value=value,
        evidence_name=given_values.file_name(shown) if shown else "",
        evidence_digest=hashlib.sha256(shown.data).hexdigest() if shown else "",
        address=shown.address if shown else "",
        entered_by=actor.person,
        entered_user=actor.user_id,
        entered_at=at,
    )


def run_due(*, at: datetime) -> list[str]:
    """Log ``absent`` for witnesses that are silent ten minutes before t0. Gives the draws."""
    coming = Draw.objects.filter(
        state__in=DRAW.sources(["seed"]), t0__gt=at, t0__lte=at + timedelta(seconds=ABSENT_FROM)
    )
    touched = []
    for draw in coming.select_related("bureau"):
        # Files that were changed stop their own draw, and no other.
        with contextlib.suppress(TamperedError):
            for position in list(_silent(draw)):
                missing = Given(value=Witness.missing, signature=None, evidence=())
                log_value(draw, position, missing, PROGRAM, at)
                touched.append(draw.number)
    return touched


def _silent(draw: Draw) -> Iterable[int]:
    given = set(draw.values.filter(logged_at__isnull=False).values_list("position", flat=True))
    for position, source in enumerate(sealed_manifest(draw).sources, start=1):
        if isinstance(source, Witness) and position not in given:
            yield position


def log_value(
    draw: Draw,
    position: int,
    given: Given,
    author: AuditActor,
    at: datetime,
    *,
    confirmed_by: str = "",
    persons: Sequence[str] = (),
) -> Draw:
    """Log what a source gave, and mark the draw when it was the last.

    ``persons`` are the two who declare that a lottery or dice gave nothing (draw-v1 3.2).

    Raises:
        DomainError: the step is refused.
    """

    def on_appended(_: str, index: int) -> None:
        SourceValue.objects.update_or_create(
            draw=draw,
            position=position,
            defaults={
                "value": given.value,
                "signature": given.signature or "",
                "confirmed_by": confirmed_by,
                "logged_at": at,
            },
            create_defaults={
                "value": given.value,
                "signature": given.signature or "",
                "confirmed_by": confirmed_by,
                "logged_at": at,
                "entered_by": author.person or author.role,
                "entered_at": at,
            },
        )
        _mark_seeded(draw, index, at)

    files = folder(draw.number)
    files_shown = {file.name: files.shown(position, file) for file in given.evidence}
    private = {"persons": list(persons)} if persons else {}
    log = DatabaseLog(author=author, title=draw.title, private=private, on_appended=on_appended)
    with translate_core_errors():
        context = StepContext(book=log, at=moments.written(at))
        steps.reveal(files, context, position, given, files_shown, persons=persons)
    draw.refresh_from_db()
    return draw


def _mark_seeded(draw: Draw, index: int, at: datetime) -> None:
    given = draw.values.filter(logged_at__isnull=False).count()
    changes: dict[str, object] = {"entry": index}
    (source,) = DRAW.sources(["seed"])
    if given == len(sealed_manifest(draw).sources):
        changes |= {"state": DRAW.target("seed", source), "seeded_at": at}
    Draw.objects.filter(pk=draw.pk, state=source).update(**changes)


def sealed_manifest(draw: Draw) -> Manifest:
    """Read the manifest of a draw that takes numbers now.

    Raises:
        DomainError: it is not sealed yet, or past it.
    """
    DRAW.target(
        "reveal", draw.state, refusal=f"这次抽取现在是“{DRAW.label(draw.state)}”，不收随机数"
    )
    with translate_core_errors():
        return sealed_files.read_manifest(folder(draw.number), DatabaseLog(author=PROGRAM))[0]


def public_source(manifest: Manifest, position: int) -> sources.Source:
    """Find a source that is no witness.

    Raises:
        DomainError: there is none, or it is a witness.
    """
    with translate_core_errors():
        source = steps.source(manifest, position)
    if isinstance(source, Witness):
        raise DomainError("见证人的数由本人在自己的手机上亮出")
    return source


def _require_form(source: sources.Source, value: str) -> None:
    if value == source.missing:
        raise DomainError("请写公开数", field="value")
    misfit = sources.misfit(source, value)
    if misfit:
        raise DomainError(problem_of(misfit), field="value")


@transaction.atomic
def _refuse(
    draw: Draw, entered: SourceValue, rows: Sequence[int], actor: Actor, at: datetime
) -> None:
    VALUE.target("mismatch", entered.state)
    entered.delete()
    public = {"source": entered.position, "rows": "、".join(map(str, rows))}
    drafting.record(events.DRAWING_VALUE_REFUSED, draw, actor.author, at, public)
