"""Documents as pages show them: titles, what they say, and the names of their files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from oversight.common.personal_numbers import masked_numbers
from oversight.documents import selectors
from oversight.documents.models import Document
from oversight.documents.rules import words
from oversight.documents.rules.fields import DocumentType
from oversight.documents.states import DOCUMENT
from oversight.documents.template_checks import GENERAL, REQUIRED

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A field of a document in words: plain text, or the rows of a table under its headings."""

    title: str
    text: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def title(document: Document) -> str:
    """Give the title of a document's type."""
    return selectors.type_of(document.type).title


def row(document: Document) -> dict[str, Any]:
    """Give a document with its title and the word of its state."""
    return {
        "document": document,
        "title": title(document),
        "state": DOCUMENT.label(document.state),
    }


def content(document: Document) -> list[Passage]:
    """Give what a document says, field by field."""
    type_ = selectors.type_of(document.type)
    printed = words.words(type_, document.data)
    return [
        Passage(
            title=field.title,
            headings=tuple(column.title for column in field.columns),
            rows=tuple(tuple(map(masked_numbers, line.values())) for line in printed[field.name]),
        )
        if field.columns
        else Passage(title=field.title, text=masked_numbers(printed[field.name]))
        for field in type_.fields
        if printed[field.name]
    ]


def file_name(document: Document, form: str) -> str:
    """Name the file of a document by what it is: 送达回证-青人社送证字〔2026〕第0001号.pdf."""
    name = _NOT_IN_NAMES.sub("-", f"{title(document)}-{document.number}")
    return f"{name}{'（作废）' if document.voided_at else ''}.{form}"


def field_rows(type_: DocumentType) -> Iterator[dict[str, Any]]:
    """Give every sign that a template of a type may use, with what it stands for."""
    for name, words_ in GENERAL.items():
        yield _sign(words_, f"{{{{ {name} }}}}", is_required=name in REQUIRED)
    for field in type_.fields:
        if not field.columns:
            yield _sign(field.title, f"{{{{ {field.name} }}}}", is_required=field.is_required)
            continue
        loop = f"{{%tr for row in {field.name} %}} … {{%tr endfor %}}"
        yield _sign(f"{field.title}，一行一项", loop, is_required=field.is_required)
        for column in field.columns:
            needed = field.is_required and column.is_required
            title = f"{field.title}的{column.title}"
            yield _sign(title, f"{{{{ row.{column.name} }}}}", is_required=needed)


def _sign(title: str, sign: str, *, is_required: bool) -> dict[str, Any]:
    return {"title": title, "sign": sign, "is_required": is_required}
