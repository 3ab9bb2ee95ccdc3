"""The acts on a publication, each a page with its form."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from oversight.accounts.rules import permission_of
from oversight.disclosures import selectors, sources
from oversight.disclosures.models import Disclosure
from oversight.disclosures.services import drafting, releasing, reviewing
from oversight.disclosures.states import DISCLOSURE
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import Action, confirm_action, run_action, show_action
from oversight.web.forms import Form
from oversight.web.office.disclosures.forms import ApproveForm, ChangeForm, WhyForm


@form(permission_of(DISCLOSURE, "change"))
def draft(request: ActingRequest, kind: str, key: str) -> HttpResponse:
    """Begin the publication of a thing."""
    source = sources.source_of(kind)
    content = sources.content_of(kind, request.actor.bureau_id or 0, key)
    action = Action(
        title=f"起草公示：{content.title}",
        button="起草",
        crumbs=(("待公示", reverse("office:disclosures-waiting")),),
        caption=source.title,
        lead="内容直接取自原件；下一步写明哪些不公开、为什么，再提交审查。",
    )
    bound = Form(request.POST if request.method == "POST" else None)
    if bound.is_valid():
        row = bound.carry_out(
            lambda: drafting.draft(actor=request.actor, kind=kind, key=key, at=request.at)
        )
        if row is not None:
            return redirect("office:disclosure", row.pk)
    return show_action(request, bound, action)


@form(permission_of(DISCLOSURE, "change"))
def change(request: ActingRequest, disclosure_id: int) -> HttpResponse:
    """Say what is withheld and why."""
    row = selectors.disclosure_for(request.actor, disclosure_id)
    bound = ChangeForm(row, request.POST or None)
    return run_action(
        request,
        bound,
        lambda: drafting.change(
            actor=request.actor,
            disclosure_id=disclosure_id,
            choices=bound.choices,
            at=request.at,
        ),
        _action(
            row,
            "哪些不公开",
            "保存",
            lead="不公开的字段在公示页上看得见名称和理由；内容同样封存，日后可以证明没有改过。",
        ),
        success="已保存。",
    )


@form(permission_of(DISCLOSURE, "submit"))
def submit(request: ActingRequest, disclosure_id: int) -> HttpResponse:
    """Hand a draft to the reviewer."""
    row = selectors.disclosure_for(request.actor, disclosure_id)
    return confirm_action(
        request,
        lambda: drafting.submit(actor=request.actor, disclosure_id=disclosure_id, at=request.at),
        _action(
            row, "提交审查", "提交", lead="审查由另一位同事办；证件号码、电话、银行卡号会拦下。"
        ),
        success="已提交，等审查。",
    )


@form(permission_of(DISCLOSURE, "drop"))
def drop(request: ActingRequest, disclosure_id: int) -> HttpResponse:
    """Delete a draft."""
    row = selectors.disclosure_for(request.actor, disclosure_id)
    action = Action(
        title="删除草稿",
        button="删除",
        crumbs=(("公示", reverse("office:disclosures")),),
        caption=row.title,
        lead="删除以后编号不再用；原件不受影响，可以重新起草。",
    )
    return confirm_action(
        request,
        lambda: drafting.drop(actor=request.actor, disclosure_id=disclosure_id, at=request.at),
        action,
        success="草稿已删除。",
    )


@form(permission_of(DISCLOSURE, "send_back"))
def send_back(request: ActingRequest, disclosure_id: int) -> HttpResponse:
    """Return a draft with remarks."""
    row = selectors.disclosure_for(request.actor, disclosure_id)
    bound = WhyForm(request.POST or None)
    return run_action(
        request,
        bound,
        lambda: reviewing.send_back(
            actor=request.actor,
            disclosure_id=disclosure_id,
            reason=bound.cleaned_data["reason"],
            at=request.at,
        ),
        _action(row, "退回", "退回"),
        success="已退回起草人。",
    )


@form(permission_of(DISCLOSURE, "approve"))
def approve(request: ActingRequest, disclosure_id: int) -> HttpResponse:
    """Approve with the whole checklist."""
    row = selectors.disclosure_for(request.actor, disclosure_id)
    bound = ApproveForm(request.POST if request.method == "POST" else None)
    return run_action(
        request,
        bound,
        lambda: reviewing.approve(
            actor=request.actor,
            disclosure_id=disclosure_id,
            checks=bound.cleaned_data["checks"],
            at=request.at,
        ),
        _action(
            row,
            "批准公示",
            "批准并封存",
            lead="批准时全部字段连同不公开的一起封存，封存摘要记入公开的日志；之后内容不能再改。",
        ),
        success="已批准并封存，等第三位同事公示。",
    )


@form(permission_of(DISCLOSURE, "publish"))
def publish(request: ActingRequest, disclosure_id: int) -> HttpResponse:
    """Put an approved publication before the public."""
    row = selectors.disclosure_for(request.actor, disclosure_id)
    return confirm_action(
        request,
        lambda: releasing.publish(actor=request.actor, disclosure_id=disclosure_id, at=request.at),
        _action(
            row, "公示", "公示", lead="公示以后人人看得见；要改只能更正，要删只能撤下，都留痕。"
        ),
        success="已公示。",
    )


@form(permission_of(DISCLOSURE, "correct"))
def correct(request: ActingRequest, disclosure_id: int) -> HttpResponse:
    """Begin the next version."""
    row = selectors.disclosure_for(request.actor, disclosure_id)
    bound = WhyForm(request.POST or None)
    action = _action(
        row,
        "更正",
        "起草更正的一版",
        lead="新的一版取现在的原件，另走审查；公示以后旧版划去，理由一起公开。",
    )
    if bound.is_valid():
        later = bound.carry_out(
            lambda: drafting.correct(
                actor=request.actor,
                disclosure_id=disclosure_id,
                reason=bound.cleaned_data["reason"],
                at=request.at,
            )
        )
        if later is not None:
            return redirect("office:disclosure", later.pk)
    return show_action(request, bound, action)


@form(permission_of(DISCLOSURE, "withdraw"))
def withdraw(request: ActingRequest, disclosure_id: int) -> HttpResponse:
    """Take a publication down."""
    row = selectors.disclosure_for(request.actor, disclosure_id)
    bound = WhyForm(request.POST or None)
    return run_action(
        request,
        bound,
        lambda: releasing.withdraw(
            actor=request.actor,
            disclosure_id=disclosure_id,
            reason=bound.cleaned_data["reason"],
            at=request.at,
        ),
        _action(
            row,
            "撤下",
            "撤下",
            lead="各版的内容都删去，不能恢复；公示页上留下理由、日期和封存摘要。",
        ),
        success="已撤下。",
    )


@form(permission_of(DISCLOSURE, "archive"))
def archive(request: ActingRequest, disclosure_id: int) -> HttpResponse:
    """Take a publication off the site whose years are over."""
    row = selectors.disclosure_for(request.actor, disclosure_id)
    return confirm_action(
        request,
        lambda: releasing.archive(actor=request.actor, disclosure_id=disclosure_id, at=request.at),
        _action(
            row, "到期转档案", "转档案", lead="公示期满才能转；内容留在本系统，公示页不再显示。"
        ),
        success="已转档案。",
    )


def _action(row: Disclosure, title: str, button: str, *, lead: str = "") -> Action:
    crumbs = (
        ("公示", reverse("office:disclosures")),
        (row.title, reverse("office:disclosure", args=[row.pk])),
    )
    return Action(title=title, button=button, crumbs=crumbs, caption=row.title, lead=lead)
