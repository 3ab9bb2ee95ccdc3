"""Accounts and their roles: the administrator's pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts import administration, rules, selectors
from oversight.accounts.models import AccountRequest, User
from oversight.accounts.rules import ROLE_NAMES, Permission, Role, permission_of
from oversight.accounts.selectors import Actor
from oversight.accounts.services import appointments, attempts, people, sessions
from oversight.accounts.services.people import Person
from oversight.accounts.states import APPOINTMENT
from oversight.common import moments
from oversight.web.access import ActingRequest, act, form, page
from oversight.web.action_form import Action, confirm_action, show_action
from oversight.web.forms import Form, ReasonForm, phone
from oversight.web.paging import paginate

_MONTH = timedelta(days=30)
_POWER_ROWS = [(power, rules.PERMISSION_NAMES[power]) for power in Permission]


class UserForm(Form):
    """A new account."""

    username = forms.RegexField(
        r"[A-Za-z0-9._-]{3,40}",
        label="账号",
        error_messages={"invalid": "3 到 40 个字母、数字或 . _ -"},
    )
    name = forms.CharField(label="姓名", max_length=40)
    phone = phone("手机")
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
        organisations = administration.open_organisations(actor)
        choices = [
            (str(organisation.pk), f"{'　' * organisation.depth}{organisation.name}")
            for organisation in organisations
        ]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]


@page(Permission.KEEP_ACCOUNTS)
def listing(request: ActingRequest) -> HttpResponse:
    """Show accounts, organisations and what each role may do."""
    actor = request.actor
    context = {
        "page": paginate(request, selectors.users_with_roles(actor)),
        "waiting": administration.undecided_requests(actor),
        "may_keep_bureaus": actor.may(Permission.KEEP_BUREAUS),
        "organisations": selectors.organisations(actor),
        "roles": list(ROLE_NAMES.items()),
        "matrix": [
            (name, [power in rules.ROLE_PERMISSIONS[role] for role in ROLE_NAMES])
            for power, name in _POWER_ROWS
        ],
    }
    return render(request, "office/accounts/accounts.html", context)


@form(Permission.KEEP_ACCOUNTS)
def new(request: ActingRequest) -> HttpResponse:
    """Make an account."""
    bound = UserForm(request.POST or None)
    if bound.is_valid():
        user = bound.carry_out(
            lambda: people.make(
                actor=request.actor, person=Person(**bound.cleaned_data), at=request.at
            )
        )
        if user is not None:
            messages.success(request, f"{user.name}的账号已建立；请申请任命角色。")
            return redirect("office:user", user.pk)
    crumbs = (("账号与机构", reverse("office:accounts")),)
    action = Action(title="建立账号", button="建立账号", crumbs=crumbs)
    return show_action(request, bound, action)


@form(Permission.KEEP_ACCOUNTS)
def user(request: ActingRequest, user_id: int) -> HttpResponse:
    """Show an account; ask for a role for its owner."""
    person = selectors.user_for(request.actor, user_id)
    bound = AppointForm(request.actor, request.POST or None)
    if bound.is_valid():
        account_request = bound.carry_out(
            lambda: appointments.appoint(
                actor=request.actor,
                user_id=user_id,
                organisation_id=int(bound.cleaned_data["organisation"]),
                role=Role(bound.cleaned_data["role"]),
                at=request.at,
            )
        )
        if account_request is not None:
            messages.success(request, _request_message(account_request))
            return redirect("office:user", user_id)
    context = {
        "person": person,
        "form": bound,
        "appointments": selectors.appointments_within(request.actor, person),
        "requests": administration.requests_on(request.actor, person)[:20],
        "same": selectors.same_people(person, request.actor.scope),
        "device": sessions.device_of(person.pk),
        "is_slowed": attempts.is_slowed(person, request.at),
        "refusals": attempts.refusals_since(person, request.at - _MONTH),
        "is_business": selectors.has_business(person),
    }
    return render(request, "office/accounts/user.html", context)


@form(Permission.KEEP_ACCOUNTS)
def phone_number(request: ActingRequest, user_id: int) -> HttpResponse:
    """Show the whole telephone number of an account, once it was said why."""
    person = selectors.user_for(request.actor, user_id)
    bound = ReasonForm(request.POST or None)
    action = Action(
        title=f"看{person.name}的完整手机号",
        button="看号码",
        crumbs=(
            ("账号与机构", reverse("office:accounts")),
            (person.name, reverse("office:user", args=[person.pk])),
        ),
        lead="谁在什么时候为什么看过，会记入留痕。",
    )
    number = None
    if bound.is_valid():
        number = bound.carry_out(
            lambda: people.show_phone(
                actor=request.actor,
                user_id=user_id,
                reason=bound.cleaned_data["reason"],
                at=request.at,
            )
        )
    # No message: it would lie in the table of sessions, where the number is not encrypted.
    facts = (("手机", number),) if number else ()
    return show_action(request, bound, replace(action, facts=facts))


@form(permission_of(APPOINTMENT, "dismiss"))
def dismiss(request: ActingRequest, appointment_id: int) -> HttpResponse:
    """Take a role away, once it was asked whether that is meant."""
    held = administration.held_appointment(request.actor, appointment_id)
    action = _account_action(
        held.user,
        title=f"免去{held.user.name}的“{held.role_name}”",
        button="免去这个角色",
        lead="马上生效，本人会收到通知；做过的事都在留痕里。再任命要重新申请、由第二人确认。",
        facts=(
            ("机构", held.organisation.name),
            ("任职自", moments.day_in_words(moments.day_of(held.since))),
            ("还有几位同样的角色", f"{administration.other_holders(held)} 位"),
        ),
    )
    return confirm_action(
        request,
        lambda: appointments.dismiss(
            actor=request.actor, appointment_id=appointment_id, at=request.at
        ),
        action,
        success="已免去。",
    )


@act(Permission.KEEP_ACCOUNTS)
def password(request: ActingRequest, user_id: int) -> HttpResponse:
    """Ask for a new first password."""
    typed = request.POST.get("password", "")
    return _reset(request, user_id, AccountRequest.PASSWORD, password=typed)


@form(Permission.KEEP_ACCOUNTS)
def code(request: ActingRequest, user_id: int) -> HttpResponse:
    """Ask for a lost telephone to be taken away, once it was asked whether that is meant."""
    person = selectors.user_for(request.actor, user_id)
    is_business = selectors.has_business(person)
    action = _account_action(
        person,
        title=f"解除{person.name}的动态码",
        button="申请解除" if is_business else "解除绑定",
        lead="监督或审批确认以后才生效，本人会收到通知；解除以后要重新绑定手机，才能批准、封存、抽取。"
        if is_business
        else "马上生效；本人下次登录时可以绑定新的手机。",
    )
    return confirm_action(
        request,
        lambda: _ask_reset(request, user_id, AccountRequest.CODE),
        action,
        success="已申请解除；监督或审批确认以后才生效。" if is_business else "已解除，并记入留痕。",
    )


@act(Permission.KEEP_ACCOUNTS)
def reopen(request: ActingRequest, user_id: int) -> HttpResponse:
    """Ask for a closed account to be opened again."""
    return _reset(request, user_id, AccountRequest.REOPEN)


@form(Permission.KEEP_ACCOUNTS)
def close(request: ActingRequest, user_id: int) -> HttpResponse:
    """Close an account, once it was asked whether that is meant."""
    person = selectors.user_for(request.actor, user_id)
    held = list(selectors.appointments(person.pk))
    roles = "、".join(f"{post.organisation.name}“{post.role_name}”" for post in held)
    action = _account_action(
        person,
        title=f"停用{person.name}的账号",
        button="停用这个账号",
        lead="马上退出登录，不能再登录；不会删除，留痕里还有这个人做过的事。"
        "担任业务角色的，恢复要由第二人确认。",
        facts=(
            ("账号", person.username),
            ("担任的角色", roles or "没有"),
            ("正在登录", f"{selectors.live_sign_ins(person.pk).count()} 处"),
        ),
    )
    return confirm_action(
        request,
        lambda: people.close(actor=request.actor, user_id=user_id, at=request.at),
        action,
        success="账号已停用，并记入留痕。",
    )


@act(Permission.KEEP_ACCOUNTS)
def unlock(request: ActingRequest, user_id: int) -> HttpResponse:
    """Lift the lock that wrong passwords brought."""
    attempts.lift(actor=request.actor, user_id=user_id, at=request.at)
    messages.success(request, "登录锁定已解除，并记入留痕。")
    return redirect("office:user", user_id)


def _account_action(
    person: User, *, title: str, button: str, lead: str, facts: tuple[tuple[str, str], ...] = ()
) -> Action:
    crumbs = (
        ("账号与机构", reverse("office:accounts")),
        (person.name, reverse("office:user", args=[person.pk])),
    )
    return Action(title=title, button=button, crumbs=crumbs, lead=lead, facts=facts)


def _ask_reset(
    request: ActingRequest, user_id: int, kind: str, password: str = ""
) -> AccountRequest | None:
    return appointments.ask_reset(
        actor=request.actor, user_id=user_id, kind=kind, password=password, at=request.at
    )


def _reset(request: ActingRequest, user_id: int, kind: str, *, password: str = "") -> HttpResponse:
    account_request = _ask_reset(request, user_id, kind, password)
    messages.success(
        request,
        "已改好，并记入留痕。" if account_request is None else _request_message(account_request),
    )
    return redirect("office:user", user_id)


def _request_message(account_request: AccountRequest) -> str:
    if account_request.state == AccountRequest.State.CONFIRMED:
        return f"{account_request.what}，已生效（首任：等第二人补认）。"
    return f"已申请{account_request.what}；监督或审批确认以后才生效，当事人会看到通知。"
