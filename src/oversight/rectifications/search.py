"""What the search finds in rectifications: by firm, number, or the number of the order."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link, SearchGroup, SearchQuery, SearchResult, group
from oversight.rectifications import selectors
from oversight.rectifications.models import Rectification
from oversight.rectifications.selectors import RectificationQuestion


def search(actor: Actor, query: SearchQuery) -> Iterator[SearchGroup]:
    """Find the rectifications within reach."""
    if not actor.may(Permission.SEE_VISITS):
        return
    matching = selectors.find(actor, RectificationQuestion(words=query.words.strip()), query.on)
    results = [_result(row) for row in matching[: query.limit + 1]]
    more = Link(view="office:rectifications", query=(("q", query.words),))
    yield group("责令改正", results, query.limit, more)


def _result(row: Rectification) -> SearchResult:
    return SearchResult(
        title=row.name,
        detail=f"{row.number}，{row.get_state_display()}",
        link=Link(view="office:rectification", args=(row.pk,)),
    )
