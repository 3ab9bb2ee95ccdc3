"""What the search finds in draws."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link, SearchGroup, SearchQuery, SearchResult, group
from oversight.draws import draw_details, records
from oversight.draws.models import Draw


def search(actor: Actor, query: SearchQuery) -> Iterator[SearchGroup]:
    """Find draws by what is said of them."""
    words = (("q", query.words),)
    if actor.may(Permission.SEE_DRAWS):
        draws = draw_details.find(actor, query.words)
        results = [_draw(draw) for draw in records.headings(draws[: query.limit + 1])]
        more = Link(view="office:draws", query=words)
        yield group("抽取", results, query.limit, more, draws.count())


def _draw(draw: Draw) -> SearchResult:
    return SearchResult(
        title=draw.title,
        detail=f"{draw.number}，{draw.owner.name}，{draw.get_state_display()}",
        link=Link(view="office:draw", args=(draw.pk,)),
    )
