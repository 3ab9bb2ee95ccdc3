"""The ASGI gateway to the WSGI application: a slow connection occupies no thread.

A request is handed to a thread when the whole of it has arrived, and its answer is taken from the
thread whole before it is sent. So the few threads work for those who are ready, and thousands of
silent or slow connections only wait (they cost memory, not threads).
"""

from __future__ import annotations

import asyncio
import functools
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, Any
from urllib.parse import unquote_to_bytes

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
WSGIApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

IN_MEMORY = 2**20
PIECE = 64 * 1024
BODY_IDLE_SECONDS = 60
_TEXT = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]


class BodyError(Exception):
    """The body of a request cannot be taken; ``status`` says why, 0 when the client has gone."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(kw_only=True)
class Response:
    """What the application answered, its body in a file that may be in memory."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: IO[bytes]


class Gateway:
    """Serves a WSGI application over ASGI with a fixed number of threads."""

    def __init__(self, application: WSGIApplication, *, threads: int, body_limit: int) -> None:
        self.application = application
        self.body_limit = body_limit
        self.executor = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        with _spool() as body, _spool() as answer:
            try:
                await self._read_body(scope, receive, body)
            except BodyError as error:
                if error.status:
                    await _refuse(send, error.status)
                return
            environ = environ_of(scope, body)
            loop = asyncio.get_running_loop()
            respond = functools.partial(self._respond, environ, answer)
            await _send(send, await loop.run_in_executor(self.executor, respond))

    async def _read_body(self, scope: Mapping[str, Any], receive: Receive, body: IO[bytes]) -> None:
        size = 0
        _require_length(scope, self.body_limit)
        while True:
            try:
                message = await asyncio.wait_for(receive(), BODY_IDLE_SECONDS)
            except TimeoutError:
                raise BodyError(HTTPStatus.REQUEST_TIMEOUT) from None
            if message["type"] == "http.disconnect":
                raise BodyError(0)
            data = message.get("body", b"")
            size += len(data)
            if size > self.body_limit:
                raise BodyError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            body.write(data)
            if not message.get("more_body", False):
                body.seek(0)
                return

    def _respond(self, environ: dict[str, Any], answer: IO[bytes]) -> Response:
        """Run the application in this thread and keep its whole answer."""
        response = Response(status=500, headers=[], body=answer)

        def start(status: str, headers: list[tuple[str, str]], _: object = None) -> Any:  # noqa: ANN401 - PEP 3333
            response.status = int(status.split(" ", 1)[0])
            # Django writes cookies with a blank before them.
            response.headers = [
                (name.lower().encode("latin-1"), value.strip().encode("latin-1"))
                for name, value in headers
            ]
            return response.body.write

        chunks = self.application(environ, start)
        try:
            for chunk in chunks:
                response.body.write(chunk)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
        return response


def _spool() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(IN_MEMORY)


def environ_of(scope: Mapping[str, Any], body: IO[bytes]) -> dict[str, Any]:
    """Describe a request as PEP 3333 has it; the address is that of the connection itself."""
    server, client = scope.get("server") or ("localhost", 80), scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        _add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    body.seek(0, 2)
    environ["CONTENT_LENGTH"] = str(body.tell())
    body.seek(0)
    return environ


def _add_header(environ: dict[str, Any], name: str, value: str) -> None:
    # "X_Forwarded_For" would become the same key as the header of a trusted proxy.
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    if key != "CONTENT_TYPE":
        key = f"HTTP_{key}"
    separator = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value


def _require_length(scope: Mapping[str, Any], limit: int) -> None:
    for name, value in scope["headers"]:
        if name == b"content-length" and int(value) > limit:
            raise BodyError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


async def _send(send: Send, response: Response) -> None:
    size = response.body.tell()
    response.body.seek(0)
    headers = response.headers
    if not any(name == b"content-length" for name, _ in headers):
        headers = [*headers, (b"content-length", str(size).encode())]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    while piece := response.body.read(PIECE):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(send: Send, status: int) -> None:
    words = {
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "内容太大，没有接收；请拆小后再传",
        HTTPStatus.REQUEST_TIMEOUT: "等了太久没有收到内容；请检查网络后再试",
    }
    await send({"type": "http.response.start", "status": int(status), "headers": _TEXT})
    await send({"type": "http.response.body", "body": words[HTTPStatus(status)].encode()})
