"""Accounts, appointments, organisations and machine keys: the administrator's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from oversight.accounts import rules, selectors
from oversight.accounts.models import Appointment, Organisation
from oversight.accounts.rules import ROLE_NAMES, Power, Role
from oversight.accounts.selectors import Actor
from oversight.accounts.services import keys as key_changes
from oversight.accounts.services import organisations, people, sessions
from oversight.web.access import ActingRequest, act, form, page
from oversight.web.forms import Form, day
from oversight.web.paging import turned

_POWER_ROWS = [(power, rules.POWER_NAMES[power]) for power in Power]


class UserForm(Form):
    """A new account."""

    username = forms.RegexField(
        r"[A-Za-z0-9._-]{3,40}",
        label="账号",
        error_messages={"invalid": "3 到 40 个字母、数字或 . _ -"},
    )
    name = forms.CharField(label="姓名", max_length=40)
    password = forms.CharField(
        label="初始口令",
        max_length=200,
        strip=False,
        help_text="至少 10 个字符；本人第一次登录时必须改",
    )


class AppointForm(Form):
    """A role in an organisation."""

    organisation = forms.ChoiceField(label="机构")
    role = forms.ChoiceField(label="角色", choices=[(r.value, ROLE_NAMES[r]) for r in Role])

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        found = selectors.organisations(actor).filter(ended_at=None)
        choices = [(str(one.pk), f"{'　' * one.depth}{one.name}") for one in found]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]


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
        found = selectors.organisations(actor).filter(ended_at=None)
        choices = [(str(one.pk), f"{'　' * one.depth}{one.name}") for one in found]
        self.fields["parent"].choices = choices  # type: ignore[attr-defined]


class KeyForm(Form):
    """A key for a machine."""

    name = forms.CharField(label="用途", max_length=60, help_text="给谁、做什么用")
    scopes = forms.MultipleChoiceField(
        label="可以读",
        choices=list(key_changes.SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    per_minute = forms.IntegerField(label="每分钟次数", min_value=1, max_value=6000, initial=60)
    expires_on = day("有效期至")


@page(Power.KEEP_ACCOUNTS)
def listing(request: ActingRequest) -> HttpResponse:
    """Show accounts, organisations and what each role may do."""
    actor = request.actor
    told = {
        "page": turned(
            request, selectors.users(actor).prefetch_related("appointments__organisation")
        ),
        "organisations": selectors.organisations(actor),
        "roles": list(ROLE_NAMES.items()),
        "matrix": [
            (name, [power in rules.POWERS[role] for role in ROLE_NAMES])
            for power, name in _POWER_ROWS
        ],
    }
    return render(request, "office/accounts.html", told)


@form(Power.KEEP_ACCOUNTS)
def new(request: ActingRequest) -> HttpResponse:
    """Make an account."""
    bound = UserForm(request.POST or None)
    if bound.is_valid():
        made = bound.done(
            lambda: people.make(actor=request.actor, at=request.at, **bound.cleaned_data)
        )
        if made is not None:
            messages.success(request, f"{made.name}的账号已建立；请任命角色。")
            return redirect("office:user", made.pk)
    told = {"form": bound, "title": "建立账号", "button": "建立账号"}
    return render(request, "office/account_form.html", told)


@form(Power.KEEP_ACCOUNTS)
def user(request: ActingRequest, user_id: int) -> HttpResponse:
    """Show an account; appoint its owner."""
    found = selectors.user_for(request.actor, user_id)
    bound = AppointForm(request.actor, request.POST or None)
    if bound.is_valid():
        made = bound.done(
            lambda: people.appoint(
                actor=request.actor,
                user_id=user_id,
                organisation_id=int(bound.cleaned_data["organisation"]),
                role=Role(bound.cleaned_data["role"]),
                at=request.at,
            )
        )
        if made is not None:
            messages.success(request, f"已任命{found.name}为“{made.role_name}”。")
            return redirect("office:user", user_id)
    held = Appointment.objects.filter(user=found).select_related("organisation")
    told = {
        "person": found,
        "form": bound,
        "appointments": held,
        "device": sessions.device_of(found.pk),
    }
    return render(request, "office/user.html", told)


@act(Power.KEEP_ACCOUNTS)
def dismiss(request: ActingRequest, appointment_id: int) -> HttpResponse:
    """Take a role away."""
    user_id = people.dismiss(actor=request.actor, appointment_id=appointment_id, at=request.at)
    messages.success(request, "已免去。")
    return redirect("office:user", user_id)


@act(Power.KEEP_ACCOUNTS)
def change(request: ActingRequest, user_id: int, what: str) -> HttpResponse:
    """Close, reopen, give a new first password, or take a lost telephone away."""
    common: dict[str, Any] = {"actor": request.actor, "user_id": user_id, "at": request.at}
    if what == "close":
        people.close(**common)
    elif what == "reopen":
        people.reopen(**common)
    elif what == "password":
        people.reset_password(password=request.POST.get("password", ""), **common)
    elif what == "code":
        sessions.remove_code(**common)
    messages.success(request, "已改好，并记入留痕。")
    return redirect("office:user", user_id)


@form(Power.KEEP_ACCOUNTS)
def new_organisation(request: ActingRequest) -> HttpResponse:
    """Make an organisation."""
    initial = {"parent": str(request.actor.organisation_id), "kind": Organisation.SECTION}
    bound = OrganisationForm(request.actor, request.POST or None, initial=initial)
    if bound.is_valid():
        typed = dict(bound.cleaned_data)
        parent_id = int(typed.pop("parent"))
        made = bound.done(
            lambda: organisations.make(
                actor=request.actor, parent_id=parent_id, at=request.at, **typed
            )
        )
        if made is not None:
            messages.success(request, f"{made.name}已建立。")
            return redirect("office:accounts")
    told = {"form": bound, "title": "建立机构", "button": "建立机构"}
    return render(request, "office/account_form.html", told)


@act(Power.KEEP_ACCOUNTS)
def end_organisation(request: ActingRequest, organisation_id: int) -> HttpResponse:
    """End an organisation."""
    organisations.end(actor=request.actor, organisation_id=organisation_id, at=request.at)
    messages.success(request, "已撤销，历史记录保留。")
    return redirect("office:accounts")


@form(Power.KEEP_KEYS)
def keys(request: ActingRequest) -> HttpResponse:
    """Show the machines' keys; make one."""
    bound = KeyForm(request.POST or None)
    secret = None
    if bound.is_valid():
        secret = bound.done(
            lambda: key_changes.make(actor=request.actor, at=request.at, **bound.cleaned_data)
        )
    found = selectors.keys(request.actor)
    told = {"form": bound, "keys": found, "secret": secret, "scopes": key_changes.SCOPES}
    return render(request, "office/keys.html", told)


@act(Power.KEEP_KEYS)
def end_key(request: ActingRequest, key_id: int) -> HttpResponse:
    """End a key."""
    key_changes.end(actor=request.actor, key_id=key_id, at=request.at)
    messages.success(request, "密钥已停用。")
    return redirect("office:keys")
