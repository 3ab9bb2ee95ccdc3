"""This bureau as a witness for the logs of others, by C2SP tlog-witness (log-v1 3)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from mingqian.log import witness
from oversight.common.errors import DomainError
from oversight.web.access import public, public_call
from oversight.witnessing import selectors
from oversight.witnessing.services import cosigning, keys

_TOO_LONG, _NOT_READY = 413, 503


@csrf_exempt
@public_call
def add_checkpoint(request: HttpRequest) -> HttpResponse:
    """Cosign a checkpoint that a log sends, or say why not, as the protocol has it.

    Nobody signs in here: what counts is the log's signature.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > witness.MAX_BYTES:
        return _text("内容太长\n".encode(), _TOO_LONG)
    try:
        answer = cosigning.add_checkpoint(data=request.body, at=request.at)  # type: ignore[attr-defined] # of the middleware
    except DomainError as error:
        return _text(f"{error.problem}\n".encode(), _NOT_READY)
    return _text(answer.body, answer.status, answer.content_type)


@public
def cosigned_checkpoint(_: HttpRequest, origin: str) -> HttpResponse:
    """Send the newest checkpoint that was cosigned of a log, named by its origin's SHA-256."""
    cosigned = selectors.cosigned(origin)
    if not cosigned:
        raise Http404
    return _text(cosigned.encode(), 200)


@public
def verifier_key(_: HttpRequest) -> HttpResponse:
    """Send the verifier key of this witness."""
    vkey = keys.vkey()
    if not vkey:
        raise Http404
    return _text(f"{vkey}\n".encode(), 200)


def _text(body: bytes, status: int, content_type: str = witness.PLAIN) -> HttpResponse:
    response = HttpResponse(body, status=status, content_type=content_type)
    response["Cache-Control"] = "no-cache"
    return response
