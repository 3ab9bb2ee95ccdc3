"""The only place where the clock is read."""

from __future__ import annotations

import time

from mingqian import times
from mingqian.errors import FormatError
from mingqian_cli.error_words import OWN


def wait(seconds: float) -> None:
    """Wait for a number of seconds."""
    time.sleep(seconds)


def now(given: str | None) -> str:
    """Give the time as UTC text: the given one for rehearsals, else the clock's.

    Raises:
        FormatError: the given text is not a time.
    """
    if given is None:
        return times.text(int(time.time()))
    if not times.is_time(given):
        raise FormatError(
            OWN, problem=f"--at {given!r} 不是时间，应写作 2026-11-23T08:00:00Z", rule="draw-v1 1.6"
        )
    return given
