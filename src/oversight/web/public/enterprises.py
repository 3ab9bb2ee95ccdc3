"""查企业: one search over what is public, and the page of one enterprise with all its draws."""

from __future__ import annotations

import re

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mingqian_tables import uscc
from oversight.draws import draw_details, records, standings
from oversight.draws.models import Draw
from oversight.registry.models import Subject
from oversight.registry.selectors import subjects
from oversight.web import pace
from oversight.web.access import public, search_words
from oversight.web.public.site import site_name

_MOST = 20
_LEAST = 2
_VISIT = re.compile(r"/\d+$")


@public
def find(request: HttpRequest) -> HttpResponse:
    """Find enterprises and draws by name, code, number or commitment; go there if there is one."""
    words = search_words(request)
    is_fast = bool(words) and pace.is_too_fast(request.address, request.at)  # type: ignore[attr-defined] # of the middleware
    is_short = 0 < len(words) < _LEAST
    rows, draws = ([], []) if is_fast or is_short or not words else _matching(words)
    if len(rows) + len(draws) == 1:
        return redirect(_address(rows, draws))
    context = {
        "name": site_name(),
        "words": words,
        "rows": rows[:_MOST],
        "is_cut": len(rows) > _MOST,
        "draws": records.headings(draws),
        "too_fast": pace.TOO_FAST if is_fast else "",
        "is_short": is_short,
    }
    return render(request, "public/find.html", context, status=429 if is_fast else 200)


@public
def enterprise(request: HttpRequest, code: str) -> HttpResponse:
    """Show one enterprise: every public draw that had it, also those that did not draw it."""
    if pace.is_too_fast(request.address, request.at):  # type: ignore[attr-defined] # of the middleware
        refusal = {"name": site_name(), "words": code, "too_fast": pace.TOO_FAST}
        return render(request, "public/find.html", refusal, status=429)
    typed = uscc.normalized(code)
    subject = subjects.published_one(typed)
    rows = standings.standings(typed) if uscc.is_acceptable(typed) else []
    if subject is None and not rows:
        raise Http404
    context = {
        "name": site_name(),
        "code": typed,
        "subject": subject,
        "rows": rows,
        "drawn": sum(row.explanation.outcome == "drawn" for row in rows),
        "excluded": sum(row.explanation.outcome == "excluded" for row in rows),
        "most": standings.MOST,
    }
    return render(request, "public/enterprise.html", context)


def _matching(words: str) -> tuple[list[Subject], list[Draw]]:
    draws = list(_draws(words))
    return ([] if draws else list(subjects.published(words)[: _MOST + 1])), draws


def _draws(words: str) -> QuerySet[Draw]:
    """Find public draws by number, number of a visit, number of the task, or commitment."""
    asked = _VISIT.sub("", words.replace(" ", ""))
    return draw_details.published(asked)[:_MOST]


def _address(rows: list[Subject], draws: list[Draw]) -> str:
    if rows:
        return reverse("public:enterprise", args=[rows[0].code])
    return reverse("public:draw", args=[draws[0].number])
