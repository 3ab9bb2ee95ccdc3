"""公众提交: a drand round proves itself, so anybody may hand in its signature, without an account.

Nobody can then keep a round back: that the bureau's people look away is no reason for a void.
"""

from __future__ import annotations

from datetime import datetime

from mingqian.sources import Drand
from oversight.audit.services import AuditActor
from oversight.common.errors import DomainError
from oversight.draws import events, records, selectors
from oversight.draws.models import Draw
from oversight.draws.services import given_values, revealing

ROLE = "公众提交"


def hand_in(*, number: str, position: int, signature: str, address: str, at: datetime) -> Draw:
    """Take the signature of a draw's round from somebody of the public (draw-v1 3.1).

    A wrong one leaves no trace in the log: strangers must not be able to fill it.

    Raises:
        NotFoundError: no draw of this number is sealed.
        DomainError: it is not a drand source, not this round's signature, or not its time.
    """
    draw = selectors.public_draw(number)
    if is_logged(draw, position):
        return draw
    source_of(draw, position)
    author = AuditActor(organisation="公众", role=ROLE, scope=draw.bureau.path, address=address)
    given = given_values.round_value(signature)
    return revealing.log_value(draw, position, given, author, at, confirmed_by="签名")


def is_logged(draw: Draw, position: int) -> bool:
    """Tell whether a source's number is in the log; a row of the database alone says nothing."""
    return records.read(draw).files.first(events.DRAW_REVEALED.type, position) is not None


def source_of(draw: Draw, position: int) -> Drand:
    """Give the round that a draw waits for.

    Raises:
        DomainError: the source is no drand round, or the draw takes no numbers.
    """
    source = revealing.public_source(revealing.sealed_manifest(draw), position)
    if not isinstance(source, Drand):
        raise DomainError("这个来源不是 drand；开奖和骰子由本局两人录入核对")
    return source
