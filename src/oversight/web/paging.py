"""Paging of long lists: Django's paginator with a last page that is never exceeded."""

from __future__ import annotations

from typing import Any, cast

from django.core import paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 50
PER_PAGE_ON_PHONES = 20
LAST_PAGE = 200
_DIGITS = 9


class Page(paginator.Page):  # type: ignore[type-arg] # not generic at run time
    """One page of rows; ``beyond`` is the page that was asked for and does not exist."""

    beyond: str = ""

    @property
    def rows(self) -> list[Any]:
        """Give the rows of this page."""
        return list(self)

    @property
    def is_last_of_all(self) -> bool:
        """Tell whether pages end here although there may be more rows."""
        return self.number == LAST_PAGE


class BoundedPaginator(paginator.Paginator):  # type: ignore[type-arg]
    """A paginator that counts no further than the last page that is ever shown."""

    def __init__(self, rows: QuerySet[Any] | list[Any], per_page: int = PER_PAGE) -> None:
        super().__init__(rows[: LAST_PAGE * per_page], per_page)

    def _get_page(self, *args: Any, **kwargs: Any) -> Page:  # noqa: ANN401 - Django's hook
        return Page(*args, **kwargs)


def is_phone(request: HttpRequest) -> bool:
    """Tell whether the browser names itself one of a phone."""
    return "Mobi" in request.headers.get("User-Agent", "")


def per_page(request: HttpRequest) -> int:
    """Give how many rows a page has: fewer on a phone."""
    return PER_PAGE_ON_PHONES if is_phone(request) else PER_PAGE


def paginate(request: HttpRequest, rows: QuerySet[Any] | list[Any]) -> Page:
    """Give the page that the address asks for, or the last one with ``beyond`` set."""
    digits = request.GET.get("page", "1").strip()
    if not (digits.isascii() and digits.isdigit()):
        digits = "1"
    number = max(int(digits), 1) if len(digits) <= _DIGITS else LAST_PAGE + 1
    page = cast(Page, BoundedPaginator(rows, per_page(request)).get_page(number))
    if page.number != number:
        page.beyond = digits.lstrip("0")[:_DIGITS]
    return page
