"""Outsiders on the loopback: a C2SP witness, a time-stamping authority, and ill-behaved ones."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from mingqian.log import note, witness
from mingqian.log.checkpoint import Checkpoint
from mingqian_crypto import default_crypto
from mingqian_crypto.ed25519 import Ed25519Signer
from tests.mingqian_crypto.tsa import Authority, response

Reply = tuple[int, bytes]
DRIP = b"drip"


@dataclass(kw_only=True)
class Outsider:
    """A witness with its memory; ``at`` is the time it writes."""

    log: note.Key
    at: str
    signer: Ed25519Signer = field(
        default_factory=lambda: Ed25519Signer.from_seed(
            "witness.example/w", bytes(range(32)), note.COSIGNATURE
        )
    )
    seen: dict[str, Checkpoint] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, path: str, body: bytes) -> Reply:
        self.asked.append(path)
        found = witness.consider(body, logs=[self.log], latest=self.seen, crypto=default_crypto())
        if isinstance(found, witness.Refusal):
            return found.status, found.body
        self.seen[found.checkpoint.origin] = found.checkpoint
        return 200, found.answer(self.signer, at=self.at)


@dataclass(kw_only=True)
class Stamper:
    """An authority; it stamps the imprint that it finds in the request."""

    at: str
    authority: Authority = field(default_factory=Authority)
    wrong: bool = False

    def __call__(self, _: str, body: bytes) -> Reply:
        start = body.index(bytes.fromhex("0420")) + 2
        imprint = bytes(32) if self.wrong else body[start : start + 32]
        return 200, response(self.authority.token(imprint, at=self.at))


def silent(_: str, __: bytes) -> Reply:
    """Answer too late."""
    time.sleep(3)
    return 200, b""


def dripping(_: str, __: bytes) -> Reply:
    """Answer byte by byte."""
    return 200, DRIP


def endless(_: str, __: bytes) -> Reply:
    """Answer with too much."""
    return 200, b"x" * 5_000_000


@contextmanager
def served(reply: Callable[[str, bytes], Reply]) -> Iterator[str]:
    """Serve one of them; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = reply(self.path, body)
            try:
                if answer == DRIP:
                    self._drip()
                    return
                self.send_response(status)
                if status in {301, 302}:
                    self.send_header("Location", answer.decode())
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
            except OSError:
                pass  # whoever asked has gone

        def _drip(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            for _ in range(30):
                self.wfile.write(b"x")
                time.sleep(0.2)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
