"""互相见证: who cosigns this log, and which logs are cosigned here."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.audit import cosignatures, outside, publication
from oversight.web.access import ActingRequest, form, page
from oversight.web.action_form import Action, run_action
from oversight.web.forms import Form, ReasonForm
from oversight.witnessing import selectors
from oversight.witnessing.services import following, keys
from oversight.witnessing.services.following import Neighbour

_SEE = (Permission.SEE_TRAIL, Permission.SEE_ACCOUNT_TRAIL)


class FollowForm(Form):
    """A log that is to be cosigned here."""

    title = forms.CharField(label="哪个单位的日志", max_length=60)
    vkey = forms.CharField(
        label="它的日志公钥",
        max_length=400,
        help_text="对方公示网站“留痕日志”页上的“验证公钥”，整行抄下，并当面或打电话核对",
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    reason = forms.CharField(label="理由", max_length=200, help_text="会公开，例如“和邻局互相见证”")


@page(*_SEE)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the cosignatures of this log, and the logs that are cosigned here."""
    context = {
        "cosigned": cosignatures.newest(),
        "outside": outside.last_answers(),
        "size": publication.signed_size(),
        "logs": selectors.followed_logs(),
        "former": selectors.former_logs(),
        "vkey": keys.vkey(),
        "address": request.build_absolute_uri(reverse("public:add-checkpoint")).removesuffix(
            "/add-checkpoint"
        ),
        "may_keep": request.actor.may(Permission.KEEP_BUREAUS),
    }
    return render(request, "office/witnessing/witnesses.html", context)


@form(Permission.KEEP_BUREAUS)
def follow(request: ActingRequest) -> HttpResponse:
    """Cosign a log from now on."""
    request.actor.require(Permission.KEEP_BUREAUS)
    bound = FollowForm(request.POST if request.method == "POST" else None)
    action = Action(
        title="见证一个日志",
        button="开始见证",
        crumbs=(_crumb(),),
        lead="程序从此签下它送来的、接得上以前的链头。换了日志密钥的，也在这里填新的公钥。",
    )
    return run_action(
        request,
        bound,
        lambda: following.follow(
            actor=request.actor, neighbour=Neighbour(**bound.cleaned_data), at=request.at
        ),
        action,
        success="已开始见证；请把本单位的见证公钥和见证地址告诉对方。",
    )


@form(Permission.KEEP_BUREAUS)
def end(request: ActingRequest, log_id: int) -> HttpResponse:
    """Cosign a log no more."""
    request.actor.require(Permission.KEEP_BUREAUS)
    log = selectors.followed_log(log_id)
    bound = ReasonForm(request.POST if request.method == "POST" else None)
    action = Action(
        title=f"不再见证{log.title}的日志",
        button="不再见证",
        crumbs=(_crumb(),),
        lead="对方以后送来的链头不再签；已经签过的留着，再次见证时从那里接着签。请先告诉对方。",
        facts=(("日志名称", log.origin), ("签到", f"第 {log.size} 条")),
    )
    return run_action(
        request,
        bound,
        lambda: following.end(
            actor=request.actor,
            log_id=log_id,
            reason=bound.cleaned_data["reason"],
            at=request.at,
        ),
        action,
        success="已不再见证这个日志。",
    )


@page(*_SEE)
def fork(_: ActingRequest, log_id: int) -> HttpResponse:
    """Send the evidence that a log signed two histories."""
    log = selectors.fork_of(log_id)
    response = HttpResponse(log.fork.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="fork-{log.pk}.json"'
    return response


def _crumb() -> tuple[str, str]:
    return ("互相见证", reverse("office:log-witnesses"))
