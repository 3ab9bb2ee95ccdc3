"""帮助: all short explanations on one page, by app and topic."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from oversight.web import contributions
from oversight.web.access import ActingRequest, page


@page()
def listing(request: ActingRequest) -> HttpResponse:
    """Show the help."""
    return render(request, "office/overview/help.html", {"topics": contributions.help_topics()})
