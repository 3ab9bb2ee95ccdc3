"""What the search finds in publications: by title or number."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link, SearchGroup, SearchQuery, SearchResult, group
from oversight.disclosures import selectors
from oversight.disclosures.models import Disclosure
from oversight.disclosures.selectors import DisclosureQuestion


def search(actor: Actor, query: SearchQuery) -> Iterator[SearchGroup]:
    """Find the publications within reach."""
    if not actor.may(Permission.SEE_DISCLOSURES):
        return
    matching = selectors.find(actor, DisclosureQuestion(words=query.words.strip()))
    results = [_result(row) for row in matching[: query.limit + 1]]
    more = Link(view="office:disclosures", query=(("q", query.words),))
    yield group("公示", results, query.limit, more)


def _result(row: Disclosure) -> SearchResult:
    return SearchResult(
        title=row.title,
        detail=f"{row.number} 第 {row.version} 版，{row.get_state_display()}",
        link=Link(view="office:disclosure", args=(row.pk,)),
    )
