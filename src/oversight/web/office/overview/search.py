"""搜索: one box over everything that the person may see."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from oversight.common import moments
from oversight.common.contributions import HelpEntry, SearchQuery
from oversight.web import contributions
from oversight.web.access import ActingRequest, page, search_words

_LIMIT = 5


@page()
def search(request: ActingRequest) -> HttpResponse:
    """Show what was found, by kind."""
    words = search_words(request)
    query = SearchQuery(words=words, on=moments.day_of(request.at), limit=_LIMIT)
    context = {
        "words": words,
        "groups": contributions.search(request.actor, query),
        "topics": _topics(words),
    }
    return render(request, "office/overview/search.html", context)


def _topics(words: str) -> list[HelpEntry]:
    """Find the help whose title or text has the words."""
    if not words:
        return []
    return [
        entry
        for _, entries in contributions.help_topics()
        for entry in entries
        if words in "\n".join((entry.title, entry.text, *entry.points))
    ][:_LIMIT]
