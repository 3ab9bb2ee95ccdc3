"""What the search finds in cases and referrals."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.cases import selectors
from oversight.cases.selectors import CaseQuestion
from oversight.common.contributions import Link, SearchGroup, SearchQuery, SearchResult, group


def search(actor: Actor, query: SearchQuery) -> Iterator[SearchGroup]:
    """Find cases and referrals by party, code or number."""
    if not actor.may(Permission.SEE_CASES):
        return
    question = CaseQuestion(words=query.words)
    cases = selectors.find_cases(actor, question)
    results = [
        SearchResult(
            title=row.name,
            detail=f"{row.number}，{row.get_finding_display()}，{row.get_state_display()}",
            link=Link(view="office:case", args=(row.pk,)),
        )
        for row in cases[: query.limit + 1]
    ]
    more = Link(view="office:cases", query=(("q", query.words),))
    yield group("案件", results, query.limit, more, cases.count())
    referrals = selectors.find_referrals(actor, question)
    results = [
        SearchResult(
            title=row.name,
            detail=f"{row.number}，移送{row.receiver}，{row.get_state_display()}",
            link=Link(view="office:referral", args=(row.pk,)),
        )
        for row in referrals[: query.limit + 1]
    ]
    more = Link(view="office:referrals", query=(("q", query.words),))
    yield group("移送", results, query.limit, more, referrals.count())
