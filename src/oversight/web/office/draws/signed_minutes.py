"""签字的抽取记录: filing the scan, looking at it."""

from __future__ import annotations

from django import forms
from django.http import FileResponse, HttpResponse

from oversight.accounts.rules import Permission, permission_of
from oversight.draws import selectors, signed_scans
from oversight.draws.models import SignedMinutes
from oversight.draws.services import minutes
from oversight.draws.services.minutes import Scan
from oversight.draws.states import DRAW
from oversight.files import rules
from oversight.files import selectors as files
from oversight.web.access import ActingRequest, form, page
from oversight.web.file_response import file_response, thumbnail_response
from oversight.web.forms import Form
from oversight.web.office.draws.actions import run_on_draw

_LEAD = (
    "扫描或拍下签了字的抽取记录，存回这次抽取。文件的摘要记入留痕；"
    "扫描件只给能看这次抽取的人看，不公布。"
)


class ScanForm(Form):
    """A scan of the signed minutes; one more says why."""

    file = forms.FileField(label="扫描件或照片")
    reason = forms.CharField(label="为什么再存一份", max_length=200, help_text="会记入留痕")

    def __init__(self, *args: object, is_first: bool) -> None:
        super().__init__(*args)
        self.fields["file"].help_text = files.limit_words(rules.SCANS)
        if is_first:
            del self.fields["reason"]


@form(permission_of(DRAW, "file_minutes"))
def file_signed(request: ActingRequest, draw_id: int) -> HttpResponse:
    """File a scan of the signed minutes."""
    draw = selectors.draw_for(request.actor, draw_id)
    is_first = not signed_scans.scans_of(draw)
    bound = ScanForm(request.POST or None, request.FILES or None, is_first=is_first)

    def service() -> SignedMinutes:
        upload = bound.cleaned_data["file"]
        reason = bound.cleaned_data.get("reason", "")
        scan = Scan(name=upload.name, chunks=upload.chunks(), reason=reason)
        return minutes.file_signed(actor=request.actor, draw_id=draw_id, scan=scan, at=request.at)

    return run_on_draw(
        request,
        draw_id,
        bound,
        service,
        title="存入签字的抽取记录" if is_first else "再存一份签字的抽取记录",
        lead=_LEAD if is_first else f"{_LEAD}原来的仍会保留。",
        button="存入",
        success="已存入，文件摘要已记入留痕。",
    )


@page(Permission.SEE_DRAWS)
def scan(request: ActingRequest, scan_id: int) -> FileResponse:
    """Send a scan as it came."""
    draw, stored = signed_scans.scan_file(request.actor, scan_id)
    return file_response(stored, stem=f"{draw.number}-签字记录-{scan_id}")


@page(Permission.SEE_DRAWS)
def thumbnail(request: ActingRequest, scan_id: int) -> FileResponse:
    """Send the small picture of a scan."""
    _, stored = signed_scans.scan_file(request.actor, scan_id)
    return thumbnail_response(stored)
