"""Saved filters of a user; they are private and not on record."""

from __future__ import annotations

from oversight.accounts.models import User
from oversight.common.errors import DomainError
from oversight.registry.models import SavedFilter

MOST = 20


def save(*, user: User, name: str, query: str) -> SavedFilter:
    """Keep a filter under a name; the same name is overwritten.

    Raises:
        DomainError: no name, nothing is filtered, or there are too many.
    """
    title = name.strip()[:20]
    if not title:
        raise DomainError("请给常用筛选起个名字")
    if not query or len(query) > 500:  # noqa: PLR2004 - what the column holds
        raise DomainError("现在没有筛选条件；请先选好条件再保存")
    is_new = not SavedFilter.objects.filter(user=user, name=title).exists()
    if is_new and SavedFilter.objects.filter(user=user).count() >= MOST:
        raise DomainError(f"最多存 {MOST} 个常用筛选；请先删去不用的")
    values = {"query": query}
    return SavedFilter.objects.update_or_create(user=user, name=title, defaults=values)[0]


def drop(*, user: User, filter_id: int) -> None:
    """Drop a saved filter of one's own."""
    SavedFilter.objects.filter(user=user, pk=filter_id).delete()
