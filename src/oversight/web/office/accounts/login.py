"""Signing in and out, and the very first administrator."""

from __future__ import annotations

import hmac
from datetime import datetime
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from oversight.accounts import installation, names
from oversight.accounts import selectors as accounts
from oversight.accounts.models import User
from oversight.accounts.services import attempts, people, sessions
from oversight.accounts.services.people import Person
from oversight.audit.services import AuditActor
from oversight.common.errors import DomainError
from oversight.demo import accounts as demo_accounts
from oversight.regulations import services as regulation_services
from oversight.web import devices
from oversight.web.access import ActingRequest, act, public_form
from oversight.web.forms import CodeForm, Form, phone

WAITING = "waiting_for_code"
SETUP_TOKEN = "setup-word"  # noqa: S105 - a file's name


class SignInForm(Form):
    """Name and password."""

    username = forms.CharField(
        label="账号", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label="口令",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class InitialSetupForm(Form):
    """The bureau and its administrator."""

    word = forms.CharField(label="安装口令", help_text="启动程序的窗口里显示的那一串")
    organisation = forms.CharField(label="单位名称", max_length=120)
    region = forms.RegexField(
        r"[0-9]{6}",
        label="区划代码",
        help_text="六位数字",
        error_messages={"invalid": "应为六位数字"},
    )
    username = forms.RegexField(
        r"[A-Za-z0-9._-]{3,40}",
        label="管理员账号",
        error_messages={"invalid": "3 到 40 个字母、数字或 . _ -"},
    )
    name = forms.CharField(label="管理员姓名", max_length=40)
    phone = phone("管理员手机")
    password = forms.CharField(
        label="口令",
        strip=False,
        help_text="至少 10 个字符，不能全是数字",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@public_form
def sign_in(request: ActingRequest) -> HttpResponse:
    """Ask for name and password."""
    if not installation.has_users():
        return redirect("office:first")
    form = SignInForm(request.POST or None)
    if not form.is_valid():
        return _sign_in_page(request, form)
    attempt = _attempt(request, attempts.SIGN_IN, form.cleaned_data["username"])
    try:
        attempts.begin(attempt, request.at)
    except attempts.TooManyError as error:
        return _locked(request, attempt, error)
    user = authenticate(request, username=attempt.name, password=form.cleaned_data["password"])
    if not isinstance(user, User):
        attempts.refuse(attempt, "账号或口令不对", request.at)
        form.add_error(None, "账号或口令不对；连续 5 次不对会锁定 15 分钟")
        return _sign_in_page(request, form)
    attempts.succeed(attempt, request.at)
    if user.asks_code and sessions.device_of(user.pk):
        request.session[WAITING] = user.pk
        request.session["next"] = _next(request)
        return redirect("office:sign-in-code")
    return _open_session(request, user, _next(request))


@public_form
def sign_in_code(request: ActingRequest) -> HttpResponse:
    """Ask for the second factor of somebody whose password was right."""
    user = installation.active_user(request.session.get(WAITING) or 0)
    if user is None:
        return redirect("office:sign-in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        attempt = _attempt(request, attempts.CODE, user.username)
        try:
            attempts.begin(attempt, request.at)
            sessions.check_code_at_sign_in(user_id=user.pk, code=form.cleaned_data["code"])
        except attempts.TooManyError as error:
            form.add_error("code", error.problem)
            return render(request, "office/accounts/sign_in_code.html", {"form": form}, status=429)
        except DomainError as error:
            attempts.refuse(attempt, "动态码不对", request.at)
            form.add_error("code", error.problem)
        else:
            attempts.succeed(attempt, request.at)
            return _open_session(request, user, request.session.get("next", ""))
    return render(request, "office/accounts/sign_in_code.html", {"form": form})


@act()
def sign_out(request: ActingRequest) -> HttpResponse:
    """Close the session."""
    sessions.sign_out(
        user=request.user,
        author=request.actor.author,
        session_key=request.session.session_key or "",
        at=request.at,
    )
    logout(request)
    return redirect("office:sign-in")


@public_form
def initial_setup(request: ActingRequest) -> HttpResponse:
    """Make the bureau and its first administrator; needs the set-up token, and no user yet."""
    if installation.has_users():
        return redirect("office:sign-in")
    form = InitialSetupForm(request.POST or None)
    if form.is_valid():
        values: dict[str, Any] = dict(form.cleaned_data)
        if not _is_setup_token(values.pop("word")):
            form.add_error("word", "安装口令不对；请看启动程序的窗口")
        elif form.carry_out(lambda: _bootstrap(values, request.at)):
            return redirect("office:sign-in")
    return render(request, "office/accounts/first.html", {"form": form})


def _sign_in_page(request: HttpRequest, form: SignInForm, locked: str = "") -> HttpResponse:
    context = {"form": form, "next": _next(request), "demo_accounts": demo_accounts.accounts()}
    status = 429 if locked else 200
    return render(
        request, "office/accounts/sign_in.html", {**context, "locked": locked}, status=status
    )


def _locked(
    request: ActingRequest, attempt: attempts.Attempt, error: attempts.TooManyError
) -> HttpResponse:
    attempts.refuse(attempt, "连续不对，已锁定", request.at)
    form = SignInForm(initial={"username": attempt.name})
    return _sign_in_page(request, form, locked=f"连续不对，已锁定。{error.problem}")


def _attempt(request: ActingRequest, kind: str, username: str) -> attempts.Attempt:
    name = names.folded(username)
    return attempts.Attempt(
        kind=kind, name=name, address=request.address, device=devices.mark_of(request, name)
    )


def _open_session(request: ActingRequest, user: User, there: str) -> HttpResponse:
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session["seen"] = int(request.at.timestamp())
    appointment = accounts.appointments(user.pk).first()
    author = (
        accounts.actor_of(appointment, request.address).author
        if appointment
        else AuditActor(
            organisation=sessions.NOBODY,
            role=sessions.NOBODY,
            person=user.name,
            address=request.address,
        )
    )
    if not request.session.session_key:
        request.session.save()
    sessions.sign_in(
        user=user,
        author=author,
        session_key=request.session.session_key or "",
        agent=request.META.get("HTTP_USER_AGENT", ""),
        at=request.at,
    )
    response = redirect(there or "office:workbench")
    devices.remember(response, user)
    return response


def _bootstrap(values: dict[str, Any], at: datetime) -> User:
    plain = {name: values.pop(name) for name in ("organisation", "region")}
    user = people.bootstrap(**plain, person=Person(**values), at=at)
    regulation_services.install_defaults(bureau_id=user.home_id or 0, at=at)
    return user


def _next(request: HttpRequest) -> str:
    there = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, request.is_secure())
    return there if is_ours else ""


def _is_setup_token(word: str) -> bool:
    path = Path(settings.SECRET_KEY_FILE).with_name(SETUP_TOKEN)
    return path.is_file() and hmac.compare_digest(path.read_text().strip(), word.strip())
