"""见证: a link belongs to the telephone that opened it first, and to no account of the bureau.

An outside witness's number protects only if nobody of the bureau knows it. So a link is shown
once; the first device that opens it holds it; a browser that is or ever was signed in cannot act;
and every opening is on record. What remains: whoever holds draws may open the link on a telephone
that was never signed in, before the witness does, and nobody else comes; or the witness agrees.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mingqian import canonical
from mingqian_ceremony import entropy
from oversight.accounts.selectors import Actor
from oversight.audit.services import AuditActor
from oversight.common import moments
from oversight.common.errors import DomainError, NotFoundError
from oversight.draws import events, rules, selectors
from oversight.draws.models import DrawWitness, SeatOpening
from oversight.draws.services import drafting
from oversight.draws.states import DRAW, SEAT, OpeningOutcome, SeatState

MOST_OPENINGS = 20
_WORDS: dict[str, str] = {
    SeatOpening.OTHER: "这个链接已于 {bound} 在另一台设备上打开过，只认那一台。如果那不是您，"
    "请当场告诉监督，并请主持人重发链接（交过签封的，只能去掉这个席位重新请）；"
    "如果是您换了手机或浏览器，请用原来那一台",
    SeatOpening.SIGNED_IN: "这个浏览器登录着本单位的账号“{person}”，不能当外部见证人；"
    "请见证人本人用自己的手机、不登录任何账号打开",
    SeatOpening.HOST: "这个浏览器登录过本单位的账号，是主持一方的设备，不能当外部见证人；"
    "请见证人本人用自己的手机打开",
    SeatOpening.SECOND: "这台设备已是这次抽取另一位见证人的，一台设备只当一位见证人；"
    "请用您自己的手机打开",
}


class NotThisDeviceError(DomainError):
    """The seat is not this device's; the attempt is on record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Whoever opens a link: the secret on the device, and what is known of the browser.

    ``is_host``: somebody was signed in on it before; links are made on such browsers.
    """

    device: str
    address: str = ""
    user_id: int | None = None
    person: str = ""
    is_host: bool = False


def arrive(*, token: str, visitor: Visitor, at: datetime) -> DrawWitness:
    """Open a seat from a device: the first one holds it from now on, everybody is on record.

    Raises:
        NotFoundError: there is no such link.
        NotThisDeviceError: the seat is another device's, or the browser is the bureau's.
    """
    seat, outcome = _arrive(token, visitor, at)
    if outcome in _WORDS:
        bound = (
            f"{seat.bound_at.astimezone(moments.BEIJING):%m月%d日 %H:%M:%S}"
            if seat.bound_at
            else ""
        )
        raise NotThisDeviceError(_WORDS[outcome].format(bound=bound, person=visitor.person))
    return seat


def promise(*, token: str, commitment: str, visitor: Visitor, at: datetime) -> DrawWitness:
    """Take the commitment to a number that stays on the witness's telephone.

    Raises:
        NotThisDeviceError: it comes from another device than the seat's.
        DomainError: not 64 hex digits, given before, or the draw is past preparing.
    """
    return _promise(arrive(token=token, visitor=visitor, at=at), commitment, visitor, at)


def seat_for(actor: Actor, seat_id: int) -> DrawWitness:
    """Load a witness's seat in a draw within reach.

    Raises:
        NotFoundError: there is none.
    """
    reach = DrawWitness.objects.filter(pk=seat_id, draw__in=selectors.draws(actor))
    seat = reach.select_related("draw").first()
    if seat is None:
        raise NotFoundError("没有这位见证人")
    return seat


@transaction.atomic
def reissue(*, actor: Actor, seat_id: int, at: datetime) -> DrawWitness:
    """Make a new link for a seat; the old one ends. The new ``token`` is given back once.

    Before the commitment the seat is free again for whatever device opens it first; after it the
    device stays, for the number lies on it.

    Raises:
        NotFoundError: there is no such seat within reach.
        DomainError: the draw is over.
    """
    actor.require_for(DRAW, "reissue")
    reach = DrawWitness.objects.filter(pk=seat_id, draw__in=selectors.draws(actor))
    seat = reach.select_related("draw").select_for_update(of=("self",)).first()
    if seat is None:
        raise NotFoundError("没有这位见证人")
    DRAW.target("reissue", seat.draw.state, refusal="抽取已经完成、作废或放弃，不用再发链接")
    is_unbound = SEAT.target("reissue", seat.state) == SeatState.OPEN
    if is_unbound:
        seat.device, seat.bound_at = "", None
    token = entropy.secret()
    seat.link = rules.link_digest(token)
    seat.save(update_fields=["link", "device", "bound_at"])
    seat.token = token
    public = {"name": seat.name, "unbound": is_unbound}
    drafting.record(events.DRAWING_WITNESS_REISSUED, seat.draw, actor.author, at, public)
    return seat


@transaction.atomic
def _arrive(token: str, visitor: Visitor, at: datetime) -> tuple[DrawWitness, str]:
    unlocked = selectors.seat_of(token)
    seat = DrawWitness.objects.select_for_update().get(pk=unlocked.pk)
    seat.draw = unlocked.draw
    outcome = _outcome(seat, visitor)
    if outcome == SeatOpening.BOUND:
        seat.device, seat.bound_at = rules.device_digest(visitor.device), at
        seat.save(update_fields=["device", "bound_at"])
    if outcome:
        _put_on_record(seat, visitor, outcome, at)
    return seat, outcome


def _outcome(seat: DrawWitness, visitor: Visitor) -> str:
    """Tell what comes of an opening; empty for the device that holds the seat."""
    if visitor.user_id is not None:
        return SeatOpening.SIGNED_IN
    if visitor.is_host:
        return SeatOpening.HOST
    own = rules.device_digest(visitor.device)
    if SEAT.allows("bind", seat.state):
        others = DrawWitness.objects.filter(draw=seat.draw_id, device=own)
        return SeatOpening.SECOND if others.exists() else SeatOpening.BOUND
    return "" if hmac.compare_digest(seat.device, own) else SeatOpening.OTHER


def _put_on_record(seat: DrawWitness, visitor: Visitor, outcome: str, at: datetime) -> None:
    """Record an opening: a repeated one once, and of each seat at most `MOST_OPENINGS`."""
    known = seat.openings.filter(outcome=outcome, user=visitor.user_id, address=visitor.address)
    is_known = outcome != SeatOpening.BOUND and known.exists()
    if is_known or (outcome != SeatOpening.BOUND and seat.openings.count() >= MOST_OPENINGS):
        return
    SeatOpening.objects.create(
        seat=seat,
        at=at,
        address=visitor.address,
        user=visitor.user_id,
        person=visitor.person,
        outcome=outcome,
    )
    bureau = seat.draw.bureau
    author = AuditActor(
        organisation=bureau.name if visitor.user_id else "没有登录的人",
        role="打开链接",
        scope=bureau.path,
        person=visitor.person,
        address=visitor.address,
    )
    public = {"name": seat.name, "outcome": OpeningOutcome(outcome).label}
    drafting.record(events.DRAWING_WITNESS_OPENED, seat.draw, author, at, public)


@transaction.atomic
def _promise(seat: DrawWitness, commitment: str, visitor: Visitor, at: datetime) -> DrawWitness:
    locked = DrawWitness.objects.select_for_update().get(pk=seat.pk)
    DRAW.target("change", seat.draw.state, refusal="抽取已经提交复核，不能再交签封")
    if locked.commitment == commitment:
        return seat
    refusal = "这个席位已经交过签封；要重来请主持人先去掉这位见证人再请一次"
    SEAT.target("commit", locked.state, refusal=refusal)
    if not canonical.is_hex(commitment, 64):
        raise DomainError("签封应为 64 位小写十六进制数；请刷新页面重来")
    if DrawWitness.objects.filter(draw=seat.draw, commitment=commitment).exists():
        raise DomainError("与另一位见证人的签封相同；请刷新页面重新做一个数")
    locked.commitment, locked.committed_at = commitment, at
    locked.save(update_fields=["commitment", "committed_at"])
    author = drafting.witness_author(seat, visitor.address)
    public = {"name": seat.name, "commitment": commitment}
    drafting.record(events.DRAWING_WITNESS_COMMITTED, seat.draw, author, at, public)
    return locked
