"""Taking a file piece by piece, as a telephone with a bad line sends it.

The address is the digest. `state_of` says how much is here, `receive` takes the next piece; any
piece may be lost, repeated or cut without harm. A view is the one of `oversight.web.pieces`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from oversight.accounts.actors import Actor
from oversight.common.errors import ChangedMeanwhileError, DomainError, NotFoundError
from oversight.files import parts, rules, selectors, store
from oversight.files.parts import Part
from oversight.files.rules import Kind
from oversight.files.services import storing
from oversight.files.services.storing import ALL, FileRefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceState:
    """How many bytes of a file are here for sure, and whether it is whole and kept."""

    have: int
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a file of ``total`` bytes, with the place where it begins."""

    offset: int
    total: int
    data: bytes

    @property
    def is_last(self) -> bool:
        """Tell whether the file ends with it."""
        return self.offset + len(self.data) == self.total


class WrongOffsetError(ChangedMeanwhileError):
    """The piece does not begin where the file ends so far; ``have`` says where it should."""

    def __init__(self, have: int) -> None:
        super().__init__(f"这一段接不上；已收到 {have} 字节，请从那里接着传")
        self.have = have


def state_of(*, actor: Actor, digest: str) -> PieceState:
    """Tell how much of a file is here; what another bureau or person sent is not.

    Raises:
        NotFoundError: the address is no digest.
    """
    _require_digest(digest)
    bureau_id = selectors.home_of(actor)
    if selectors.is_here(bureau_id, digest):
        return PieceState(have=selectors.file_of(bureau_id, digest).size, done=True)
    return PieceState(have=_part_of(actor, digest).have, done=False)


def receive(
    *,
    actor: Actor,
    digest: str,
    piece: Piece,
    at: datetime,
    name: str = "",
    kinds: frozenset[Kind] = ALL,
) -> PieceState:
    """Take the next piece; with the last one the file is compared with its digest and kept.

    Every piece but the last is a multiple of `PIECE`. What is answered to be here is on the disc.

    Raises:
        NotFoundError: the address is no digest.
        WrongOffsetError: the piece begins elsewhere.
        FileRefusedError: the file cannot be taken; what came of it is forgotten.
    """
    state = state_of(actor=actor, digest=digest)
    if state.done:
        return state
    part = _part_of(actor, digest)
    if piece.offset != state.have:
        raise WrongOffsetError(state.have)
    try:
        _require_piece(piece, kinds)
        part.write(piece.data, offset=piece.offset, is_last=piece.is_last, at=at)
        if not piece.is_last:
            return PieceState(have=part.have, done=False)
        return _finish(part, digest, actor=actor, at=at, name=name, kinds=kinds)
    except FileRefusedError:
        part.drop()
        raise


def _finish(
    part: Part, digest: str, *, actor: Actor, at: datetime, name: str, kinds: frozenset[Kind]
) -> PieceState:
    try:
        stored = storing.keep(part, name=name, actor=actor, at=at, kinds=kinds, digest=digest)
    except (store.DigestError, FileNotFoundError):
        part.drop()
        state = state_of(actor=actor, digest=digest)
        if state.done:  # the piece came twice at once, and the other request finished first
            return state
        raise FileRefusedError("收到的和手机上的不一样，没有收下；会从头再传一次") from None
    except FileRefusedError:
        raise
    except DomainError as error:
        raise FileRefusedError(error.problem) from None
    return PieceState(have=stored.size, done=True)


def _require_piece(piece: Piece, kinds: frozenset[Kind]) -> None:
    """Refuse what need not be sent to its end.

    Raises:
        FileRefusedError: too large, no whole piece, or a beginning that no kind has.
    """
    limit, size = selectors.largest(kinds), len(piece.data)
    if piece.total > limit:
        raise FileRefusedError(storing.too_large(limit))
    is_whole = 0 < size <= rules.PIECE * rules.MOST_PIECES_AT_ONCE and not size % rules.PIECE
    if piece.offset + size > piece.total or not (piece.is_last or is_whole):
        raise FileRefusedError("这一段的大小不对；请刷新页面后重新上传")
    if piece.offset == 0 and not rules.may_become(piece.data[: rules.HEAD], kinds):
        raise FileRefusedError(storing.wrong_kind(kinds))


def _require_digest(digest: str) -> None:
    if not rules.is_digest(digest):
        raise NotFoundError("没有这个文件；地址应是文件的摘要")


def _part_of(actor: Actor, digest: str) -> Part:
    return parts.part_of(actor.user_id or 0, digest)
