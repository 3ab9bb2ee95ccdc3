"""What the search finds in the directories: subjects, inspectors, items."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link, SearchGroup, SearchQuery, SearchResult, group
from oversight.registry.selectors import inspectors, items, subjects


def search(actor: Actor, query: SearchQuery) -> Iterator[SearchGroup]:
    """Find rows of the three directories, each as its own list finds them."""
    if actor.may(Permission.SEE_SUBJECTS):
        yield _subjects(actor, query)
    if actor.may(Permission.SEE_INSPECTORS):
        yield _inspectors(actor, query)
    if actor.may(Permission.SEE_ITEMS):
        yield _items(actor, query)


def _subjects(actor: Actor, query: SearchQuery) -> SearchGroup:
    rows = subjects.find(actor, subjects.SubjectQuery(words=query.words), query.on)
    results = [
        SearchResult(
            title=row.name,
            detail="，".join(filter(None, (row.code, row.region, row.address))),
            link=Link(view="office:subject", args=(row.pk,)),
        )
        for row in rows[: query.limit + 1]
    ]
    # A large directory is not counted whole while somebody waits.
    count = subjects.capped_count(rows)
    number = None if count.is_more else count.number
    return group("检查对象", results, query.limit, _list("office:subjects", query), number)


def _inspectors(actor: Actor, query: SearchQuery) -> SearchGroup:
    people = inspectors.find(actor, query.words)
    results = [
        SearchResult(
            title=row.name,
            detail=f"{row.owner.name}，{row.post}，监察证号 {row.number}",
            link=Link(view="office:inspector", args=(row.pk,)),
        )
        for row in people[: query.limit + 1]
    ]
    more = _list("office:inspectors", query)
    return group("执法检查人员", results, query.limit, more, people.count())


def _items(actor: Actor, query: SearchQuery) -> SearchGroup:
    rows = items.find(actor, query.words)
    results = [
        SearchResult(
            title=row.name,
            detail=f"{row.code}，{row.owner.name}，{row.get_state_display()}",
            link=Link(view="office:item", args=(row.pk,)),
        )
        for row in rows[: query.limit + 1]
    ]
    return group("抽查事项", results, query.limit, _list("office:items", query), rows.count())


def _list(view: str, query: SearchQuery) -> Link:
    return Link(view=view, query=(("q", query.words),))
