"""The shell: two pages, their files and the worker that keeps them; the same for everybody."""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from oversight.web.access import View, public

STYLES = (
    "vendor/bootstrap-5.3.9.min.css",
    *(f"css/{name}.css" for name in ("theme", "layout", "components", "forms", "field")),
)
FORM = (
    *(
        "closing",
        "codes",
        "fields",
        "gallery",
        "items",
        "minutes",
        "minutes_text",
        "missing",
        "moments",
    ),
    *("pad", "paths", "pictures", "record", "result", "sign", "summary"),
)
SCRIPTS = (
    "field/onsite.js",
    "vendor/idb-8.0.4.js",
    "vendor/signature_pad-5.1.4.js",
    *(f"field/{name}.js" for name in ("app", "check", "ids", "page", "server", "store", "sync")),
    *(f"field/{name}.js" for name in ("form", *FORM)),
)
OTHERS = ("favicon.svg", "icons.svg")
_WORKER = "field/worker.js"
_POLICY = {"img-src": ["blob:"], "manifest-src": [SELF], "worker-src": [SELF]}


def _field_page(view: View) -> View:
    """Allow on this page what the form needs beyond the policy of the site."""
    return csp_update(_POLICY)(view)


@public
@_field_page
def shell(_: HttpRequest) -> HttpResponse:
    """Show the page of my visits and of a record; what it shows comes from the telephone."""
    return _checked_again(HttpResponse(_page("app")))


@public
@_field_page
def check(_: HttpRequest) -> HttpResponse:
    """Show the page that tries whether this telephone can work without network."""
    return _checked_again(HttpResponse(_page("check")))


@public
def worker(_: HttpRequest) -> HttpResponse:
    """Give the worker, with the list of what it keeps and its version."""
    text = _text(_WORKER).replace("@@VERSION@@", version())
    text = text.replace('["@@SHELL@@"]', json.dumps(_addresses()))
    return _checked_again(HttpResponse(text, content_type="text/javascript; charset=utf-8"))


@public
def manifest(_: HttpRequest) -> HttpResponse:
    """Say how the page stands on a home screen."""
    return _checked_again(
        JsonResponse(
            {
                "name": "明签现场检查",
                "short_name": "明签现场",
                "lang": "zh-Hans",
                "start_url": reverse("field:shell"),
                "scope": reverse("field:shell"),
                "display": "standalone",
                "background_color": "#f6f3ec",
                "theme_color": "#14273f",
                "icons": [{"src": static("favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
            },
            content_type="application/manifest+json",
        )
    )


@functools.cache
def version() -> str:
    """Give the digest of all that the worker keeps: one changed byte makes a new worker."""
    parts = [_page("app"), _page("check"), _text(_WORKER)]
    parts += [_text(name) for name in (*STYLES, *SCRIPTS, *OTHERS)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _addresses() -> list[str]:
    pages = [reverse(f"field:{name}") for name in ("shell", "check", "manifest")]
    return [*pages, *(static(name) for name in (*STYLES, *SCRIPTS, *OTHERS))]


def _page(script: str) -> str:
    """Render a page of the shell: no request is asked, so it is the same for everybody."""
    return render_to_string(f"field/{script}.html", {"styles": STYLES, "script": script})


def _text(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    return Path(path).read_text(encoding="utf-8")


def _checked_again(response: HttpResponse) -> HttpResponse:
    """Let browsers keep it, but ask each time whether it is still the newest."""
    response["Cache-Control"] = "no-cache"
    return response
