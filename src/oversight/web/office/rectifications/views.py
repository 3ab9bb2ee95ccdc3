"""One rectification: what is to be done now, its points, papers, reports and proofs."""

from __future__ import annotations

from datetime import date

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.cases import origins as case_origins
from oversight.common import moments
from oversight.rectifications import awaiting, rules, selectors, states
from oversight.rectifications.models import Rectification
from oversight.rectifications.open_acts import open_acts
from oversight.rectifications.services import looks
from oversight.rectifications.states import RECTIFICATION, RectificationState
from oversight.web.access import ActingRequest, form, page
from oversight.web.action_form import Action
from oversight.web.file_response import file_response
from oversight.web.personal_looks import show_whole

_PAGES = {
    states.ORDER: "order",
    states.SERVE: "serve",
    states.BEGIN: "begin",
    states.LINK: "link",
    states.PROVE: "spot",
    states.ACCEPT_PROOF: "spot-accept",
    states.RETURN_PROOF: "spot-return",
    states.ARRANGE: "recheck",
    states.PASS: "conclude",
    states.ASK_EXTENSION: "extend",
    states.ESCALATE: "escalate",
    states.CANCEL: "cancel",
}
_BUTTONS = {states.PASS: "写复查结论"}


@form(Permission.SEE_VISITS)
def phone_number(request: ActingRequest, rectification_id: int, place: int) -> HttpResponse:
    """Show the whole telephone number of who sent a report, once it was asked for."""
    row = selectors.rectification_for(request.actor, rectification_id)
    crumbs = (
        ("责令改正", reverse("office:rectifications")),
        (row.name, reverse("office:rectification", args=[row.pk])),
    )
    return show_whole(
        request,
        Action(title="看报告人的完整电话", button="看号码", crumbs=crumbs, caption=row.name),
        "电话",
        lambda: looks.show_phone(
            actor=request.actor, rectification_id=row.pk, place=place, at=request.at
        ),
    )


@page(Permission.SEE_VISITS)
def detail(request: ActingRequest, rectification_id: int) -> HttpResponse:
    """Show one rectification."""
    row = selectors.rectification_for(request.actor, rectification_id)
    today = moments.day_of(request.at)
    following = awaiting.next_act(row, today)
    acts = open_acts(request.actor, row, today)
    first = following.act if following is not None and following.act in acts else ""
    extension = selectors.waiting_extension(row)
    context = {
        "row": row,
        "following": following,
        "first": _button(row, first) if first else None,
        "others": [_button(row, act) for act in _PAGES if act in acts and act != first],
        "standing": _standing(row, today),
        "points": row.points.all(),
        "reports": selectors.reports(row),
        "proofs": row.proofs.all(),
        "extensions": row.extensions.all(),
        "may_decide": extension is not None and _may_decide(request, extension.asked_user),
        "consequences": selectors.consequences(row.bureau_id, today),
        "recheck_until": awaiting.recheck_until(row),
        "today": today,
        "clue": case_origins.open_clue(request.actor, row),
        "case": case_origins.case_of(request.actor, row),
    }
    return render(request, "office/rectifications/rectification.html", context)


@page(Permission.SEE_VISITS)
def proof(request: ActingRequest, proof_id: int) -> FileResponse:
    """Send a proof as it came."""
    row, stored = selectors.proof_file(request.actor, proof_id)
    return file_response(stored, stem=f"{row.rectification.number}-{row.pk}")


def _button(row: Rectification, act: str) -> tuple[str, str]:
    words = _BUTTONS.get(act, RECTIFICATION.act_label(act))
    return words, reverse(f"office:rectification-{_PAGES[act]}", args=[row.pk])


def _may_decide(request: ActingRequest, asked_user: int | None) -> bool:
    return request.actor.may(Permission.APPROVE_VISITS) and asked_user != request.actor.user_id


def _standing(row: Rectification, today: date) -> str:
    is_timed = row.state == RectificationState.CORRECTING
    return rules.standing(row.due_on, today) if is_timed else ""
