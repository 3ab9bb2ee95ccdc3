"""The signed minutes of a draw come back to it as a scan, by their digest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from oversight.accounts.actors import Actor
from oversight.common.errors import DomainError
from oversight.draws import events, selectors
from oversight.draws.models import Draw, SignedMinutes
from oversight.draws.services import drafting
from oversight.draws.states import DRAW
from oversight.files import rules as files
from oversight.files import selectors as file_selectors
from oversight.files.services import storing

_SHORTEST_REASON = 2
_REFUSAL = "结果公布以后才能存入签字的抽取记录"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A scan as somebody hands it in, and why it comes beside an earlier one."""

    name: str
    chunks: Iterable[bytes]
    reason: str = ""


def file_signed(*, actor: Actor, draw_id: int, scan: Scan, at: datetime) -> SignedMinutes:
    """Keep a scan of the signed minutes; its digest goes into the log, the scan is not published.

    Raises:
        DomainError: the list is not published; no PDF, JPEG or PNG; here already; no reason given
            for one more.
    """
    actor.require_for(DRAW, "file_minutes")
    draw = selectors.draw_for(actor, draw_id)
    DRAW.target("file_minutes", draw.state, refusal=_REFUSAL)
    reason = _reason(draw, scan)
    stored = storing.store_file(
        chunks=scan.chunks,
        name=scan.name,
        actor=actor,
        at=at,
        kinds=files.SCANS,
        bureau_id=draw.bureau_id,
    )
    return _record(actor=actor, draw_id=draw_id, digest=stored.digest, reason=reason, at=at)


@transaction.atomic
def _record(*, actor: Actor, draw_id: int, digest: str, reason: str, at: datetime) -> SignedMinutes:
    draw = selectors.draw_for(actor, draw_id, lock=True)
    DRAW.target("file_minutes", draw.state, refusal=_REFUSAL)
    file_selectors.file_of(draw.bureau_id, digest, lock=True)
    if draw.signed_minutes.filter(digest=digest).exists():
        raise DomainError("这份扫描件已经存过了；请核对选的文件", field="file")
    public = {"file": digest, **({"reason": reason} if reason else {})}
    drafting.record(events.DRAWING_MINUTES_FILED, draw, actor.author, at, public)
    return SignedMinutes.objects.create(
        draw=draw,
        digest=digest,
        reason=reason,
        added_by=actor.person,
        added_user=actor.user_id,
        added_at=at,
    )


def _reason(draw: Draw, scan: Scan) -> str:
    """Give why one more scan comes; the first needs no reason.

    Raises:
        DomainError: none is given for one more.
    """
    reason = scan.reason.strip()
    if not draw.signed_minutes.exists():
        return ""
    if len(reason) < _SHORTEST_REASON:
        raise DomainError("已经存过一份；请写明为什么再存一份，原来的仍会保留", field="reason")
    return reason
