"""The page that puts the demonstration's clock forward."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse

from oversight.web import clock, jobs
from oversight.web.access import ActingRequest, act, back

_STEPS = {"30": 30, "1440": 1440}


@act()
def skip(request: ActingRequest) -> HttpResponse:
    """Put the demonstration's clock forward; a real site has no such address."""
    minutes = _STEPS.get(request.POST.get("minutes", ""))
    if not settings.IS_DEMO or minutes is None:
        raise Http404
    # In small steps, so that what falls due in between is done in its time.
    for _ in range(0, min(minutes, 60), 5):
        clock.skip(5)
        jobs.run_due()
    clock.skip(minutes - min(minutes, 60))
    jobs.run_due()
    messages.success(request, f"演示时钟快进了 {minutes} 分钟。")
    return back(request)
