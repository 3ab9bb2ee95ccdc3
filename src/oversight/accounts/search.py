"""What the search finds in accounts, for who keeps them: people and organisations."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from oversight.accounts import selectors
from oversight.accounts.models import Organisation, User
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link, SearchGroup, SearchQuery, SearchResult, group


def search(actor: Actor, query: SearchQuery) -> Iterator[SearchGroup]:
    """Find accounts and organisations within reach."""
    if not actor.may(Permission.KEEP_ACCOUNTS):
        return
    words, all_accounts = query.words.strip(), Link(view="office:accounts")
    by_name = Q(name__icontains=words)
    users = selectors.users(actor).filter(by_name | Q(username__icontains=words))
    organisations = selectors.organisations(actor).filter(by_name, ended_at=None)
    yield group("账号", [_user(row) for row in users[: query.limit + 1]], query.limit, all_accounts)
    results = [_organisation(row) for row in organisations[: query.limit + 1]]
    yield group("机构", results, query.limit, all_accounts)


def _user(user: User) -> SearchResult:
    return SearchResult(
        title=user.name,
        detail=user.username,
        link=Link(view="office:user", args=(user.pk,)),
    )


def _organisation(organisation: Organisation) -> SearchResult:
    return SearchResult(
        title=organisation.name,
        detail=str(organisation.get_kind_display()),
        link=Link(view="office:accounts"),
    )
