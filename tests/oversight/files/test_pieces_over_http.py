"""The answers of an address that takes pieces, as a telephone's script reads them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import RequestFactory

from oversight.accounts.actors import Actor
from oversight.accounts.rules import Permission
from oversight.files import rules
from oversight.files.models import StoredFile
from oversight.files.rules import PIECE
from oversight.web.access import ActingRequest, access_of, pieces
from oversight.web.pieces import answer_piece
from tests.oversight.files import samples
from tests.support.platform_factory import NOON

pytestmark = pytest.mark.django_db
DATA = samples.noise()
SHA = samples.sha(DATA)


def ask(actor: Actor, method: str, digest: str = SHA, **more: Any) -> tuple[int, Any]:
    """Ask the address, and give status and answer."""
    request: Any = RequestFactory().generic(
        method, f"/field/pieces/{digest}", content_type="application/octet-stream", **more
    )
    request.actor, request.at = actor, NOON
    response = answer_piece(request, digest, kinds=frozenset({rules.PNG}))
    return response.status_code, json.loads(response.content)


def put(actor: Actor, offset: object, data: bytes = DATA, digest: str = SHA) -> tuple[int, Any]:
    start = offset if isinstance(offset, int) else 0
    headers = {"X-Offset": str(offset), "X-Total": str(len(data)), "X-Name": "%E9%97%A8.png"}
    return ask(actor, "PUT", digest, data=data[start : start + PIECE], headers=headers)


def test_an_address_for_pieces_takes_get_and_put_and_no_form() -> None:
    @pieces(Permission.TAKE_VISITS)
    def view(request: ActingRequest, digest: str) -> Any:
        return answer_piece(request, digest)

    access = access_of(view)

    assert access is not None
    assert access.methods == {"GET", "HEAD", "PUT"}
    assert access.powers == {Permission.TAKE_VISITS}


def test_a_picture_comes_over_a_line_that_loses_answers(inspector: Actor) -> None:
    """Every answer is lost once: the telephone asks what is here and goes on from there."""
    answers = [ask(inspector, "GET")]
    while not answers[-1][1]["done"]:
        put(inspector, answers[-1][1]["have"])
        answers.append(ask(inspector, "GET"))

    assert [status for status, _ in answers] == [200] * 6
    assert answers[-1] == (200, {"have": len(DATA), "done": True})
    assert StoredFile.objects.get().name == "门.png"


def test_a_piece_sent_twice_is_answered_with_the_place_to_go_on(inspector: Actor) -> None:
    put(inspector, 0)

    assert put(inspector, 0) == (
        409,
        {
            "have": PIECE,
            "done": False,
            "problem": "这一段接不上；已收到 262144 字节，请从那里接着传",
        },
    )


@pytest.mark.parametrize(
    ("offset", "data", "status", "says"),
    [
        ("-1", DATA, 422, "上传的请求不完整；请刷新页面后重新上传"),
        ("²", DATA, 422, "上传的请求不完整；请刷新页面后重新上传"),
        ("9" * 13, DATA, 422, "上传的请求不完整；请刷新页面后重新上传"),
        (0, samples.PDF, 422, "不收这种文件；请上传 PNG"),
    ],
    ids=["negative", "no digit", "too long", "another kind"],
)
def test_a_refusal_says_what_to_do(
    inspector: Actor, offset: object, data: bytes, status: int, says: str
) -> None:
    answer = put(inspector, offset, data, samples.sha(data))

    assert answer == (status, {"have": 0, "done": False, "problem": says})


def test_an_address_that_is_no_digest_is_not_there(inspector: Actor) -> None:
    status, answer = ask(inspector, "GET", "passwd")

    assert (status, answer["problem"]) == (404, "没有这个文件；地址应是文件的摘要")
