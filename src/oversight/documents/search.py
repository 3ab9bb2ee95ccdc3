"""What the search finds in documents: by number, and by whom or what they concern."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Link, SearchGroup, SearchQuery, SearchResult, group
from oversight.documents import selectors
from oversight.documents.models import Document
from oversight.documents.selectors import DocumentQuestion


def search(actor: Actor, query: SearchQuery) -> Iterator[SearchGroup]:
    """Find the documents within reach."""
    matching = selectors.find(actor, DocumentQuestion(words=query.words.strip()))
    results = [_result(document) for document in matching[: query.limit + 1]]
    more = Link(view="office:documents", query=(("q", query.words),))
    yield group("文书", results, query.limit, more)


def _result(document: Document) -> SearchResult:
    title = selectors.type_of(document.type).title
    day = moments.day_in_words(moments.day_of(document.made_at))
    return SearchResult(
        title=f"{title}　{document.number}",
        detail=f"{document.concerns}，{day}",
        link=Link(view="office:document", args=(document.pk,)),
    )
