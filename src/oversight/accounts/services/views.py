"""常用筛选 of a person's lists: private, and not on record."""

from __future__ import annotations

from oversight.accounts.models import SavedView, User
from oversight.common.errors import DomainError, NotFoundError

MOST = 20
_LONGEST_NAME, _LONGEST_QUERY = 20, 500


def save(*, user: User, place: str, name: str, query: str) -> SavedView:
    """Keep the filters of a list under a name; the same name is overwritten.

    Raises:
        DomainError: no name, nothing is filtered, or there are too many.
    """
    title = _title(name)
    if not query or len(query) > _LONGEST_QUERY:
        raise DomainError("现在没有筛选条件；请先选好条件再保存")
    own = SavedView.objects.filter(user=user, place=place)
    if not own.filter(name=title).exists() and own.count() >= MOST:
        raise DomainError(f"一个列表最多存 {MOST} 个常用筛选；请先删去不用的")
    values = {"query": query}
    return SavedView.objects.update_or_create(user=user, place=place, name=title, defaults=values)[
        0
    ]


def rename(*, user: User, view_id: int, name: str) -> SavedView:
    """Give a view of one's own another name.

    Raises:
        NotFoundError: there is none.
        DomainError: no name, or another view of the list has it.
    """
    view, title = _own(user, view_id), _title(name)
    namesakes = SavedView.objects.filter(user=user, place=view.place, name=title)
    if namesakes.exclude(pk=view_id).exists():
        raise DomainError(f"已有一个常用筛选叫“{title}”；请换一个名字")
    view.name = title
    view.save(update_fields=["name"])
    return view


def drop(*, user: User, view_id: int) -> None:
    """Drop a view of one's own.

    Raises:
        NotFoundError: there is none.
    """
    _own(user, view_id).delete()


def _own(user: User, view_id: int) -> SavedView:
    view = SavedView.objects.filter(user=user, pk=view_id).first()
    if view is None:
        raise NotFoundError("没有这个常用筛选")
    return view


def _title(name: str) -> str:
    title = name.replace("\0", "").strip()[:_LONGEST_NAME]
    if not title:
        raise DomainError("请给常用筛选起个名字")
    return title
