"""Evidence accepted or excluded, its files, and what is decided of goods that were kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, HttpResponse

from oversight.accounts.rules import Permission
from oversight.cases import selectors
from oversight.cases.services import investigating
from oversight.web.access import ActingRequest, form, page
from oversight.web.action_form import run_action
from oversight.web.file_response import file_response
from oversight.web.forms import Form, day
from oversight.web.office.cases.acting import case_action
from oversight.web.office.cases.fields import text


class JudgeForm(Form):
    """Whether evidence is accepted."""

    verdict = forms.ChoiceField(
        label="审查",
        choices=[("accepted", "采信"), ("excluded", "不采信")],
        widget=forms.RadioSelect,
    )
    reason = text("理由", required=False, help_text="不采信的必须写")

    def words(self) -> dict[str, Any]:
        """Give what was decided."""
        typed = self.cleaned_data
        return {"is_accepted": typed["verdict"] == "accepted", "reason": typed["reason"]}


class HandleForm(Form):
    """What was decided of goods."""

    on = day("处理日期")
    handling = text("怎样处理", help_text="例如：退还、送鉴定、没收")


@form(Permission.MAKE_CASES)
def judge(request: ActingRequest, evidence_id: int) -> HttpResponse:
    """Accept or exclude a piece of evidence."""
    row = selectors.evidence_for(request.actor, evidence_id)
    bound = JudgeForm(request.POST or None)
    return run_action(
        request,
        bound,
        lambda: investigating.judge(
            actor=request.actor, evidence_id=evidence_id, at=request.at, **bound.words()
        ),
        case_action(row.case, f"审查证据：{row.title}"),
        success="证据已审查。",
    )


@page(Permission.SEE_CASES)
def file(request: ActingRequest, evidence_id: int) -> FileResponse:
    """Send the file of a piece of evidence as it came."""
    row = selectors.evidence_for(request.actor, evidence_id)
    stored = selectors.evidence_file(row)
    return file_response(stored, stem=f"{row.case.number}-证据{row.pk}")


@form(Permission.MAKE_CASES)
def handle_seizure(request: ActingRequest, seizure_id: int) -> HttpResponse:
    """Note what was decided of goods that were kept."""
    row = selectors.seizure_for(request.actor, seizure_id)
    bound = HandleForm(request.POST or None)
    return run_action(
        request,
        bound,
        lambda: investigating.handle_seizure(
            actor=request.actor, seizure_id=seizure_id, at=request.at, **bound.cleaned_data
        ),
        case_action(row.case, "处理登记保存的物品"),
        success="已登记处理。",
    )
