"""Keys for machines: the administrator's page."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from oversight.accounts import selectors
from oversight.accounts.rules import Permission
from oversight.accounts.services import keys as key_changes
from oversight.web.access import ActingRequest, act, form
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


@act(Permission.KEEP_KEYS)
def end_key(request: ActingRequest, key_id: int) -> HttpResponse:
    """End a key."""
    key_changes.revoke(actor=request.actor, key_id=key_id, at=request.at)
    messages.success(request, "密钥已停用。")
    return redirect("office:keys")
