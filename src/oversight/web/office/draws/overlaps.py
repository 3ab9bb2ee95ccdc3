"""一批对象再抽一次: the approver's reason for it."""

from __future__ import annotations

from django.http import HttpResponse

from oversight.accounts.rules import permission_of
from oversight.draws import draw_details, selectors
from oversight.draws.models import Draw
from oversight.draws.services import overlap
from oversight.draws.states import DRAW
from oversight.web.access import ActingRequest, form
from oversight.web.forms import ReasonForm
from oversight.web.office.draws.actions import run_on_draw


@form(permission_of(DRAW, "justify"))
def justify(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Say why the same subjects are drawn from once more."""
    draw = selectors.draw_for(request.actor, draw_id)
    bound = ReasonForm(request.POST or None)
    return run_on_draw(
        request,
        draw_id,
        bound,
        lambda: overlap.justify(
            actor=request.actor,
            draw_id=draw_id,
            reason=bound.cleaned_data["reason"],
            at=request.at,
        ),
        title="对同一批对象再抽一次的理由",
        lead=f"{_overlap_words(draw)}。封存以后，理由和您的姓名永远列在两次抽取的公示页上。",
        button="写明理由，同意",
        success="理由已记入日志；封存以后和两次抽取一起公示。",
    )


def _overlap_words(draw: Draw) -> str:
    phrases = [
        f"和“{overlap.other.title}”（{overlap.other.number}）共同的对象 {overlap.shared} 家"
        for overlap in draw_details.population_overlaps(draw)
    ]
    return "；".join(phrases) or "备料时没有发现重叠的抽取"
