"""A site on the loopback that publishes a log folder, honest or not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(folder: Path, under: str = "/log/", answer: Answer | None = None) -> Iterator[str]:
    """Serve a log folder below a path; give the site's address. ``answer`` may do otherwise."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if answer is None:
                publish(self, folder, under)
            else:
                answer(self)

        do_HEAD = do_GET  # noqa: N815 - as the standard library names it

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def publish(request: BaseHTTPRequestHandler, folder: Path, under: str) -> None:
    """Answer with a file of the log, as the platform does."""
    name = request.path.removeprefix(under)
    path = folder / name
    is_public = request.path.startswith(under) and "private" not in name and path.is_file()
    send(request, 200 if is_public else 404, path.read_bytes() if is_public else b"none")


def send(request: BaseHTTPRequestHandler, status: int, data: bytes, **headers: str) -> None:
    """Send a whole answer."""
    request.send_response(status)
    for name, value in {"Content-Length": str(len(data)), **headers}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(data)
