"""Values of a record as forms show them, and as the record writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from oversight.common import moments
from oversight.inspections.rules.contents import moment

_TIME = "%Y-%m-%d %H:%M"


def written(at: datetime | None) -> str:
    """Write a moment as the record does, with China's offset; nothing for None."""
    return at.astimezone(moments.BEIJING).isoformat() if at else ""


def plain(value: Any) -> Any:  # noqa: ANN401 - what a form's field gives
    """Give a typed value as the record keeps it."""
    if isinstance(value, datetime):
        return written(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def shown(value: Any) -> Any:  # noqa: ANN401 - as the record has it
    """Give a value of the record as a field shows it: moments as such, texts as they are."""
    return moment(value) or value if isinstance(value, str) and "T" in value else value


def local(value: object) -> str:
    """Write a moment of the record as people type it."""
    at = moment(value)
    return at.astimezone(moments.BEIJING).strftime(_TIME) if at else ""


def call(row: str) -> dict[str, str]:
    """Read a line on a telephone call: number, moment, result."""
    parts = [part.strip() for part in row.replace("，", ",").split(",", 2)]
    number, at, result = [*parts, "", ""][:3]
    return {"number": number, "at": written(_typed(at)), "result": result}


def _typed(text: str) -> datetime | None:
    try:
        return timezone.make_aware(datetime.strptime(text, _TIME), moments.BEIJING)  # noqa: DTZ007 - China's
    except ValueError:
        return None
