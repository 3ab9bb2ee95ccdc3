"""What anybody may read: the list of items, the inspectors' five fields, the log."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from oversight.accounts import installation
from oversight.audit import cosignatures, outside, publication, selectors
from oversight.common import moments
from oversight.draws import draw_details, records
from oversight.draws import selectors as draw_selectors
from oversight.draws.models import Draw
from oversight.plans import selectors as plans
from oversight.registry.rules import items as rules
from oversight.registry.selectors import inspectors, items
from oversight.web.access import public
from oversight.web.paging import paginate
from oversight.web.presenters.draw_page import remaining
from oversight.web.presenters.draws import qr
from oversight.web.public import figures
from oversight.web.public.site import bureau_of, site_name
from oversight.witnessing import selectors as selectors_of_witness
from oversight.witnessing.services import keys

_NEWEST = 6
_TILE = re.compile(
    r"(?:tile/(?:entries|[0-9]{1,2})/(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/[0-9]{1,3})?|checkpoint|cosigned|vkey)"
)


@public
def voice(request: HttpRequest) -> HttpResponse:
    """Say where to turn with what one has to say of a draw or an inspection."""
    context = {"name": site_name(), "bureaus": installation.open_bureaus()}
    return render(request, "public/voice.html", context)


@public
def home(request: HttpRequest) -> HttpResponse:
    """Show the first page of the public site."""
    today = moments.day_of(request.at)  # type: ignore[attr-defined]
    headings = records.headings(draw_details.newest_first()[:_NEWEST])
    context: dict[str, Any] = {
        "bureaus": [
            (bureau, len(items.published(bureau.pk, today)), len(inspectors.published(bureau.pk)))
            for bureau in installation.open_bureaus()
        ],
        "draws": headings,
        "latest": headings[0] if headings else None,
        "waiting": _waiting(headings, request.at),  # type: ignore[attr-defined]
        "figures": figures.of_year(today.year),
        "year": today.year,
        "voids": draw_details.voids_of_all(),
        "size": selectors.size(),
        "root": publication.newest().root.hex(),
        "name": site_name(),
    }
    if headings:
        address = reverse("public:draw", args=[headings[0].number])
        context["qr"] = qr(request.build_absolute_uri(address))
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
def data(request: HttpRequest) -> HttpResponse:
    """List what can be downloaded: the draws, the plans, the log."""
    page = paginate(request, draw_details.newest_first())
    rows = [
        {
            "draw": draw,
            "is_shown": draw_selectors.is_list_shown(draw),
            "is_open": draw_selectors.is_content_shown(draw),
        }
        for draw in records.headings(page.rows)
    ]
    published = [
        version for bureau in installation.open_bureaus() for version in plans.published(bureau.pk)
    ]
    context = {"page": page, "rows": rows, "plans": published, "name": site_name()}
    return render(request, "public/data.html", context)


@public
def log(request: HttpRequest) -> HttpResponse:
    """Show the log's key, its newest head, its interruptions and its entries."""
    newest = publication.newest()
    context = {
        "size": newest.size,
        "root": newest.root.hex(),
        "vkey": (publication.folder() / "vkey").read_text().strip(),
        "name": site_name(),
        "interruptions": selectors.public_interruptions(),
        "outside": outside.last_answers(),
        "cosigned": cosignatures.newest(),
        "witness_key": keys.vkey(),
        "followed": selectors_of_witness.followed_logs(),
        "page": paginate(request, selectors.public_entries()),
    }
    return render(request, "public/log.html", context)


@public
def log_file(_: HttpRequest, name: str) -> HttpResponse:
    """Send a file of the log, as C2SP tlog-tiles lays them out (log-v1 1)."""
    path = Path(settings.LOG_FOLDER) / name
    if _TILE.fullmatch(name) is None or not path.is_file():
        raise Http404
    is_text = name in {"checkpoint", "cosigned", "vkey"}
    kind = "text/plain; charset=utf-8" if is_text else "application/octet-stream"
    response = HttpResponse(path.read_bytes(), content_type=kind)
    is_fixed = not is_text and ".p/" not in name
    response["Cache-Control"] = "public, max-age=31536000, immutable" if is_fixed else "no-cache"
    return response


def _waiting(draws: Iterable[Draw], at: datetime) -> list[tuple[Draw, str]]:
    """Give the sealed draws whose public number is not out yet, with the time that is left."""
    return [
        (draw, remaining(draw.t0, at))
        for draw in draws
        if draw.state == Draw.SEALED and draw.t0 is not None and draw.t0 > at
    ]
