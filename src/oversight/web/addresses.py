"""Whole addresses of pages, for papers that are read outside of the site."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.urls import reverse


def of_codes(request: HttpRequest) -> Callable[[str], str]:
    """Give a function that gives the whole address that the code of a visit opens."""

    def address(code: str) -> str:
        return request.build_absolute_uri(reverse("public:visit-code", args=[code]))

    return address
