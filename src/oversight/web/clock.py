"""The clock of the interface; only the demonstration's can be put forward."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

_FILE = "demo-clock"


def now() -> datetime:
    """Give the present time; in the demonstration plus the minutes skipped."""
    return timezone.now() + skipped()


def skipped() -> timedelta:
    """Give how far the demonstration's clock was put forward."""
    path = Path(settings.HOME) / _FILE
    if not settings.IS_DEMO or not path.is_file():
        return timedelta()
    text = path.read_text().strip()
    return timedelta(minutes=int(text) if text.isdigit() else 0)


def skip(minutes: int) -> None:
    """Put the demonstration's clock forward by some minutes.

    Raises:
        PermissionError: this is no demonstration.
    """
    if not settings.IS_DEMO:
        raise PermissionError(_FILE)
    whole = int(skipped().total_seconds()) // 60 + minutes
    (Path(settings.HOME) / _FILE).write_text(str(whole))
