"""One's own account: password, second factor, open sessions, the role one acts in."""

from __future__ import annotations

import base64
from datetime import timedelta
from urllib.parse import quote

import segno
from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django_otp.plugins.otp_totp.models import TOTPDevice

from oversight.accounts import administration
from oversight.accounts import selectors as accounts
from oversight.accounts.services import appointments, attempts, notices, people, sessions
from oversight.common.errors import DomainError
from oversight.web.access import ActingRequest, act, back, form, page
from oversight.web.forms import CodeForm, Form
from oversight.web.middleware import ACTING

_MONTH = timedelta(days=30)


class PasswordForm(Form):
    """The old password and a new one, twice."""

    old = forms.CharField(
        label="原口令",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="新口令",
        strip=False,
        help_text="至少 10 个字符，不能全是数字，不能是常见口令",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再填一遍新口令",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """Check that both new passwords are the same."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError("两遍新口令不一样；请重新填写")
        return again


@page()
def account(request: ActingRequest) -> HttpResponse:
    """Show one's own account."""
    context = {
        "appointments": accounts.appointments(request.user.pk),
        "device": sessions.device_of(request.user.pk),
        "sign_ins": accounts.live_sign_ins(request.user.pk),
        "session_key": request.session.session_key,
        "notices": accounts.notices(request.user.pk)[:20],
        "refusals": attempts.refusals_since(request.user, request.at - _MONTH),
        "requests": accounts.open_requests_on(request.user.pk),
    }
    return render(request, "office/accounts/account_own.html", context)


@act()
def seen(request: ActingRequest) -> HttpResponse:
    """Mark the notices as read: they leave the workbench and stay with the account."""
    notices.see_all(user=request.user, at=request.at)
    return redirect("office:workbench")


@act()
def object_to(request: ActingRequest, request_id: int) -> HttpResponse:
    """Object to what was asked for on one's own account."""
    appointments.object_to(actor=request.actor, request_id=request_id, at=request.at)
    messages.success(request, "已反对，这项申请不会生效；请告诉监督部门。")
    return redirect("office:account")


@form()
def password(request: ActingRequest) -> HttpResponse:
    """Change one's own password."""
    bound = PasswordForm(request.POST or None)
    if bound.is_valid():
        bound.carry_out(lambda: _change_password(request, bound))
        if not bound.errors:
            update_session_auth_hash(request, request.user)
            # A new password gives the session a new key; it is the same sign-in.
            sessions.follow(user=request.user, session_key=request.session.session_key or "")
            messages.success(request, "口令已经改好；其他地方的登录都已结束。")
            return redirect("office:account")
    return render(request, "office/accounts/password.html", {"form": bound})


@form()
def code(request: ActingRequest) -> HttpResponse:
    """Bind a telephone: show the secret, ask for a first code."""
    bound = CodeForm(request.POST or None)
    if request.method == "POST" and bound.is_valid():
        try:
            sessions.confirm_totp(
                user=request.user,
                code=bound.cleaned_data["code"],
                author=request.actor.author,
                at=request.at,
            )
        except DomainError as error:
            bound.add_error("code", error.problem)
        else:
            messages.success(request, "动态码已经绑定。公布、作废等步骤会要求填写。")
            return redirect("office:account")
    waiting = sessions.waiting_device(request.user.pk)
    context = {"form": bound, "device": sessions.device_of(request.user.pk), "waiting": waiting}
    if waiting is not None:
        context |= _secret(waiting, request.user.username)
    return render(request, "office/accounts/code.html", context)


@act()
def begin_code(request: ActingRequest) -> HttpResponse:
    """Make a secret to be put into a telephone."""
    sessions.enroll_totp(user=request.user)
    return redirect("office:code")


@act()
def ask_code(request: ActingRequest, is_asked: int) -> HttpResponse:
    """Choose whether one's own sign-in asks for the code too."""
    sessions.ask_at_sign_in(
        user=request.user, is_asked=bool(is_asked), author=request.actor.author, at=request.at
    )
    return redirect("office:account")


@act()
def end_session(request: ActingRequest, sign_in_id: int) -> HttpResponse:
    """End another session of one's own."""
    sessions.end(
        user=request.user, sign_in_id=sign_in_id, author=request.actor.author, at=request.at
    )
    messages.success(request, "那个登录已经结束。")
    return redirect("office:account")


@act()
def act_as(request: ActingRequest, appointment_id: int) -> HttpResponse:
    """Act in another of one's roles."""
    appointment = administration.appointment_of(request.user.pk, appointment_id)
    if appointment is None:
        messages.error(request, "您没有这个角色")
        return back(request)
    request.session[ACTING] = appointment.pk
    messages.success(
        request, f"现在以“{appointment.organisation.name} {appointment.role_name}”的身份操作。"
    )
    return redirect("office:workbench")


def _change_password(request: ActingRequest, bound: PasswordForm) -> None:
    attempts.begin_old_password(request.user, request.at)
    if request.user.check_password(bound.cleaned_data["old"]):
        attempts.forget_old_password(request.user)
    people.change_password(
        user=request.user,
        old=bound.cleaned_data["old"],
        new=bound.cleaned_data["new"],
        author=request.actor.author,
        at=request.at,
        keep=request.session.session_key or "",
    )


def _secret(device: TOTPDevice, username: str) -> dict[str, str]:
    secret = base64.b32encode(device.bin_key).decode().rstrip("=")
    label = quote(f"明签:{username}")
    address = f"otpauth://totp/{label}?secret={secret}&issuer={quote('明签')}&digits=6"
    picture = segno.make(address, error="m").svg_data_uri(scale=4)
    grouped = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return {"secret": grouped, "picture": picture}
