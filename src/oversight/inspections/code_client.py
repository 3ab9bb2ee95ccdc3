"""A code system that speaks HTTP: one POST of JSON for each message, the key as a header.

It answers 200 with ``{"code": …}``, or 409 and 422 with ``{"problem": …}`` for what it refuses.
Time and size are limited, and no redirect is followed.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPResponse

from oversight.common.errors import DomainError

SECONDS = 10
MOST_BYTES = 20_000
_SCHEMES = ("http://", "https://")
_REFUSALS = (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Gives redirects as answers instead of following them."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Refuse to follow a redirect."""


_OPENER = urllib.request.build_opener(_NoRedirect)


class HttpCodeSystem:
    """The code system at an address, with the key that it gave the bureau.

    Raises:
        DomainError: the address is none of the web.
    """

    def __init__(self, address: str, key: str) -> None:
        if not address.startswith(_SCHEMES):
            raise DomainError("MINGQIAN_CODE_SYSTEM 应写 none、manual，或以 http 开头的接口地址")
        self.address = address.rstrip("/")
        self.key = key

    def send(self, method: str, key: str, content: Mapping[str, object]) -> str:
        """Tell it something; gives the code that it has for the visit, or nothing.

        Raises:
            DomainError: it refuses what it was told.
            OSError: it was not reached, or does not answer as agreed.
        """
        try:
            return _text(self._post(method, key, content), "code")
        except urllib.error.HTTPError as error:
            with error:
                answer = error.read(MOST_BYTES)
            if error.code in _REFUSALS:
                raise DomainError(_text(answer, "problem") or "外部系统没有收下") from None
            raise OSError(f"外部系统答复 {error.code}") from None

    def _post(self, method: str, key: str, content: Mapping[str, object]) -> bytes:
        request = urllib.request.Request(  # noqa: S310 - the operator's own address
            f"{self.address}/{method}",
            data=json.dumps(content, ensure_ascii=False).encode(),
            headers={
                "Content-Type": "application/json",
                "Idempotency-Key": urllib.parse.quote(key),
                "Authorization": f"Bearer {self.key}",
            },
        )
        response: HTTPResponse
        with _OPENER.open(request, timeout=SECONDS) as response:
            return response.read(MOST_BYTES)


def _text(answer: bytes, name: str) -> str:
    try:
        document = json.loads(answer or b"{}")
    except ValueError:
        raise OSError("外部系统的答复读不出来") from None
    value = document.get(name, "") if isinstance(document, dict) else ""
    return value if isinstance(value, str) else ""
