"""Pieces of a file over HTTP: what a telephone with a bad line sends, for any part of the site.

``GET …/<sha256>`` answers ``{"have": bytes, "done": …}``; ``PUT`` with ``X-Offset`` and ``X-Total``
takes the next piece and answers the same. 409: the piece does not follow, go on at ``have``; 422:
the file is not taken, ``problem`` says why; it begins anew. A view is a line::

    @pieces(Permission.TAKE_VISITS)
    def upload(request: ActingRequest, digest: str) -> HttpResponse:
        return answer_piece(request, digest)
"""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import unquote

from django.http import HttpResponse, JsonResponse

from oversight.common.errors import NotFoundError
from oversight.files.rules import Kind
from oversight.files.services import pieces
from oversight.files.services.pieces import Piece, PieceState, WrongOffsetError
from oversight.files.services.storing import ALL, FileRefusedError
from oversight.web.access import ActingRequest

_MOST_DIGITS = 12


def answer_piece(
    request: ActingRequest, digest: str, *, kinds: frozenset[Kind] = ALL
) -> HttpResponse:
    """Tell how much of a file is here, or take its next piece; the view says who may."""
    actor = request.actor
    try:
        if request.method != "PUT":
            return _answer(pieces.state_of(actor=actor, digest=digest))
        piece = _piece_of(request)
        name = unquote(request.headers.get("X-Name", ""))
        state = pieces.receive(
            actor=actor, digest=digest, piece=piece, at=request.at, name=name, kinds=kinds
        )
        return _answer(state)
    except NotFoundError as error:
        return _refusal(HTTPStatus.NOT_FOUND, error.problem)
    except WrongOffsetError as error:
        return _refusal(HTTPStatus.CONFLICT, error.problem, error.have)
    except FileRefusedError as error:
        return _refusal(HTTPStatus.UNPROCESSABLE_ENTITY, error.problem)


def _piece_of(request: ActingRequest) -> Piece:
    offset, total = (_number(request, name) for name in ("X-Offset", "X-Total"))
    return Piece(offset=offset, total=total, data=request.body)


def _number(request: ActingRequest, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise FileRefusedError("上传的请求不完整；请刷新页面后重新上传")
    return int(text)


def _answer(state: PieceState) -> HttpResponse:
    return JsonResponse({"have": state.have, "done": state.done})


def _refusal(status: HTTPStatus, problem: str, have: int = 0) -> HttpResponse:
    return JsonResponse({"have": have, "done": False, "problem": problem}, status=status)
