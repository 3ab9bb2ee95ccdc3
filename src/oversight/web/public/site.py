"""What the public's pages share: which bureau, and the site's name."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from oversight.accounts.models import Organisation

_LONGEST_KEY = 10


def bureau_of(request: HttpRequest) -> Organisation:
    """Give the bureau the address asks for, the first one by default."""
    bureaus = Organisation.objects.filter(kind=Organisation.BUREAU, ended_at=None)
    asked = request.GET.get("bureau", "")
    is_key = asked.isdecimal() and len(asked) < _LONGEST_KEY
    found = bureaus.filter(pk=asked).first() if is_key else bureaus.first()
    if found is None:
        raise Http404
    return found


def site_name() -> str:
    """Name the installation by its top organisation."""
    top = Organisation.objects.filter(parent=None).first()
    return top.name if top else "明签"
