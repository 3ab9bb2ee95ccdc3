"""备份: what is backed up, what trying it out found, and the key that goes into the safe."""

from __future__ import annotations

import hashlib

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from oversight.accounts.rules import Permission
from oversight.backups import places, recipients, rules, selectors
from oversight.backups.services import making
from oversight.common.errors import DomainError, NotFoundError
from oversight.jobs import selectors as job_selectors
from oversight.web import jobs
from oversight.web.access import ActingRequest, act, form, page
from oversight.web.forms import Form
from oversight.web.paging import paginate

_TAIL = 6
_TONES = {"running": "run", "complete": "ok", "failed": "void"}
_SALT = "backup-key"


class TailForm(Form):
    """The last letters of the key, as somebody copied them; and which key they belong to."""

    tail = forms.CharField(
        label="钥匙的最后六个字",
        max_length=_TAIL,
        help_text="照抄下来、打印出来的那一份填，证明真的有人保管着",
    )
    pending = forms.CharField(widget=forms.HiddenInput)


@page(Permission.KEEP_BACKUPS)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the backups, and how it stands with them."""
    open_kinds = {kind for kind, _ in job_selectors.open_targets()}
    context = {
        "page": paginate(request, selectors.backups()),
        "recipient": recipients.written(),
        "problem": selectors.problem(request.at),
        "last": selectors.last_complete(),
        "passed": selectors.last_passed(),
        "is_running": rules.BACK_UP in open_kinds,
        "has_second": places.second_address(),
        "folder": places.own_folder(),
        "tones": _TONES,
    }
    return render(request, "office/backups/backups.html", context)


@page(Permission.KEEP_BACKUPS)
def detail(request: ActingRequest, backup_id: int) -> HttpResponse:
    """Show a backup and all that its rehearsals compared."""
    context = {"backup": selectors.backup_by(backup_id)}
    return render(request, "office/backups/backup.html", context)


@act(Permission.KEEP_BACKUPS)
def now(request: ActingRequest) -> HttpResponse:
    """Ask for a backup now, with a rehearsal."""
    recipients.recipient()
    jobs.ask(request, rules.BACK_UP, rules.REHEARSE)
    messages.success(request, "已请后台程序备份并演练恢复；做完以后结果写在这一页。")
    return redirect("office:backups")


@page(Permission.KEEP_BACKUPS)
def file(request: ActingRequest, backup_id: int) -> HttpResponseBase:
    """Send the encrypted file, to be kept elsewhere."""
    backup = selectors.backup_by(backup_id)
    try:
        content = (places.own_folder() / backup.name).open("rb")
    except FileNotFoundError:
        raise NotFoundError("这份备份的文件已经按期清理；另一处可能还有") from None
    making.record_copy(backup=backup, author=request.actor.author, at=request.at)
    return FileResponse(content, as_attachment=True, filename=backup.name)


@form(Permission.KEEP_BACKUPS)
def key(request: ActingRequest) -> HttpResponse:
    """Make a key, show it once, and use it when somebody has typed its end."""
    if request.method == "GET":
        context = {"recipient": recipients.written()}
        return render(request, "office/backups/key.html", context)
    if "tail" not in request.POST:
        return _show_new(request)
    bound = TailForm(request.POST)
    if not bound.is_valid() or not bound.carry_out(lambda: _take(request, bound)):
        return render(request, "office/backups/key.html", {"form": bound, "is_asking": True})
    messages.success(request, "钥匙已启用；第一次备份马上开始。")
    jobs.ask(request, rules.BACK_UP, rules.REHEARSE)
    return redirect("office:backups")


def _show_new(request: ActingRequest) -> HttpResponse:
    public_key, identity = recipients.new_pair()
    pending = signing.dumps([public_key, _mark(public_key, identity[-_TAIL:])], salt=_SALT)
    context = {
        "form": TailForm(initial={"pending": pending}),
        "identity": identity,
        "is_asking": True,
    }
    response = render(request, "office/backups/key.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _take(request: ActingRequest, bound: Form) -> str:
    try:
        public_key, mark = signing.loads(bound.cleaned_data["pending"], salt=_SALT, max_age=3600)
    except signing.BadSignature:
        raise DomainError("这一页放得太久了；请重新建立钥匙，刚才那一把作废") from None
    if _mark(public_key, bound.cleaned_data["tail"].strip().upper()) != mark:
        raise DomainError("最后六个字对不上；请照打印的那一份再填", field="tail")
    making.set_recipient(public_key=public_key, author=request.actor.author, at=request.at)
    return str(public_key)


def _mark(public_key: str, tail: str) -> str:
    return hashlib.sha256(f"{public_key}/{tail}".encode()).hexdigest()
