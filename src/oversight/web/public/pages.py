"""What anybody may read: the list of items, the inspectors' five fields, the log."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from oversight.accounts import installation
from oversight.audit import outside, publication, selectors
from oversight.common import moments
from oversight.draws import draw_details, records
from oversight.registry.rules import items as rules
from oversight.registry.selectors import inspectors, items
from oversight.web.access import public
from oversight.web.public.site import bureau_of, site_name

_TILE = re.compile(
    r"(?:tile/(?:entries|[0-9]{1,2})/(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/[0-9]{1,3})?|checkpoint|vkey)"
)


@public
def home(request: HttpRequest) -> HttpResponse:
    """Show the first page of the public site."""
    today = moments.day_of(request.at)  # type: ignore[attr-defined]
    context = {
        "bureaus": [
            (bureau, len(items.published(bureau.pk, today)), len(inspectors.published(bureau.pk)))
            for bureau in installation.open_bureaus()
        ],
        "draws": records.headings(draw_details.newest_first()[:6]),
        "voids": draw_details.voids_of_all(),
        "size": selectors.size(),
        "root": publication.newest().root.hex(),
        "name": site_name(),
    }
    return render(request, "public/home.html", context)


@public
def item_list(request: HttpRequest) -> HttpResponse:
    """Show the published list of items."""
    today = moments.day_of(request.at)  # type: ignore[attr-defined]
    bureau = bureau_of(request)
    context = {
        "rows": items.published(bureau.pk, today),
        "bureau": bureau,
        "name": site_name(),
        "today": today,
    }
    return render(request, "public/items.html", context)


@public
def item(request: HttpRequest, code: str) -> HttpResponse:
    """Show one published item as it holds today."""
    today = moments.day_of(request.at)  # type: ignore[attr-defined]
    bureau = bureau_of(request)
    for item, version, content in items.published(bureau.pk, today):
        if item.code == code:
            context = {"item": item, "version": version, "content": content, "name": site_name()}
            return render(
                request, "public/item.html", {**context, "bureau": bureau, "titles": rules.TITLES}
            )
    raise Http404


@public
def inspector_list(request: HttpRequest) -> HttpResponse:
    """Show the inspectors' five published fields."""
    bureau = bureau_of(request)
    context = {"rows": inspectors.published(bureau.pk), "bureau": bureau, "name": site_name()}
    return render(request, "public/inspectors.html", context)


@public
def log(request: HttpRequest) -> HttpResponse:
    """Show the log's key, its newest head and its interruptions."""
    newest = publication.newest()
    context = {
        "size": newest.size,
        "root": newest.root.hex(),
        "vkey": (publication.folder() / "vkey").read_text().strip(),
        "name": site_name(),
        "interruptions": selectors.public_interruptions(),
        "outside": outside.last_answers(),
    }
    return render(request, "public/log.html", context)


@public
def log_file(_: HttpRequest, name: str) -> HttpResponse:
    """Send a file of the log, as C2SP tlog-tiles lays them out (log-v1 1)."""
    path = Path(settings.LOG_FOLDER) / name
    if _TILE.fullmatch(name) is None or not path.is_file():
        raise Http404
    is_text = name in {"checkpoint", "vkey"}
    kind = "text/plain; charset=utf-8" if is_text else "application/octet-stream"
    response = HttpResponse(path.read_bytes(), content_type=kind)
    is_fixed = not is_text and ".p/" not in name
    response["Cache-Control"] = "public, max-age=31536000, immutable" if is_fixed else "no-cache"
    return response
