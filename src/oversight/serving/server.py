"""The program that listens: uvicorn, with a time within which a request's head must arrive."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from oversight.common.errors import DomainError
from oversight.serving.certificates import Certificate
from oversight.serving.gateway import Gateway
from oversight.serving.plain import PlainDoor

THREADS = 8
HEAD_SECONDS = 30
HANDSHAKE_SECONDS = 10
KEEP_ALIVE_SECONDS = 75
HEAD_BYTES = 64 * 1024
STOP_SECONDS = 20
RENEWAL_SECONDS = 60
WAITING = 2048
OPEN_FILES = 65_536
if sys.platform == "win32":
    _Loop = asyncio.ProactorEventLoop
else:
    _Loop = asyncio.SelectorEventLoop


class PatientProtocol(H11Protocol):
    """An HTTP connection that is closed if no request head is complete within HEAD_SECONDS."""

    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the timer of the first request head."""
        super().connection_made(transport)
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Parse bytes; stop the timer once they complete a request head."""
        cycle: RequestResponseCycle | None = self.cycle
        if self._head_timer is None and (cycle is None or cycle.response_complete):
            self._wait_for_head()
        super().data_received(data)
        if self.cycle is not cycle:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the timer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _give_up(self) -> None:
        self._head_timer = None
        if not self.transport.is_closing():
            self.transport.close()


class PatientLoop(_Loop):
    """An event loop whose TLS lines are closed if they do not finish their handshake in time."""

    async def create_server(self, *args: Any, **kwargs: Any) -> asyncio.Server:  # noqa: ANN401 - asyncio's own
        """Listen; with TLS, for at most HANDSHAKE_SECONDS on a silent line."""
        if kwargs.get("ssl") is not None:
            kwargs["ssl_handshake_timeout"] = HANDSHAKE_SECONDS
        server: asyncio.Server = await super().create_server(*args, **kwargs)
        return server


class SideServer(uvicorn.Server):
    """A second listener of the same program, which the first one ends."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the first listener."""
        yield


def run(
    application: Any,  # noqa: ANN401 - a WSGI application
    *,
    host: str,
    port: int,
    body_limit: int,
    certificate: Certificate | None = None,
    plain_port: int = 0,
) -> None:
    """Answer requests until somebody stops the program.

    With a certificate, ``plain_port`` is where devices that do not trust it yet find its root.
    """
    _raise_open_files()
    server = uvicorn.Server(configuration(application, host, port, body_limit, certificate))
    side = None
    if certificate and plain_port:
        config = configuration(application, host, plain_port, body_limit)
        config.app = PlainDoor(server.config.app, secure_port=port)
        side = SideServer(config)
    # SIGTERM ends the pages by uvicorn's own handler; the worker is ended after that.
    with contextlib.suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=PatientLoop) as runner:
        runner.run(_serve(server, certificate, side))


def configuration(
    application: Any,  # noqa: ANN401 - a WSGI application
    host: str,
    port: int,
    body_limit: int,
    certificate: Certificate | None = None,
) -> uvicorn.Config:
    """Give uvicorn's configuration, which takes no address from a client's header."""
    return uvicorn.Config(
        Gateway(application, threads=THREADS, body_limit=body_limit),
        host=host,
        port=port,
        http=PatientProtocol,
        ws="none",
        loop="asyncio",
        lifespan="off",
        interface="asgi3",
        proxy_headers=False,
        server_header=False,
        date_header=True,
        access_log=False,
        log_level="error",
        backlog=WAITING,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        h11_max_incomplete_event_size=HEAD_BYTES,
        ssl_certfile=str(certificate.chain) if certificate else None,
        ssl_keyfile=str(certificate.key) if certificate else None,
    )


async def _serve(
    server: uvicorn.Server, certificate: Certificate | None, side: uvicorn.Server | None
) -> None:
    renewal = asyncio.create_task(_renew(server.config, certificate)) if certificate else None
    plain = asyncio.create_task(side.serve()) if side else None
    try:
        await server.serve()
    finally:
        if renewal is not None:
            renewal.cancel()
        if side is not None and plain is not None:
            side.should_exit = True
            await plain


async def _renew(config: uvicorn.Config, certificate: Certificate) -> None:
    """Take a renewed certificate without a restart."""
    stamp = certificate.stamp()
    while True:
        await asyncio.sleep(RENEWAL_SECONDS)
        # What is half written or does not fit together is tried again; the old one stays in use.
        with contextlib.suppress(OSError, DomainError):
            if certificate.stamp() != stamp and config.ssl is not None:
                certificate.require_usable()
                config.ssl.load_cert_chain(certificate.chain, certificate.key)
                stamp = certificate.stamp()


def _raise_open_files() -> None:
    """Ask the system for as many open connections as it grants."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
