"""Deadlines as a calendar file (RFC 5545): kind, number and rule, and no name of anybody.

A calendar is read by other programs and other people's telephones: an unannounced visit must not
be told by it (guide R13), so no enterprise is named at all; the page behind the link names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from mingqian import canonical
from oversight.common.contributions import Deadline
from oversight.web.contributions import address

_LONGEST = 75
_ESCAPED = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"))


def written(lines: Iterable[Deadline], at: datetime, absolute: Callable[[str], str]) -> bytes:
    """Write a calendar of all lines that have a day, as whole days or moments."""
    content = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Mingqian//Deadlines//ZH"]
    content += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:明签期限"]
    for line in lines:
        if line.on is not None:
            content += _event(line, line.on, at, absolute(address(line.link)))
    content.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for row in content for part in _folded(row)).encode()


def _event(line: Deadline, on: date, at: datetime, url: str) -> Iterator[str]:
    summary = f"{line.kind}　{line.number}".rstrip("　")
    about = "；".join(part for part in (line.rule, line.length, f"办理：{url}") if part)
    yield "BEGIN:VEVENT"
    yield f"UID:{canonical.digest(f'{line.title}|{line.on}|{url}')[:32]}@mingqian"
    yield f"DTSTAMP:{_moment(at)}"
    if line.at is None:
        yield f"DTSTART;VALUE=DATE:{on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}"
    else:
        yield f"DTSTART:{_moment(line.at)}"
    yield f"SUMMARY:{_text(summary)}"
    yield f"DESCRIPTION:{_text(about)}"
    yield f"URL:{url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    for plain, escaped in _ESCAPED:
        words = words.replace(plain, escaped)
    return words


def _folded(row: str) -> Iterator[str]:
    """Cut a row into parts of at most 75 bytes, never within a letter (RFC 5545 3.1)."""
    part = ""
    for letter in row:
        if len(f"{part}{letter}".encode()) > _LONGEST:
            yield part
            part = " "
        part += letter
    yield part
