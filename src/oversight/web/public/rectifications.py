"""The page at which an enterprise reports, by a link and without an account, what it put right."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from oversight.common import moments
from oversight.files import selectors as files
from oversight.rectifications import selectors
from oversight.rectifications.models import EnterpriseReport, Rectification
from oversight.rectifications.services import recording, reporting
from oversight.rectifications.services.recording import Upload
from oversight.rectifications.services.reporting import ReportInput
from oversight.web import pace
from oversight.web.access import public_form
from oversight.web.file_fields import FilesField, accepted
from oversight.web.forms import Form

_TOO_FAST = "打开得太快；请一分钟后再试"


class ReportForm(Form):
    """What was put right, by whom it is said, with proofs."""

    text = forms.CharField(
        label="改正情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="逐条写做了什么、什么时候做完；还没有做完的写什么时候做完",
    )
    proofs = FilesField(label="证明材料（照片、文件）", required=False)
    reporter = forms.CharField(label="报告人姓名", max_length=40)
    phone = forms.CharField(
        label="联系电话",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        take = self.fields["proofs"]
        take.help_text = f"一次最多 9 个；{files.limit_words(recording.KINDS)}"
        take.widget.attrs["accept"] = accepted(recording.KINDS)


@public_form
def report(request: HttpRequest, token: str) -> HttpResponse:
    """Show the order behind a link, and take what the enterprise reports of it."""
    at, address = _now(request), request.address  # type: ignore[attr-defined] # of the middleware
    if pace.is_too_fast(address, at):
        return HttpResponse(_TOO_FAST, status=429, content_type="text/plain; charset=utf-8")
    row = selectors.by_link(token)
    bound = ReportForm(request.POST or None, request.FILES or None)
    entered = _entered(token, bound, address, at) if bound.is_valid() else None
    if entered is not None:
        messages.success(request, f"已收到，回执 {entered.receipt_number}；请截图保存。")
        return redirect("public:rectification", token)
    return render(request, "public/rectification.html", _context(row, bound, at))


def _entered(token: str, bound: ReportForm, address: str, at: datetime) -> EnterpriseReport | None:
    typed = bound.cleaned_data
    uploads = [Upload(name=file.name, chunks=file.chunks()) for file in typed["proofs"]]
    content = ReportInput(text=typed["text"], reporter=typed["reporter"], phone=typed["phone"])
    return bound.carry_out(
        lambda: reporting.report(
            token=token, report=content, uploads=uploads, address=address, at=at
        )
    )


def _context(row: Rectification, bound: ReportForm, at: datetime) -> dict[str, Any]:
    today = moments.day_of(at)
    return {
        "row": row,
        "form": bound,
        "points": row.points.all(),
        "reports": selectors.reports(row),
        "is_open": reporting.is_open(row),
        "is_late": row.due_on is not None and row.due_on < today,
        "consequences": selectors.consequences(row.bureau_id, today),
    }


def _now(request: HttpRequest) -> datetime:
    at: datetime = request.at  # type: ignore[attr-defined]
    return at
