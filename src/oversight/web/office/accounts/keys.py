"""Keys for machines: the administrator's page."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from oversight.accounts import administration, selectors
from oversight.accounts.rules import Permission
from oversight.accounts.services import keys as key_changes
from oversight.common import moments
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import Action, confirm_action
from oversight.web.forms import Form, day


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


@form(Permission.KEEP_KEYS)
def keys(request: ActingRequest) -> HttpResponse:
    """Show the machines' keys; make one."""
    bound = KeyForm(request.POST or None)
    secret = None
    if bound.is_valid():
        secret = bound.carry_out(
            lambda: key_changes.make(actor=request.actor, at=request.at, **bound.cleaned_data)
        )
    api_keys = selectors.keys(request.actor)
    context = {"form": bound, "keys": api_keys, "secret": secret, "scopes": key_changes.SCOPES}
    return render(request, "office/accounts/keys.html", context)


@form(Permission.KEEP_KEYS)
def end_key(request: ActingRequest, key_id: int) -> HttpResponse:
    """End a key, once it was asked whether that is meant."""
    key = administration.key_for(request.actor, key_id)
    action = Action(
        title=f"停用密钥“{key.name}”",
        button="停用这个密钥",
        crumbs=(("接口密钥", reverse("office:keys")),),
        lead="用这个密钥的系统马上读不到数据，不能恢复；还要用的，请另建一个交给它。",
        facts=(
            ("开头", f"{key.prefix}…"),
            ("可以读", "、".join(key_changes.SCOPES[scope] for scope in key.scopes)),
            ("有效期至", moments.day_in_words(key.expires_on)),
        ),
    )
    return confirm_action(
        request,
        lambda: key_changes.revoke(actor=request.actor, key_id=key_id, at=request.at),
        action,
        success="密钥已停用。",
    )
