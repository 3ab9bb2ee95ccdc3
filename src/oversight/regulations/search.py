"""What the search finds in the regulations: parameters in force, by name and citation."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link, SearchGroup, SearchQuery, SearchResult, group
from oversight.regulations import selectors
from oversight.regulations.models import RegulatoryParameter


def search(actor: Actor, query: SearchQuery) -> Iterator[SearchGroup]:
    """Find the parameters of the actor's bureau."""
    if actor.bureau_id is None or not actor.may(Permission.SEE_RULES):
        return
    words = query.words.strip()
    rows = selectors.rules_on(actor.bureau_id, query.on).filter(
        Q(name__icontains=words) | Q(citation__icontains=words)
    )
    results = [_parameter(row) for row in rows[: query.limit + 1]]
    yield group("规则", results, query.limit, Link(view="office:rules"))


def _parameter(parameter: RegulatoryParameter) -> SearchResult:
    value = parameter.value
    value_text = (
        "、".join(map(str, value)) if isinstance(value, list) else f"{value} {parameter.unit}"
    )
    return SearchResult(
        title=parameter.name,
        detail=f"{value_text.strip()}，依据：{parameter.citation}",
        link=Link(view="office:rules"),
    )
