"""A line between a telephone and a site that can be down, or break after so many bytes."""

from __future__ import annotations

import contextlib
import socket
import threading

_PIECE = 4096


class CuttingLine:
    """Listens on ``port`` and carries bytes to the site; ``cut_after`` breaks it once."""

    def __init__(self, site_port: int) -> None:
        self._site_port = site_port
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._sockets: set[socket.socket] = set()
        self._left: int | None = None
        self._guard = threading.Lock()
        self.port: int = self._listening.getsockname()[1]
        self.is_up = True
        self.carried = self.cuts = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def cut_after(self, count: int) -> None:
        """Break the line once ``count`` more bytes went over it, in either direction."""
        with self._guard:
            self._left = count

    def down(self) -> None:
        """Take the line down now, with all that is on its way."""
        self.is_up = False
        for end in list(self._sockets):
            self._close(end)

    def up(self) -> None:
        """Bring the line up again."""
        with self._guard:
            self._left = None
        self.is_up = True

    def close(self) -> None:
        """Stop listening."""
        self.down()
        self._listening.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                if self.is_up:
                    self._join(near)
                else:
                    near.close()

    def _join(self, near: socket.socket) -> None:
        far = socket.create_connection(("127.0.0.1", self._site_port))
        self._sockets |= {near, far}
        for source, target in ((near, far), (far, near)):
            threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(_PIECE):
                target.sendall(self._allowed(data))
                if not self.is_up:
                    break
        self._close(source)
        self._close(target)

    def _allowed(self, data: bytes) -> bytes:
        """Give the part of the bytes that still goes through before the line breaks."""
        with self._guard:
            self.carried += len(data)
            if self._left is None:
                return data
            allowed, self._left = data[: self._left], self._left - len(data)
            is_cut = self._left <= 0
        if is_cut:
            self.is_up = False
            self.cuts += 1
            # What was allowed through is sent first.
            threading.Timer(0.02, self.down).start()
        return allowed

    def _close(self, end: socket.socket) -> None:
        self._sockets.discard(end)
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
