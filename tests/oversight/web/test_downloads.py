"""A file that somebody gave is sent under its kind, and starts nothing where it is opened."""

from __future__ import annotations

import pytest

from oversight.web.downloads import safe_download

pytestmark = pytest.mark.any_database

TEXT = "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("given", "name", "content_type"),
    [
        ("notice-1a.pdf", "notice-1a.pdf", "application/pdf"),
        ("notice-1a.png", "notice-1a.png", "image/png"),
        ("notice-1a.jpg", "notice-1a.jpg", "image/jpeg"),
        ("notice-1a.txt", "notice-1a.txt", TEXT),
        ("notice-1a.html", "notice-1a.html.txt", TEXT),
        ("notice-1a.htm", "notice-1a.htm.txt", TEXT),
        ("notice-1a.svg", "notice-1a.bin", "application/octet-stream"),
        ("notice-1a.exe", "notice-1a.bin", "application/octet-stream"),
        ("notice-1a", "notice-1a.bin", "application/octet-stream"),
    ],
)
def test_a_given_file_is_sent_by_a_kind_that_is_safe(
    given: str, name: str, content_type: str
) -> None:
    assert safe_download(given) == (name, content_type)
