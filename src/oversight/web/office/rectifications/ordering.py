"""Opening a rectification, its order, the service, the link for the enterprise."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts.rules import Permission, permission_of
from oversight.common import moments
from oversight.documents.rules.service import ServiceFacts
from oversight.files import rules as file_rules
from oversight.files.models import StoredFile
from oversight.files.services import storing
from oversight.rectifications import rules, selectors
from oversight.rectifications.models import Rectification
from oversight.rectifications.services import opening, orders
from oversight.rectifications.services.orders import OrderInput
from oversight.rectifications.states import RECTIFICATION
from oversight.regulations import selectors as regulations
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import confirm_action, run_action, show_action
from oversight.web.forms import Form
from oversight.web.office.rectifications.actions import action, point_facts, term_facts
from oversight.web.office.rectifications.forms import (
    OpenForm,
    OrderForm,
    ServeForm,
    WhyForm,
    served_start,
)
from oversight.web.presenters.draws import qr

_FACTS = ("way", "place", "receiver", "relation", "refusal", "witness", "consent", "reference")


@form(Permission.TAKE_VISITS)
def open_new(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Open a rectification on the page of a visit."""
    visit = selectors.visit_for(request.actor, visit_id)
    bound = OpenForm(request.POST or None)
    if bound.is_valid():
        row = bound.carry_out(
            lambda: opening.open_by_hand(
                actor=request.actor,
                visit_id=visit_id,
                finding_code=bound.cleaned_data["finding_code"],
                points=bound.points,
                at=request.at,
            )
        )
        if row is not None:
            return redirect("office:rectification", row.pk)
    context = {"form": bound, "visit": visit}
    return render(request, "office/rectifications/open.html", context)


@form(permission_of(RECTIFICATION, "order"))
def issue(request: ActingRequest, rectification_id: int) -> HttpResponse:
    """Issue the order with its term."""
    row = selectors.rectification_for(request.actor, rectification_id)
    bound = OrderForm(request.POST or None, initial=_order_start(request, row))
    longest = regulations.number(row.bureau_id, rules.LONGEST, moments.day_of(request.at))
    lead = f"期限最多 {longest} 日，从送达的次日起算；拒不改正的后果和依据会自动写进指令书。"
    return run_action(
        request,
        bound,
        lambda: orders.issue(
            actor=request.actor,
            rectification_id=rectification_id,
            order=OrderInput(**bound.cleaned_data),
            at=request.at,
        ),
        action(row, "出具限期改正指令书", "出具", lead=lead, facts=point_facts(row)),
        success="指令书已出具；请打印、送达，再登记送达。",
    )


@form(permission_of(RECTIFICATION, "serve"))
def serve(request: ActingRequest, rectification_id: int) -> HttpResponse:
    """Put the service of the order on record."""
    row = selectors.rectification_for(request.actor, rectification_id)
    start = served_start(request.at, row)
    bound = ServeForm(request.POST or None, request.FILES or None, initial=start)
    return run_action(
        request,
        bound,
        lambda: orders.serve(
            actor=request.actor,
            rectification_id=rectification_id,
            facts=ServiceFacts(**{name: bound.cleaned_data[name] for name in _FACTS}),
            served_at=bound.cleaned_data["at"],
            proof=_proof(request, row, bound),
            at=request.at,
        ),
        action(row, "登记送达", "登记送达", facts=term_facts(row)),
        success=_served_words,
    )


@form(permission_of(RECTIFICATION, "begin"))
def begin(request: ActingRequest, rectification_id: int) -> HttpResponse:
    """Let the term begin after a public notice."""
    row = selectors.rectification_for(request.actor, rectification_id)
    return confirm_action(
        request,
        lambda: orders.begin(actor=request.actor, rectification_id=rectification_id, at=request.at),
        action(row, "起算改正期", "起算", facts=term_facts(row)),
        success="改正期已起算。",
    )


@form(permission_of(RECTIFICATION, "link"))
def send_link(request: ActingRequest, rectification_id: int) -> HttpResponse:
    """Make the link at which the enterprise reports, and show it: this once."""
    row = selectors.rectification_for(request.actor, rectification_id)
    bound = Form(request.POST if request.method == "POST" else None)
    if bound.is_valid():
        sent = bound.carry_out(
            lambda: orders.send_link(
                actor=request.actor, rectification_id=rectification_id, at=request.at
            )
        )
        if sent is not None:
            path = reverse("public:rectification", args=[sent[1]])
            address = request.build_absolute_uri(path)
            context = {"row": row, "address": address, "qr": qr(address)}
            return render(request, "office/rectifications/link.html", context)
    lead = "链接只显示一次，企业不用账号；以前发过的，原来的链接马上失效。"
    return show_action(request, bound, action(row, "发企业报告链接", "生成链接", lead=lead))


@form(permission_of(RECTIFICATION, "cancel"))
def cancel(request: ActingRequest, rectification_id: int) -> HttpResponse:
    """Cancel one that was opened by mistake."""
    row = selectors.rectification_for(request.actor, rectification_id)
    bound = WhyForm(request.POST or None)
    return run_action(
        request,
        bound,
        lambda: opening.cancel(
            actor=request.actor,
            rectification_id=rectification_id,
            at=request.at,
            **bound.cleaned_data,
        ),
        action(
            row,
            "撤销责令改正",
            "撤销",
            lead="指令书没有送达的才能撤销；编号和理由保留，不能恢复。",
            facts=point_facts(row),
        ),
        success="已撤销，理由已留痕。",
    )


def _order_start(request: ActingRequest, row: Rectification) -> dict[str, object]:
    today = moments.day_of(request.at)
    return {
        "days": regulations.number(row.bureau_id, rules.TERM, today),
        "address": row.visit.visit_place or row.subject.address,
    }


def _proof(request: ActingRequest, row: Rectification, bound: ServeForm) -> StoredFile | None:
    upload = bound.cleaned_data["proof"]
    if upload is None:
        return None
    return storing.store_file(
        chunks=upload.chunks(),
        name=upload.name,
        actor=request.actor,
        at=request.at,
        kinds=file_rules.SCANS,
        bureau_id=row.bureau_id,
        field="proof",
    )


def _served_words(row: Rectification) -> str:
    if row.due_on is None:
        return "已登记送达，送达回证已出具；公告期满以后再起算改正期。"
    due = moments.day_in_words(row.due_on)
    return f"已登记送达，送达回证已出具；改正期到{due}满。请把报告链接发给企业。"
