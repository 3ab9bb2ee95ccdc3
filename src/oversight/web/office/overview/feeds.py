"""期限订阅: the address that one's own calendar reads: made, made anew, revoked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts.services import feeds
from oversight.web.access import ActingRequest, act, page


@page()
def feed(request: ActingRequest) -> HttpResponse:
    """Show whether there is an address, and since when."""
    return _show(request)


@act()
def make(request: ActingRequest) -> HttpResponse:
    """Make a new address and show it, this once."""
    secret = feeds.make(actor=request.actor, at=request.at)
    address = request.build_absolute_uri(reverse("public:deadline-feed", args=[secret]))
    return _show(request, address)


@act()
def revoke(request: ActingRequest) -> HttpResponse:
    """End the address at once."""
    feeds.revoke(actor=request.actor, at=request.at)
    messages.success(request, "订阅地址已停用；用它的日历从现在起读不到期限。")
    return redirect("office:deadline-feed")


def _show(request: ActingRequest, address: str = "") -> HttpResponse:
    context = {"feed": feeds.feed_of(request.user.pk), "address": address}
    return render(request, "office/overview/feed.html", context)
