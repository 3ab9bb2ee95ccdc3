"""A page number too high is said to be that, with the way to the last page."""

from __future__ import annotations

from typing import Any

import pytest

from oversight.registry.models import Subject
from oversight.web import paging
from tests.support import platform_factory
from tests.support.pages import text_of
from tests.support.platform_factory import Bureau


@pytest.fixture(autouse=True)
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two rows fill a page."""
    monkeypatch.setattr(paging, "PER_PAGE", 2)


@pytest.fixture
def client_of_five(own: Bureau, signed_in: Any) -> Any:
    """Give a clerk whose directory has five subjects: three pages."""
    for number in range(1, 6):
        platform_factory.subject(own, number)
    return signed_in(own, "clerk")


@pytest.mark.parametrize(
    ("asked", "told"),
    [("4", "4"), ("200", "200"), ("201", "201"), ("0004", "4"), ("9" * 5000, "9" * 9)],
)
def test_beyond_the_end_stands_the_last_page_and_that_it_is(
    client_of_five: Any, asked: str, told: str
) -> None:
    page = text_of(client_of_five.get(f"/office/subjects/?page={asked}"))

    assert f"没有第 {told} 页；这里是最后一页" in page
    assert 'href="?page=3"' in page
    assert "第 5–5 家" in page
    assert "青禾区第5食品有限公司" in page


@pytest.mark.parametrize("asked", ["1", "2", "3", "0", "-1", "x", "", "１"])
def test_a_page_that_exists_is_shown_as_it_is(client_of_five: Any, asked: str) -> None:
    response = client_of_five.get("/office/subjects/", {"page": asked})

    assert response.status_code == 200
    assert "没有第" not in response.content.decode()


def test_where_there_is_nothing_the_first_page_is_the_last(own: Bureau, signed_in: Any) -> None:
    page = text_of(signed_in(own, "clerk").get("/office/subjects/?page=9"))

    assert "没有第 9 页" in page
    assert Subject.objects.count() == 0


def test_beyond_what_is_turned_to_a_filter_is_advised(
    client_of_five: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "LAST_PAGE", 2)

    page = text_of(client_of_five.get("/office/subjects/?page=3"))

    assert "没有第 3 页" in page
    assert "最多翻到这里，请用筛选缩小范围" in page
