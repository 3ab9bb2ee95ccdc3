"""登录账号: which account an inspector uses on the telephone."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.registry.models import Inspector
from oversight.registry.services import inspector_accounts, inspectors
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import Action, run_action
from oversight.web.forms import Form, ReasonForm


class AccountForm(Form):
    """The account of an inspector."""

    account = forms.ChoiceField(label="账号")


@form(Permission.KEEP_DIRECTORIES)
def account(request: ActingRequest, inspector_id: int) -> HttpResponse:
    """Link an account, or take the linked one from the inspector."""
    inspector = inspectors.inspector_for(request.actor, inspector_id)
    return _unlink(request, inspector) if inspector.user_id else _link(request, inspector)


def _link(request: ActingRequest, inspector: Inspector) -> HttpResponse:
    users = inspector_accounts.candidates(inspector)
    bound = AccountForm(request.POST if request.method == "POST" else None)
    bound.fields["account"].choices = [  # type: ignore[attr-defined] # a field of choices
        (str(user.pk), f"{user.name}（{user.username}）") for user in users
    ]
    lead = (
        "关联以后，本人登录就能在手机上看到自己的检查任务、填现场记录。"
        if users
        else f"没有可以关联的账号：请系统管理员先给{inspector.name}建立账号，"
        "任命“执法”角色，姓名要相同。"
    )
    return run_action(
        request,
        bound,
        lambda: inspector_accounts.link(
            actor=request.actor,
            inspector_id=inspector.pk,
            user_id=int(bound.cleaned_data["account"]),
            at=request.at,
        ),
        _action(inspector, "关联登录账号", "关联", lead),
        success="已关联；本人打开“我的检查”就能看到任务。",
    )


def _unlink(request: ActingRequest, inspector: Inspector) -> HttpResponse:
    bound = ReasonForm(request.POST if request.method == "POST" else None)
    lead = "取消以后，这个账号在手机上看不到检查任务，没有上传的记录也传不上来；账号本身不变。"
    return run_action(
        request,
        bound,
        lambda: inspector_accounts.unlink(
            actor=request.actor,
            inspector_id=inspector.pk,
            reason=bound.cleaned_data["reason"],
            at=request.at,
        ),
        _action(inspector, "取消登录账号的关联", "取消关联", lead),
        success="已取消关联，留痕中保留。",
    )


def _action(inspector: Inspector, title: str, button: str, lead: str) -> Action:
    crumbs = (
        ("执法检查人员", reverse("office:inspectors")),
        (inspector.name, reverse("office:inspector", args=[inspector.pk])),
    )
    caption = f"{inspector.name} · {inspector.owner.name}"
    facts = (("现在的账号", inspector.user.username),) if inspector.user is not None else ()
    return Action(
        title=title, button=button, crumbs=crumbs, caption=caption, lead=lead, facts=facts
    )
