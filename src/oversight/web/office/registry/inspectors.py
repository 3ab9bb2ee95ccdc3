"""执法检查人员名录库: one person, certificates, leave, recusals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.audit import presenters as audit_presenter
from oversight.audit import selectors as audit
from oversight.common import moments
from oversight.registry.models import Inspector, Leave, Recusal
from oversight.registry.rules import inspectors as rules
from oversight.registry.rules.subjects import day_of
from oversight.registry.selectors import history, inspectors
from oversight.registry.services import inspectors as changes
from oversight.registry.services import recusals
from oversight.registry.services.inspectors import CertificateDetails, Details
from oversight.registry.services.recusals import RecusalDetails
from oversight.web.access import ActingRequest, form, page
from oversight.web.action_form import Action, confirm_action, run_action, show_action
from oversight.web.forms import Form, ReasonForm, day, lines, owner_choices, split_lines


class InspectorForm(Form):
    """One inspector."""

    name = forms.CharField(label="姓名", max_length=40)
    sex = forms.ChoiceField(label="性别", choices=Inspector.SEXES)
    owner = forms.ChoiceField(label="单位（科室）")
    post = forms.CharField(label="职务", max_length=40)
    number = forms.CharField(label="监察证号", max_length=20, help_text="5 到 20 个字符，公开")
    staffing = forms.ChoiceField(label="编制类型", choices=[(s, s) for s in rules.STAFFINGS])
    duty = forms.ChoiceField(label="状态", choices=[(s, s) for s in rules.DUTY_STATES])
    is_expert = forms.BooleanField(label="专家（只协助，不计入两人）", required=False)
    items = lines("可查事项", rows=2, help_text="一行一个事项编码；留空表示都可以")
    regions = lines("管辖区域", rows=2, help_text="一行一个街道或乡镇；留空表示都可以")
    reason = forms.CharField(label="原因", max_length=200, help_text="会记入留痕")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owner_choices(actor)  # type: ignore[attr-defined]

    def details(self) -> Details:
        """Give the typed values as the details of an inspector."""
        plain = ("name", "sex", "post", "number", "staffing", "duty", "is_expert")
        typed: dict[str, Any] = {name: self.cleaned_data[name] for name in plain}
        for name in ("items", "regions"):
            typed[name] = split_lines(self.cleaned_data[name])
        return Details(**typed)


class CertificateForm(Form):
    """A certificate."""

    kind = forms.CharField(label="证件类型", max_length=40, initial="劳动保障监察证")
    number = forms.CharField(label="证件编号", max_length=20)
    issuer = forms.CharField(label="发证机关", max_length=80, required=False)
    since = day("有效期自", required=False)
    until = day("有效期至")


class LeaveForm(Form):
    """Days on which somebody cannot be sent."""

    kind = forms.ChoiceField(label="类别", choices=Leave.KINDS)
    since = day("自")
    until = day("至")
    reason = forms.CharField(label="事由", max_length=120, required=False)


class RecusalForm(Form):
    """A recusal: the subject to whom the inspector must not be sent, and why."""

    code = forms.CharField(label="检查对象的代码", max_length=40)
    relation = forms.ChoiceField(label="关系", choices=Recusal.RELATIONS)
    source = forms.ChoiceField(label="来源", choices=Recusal.SOURCES)
    reason = forms.CharField(label="说明", max_length=200)
    since = day("自")
    until = day("至", required=False, help_text="留空表示一直")


@page(Permission.SEE_INSPECTORS)
def detail(request: ActingRequest, inspector_id: int) -> HttpResponse:
    """Show one inspector."""
    inspector = changes.inspector_for(request.actor, inspector_id)
    today = moments.day_of(request.at)
    row = inspectors.inspector_row(request.actor, inspector.pk, today)
    context = {
        "inspector": inspector,
        "shown": row,
        "certificates": inspector.certificates.all(),
        "leaves": inspector.leaves.all(),
        "recusals": inspectors.recusals(inspector),
        "entries": [
            audit_presenter.render_entry(entry)
            for entry in audit.about("inspector", inspector.number)[:50]
        ],
        "revisions": history.revisions("inspector", inspector.pk),
        "today": today,
        "year": today.year,
        "load": row.load,
        "may_keep": request.actor.may(Permission.KEEP_DIRECTORIES),
    }
    return render(request, "office/registry/inspector.html", context)


@form(Permission.KEEP_DIRECTORIES)
def new(request: ActingRequest) -> HttpResponse:
    """Enter an inspector."""
    bound = InspectorForm(request.actor, request.POST or None, initial={"duty": "在岗"})
    if bound.is_valid():
        inspector = bound.carry_out(
            lambda: changes.add(
                actor=request.actor,
                owner_id=int(bound.cleaned_data["owner"]),
                details=bound.details(),
                reason=bound.cleaned_data["reason"],
                at=request.at,
            )
        )
        if inspector is not None:
            messages.success(request, f"{inspector.name} 已登记；登记证件以后才能参加抽取。")
            return redirect("office:inspector", inspector.pk)
    return render(request, "office/registry/inspector_form.html", {"form": bound})


@form(Permission.KEEP_DIRECTORIES)
def edit(request: ActingRequest, inspector_id: int) -> HttpResponse:
    """Change an inspector."""
    inspector = changes.inspector_for(request.actor, inspector_id)
    bound = InspectorForm(request.actor, request.POST or None, initial=_initial(inspector))
    if bound.is_valid():
        changed = bound.carry_out(
            lambda: changes.change(
                actor=request.actor,
                inspector_id=inspector_id,
                owner_id=int(bound.cleaned_data["owner"]),
                details=bound.details(),
                reason=bound.cleaned_data["reason"],
                at=request.at,
            )
        )
        if changed is not None:
            messages.success(request, f"{changed.name} 已改好。")
            return redirect("office:inspector", changed.pk)
    context = {"form": bound, "inspector": inspector}
    return render(request, "office/registry/inspector_form.html", context)


@form(Permission.KEEP_DIRECTORIES)
def certify(request: ActingRequest, inspector_id: int) -> HttpResponse:
    """Enter a certificate."""
    inspector = changes.inspector_for(request.actor, inspector_id)
    bound = CertificateForm(request.POST or None, initial={"number": inspector.number})
    if bound.is_valid():
        certificate = bound.carry_out(
            lambda: changes.certify(
                actor=request.actor,
                inspector_id=inspector_id,
                details=CertificateDetails(**bound.cleaned_data),
                at=request.at,
            )
        )
        if certificate is not None:
            return redirect("office:inspector", inspector_id)
    return _show_sub_form(request, inspector, bound, "登记证件", "登记证件")


@form(Permission.KEEP_DIRECTORIES)
def leave(request: ActingRequest, inspector_id: int) -> HttpResponse:
    """Enter a leave."""
    inspector = changes.inspector_for(request.actor, inspector_id)
    bound = LeaveForm(request.POST or None)
    if bound.is_valid():
        entered = bound.carry_out(
            lambda: changes.take_leave(
                actor=request.actor,
                inspector_id=inspector_id,
                at=request.at,
                **bound.cleaned_data,
            )
        )
        if entered is not None:
            return redirect("office:inspector", inspector_id)
    return _show_sub_form(request, inspector, bound, "登记请假或公务", "登记")


@form(Permission.KEEP_DIRECTORIES)
def recuse(request: ActingRequest, inspector_id: int) -> HttpResponse:
    """Enter a recusal."""
    inspector = changes.inspector_for(request.actor, inspector_id)
    initial = {"since": moments.day_of(request.at), "code": request.GET.get("code", "")}
    bound = RecusalForm(request.POST or None, initial=initial)
    if bound.is_valid():
        recusal = bound.carry_out(
            lambda: recusals.recuse(
                actor=request.actor,
                inspector_id=inspector_id,
                details=RecusalDetails(**bound.cleaned_data),
                at=request.at,
            )
        )
        if recusal is not None:
            return redirect("office:inspector", inspector_id)
    return _show_sub_form(request, inspector, bound, "登记回避关系", "登记回避")


@form(Permission.KEEP_DIRECTORIES)
def cancel_leave(request: ActingRequest, leave_id: int) -> HttpResponse:
    """Take a leave back, once it was asked whether that is meant."""
    leave = inspectors.leave_for(request.actor, leave_id)
    action = _inspector_action(leave.inspector, f"取消这次{leave.kind}", "取消登记")
    action = replace(
        action,
        lead="取消以后，这些日子又可以抽到、派到这个人；留痕中保留。",
        facts=(
            ("日子", moments.days_between(leave.since, leave.until)),
            ("事由", leave.reason or "没有写"),
        ),
    )
    return confirm_action(
        request,
        lambda: changes.cancel_leave(actor=request.actor, leave_id=leave_id, at=request.at),
        action,
        success="已取消，留痕中保留。",
    )


@form(Permission.KEEP_DIRECTORIES)
def end_recusal(request: ActingRequest, recusal_id: int) -> HttpResponse:
    """End a recusal today, with the reason."""
    recusal = inspectors.recusal_for(request.actor, recusal_id)
    bound = ReasonForm(request.POST if request.method == "POST" else None)
    action = _inspector_action(recusal.inspector, "解除回避关系", "解除回避")
    action = replace(
        action,
        lead="从今天起，这个人又可以被派去检查这一家；留痕中保留。关系还在的，不要解除。",
        facts=(
            ("检查对象", recusal.subject.name),
            ("关系和来源", f"{recusal.relation}（{recusal.source}）"),
            ("登记时的说明", recusal.reason),
            ("期限", moments.days_between(recusal.since, recusal.until)),
        ),
    )
    return run_action(
        request,
        bound,
        lambda: recusals.end_recusal(
            actor=request.actor,
            recusal_id=recusal_id,
            on=moments.day_of(request.at),
            reason=bound.cleaned_data["reason"],
            at=request.at,
        ),
        action,
        success="已解除，留痕中保留。",
    )


@page(Permission.SEE_INSPECTORS)
def on_day(request: ActingRequest) -> HttpResponse:
    """Show the directory as it stood at the end of a past day."""
    today = moments.day_of(request.at)
    day = day_of(request.GET.get("day", "")) or today
    rows = history.revisions_on(request.actor, "inspector", day)
    context = {"day": day, "today": today, "rows": rows}
    return render(request, "office/registry/inspectors_on_day.html", context)


def _initial(inspector: Inspector) -> dict[str, Any]:
    plain = ("name", "sex", "post", "number", "staffing", "duty", "is_expert")
    initial = {name: getattr(inspector, name) for name in plain}
    lists = {name: "\n".join(getattr(inspector, name)) for name in ("items", "regions")}
    return {**initial, **lists, "owner": str(inspector.owner_id)}


def _show_sub_form(
    request: ActingRequest, inspector: Inspector, bound: Form, title: str, button: str
) -> HttpResponse:
    return show_action(request, bound, _inspector_action(inspector, title, button))


def _inspector_action(inspector: Inspector, title: str, button: str) -> Action:
    crumbs = (
        ("执法检查人员", reverse("office:inspectors")),
        (inspector.name, reverse("office:inspector", args=[inspector.pk])),
    )
    caption = f"{inspector.name} · {inspector.owner.name}"
    return Action(title=title, button=button, crumbs=crumbs, caption=caption)
