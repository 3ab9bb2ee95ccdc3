"""公示 for everybody: what was published, what is withheld why, former versions, the file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from oversight.disclosures import selectors, sources
from oversight.disclosures.models import Disclosure
from oversight.disclosures.states import DisclosureState
from oversight.web.access import public, search_words
from oversight.web.paging import paginate
from oversight.web.presenters.disclosures import shown_version
from oversight.web.public.site import bureau_of, site_name


@public
def listing(request: HttpRequest) -> HttpResponse:
    """Show what a bureau published, the newest first, the withdrawn too."""
    bureau = bureau_of(request)
    titles = sources.titles()
    kind = request.GET.get("kind", "")
    words = search_words(request)
    rows = selectors.shown(bureau.pk, words=words, kind=kind if kind in titles else "")
    page = paginate(request, rows)
    context = {
        "bureau": bureau,
        "page": page,
        "rows": [{"row": row, "kind": titles.get(row.kind, row.kind)} for row in page.rows],
        "kinds": titles,
        "kind": kind,
        "words": words,
        "withdrawn": DisclosureState.WITHDRAWN,
        "name": site_name(),
    }
    return render(request, "public/publications.html", context)


@public
def detail(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """Show a version with the others: what is struck through when and why."""
    row = _version(number, version)
    versions = list(selectors.shown_versions(number))
    context = {
        "row": row,
        "shown": shown_version(row),
        "kind": sources.titles().get(row.kind, row.kind),
        "others": [other for other in versions if other.pk != row.pk],
        "later": next((other for other in versions if other.version > row.version), None),
        "name": site_name(),
    }
    return render(request, "public/publication.html", context)


@public
def record(_: HttpRequest, number: str, version: int) -> HttpResponse:
    """Send the published file, which anybody can verify (spec disclosure-v1 4)."""
    data = selectors.opening_of(_version(number, version))
    response = HttpResponse(data, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{number}-{version}.json"'
    return response


def _version(number: str, version: int) -> Disclosure:
    row = selectors.shown_version(number, version)
    if row is None:
        raise Http404
    return row
