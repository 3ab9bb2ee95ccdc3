"""网站证书: until when it lasts, and how it is renewed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from oversight.accounts.rules import Permission
from oversight.web.access import ActingRequest, page
from oversight.web.presenters.certificate import certificate_state


@page(Permission.KEEP_ACCOUNTS)
def certificate(request: ActingRequest) -> HttpResponse:
    """Show the certificate, the root, and what is to be done next."""
    context = {"certificate": certificate_state(request.at), "is_secure": request.is_secure()}
    return render(request, "office/certificate/certificate.html", context)
