"""查验文书: anybody drops a file and learns whether it was issued here, and whether it is void.

The file is digested as it comes in and kept nowhere; the answer says the number and the state of
the document whose digest it is, and nothing that somebody without the file could not know.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from oversight.documents import selectors
from oversight.documents.states import DOCUMENT
from oversight.web.access import public_form
from oversight.web.forms import Form
from oversight.web.public.site import site_name

_LIMIT = 20 * 2**20


class PaperForm(Form):
    """The file that is to be looked up."""

    file = forms.FileField(
        label="收到的文书（PDF 或 Word）",
        help_text="可以把文件拖到这里；只比对摘要，不保存文件",
        error_messages={"empty": "这个文件是空的；请选收到的原文件"},
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse a file that is larger than any document.

        Raises:
            ValidationError: it is.
        """
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > _LIMIT:
            raise forms.ValidationError("超过 20 MB，不是本网站出具的文书")
        return file


@public_form
def verify(request: HttpRequest) -> HttpResponse:
    """Say of a file whether it is a document that was issued here."""
    bound = PaperForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"name": site_name(), "form": bound}
    if bound.is_valid():
        document = selectors.issued_as(_digest(bound.cleaned_data["file"]))
        context["is_answered"] = True
        if document is not None:
            context |= {
                "document": document,
                "title": selectors.type_of(document.type).title,
                "state": DOCUMENT.label(document.state),
            }
    return render(request, "public/papers.html", context)


def _digest(file: UploadedFile[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()
