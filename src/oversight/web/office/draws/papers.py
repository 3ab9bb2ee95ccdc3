"""抽取记录: issued as a numbered document after the draw, with where it was held and who came."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.audit import selectors as audit
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.documents import selectors as documents
from oversight.documents.models import Document
from oversight.documents.services import issuing
from oversight.documents.services.issuing import About
from oversight.draws import events, records, selectors
from oversight.draws.models import Draw
from oversight.draws.records import Record
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import run_action
from oversight.web.documents import draw_record
from oversight.web.documents.draw_record import Meeting
from oversight.web.forms import Form
from oversight.web.office.draws.actions import draw_action
from oversight.web.office.draws.forms import minute

KIND = "draw"


class RecordForm(Form):
    """Where and when a draw was held, and who was there."""

    place = forms.CharField(label="地点", max_length=100)
    started_at = minute("开始时间")
    ended_at = minute("结束时间")
    attendees = forms.CharField(
        label="到场人员",
        max_length=3000,
        help_text="一行一人：身份，空一格，姓名；请增减到和实际到场的一样",
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_attendees(self) -> list[tuple[str, str]]:
        """Read a capacity and a name from each line."""
        lines = [line.split() for line in self.cleaned_data["attendees"].splitlines()]
        wrong = [" ".join(words) for words in lines if len(words) == 1]
        if wrong:
            raise forms.ValidationError(f"“{wrong[0]}”这一行要写身份和姓名，中间空一格")
        return [(words[0], " ".join(words[1:])) for words in lines if words]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        typed = super().clean() or {}
        if (
            "started_at" in typed
            and typed.get("ended_at", typed["started_at"]) < typed["started_at"]
        ):
            self.add_error("ended_at", "结束时间不能早于开始时间")
        return typed


@form(Permission.HOLD_DRAWS)
def issue_record(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Issue the record of a draw: PDF and Word with a number, their digests in the trail."""
    draw = selectors.draw_for(request.actor, draw_id)
    if draw.held_at is None:
        raise DomainError("抽取以后才能出具抽取记录")
    record = records.read(draw)
    bound = RecordForm(request.POST or None, initial=_initial(record))
    address = request.build_absolute_uri(reverse("public:draw", args=[draw.number]))

    def service() -> Document:
        return issuing.issue_document(
            type_code=draw_record.TYPE,
            organisation=record.draw.bureau,
            data=draw_record.data(
                record,
                Meeting(**bound.cleaned_data),
                copy_checks=_copy_checks(record.draw),
                address=address,
            ),
            about=About(kind=KIND, key=draw.number, words=record.draw.title),
            actor=request.actor,
            at=request.at,
        )

    action = draw_action(
        draw,
        title="出具抽取记录",
        button="出具",
        lead="其余内容由程序按封存的文件和留痕日志填写。出具后有文号，不能改；写错了，请审批人作废再出具。",
    )
    return run_action(
        request,
        bound,
        service,
        action,
        success=lambda document: f"已出具 {document.number}，可以下载、打印、签名。",
    )


def papers_of(draw: Draw) -> list[Document]:
    """Give the documents about a draw, void ones too."""
    return documents.documents_about(KIND, draw.number)


def _initial(record: Record) -> dict[str, Any]:
    """Give what is known already: the last place, from the public numbers to the result."""
    draw = record.draw
    people = draw_record.attendees(record)
    return {
        "place": documents.last_data(draw.bureau, draw_record.TYPE).get("place", ""),
        "started_at": draw.t0 or draw.seeded_at,
        "ended_at": draw.held_at,
        "attendees": "\n".join(f"{who} {name}" for who, name in people),
    }


def _copy_checks(draw: Draw) -> list[str]:
    """Write what the supervisors' comparisons of their kept copies came to."""
    return [
        f"{entry.person} {moments.minute_in_words(entry.at)}核对自己保管的一份："
        f"{entry.public.get('compared', '')}"
        for entry in audit.about("drawing", draw.number)
        if entry.type == events.DRAWING_COPY_CHECKED.type
    ]
