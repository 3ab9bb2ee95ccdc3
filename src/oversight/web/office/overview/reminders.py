"""催一下: one button beside whatever the actor waits for."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse

from oversight.reminders import services
from oversight.web import contributions
from oversight.web.access import ActingRequest, act, back


@act()
def remind(request: ActingRequest) -> HttpResponse:
    """Remind whoever the actor waits for; they see it beside the thing on their workbench."""
    todo = contributions.awaited(request.actor, request.at, request.POST.get("key", ""))
    services.remind(actor=request.actor, todo=todo, at=request.at)
    messages.success(request, f"已催{todo.waiting_for}：{todo.title}；对方的工作台上会看到。")
    return back(request)
