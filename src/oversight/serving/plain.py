"""The door without TLS: how to install the root, and for everything else the way to https."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from oversight.serving.gateway import Receive, Send

# What a device needs before it trusts the site; there is nothing secret in it.
OPEN = ("/trust/", "/static/")


class PlainDoor:
    """Serves OPEN over plain http and sends whoever asks for more to the secure port."""

    def __init__(self, application: Any, *, secure_port: int) -> None:  # noqa: ANN401 - ASGI
        self.application = application
        self.secure_port = secure_port

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope["path"]
        if path.startswith(OPEN):
            await self.application(scope, receive, send)
        elif path == "/":
            await _redirect(send, "/trust/")
        else:
            await _redirect(send, self._secure_address(scope))

    def _secure_address(self, scope: Mapping[str, Any]) -> str:
        host = next((value for name, value in scope["headers"] if name == b"host"), b"localhost")
        name = re.sub(r":[0-9]+$", "", host.decode("latin-1"))
        port = "" if self.secure_port == 443 else f":{self.secure_port}"  # noqa: PLR2004 - https
        query = scope["query_string"].decode("latin-1")
        path = scope["raw_path"].decode("latin-1")
        return f"https://{name}{port}{path}{'?' if query else ''}{query}"


async def _redirect(send: Send, location: str) -> None:
    headers = [(b"location", location.encode("latin-1")), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": int(HTTPStatus.FOUND), "headers": headers})
    await send({"type": "http.response.body", "body": b""})
