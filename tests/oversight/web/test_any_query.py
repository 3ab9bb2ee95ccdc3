"""Every page takes whatever is asked of it in its address."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from tests.oversight.web.furnishing import address, client_of, furnished, spent
from tests.oversight.web.matrix import LETTERS, MATRIX
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
QUERIES = ("", "?page=2", f"?page={'9' * 5000}", "?page=x&q=（）", "?q=%00")


@pytest.fixture(scope="module")
def things(shared_bureau: Bureau) -> dict[str, Any]:
    """Put one of everything in the module's bureau, and give the keys."""
    return furnished(shared_bureau)


@pytest.mark.parametrize("who", LETTERS.values())
def test_every_page_with_much_on_the_books_takes_any_page_and_words(
    own: Bureau, things: dict[str, Any], who: str
) -> None:
    client = client_of(own, who)
    letter = next(key for key, role in LETTERS.items() if role == who)
    broken = []

    for (name, row), query in product(MATRIX.items(), QUERIES):
        if "GET" not in row.methods or letter not in row.who or name.startswith("api:"):
            continue
        response = client.get(f"{address(name, row, things)}{query}")
        spent(response)
        if response.status_code >= 500:
            broken.append((name, query, response.status_code))

    assert broken == []
