"""What the public's pages share: which bureau, and the site's name."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from oversight.accounts import installation
from oversight.accounts.models import Organisation

_LONGEST_KEY = 10


def bureau_of(request: HttpRequest) -> Organisation:
    """Give the bureau the address asks for, the first one by default."""
    key = request.GET.get("bureau", "")
    is_key = key.isdecimal() and len(key) < _LONGEST_KEY
    bureau = installation.open_bureau(int(key) if is_key else None)
    if bureau is None:
        raise Http404
    return bureau


def site_name() -> str:
    """Name the installation by its top organisation."""
    return installation.name() or "明签"
