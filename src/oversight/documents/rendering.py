"""What the files of a document are made of, and the two ways to write them."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import segno

from oversight.common import moments
from oversight.documents import typesetting, word_files
from oversight.documents.rules import words
from oversight.documents.rules.fields import DocumentType, Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything that the files of a document say; one without a number is a draft."""

    type: DocumentType
    organisation: str
    number: str
    data: dict[str, Any]
    salt: str
    at: datetime
    template: bytes | None = field(default=None, repr=False)
    """The edited .docx template; None: the one made from the type."""


def pdf(content: Content) -> bytes:
    """Set the PDF of a document.

    Raises:
        DomainError: no font has a letter of it.
    """
    type_, day = content.type, moments.day_of(content.at)
    data = {
        "title": type_.title,
        "number": content.number,
        "organisation": content.organisation,
        "salt": content.salt,
        "y": day.year,
        "m": day.month,
        "d": day.day,
        "is_draft": not content.number,
        "doubt": type_.doubt,
        "words": words.words(type_, content.data),
        "titles": {field.name: _titles(field) for field in type_.fields},
        "picture": _picture(str(content.data.get(type_.scanned, ""))),
    }
    return typesetting.pdf(type_.template, data, content.at)


def docx(content: Content) -> bytes:
    """Fill the Word file of a document.

    Raises:
        jinja2.TemplateError: the edited template does not fit the type.
    """
    template = content.template or word_files.default_template(content.type)
    return word_files.fill(template, context(content), content.salt)


def context(content: Content) -> dict[str, Any]:
    """Give what stands for the fields of a template."""
    doubt = content.type.doubt
    return {
        **words.words(content.type, content.data),
        "organisation": content.organisation,
        "document_number": content.number or "（草稿，没有文号）",
        "issued_on": moments.day_in_words(moments.day_of(content.at)),
        "doubt": f"待核实：{doubt}。" if doubt else "",
    }


def _picture(address: str) -> str:
    """Draw an address as a QR code, as SVG; nothing of nothing."""
    if not address:
        return ""
    drawing = io.BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", border=2, xmldecl=False)
    return drawing.getvalue().decode()


def _titles(field: Field) -> dict[str, Any]:
    columns = [{"name": column.name, "title": column.title} for column in field.columns]
    return {"title": field.title, "columns": columns}
