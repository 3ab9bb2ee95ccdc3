"""Nonsense in every form is refused at the field, in words that a clerk knows."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from tests.oversight.web.furnishing import address, client_of, furnished, spent
from tests.oversight.web.matrix import LETTERS, MATRIX
from tests.support import shown_words
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
KEPT = {"hidden", "submit", "file"}
# What somebody types who is in a hurry, by the kind of the field: nothing at all, and far too much.
NONSENSE = (
    {"select": "zzz", "radio": "zzz", "checkbox": "zzz", "date": "31.31.2026", "number": "x"},
    {"date": "0000-00-00", "number": "-1", "text": "@" * 5000, "textarea": "@\n" * 5000},
)
_ENGLISH = re.compile(r"\b(?:Enter|Select|Ensure|This field|valid|required|Error|Exception)\b")


class _Forms(HTMLParser):
    """Reads the fields of the forms on a page that are posted to the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._is_here = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "form":
            self._is_here = values.get("method") == "post" and not values.get("action")
        name, kind = values.get("name"), values.get("type") or tag
        if self._is_here and name and tag in {"input", "select", "textarea"} and kind not in KEPT:
            self.fields[name] = kind

    def handle_endtag(self, tag: str) -> None:
        self._is_here = self._is_here and tag != "form"


@pytest.fixture(scope="module")
def shared_things(shared_bureau: Bureau) -> dict[str, Any]:
    """Put one of everything in the module's bureau once."""
    return furnished(shared_bureau)


@pytest.fixture
def things(shared_things: dict[str, Any], own: Bureau) -> dict[str, Any]:  # noqa: ARG001
    return copy.deepcopy(shared_things)


def refusals(client: Client, where: str, nonsense: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Fill the forms of a page with nonsense and give the fields' names with what is said then."""
    page = client.get(where)
    spent(page)
    if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
        return
    forms = _Forms()
    forms.feed(page.content.decode())
    if not forms.fields:
        return
    typed = {name: nonsense.get(kind, "") for name, kind in forms.fields.items()}
    answer = client.post(where, typed)
    spent(answer)
    text, _ = shown_words.read(answer.content.decode())
    yield where, text


@pytest.mark.parametrize("who", LETTERS.values())
@pytest.mark.parametrize("nonsense", NONSENSE, ids=["nothing", "too-much"])
def test_nonsense_is_refused_without_raw_words(
    own: Bureau, things: dict[str, Any], who: str, nonsense: dict[str, str]
) -> None:
    client = client_of(own, who)
    letter = next(key for key, role in LETTERS.items() if role == who)
    raw: list[str] = []
    filled = 0

    for name, row in MATRIX.items():
        if row.methods != "GET POST" or letter not in row.who or "sign-in" in name:
            continue
        for where, text in refusals(client, address(name, row, things), nonsense):
            filled += 1
            raw += shown_words.raw_words(where, text, {})
            raw += [f"{where}: {match[0]}" for match in _ENGLISH.finditer(text)]

    assert raw == []
    assert filled > 0
