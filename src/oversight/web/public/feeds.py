"""期限订阅: one's deadlines as a calendar file, behind a secret address and without names."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse

from oversight.accounts import selectors as accounts
from oversight.accounts.services import feeds
from oversight.common import moments
from oversight.common.contributions import Deadline
from oversight.web import contributions, pace
from oversight.web.access import public
from oversight.web.presenters import calendar_file

DAYS = 90
_TOO_FAST = "打开得太快；请一分钟后再试"


@public
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give the deadlines of whoever has the address, in all their roles; a wrong one gets 404."""
    at: datetime = request.at  # type: ignore[attr-defined] # of the middleware
    address: str = request.address  # type: ignore[attr-defined] # of the middleware
    if pace.is_too_fast(address, at):
        return HttpResponse(_TOO_FAST, status=429, content_type="text/plain; charset=utf-8")
    user = feeds.user_of(token)
    lines: dict[tuple[str, str], Deadline] = {}
    until = moments.day_of(at) + timedelta(days=DAYS)
    for appointment in accounts.appointments(user.pk):
        actor = accounts.actor_of(appointment, address)
        for line in contributions.deadlines(actor, at, until):
            lines.setdefault((line.title, str(line.on)), line)
    content = calendar_file.written(list(lines.values()), at, request.build_absolute_uri)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="qixian.ics"'
    response["Cache-Control"] = "no-store"
    return response
