"""What the search finds in results: by firm, number, task or item."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link, SearchGroup, SearchQuery, SearchResult, group
from oversight.results import selectors
from oversight.results.models import InspectionResult
from oversight.results.selectors import ResultQuestion


def search(actor: Actor, query: SearchQuery) -> Iterator[SearchGroup]:
    """Find the results within reach."""
    if not actor.may(Permission.SEE_VISITS):
        return
    matching = selectors.find(actor, ResultQuestion(words=query.words.strip()), query.on)
    results = [_result(row) for row in matching[: query.limit + 1]]
    more = Link(view="office:results", query=(("q", query.words),))
    yield group("检查结果", results, query.limit, more)


def _result(row: InspectionResult) -> SearchResult:
    return SearchResult(
        title=row.name,
        detail=f"{row.item}，{row.number}，{row.get_state_display()}",
        link=Link(view="office:result", args=(row.pk,)),
    )
