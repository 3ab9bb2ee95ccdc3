"""Every page of the demonstration, for every role: nobody reads a raw code, state or moment."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from oversight.demo import accounts as demo_accounts
from tests.support import shown_words

pytestmark = pytest.mark.any_database
WHO = ("", "admin", "ji", "shen", "luo", "wei", "zheng", "zhi")
ALIKE = 2  # so many pages of one kind are read; of draws, which differ in their states, all
MANY = 12
_NO_PAGE = re.compile(
    r"export|minutes|/log/.|\.(?:zip|json|csv|xlsx|docx|pdf)$|^/(?:static|api)/|/sign-out/"
)
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_PUBLIC_ITEM = re.compile(r"^([A-Z]{2,5}-\d\d)\s*\n+\s*(\S+)", re.MULTILINE)


class Visitor:
    """Somebody who reads the site and follows its links."""

    def __init__(self, site: str, username: str) -> None:
        self._site = site
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self._start = "/office/" if username else "/"
        if username:
            token = _TOKEN.search(self.html("/sign-in/") or "")
            assert token is not None
            words = {"username": username, "password": demo_accounts.PASSWORD}
            data = urlencode({**words, "csrfmiddlewaretoken": token[1]}).encode()
            self._opener.open(f"{site}/sign-in/", data).close()

    def html(self, address: str) -> str | None:
        """Read a page; what is no page is none."""
        try:
            response = self._opener.open(self._site + address)
        except HTTPError as error:
            response = error
        with response:
            is_page = response.headers.get("Content-Type", "").startswith("text/html")
            return response.read().decode() if is_page else None

    def pages(self) -> Iterator[tuple[str, str]]:
        """Follow the links from the first page on; give addresses with what they show."""
        queue, known, alike = deque([self._start]), {self._start}, Counter[str]()
        while queue:
            address = queue.popleft()
            html = self.html(address)
            if html is None:
                continue
            text, links = shown_words.read(html)
            yield address, text
            for link in links:
                there = urljoin(address, link).split("#")[0]
                if there in known or not self._is_followed(there):
                    continue
                known.add(there)
                kind = _kind(there)
                alike[kind] += 1
                if alike[kind] <= (MANY if "draws/#/?" in kind else ALIKE):
                    queue.append(there)

    def _is_followed(self, address: str) -> bool:
        return address.startswith(self._start) and not _NO_PAGE.search(urlsplit(address).path)


def _kind(address: str) -> str:
    """Name what pages have in common: their address without numbers and codes."""
    parts = urlsplit(address)
    path = re.sub(r"(?<=/)(?=[^/]*\d)[\w-]+(?=/)", "#", parts.path)
    return f"{path}?{','.join(sorted(parse_qs(parts.query)))}"


@pytest.fixture(scope="module")
def items(site: str) -> dict[str, str]:
    """Give the codes of the published items with their names."""
    text, _ = shown_words.read(Visitor(site, "").html("/items/") or "")
    return dict(_PUBLIC_ITEM.findall(text))


def test_the_items_are_known_by_code_and_name(items: dict[str, str]) -> None:
    assert items["LDBZ-01"] == "用人单位制定内部劳动保障规章制度的情况"
    # Another journey of the same demonstration publishes the one that is drafted.
    assert len(items) in {15, 16}


@pytest.mark.parametrize("who", WHO, ids=lambda who: who or "public")
def test_no_page_of_the_demonstration_shows_raw_words(
    site: str, who: str, items: dict[str, str]
) -> None:
    pages = dict(Visitor(site, who).pages())

    raw = [words for at, text in pages.items() for words in shown_words.raw_words(at, text, items)]

    assert raw == []
    assert len(pages) > 10
