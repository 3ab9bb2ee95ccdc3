"""Asking outsiders over the network: C2SP tlog-witnesses, and an RFC 3161 authority.

The only module of the platform that speaks to the network of its own accord, and only to the
addresses in the settings. Time and size are limited; no redirect is followed; what comes back is
believed only after its signature was verified.
"""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPResponse
from typing import NoReturn

from mingqian.errors import LogError, MingqianError
from mingqian.log import checkpoint, note, witness
from mingqian.log.policy import Witness
from mingqian.log.witness import Request
from mingqian_crypto import default_crypto, timestamps
from oversight.common.core_words import problem_of
from oversight.common.errors import DomainError

SECONDS = 10
MOST_BYTES = 100_000
_SHORT = 10_000
_PATH = "add-checkpoint"
_QUERY = "application/timestamp-query"
_SCHEMES = ("http://", "https://")


class OutsideError(DomainError):
    """An outsider did not answer, or not with what was asked for.

    ``is_fork``: the answer says that the log shows two histories.
    """

    def __init__(self, problem: str, *, is_fork: bool = False) -> None:
        super().__init__(problem)
        self.is_fork = is_fork


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The status and body of an answer."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosignatures:
    """A witness's signatures of a checkpoint, verified, and the time of the earliest."""

    signatures: tuple[note.Signature, ...]
    at: str


def cosign(
    witness: Witness, signed: bytes, known_size: int, prove: Callable[[int], Sequence[bytes]]
) -> Cosignatures:
    """Ask a witness to cosign a checkpoint; gives its verified signatures.

    ``known_size`` is the size it is thought to have seen last; ``prove`` gives the way from a size
    to the checkpoint's.

    Raises:
        OutsideError: no answer, a refusal, or a signature that is not the witness's.
    """
    head = checkpoint.parse_note(signed, "检查点")[0]
    answer = _add(witness, signed, known_size, prove)
    if answer.status == HTTPStatus.CONFLICT:
        seen_size = _seen_size(witness, answer.body)
        if seen_size > head.size:
            raise OutsideError(
                f"{witness.name}见过 {seen_size} 条，本日志只有 {head.size} 条："
                "被截短或恢复成了旧的备份",
                is_fork=True,
            )
        if seen_size == known_size:
            raise OutsideError(
                f"{witness.name}说大小为 {seen_size} 的日志有两个链头：分叉", is_fork=True
            )
        answer = _add(witness, signed, seen_size, prove)
    if answer.status in {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT}:
        raise OutsideError(
            f"{witness.name}不认：本日志和它以前见过的不是同一段历史（分叉）", is_fork=True
        )
    if answer.status != HTTPStatus.OK:
        text = answer.body.decode(errors="replace").strip()[:200]
        raise OutsideError(f"{witness.name}没有签名（{answer.status}）：{text}")
    return _verified(witness, signed, answer.body)


def verifier_key(url: str, kind: int) -> note.Key:
    """Fetch a verifier key of a kind, of a log or of a witness; nobody vouches for it.

    Raises:
        OutsideError: no answer, or no such key.
    """
    answer = _exchange(_request(url, None))
    if answer.status != HTTPStatus.OK:
        raise OutsideError(f"{url[:80]} 没有公布公钥（{answer.status}）；请核对网址")
    try:
        key = note.parse_vkey(answer.body.decode(errors="replace").strip())
    except LogError as error:
        raise OutsideError(f"{url[:80]} 给的不是公钥：{problem_of(error)}") from error
    if key.kind != kind:
        raise OutsideError(f"{url[:80]} 给的是另一种公钥；请核对网址")
    return key


def stamp(url: str, data: bytes, roots: Sequence[bytes]) -> tuple[bytes, str]:
    """Ask an authority to stamp the SHA-256 of some bytes; gives the token and its time.

    Raises:
        OutsideError: no answer, or not a token of a trusted authority for these bytes.
    """
    answer = post(url, timestamps.request(data), _QUERY)
    if answer.status != HTTPStatus.OK:
        raise OutsideError(f"时间戳机构没有盖戳（{answer.status}）")
    try:
        authorities = timestamps.Authorities(roots)
        time = authorities.time(answer.body, timestamps.imprint(data))
    except MingqianError as error:
        raise OutsideError(f"时间戳机构的回答不能用：{problem_of(error)}") from error
    if time is None:
        raise OutsideError("时间戳机构的回答不能用：没有能信任的证书；请核对根证书的设置")
    return answer.body, time


def post(url: str, body: bytes, kind: str) -> Answer:
    """Send a request and read the answer, within the limits.

    Raises:
        OutsideError: no connection, too slow, or too long an answer.
    """
    request = _request(url, body)
    request.add_header("Content-Type", kind)
    return _exchange(request)


def _request(url: str, body: bytes | None) -> urllib.request.Request:
    if not url.startswith(_SCHEMES):
        raise OutsideError(f"地址应以 http:// 或 https:// 开头，现为 {url[:80]}")
    method = "GET" if body is None else "POST"
    return urllib.request.Request(url, data=body, method=method)  # noqa: S310 - checked above


def _exchange(request: urllib.request.Request) -> Answer:
    url = request.full_url
    try:
        with _OPENER.open(request, timeout=SECONDS) as response:
            return Answer(status=response.status, body=_read(response, MOST_BYTES))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(status=error.code, body=_read(error, _SHORT))
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise OutsideError(f"联系不上 {url[:80]}：{str(reason)[:120]}") from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Gives redirects as answers instead of following them."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Refuse to follow a redirect."""


_OPENER = urllib.request.build_opener(_NoRedirect)


def _read(response: HTTPResponse | urllib.error.HTTPError, most: int) -> bytes:
    """Read an answer that is neither too long nor comes drop by drop."""
    body, until = b"", time.monotonic() + SECONDS
    while chunk := response.read1(most + 1 - len(body)):
        body += chunk
        if len(body) > most:
            raise OutsideError(f"回答超过 {most} 字节")
        if time.monotonic() > until:
            raise OutsideError(f"回答太慢，超过 {SECONDS} 秒")
    return body


def _add(
    outsider: Witness, signed: bytes, known_size: int, prove: Callable[[int], Sequence[bytes]]
) -> Answer:
    body = witness.write(
        Request(old=known_size, hashes=tuple(prove(known_size)), checkpoint=signed)
    )
    return post(f"{(outsider.url or '').rstrip('/')}/{_PATH}", body, "text/plain; charset=utf-8")


def _seen_size(witness: Witness, body: bytes) -> int:
    text = body.decode(errors="replace").strip()
    if not text.isdecimal() or len(text) > 18:  # noqa: PLR2004 - no log is longer
        raise OutsideError(f"{witness.name}的回答看不懂：{text[:60]}")
    return int(text)


def _verified(outsider: Witness, signed: bytes, body: bytes) -> Cosignatures:
    try:
        signatures = note.parse_signatures(body, f"{outsider.name}的回答")
        text = note.parse(signed, "检查点").text
        signed_note = note.Note(text=text, signatures=signatures)
        times = [
            s.at
            for s in note.verified(signed_note, [outsider.key], default_crypto(), outsider.name)
            if s.at
        ]
    except LogError as error:
        raise OutsideError(f"{outsider.name}的签名不对：{problem_of(error)}") from error
    if not times:
        _refuse(outsider)
    own = tuple(
        s for s in signatures if (s.name, s.key_id) == (outsider.key.name, outsider.key.key_id)
    )
    return Cosignatures(signatures=own, at=min(times))


def _refuse(witness: Witness) -> NoReturn:
    raise OutsideError(f"{witness.name}的回答里没有它自己的签名")
