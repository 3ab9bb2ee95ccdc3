"""封存: from review to the committed draw, which nobody can change any more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mingqian_ceremony import steps
from mingqian_ceremony.draw_log import StepContext
from oversight.accounts.selectors import Actor
from oversight.accounts.services.sessions import Confirmation
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.draws import events, selectors
from oversight.draws.audit_log import DatabaseLog, translate_core_errors
from oversight.draws.files import folder
from oversight.draws.models import Draw, FrequencyCapExemption
from oversight.draws.services import (
    directory_changes,
    drafting,
    overlap,
    preparation,
    sampling_frame,
    snapshots,
)
from oversight.draws.states import DRAW
from oversight.registry.models import Item
from oversight.registry.selectors import items

_NAMED = 5
_NOT_IN_REVIEW = "这次抽取不在等待复核"


@transaction.atomic
def submit(*, actor: Actor, draw_id: int, confirmed: Confirmation, at: datetime) -> Draw:
    """Hand the prepared draw to a second person.

    Raises:
        DomainError: the files are not of what is decided now, people do not suffice, or too late.
    """
    confirmed.require(actor)
    draw = drafting.preparing_for(actor, draw_id, "submit")
    problem = next(iter(blockers(draw, at)), None)
    if problem:
        raise DomainError(problem)
    draw.state, draw.returned = DRAW.target("submit", draw.state), ""
    draw.submitted_at, draw.submitted_by, draw.submitted_user = at, actor.person, actor.user_id
    public = {"commitment": draw.commitment}
    draw.entry = drafting.record(events.DRAWING_SUBMITTED, draw, actor.author, at, public)
    draw.save()
    return draw


@transaction.atomic
def withdraw(*, actor: Actor, draw_id: int, at: datetime) -> Draw:
    """Take back what was submitted, to change it; nobody has acted on it yet.

    Raises:
        DomainError: it was sealed or sent back meanwhile.
    """
    actor.require_for(DRAW, "withdraw")
    draw = selectors.draw_for(actor, draw_id, lock=True)
    draw.state = DRAW.target("withdraw", draw.state, refusal=_NOT_IN_REVIEW)
    draw.entry = drafting.record(events.DRAWING_WITHDRAWN, draw, actor.author, at, {})
    draw.save()
    return draw


@transaction.atomic
def send_back(*, actor: Actor, draw_id: int, reason: str, at: datetime) -> Draw:
    """Give it back for changing, with the reason."""
    actor.require_for(DRAW, "send_back")
    draw = selectors.draw_for(actor, draw_id, lock=True)
    state = DRAW.target("send_back", draw.state, refusal=_NOT_IN_REVIEW)
    if not reason.strip():
        raise DomainError("请写退回的意见", field="reason")
    draw.state, draw.returned = state, reason
    draw.entry = drafting.record(
        events.DRAWING_RETURNED, draw, actor.author, at, {}, {"reason": reason}
    )
    draw.save()
    return draw


def seal(*, actor: Actor, draw_id: int, seen: str, confirmed: Confirmation, at: datetime) -> Draw:
    """Log the commitment: from here on nothing changes (draw-v1 2.5).

    ``seen`` is the commitment that the second person was shown.

    Raises:
        DomainError: not submitted, the same person, other files than seen, or too late.
    """
    actor.require_for(DRAW, "seal")
    confirmed.require(actor)
    draw = selectors.draw_for(actor, draw_id)
    if draw.sealed_at is not None and draw.commitment == seen:
        return draw
    state = DRAW.target("seal", draw.state, refusal=_NOT_IN_REVIEW)
    if draw.submitted_user == actor.user_id:
        raise DomainError("提交的人不能复核；请另一位来做")
    files = folder(draw.number)
    if not seen or seen != draw.commitment or files.manifest().commitment != seen:
        raise DomainError("封存的内容和您看到的不一样；请刷新后重看")
    _require_published_items(draw, at)
    overlap.require_settled(draw)
    terms = sampling_frame.terms_of(draw, moments.day_of(draw.t0 or at))
    snapshots.require_unchanged(draw, files, terms)

    def on_appended(_: str, index: int) -> None:
        overlap.require_settled(draw)  # nobody else seals while the entry is appended
        in_review = Draw.objects.filter(pk=draw.pk, state=draw.state)
        if not in_review.update(state=state, sealed_at=at, approved_by=actor.person, entry=index):
            raise DomainError(f"{_NOT_IN_REVIEW}；请刷新后重看")

    log = DatabaseLog(author=actor.author, title=draw.title, on_appended=on_appended)
    with translate_core_errors():
        steps.seal(files, StepContext(book=log, at=moments.written(at)))
    draw.refresh_from_db()
    return draw


@transaction.atomic
def note_handed_over(*, actor: Actor, draw_id: int, at: datetime) -> Draw:
    """Note that the supervisor took manifest, rosters and secret on an own medium (3.5).

    Raises:
        DomainError: not a sealed draw, or it is past t0.
    """
    actor.require_for(DRAW, "hand_over")
    draw = selectors.draw_for(actor, draw_id, lock=True)
    refusal = "只有已封存的密封抽取才有密封材料"
    DRAW.target("hand_over", draw.state, refusal=refusal)
    if not draw.is_sealed_mode or draw.sealed_at is None:
        raise DomainError(refusal)
    if draw.t0 is None or (at >= draw.t0 and draw.handed_over_at is None):
        raise DomainError("公开数已经产生，材料应在那以前交给监督")
    if draw.handed_over_at is None:
        draw.handed_over_at, draw.handed_over_to = at, actor.person
    public = {"commitment": draw.commitment}
    drafting.record(events.DRAWING_HANDED_OVER, draw, actor.author, at, public)
    draw.save(update_fields=["handed_over_at", "handed_over_to"])
    return draw


def blockers(draw: Draw, at: datetime) -> list[str]:
    """Say what stands between the draw and its sealing, each with what to do."""
    obstacles = []
    if not draw.prepared_of:
        obstacles.append("还没有备料；请先“备料”")
    elif not preparation.is_current(draw):
        obstacles.append("方案、见证人或例外在备料之后有变化；请再备一次料")
    elif moved := _moved(draw, at):
        obstacles.append(f"备料以后名录有改动（{moved}）；请再备一次料")
    elif not draw.figures.get("feasible", False):
        obstacles.append(f"人员不够：{draw.figures.get('problem', '')}")
    if draw.exceptions.filter(state=FrequencyCapExemption.WAITING).exists():
        obstacles.append("还有超上限例外没有决定；请审批人先决定")
    if draw.t0 is not None and drafting.earliest_t0(at) > draw.t0:
        obstacles.append("离公开数产生不到 30 分钟，来不及封存；请把公开来源改到更晚")
    return obstacles


def _moved(draw: Draw, at: datetime) -> str:
    """Name the rows of the slice that changed since the preparation, as far as history tells."""
    if draw.is_fixed or draw.prepared_at is None:
        return ""
    terms = sampling_frame.terms_of(draw, moments.day_of(draw.t0 or at))
    codes = directory_changes.changed_since(draw, terms, draw.prepared_at)
    more = f"等 {len(codes)} 家" if len(codes) > _NAMED else ""
    return f"{'、'.join(codes[:_NAMED])}{more}"


def _require_published_items(draw: Draw, at: datetime) -> None:
    day = moments.day_of(at)
    for chosen in draw.setup["items"]:
        item = Item.objects.filter(bureau_id=draw.bureau_id, code=chosen["code"]).first()
        version = items.in_force(item, day) if item else None
        if version is None or version.number != chosen["version"]:
            raise DomainError(
                f"“{chosen['title']}”已不是备料时的版本；请退回，用现行的版本重新开始"
            )
