"""How a phone or computer comes to trust the site: the office's own root, and how to install it.

These pages are served over plain http too: a device needs them before it can open https.
"""

from __future__ import annotations

import plistlib
import re
import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from oversight.serving import certificates
from oversight.web.access import public
from oversight.web.presenters.draws import qr
from oversight.web.public.site import site_name

_PREFIX = "mingqian.trust"
_PORT = re.compile(r":[0-9]+$")


@public
def guide(request: HttpRequest) -> HttpResponse:
    """Show how the root is installed on each kind of device, with its fingerprint to compare."""
    facts = certificates.read(settings.OWN_ROOT)
    address = _plain_address(request)
    context = {
        "name": site_name(),
        "root": facts,
        "fingerprint_qr": qr(f"SHA-256 {facts.fingerprint}") if facts else "",
        "address": address,
        "address_qr": qr(address),
    }
    return render(request, "public/trust.html", context)


@public
def root(_: HttpRequest) -> HttpResponse:
    """Give the root's certificate, as Android, Windows and Linux install it."""
    return _download(_root(), "application/x-x509-ca-cert", "mingqian-root.crt")


@public
def profile(_: HttpRequest) -> HttpResponse:
    """Give the root as a configuration profile, as iPhones and iPads install it."""
    content = _root()
    key = str(uuid.uuid5(uuid.NAMESPACE_OID, content.hex())).upper()
    title = f"{site_name()} 明签根证书"
    payload = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"{_PREFIX}.root.{key}",
        "PayloadUUID": key,
        "PayloadDisplayName": title,
        "PayloadCertificateFileName": "mingqian-root.crt",
        "PayloadContent": content,
    }
    whole = {
        "PayloadType": "Configuration",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"{_PREFIX}.{key}",
        "PayloadUUID": str(uuid.uuid5(uuid.NAMESPACE_OID, key)).upper(),
        "PayloadDisplayName": title,
        "PayloadDescription": "只用于打开本单位的明签网站；只对本单位的域名和内网地址有效。",
        "PayloadContent": [payload],
    }
    return _download(
        plistlib.dumps(whole), "application/x-apple-aspen-config", "mingqian-root.mobileconfig"
    )


def _plain_address(request: HttpRequest) -> str:
    """Give the address of this page that a device can open before it trusts the site."""
    if not settings.PLAIN_PORT:
        return request.build_absolute_uri(request.path)
    host = _PORT.sub("", request.get_host())
    return f"http://{host}:{settings.PLAIN_PORT}{request.path}"


def _root() -> bytes:
    try:
        return certificates.der(settings.OWN_ROOT)
    except (OSError, ValueError):
        raise Http404 from None


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
