"""Organisations of a bureau, and the bureaus of an installation: the administrators' pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts import administration, selectors
from oversight.accounts.models import Organisation
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.accounts.services import organisations
from oversight.accounts.services.people import Person
from oversight.registry.selectors import ownership
from oversight.regulations import services as regulation_services
from oversight.web.access import ActingRequest, form, page
from oversight.web.action_form import Action, confirm_action, run_action, show_action
from oversight.web.forms import Form, phone


class OrganisationForm(Form):
    """A new organisation."""

    parent = forms.ChoiceField(label="上级机构")
    kind = forms.ChoiceField(label="层级", choices=Organisation.KINDS)
    name = forms.CharField(label="名称", max_length=120)
    region = forms.RegexField(
        r"[0-9]{6,12}",
        label="区划代码",
        required=False,
        error_messages={"invalid": "6 到 12 位数字"},
        help_text="留空表示同上级",
    )
    is_lead = forms.BooleanField(label="牵头机构", required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        parents = administration.open_organisations(actor)
        choices = [(str(parent.pk), f"{'　' * parent.depth}{parent.name}") for parent in parents]
        self.fields["parent"].choices = choices  # type: ignore[attr-defined]


class VoiceForm(Form):
    """Where the public tells a bureau what it has to say."""

    phone = forms.RegexField(
        r"[0-9０-９ 、()（）转-]{5,40}",
        label="监督电话",
        required=False,
        error_messages={"invalid": "写电话号码，例如 0371-12345678；几个号码用顿号隔开"},
    )
    address = forms.CharField(
        label="其他渠道",
        max_length=200,
        required=False,
        help_text="网址、信箱、窗口地点，写一处",
    )


class BureauForm(Form):
    """A new bureau with its first administrator."""

    bureau = forms.CharField(label="单位名称", max_length=120)
    region = forms.RegexField(
        r"[0-9]{6,12}", label="区划代码", error_messages={"invalid": "6 到 12 位数字"}
    )
    username = forms.RegexField(
        r"[A-Za-z0-9._-]{3,40}",
        label="首任系统管理员的账号",
        error_messages={"invalid": "3 到 40 个字母、数字或 . _ -"},
    )
    name = forms.CharField(label="首任系统管理员的姓名", max_length=40)
    phone = phone("首任系统管理员的手机")
    password = forms.CharField(
        label="初始口令",
        max_length=200,
        strip=False,
        help_text="至少 10 个字符；本人第一次登录时必须改",
    )


@form(Permission.KEEP_ACCOUNTS)
def new_organisation(request: ActingRequest) -> HttpResponse:
    """Make an organisation."""
    initial = {"parent": str(request.actor.organisation_id), "kind": Organisation.SECTION}
    bound = OrganisationForm(request.actor, request.POST or None, initial=initial)
    if bound.is_valid():
        typed = dict(bound.cleaned_data)
        parent_id = int(typed.pop("parent"))
        organisation = bound.carry_out(
            lambda: organisations.make(
                actor=request.actor, parent_id=parent_id, at=request.at, **typed
            )
        )
        if organisation is not None:
            messages.success(request, f"{organisation.name}已建立。")
            return redirect("office:accounts")
    return _show(request, bound, "建立机构")


@form(Permission.KEEP_ACCOUNTS)
def end_organisation(request: ActingRequest, organisation_id: int) -> HttpResponse:
    """End an organisation, once it was looked at what is in it."""
    organisation = selectors.organisation_for(request.actor, organisation_id)
    kept = ownership.owned_by(organisation.pk)
    action = Action(
        title=f"撤销{organisation.name}",
        button="撤销这个机构",
        crumbs=(("账号与机构", reverse("office:accounts")),),
        lead="撤销以后不能恢复，也不能再任命人、归入名录；历史记录保留。"
        "名录里归它的，请先改到别的科室。",
        facts=(
            ("下级机构", f"{administration.open_children(organisation)} 个"),
            ("任职的人", f"{administration.people_in(organisation)} 人次"),
            ("抽查事项", f"{kept.items} 项"),
            ("检查对象", f"{kept.subjects:,} 家"),
            ("执法检查人员", f"{kept.inspectors} 人"),
        ),
    )
    return confirm_action(
        request,
        lambda: organisations.end(
            actor=request.actor, organisation_id=organisation_id, at=request.at
        ),
        action,
        success="已撤销，历史记录保留。",
    )


@form(Permission.KEEP_ACCOUNTS)
def set_voice(request: ActingRequest, organisation_id: int) -> HttpResponse:
    """Set the telephone and address of “我要反映” on the public site."""
    bureau = selectors.organisation_for(request.actor, organisation_id)
    initial = {"phone": bureau.voice_phone, "address": bureau.voice_address}
    bound = VoiceForm(request.POST or None, initial=initial)
    action = Action(
        title="监督电话和渠道",
        button="保存",
        crumbs=(("账号与机构", reverse("office:accounts")),),
        caption=bureau.name,
        lead="公示网站的“我要反映”上给所有人看；改动记入留痕。",
    )
    return run_action(
        request,
        bound,
        lambda: organisations.set_voice(
            actor=request.actor,
            organisation_id=organisation_id,
            at=request.at,
            **bound.cleaned_data,
        ),
        action,
        success="已保存，公示网站的“我要反映”马上按它显示。",
    )


@page(Permission.KEEP_BUREAUS)
def bureaus(request: ActingRequest) -> HttpResponse:
    """Show the bureaus of the installation."""
    context = {"bureaus": selectors.bureaus_of_installation(request.actor)}
    return render(request, "office/accounts/bureaus.html", context)


@form(Permission.KEEP_BUREAUS)
def new_bureau(request: ActingRequest) -> HttpResponse:
    """Make a bureau with its first administrator."""
    bound = BureauForm(request.POST or None)
    if bound.is_valid():
        bureau = bound.carry_out(
            lambda: _make_bureau(request.actor, dict(bound.cleaned_data), request.at)
        )
        if bureau is not None:
            messages.success(request, f"{bureau.name}已建立；请把初始口令当面交给首任系统管理员。")
            return redirect("office:bureaus")
    return _show(request, bound, "建立局")


def _make_bureau(actor: Actor, typed: dict[str, Any], at: datetime) -> Organisation:
    name, region = typed.pop("bureau"), typed.pop("region")
    bureau = organisations.make_bureau(
        actor=actor, name=name, region=region, administrator=Person(**typed), at=at
    )
    regulation_services.install_defaults(bureau_id=bureau.pk, at=at)
    return bureau


def _show(request: ActingRequest, bound: Form, title: str) -> HttpResponse:
    crumbs = (("账号与机构", reverse("office:accounts")),)
    return show_action(request, bound, Action(title=title, button=title, crumbs=crumbs))
