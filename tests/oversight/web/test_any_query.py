"""Every page takes whatever is asked of it in its address."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oversight.web.furnishing import address, client_of, furnished, spent
from tests.oversight.web.matrix import LETTERS, MATRIX, Row
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
QUERIES = ("", "?page=2", f"?page={'9' * 5000}", "?page=x&q=（）", "?q=%00")


@pytest.fixture(scope="module")
def things(shared_bureau: Bureau) -> dict[str, Any]:
    """Put one of everything in the module's bureau, and give the keys."""
    return furnished(shared_bureau)


def asked_by(who: str, name: str, row: Row) -> list[str]:
    """Share the queries of a page among the roles that may open it: each asks at least one."""
    readers = [role for letter, role in LETTERS.items() if letter in row.who]
    if "GET" not in row.methods or who not in readers or name.startswith("api:"):
        return []
    times = max(len(readers), len(QUERIES))
    own = range(readers.index(who), times, len(readers))
    return [QUERIES[(place + len(name)) % len(QUERIES)] for place in own]


def test_every_page_is_asked_everything_by_somebody() -> None:
    roles = LETTERS.values()
    for name, row in MATRIX.items():
        asked = {query for who in roles for query in asked_by(who, name, row)}
        is_asked = "GET" in row.methods and not name.startswith("api:")
        assert asked == (set(QUERIES) if is_asked else set()), name


@pytest.mark.parametrize("who", LETTERS.values())
def test_every_page_with_much_on_the_books_takes_any_page_and_words(
    own: Bureau, things: dict[str, Any], who: str
) -> None:
    client = client_of(own, who)
    broken = []

    for name, row in MATRIX.items():
        for query in asked_by(who, name, row):
            response = client.get(f"{address(name, row, things)}{query}")
            spent(response)
            if response.status_code >= 500:
                broken.append((name, query, response.status_code))

    assert broken == []
