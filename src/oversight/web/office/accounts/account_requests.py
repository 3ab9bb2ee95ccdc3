"""What a second person confirms: appointments, passwords, lost telephones, reopened accounts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts import administration, selectors
from oversight.accounts.models import AccountRequest
from oversight.accounts.rules import Permission, permission_of
from oversight.accounts.services import appointments, sessions
from oversight.accounts.states import APPOINTMENT, REQUEST
from oversight.web.access import ActingRequest, act, form, page
from oversight.web.action_form import Action, show_action
from oversight.web.forms import CodeForm, ReasonForm
from oversight.web.paging import paginate

_SEE = (Permission.KEEP_ACCOUNTS, Permission.CONFIRM_ACCOUNTS)


@page(*_SEE)
def listing(request: ActingRequest) -> HttpResponse:
    """Show what was asked for and how it was decided."""
    context = {
        "page": paginate(request, selectors.account_requests(request.actor)),
        "unconfirmed": selectors.unconfirmed(request.actor),
        "may_confirm": request.actor.may(permission_of(APPOINTMENT, "confirm_first")),
    }
    return render(request, "office/accounts/account_requests.html", context)


@page(*_SEE)
def detail(request: ActingRequest, request_id: int) -> HttpResponse:
    """Show a request with namesakes and former roles of its person."""
    account_request = selectors.request_for(request.actor, request_id)
    return render(
        request, "office/accounts/account_request.html", _context(request, account_request)
    )


@form(permission_of(REQUEST, "confirm"))
def confirm(request: ActingRequest, request_id: int) -> HttpResponse:
    """Confirm a request, with the second factor."""
    account_request = selectors.request_for(request.actor, request_id)
    bound = CodeForm(request.POST or None)
    if bound.is_valid():
        decided = bound.carry_out(
            lambda: appointments.confirm(
                actor=request.actor,
                request_id=request_id,
                confirmed=sessions.verify_totp(
                    user_id=request.user.pk, code=bound.cleaned_data["code"]
                ),
                at=request.at,
            )
        )
        if decided is not None:
            messages.success(request, f"已确认{decided.user.name}：{decided.what}。")
            return redirect("office:account-requests")
    form_context = {"form": bound, "button": "确认", "back": _address(request_id)}
    return render(
        request,
        "office/accounts/account_request.html",
        _context(request, account_request) | form_context,
    )


@form(permission_of(REQUEST, "refuse"))
def refuse(request: ActingRequest, request_id: int) -> HttpResponse:
    """Refuse a request, with the reason."""
    account_request = selectors.request_for(request.actor, request_id)
    bound = ReasonForm(request.POST or None)
    if bound.is_valid():
        decided = bound.carry_out(
            lambda: appointments.refuse(
                actor=request.actor,
                request_id=request_id,
                reason=bound.cleaned_data["reason"],
                at=request.at,
            )
        )
        if decided is not None:
            messages.success(request, "没有同意，已告诉申请人和本人。")
            return redirect("office:account-requests")
    form_context = {"form": bound, "button": "不同意", "back": _address(request_id)}
    return render(
        request,
        "office/accounts/account_request.html",
        _context(request, account_request) | form_context,
    )


@act(permission_of(REQUEST, "withdraw"))
def withdraw(request: ActingRequest, request_id: int) -> HttpResponse:
    """Take a request back."""
    account_request = appointments.withdraw(
        actor=request.actor, request_id=request_id, at=request.at
    )
    messages.success(request, "已撤回。")
    return redirect("office:user", account_request.user_id)


@form(permission_of(APPOINTMENT, "confirm_first"))
def confirm_first(request: ActingRequest, appointment_id: int) -> HttpResponse:
    """Confirm one of the first appointments of a bureau afterwards."""
    appointment = administration.unconfirmed_appointment(request.actor, appointment_id)
    bound = CodeForm(request.POST or None)
    if bound.is_valid():
        confirmed_appointment = bound.carry_out(
            lambda: appointments.confirm_first(
                actor=request.actor,
                appointment_id=appointment_id,
                confirmed=sessions.verify_totp(
                    user_id=request.user.pk, code=bound.cleaned_data["code"]
                ),
                at=request.at,
            )
        )
        if confirmed_appointment is not None:
            messages.success(
                request,
                f"已补认{confirmed_appointment.user.name}的“{confirmed_appointment.role_name}”任命。",
            )
            return redirect("office:account-requests")
    action = Action(
        title=f"补认首任：{appointment.user.name}，{appointment.organisation.name}“{appointment.role_name}”",
        button="补认",
        crumbs=(("账号申请", reverse("office:account-requests")),),
    )
    return show_action(request, bound, action)


def _context(request: ActingRequest, account_request: AccountRequest) -> dict[str, Any]:
    path = (
        account_request.organisation.path if account_request.organisation else request.actor.scope
    )
    is_second = request.actor.user_id not in {
        account_request.user_id,
        account_request.requested_by_id,
    }
    return {
        "asked": account_request,
        "same": selectors.same_people(account_request.user, path),
        "held": selectors.appointments_within(request.actor, account_request.user),
        "may_decide": is_second
        and request.actor.may_take(REQUEST, "confirm", account_request.state),
        "may_withdraw": request.actor.may_take(REQUEST, "withdraw", account_request.state),
    }


def _address(request_id: int) -> str:
    return reverse("office:account-request", args=[request_id])
