"""Word files of documents: templates as an office edits them, filled with a document's words.

In a template ``{{ subject }}`` stands for a field. For a field with rows
``{%tr for row in items %}`` and ``{%tr endfor %}`` stand in table rows of their own, and between
them ``{{ row.title }}``.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import docx
import jinja2
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2.sandbox import ImmutableSandboxedEnvironment

from oversight.documents.rules.fields import DocumentType, Field, Form

_BODY, _TITLE = "仿宋_GB2312", "方正小标宋简体"
_IS_TEXT = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_TAG = re.compile(r"<[^>]+>")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def fill(template: bytes, context: Mapping[str, Any], salt: str) -> bytes:
    """Fill a template; the same context gives the same bytes.

    Raises:
        jinja2.TemplateError: the template is wrong, or asks for what there is not.
    """
    word_template = DocxTemplate(io.BytesIO(template))
    environment = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True)
    word_template.render(_namespaced(context), environment, autoescape=True)
    word_template.docx.core_properties.keywords = salt
    return _settled(_saved(word_template))


def default_template(type_: DocumentType) -> bytes:
    """Make the template that an office begins with: all fields under their titles."""
    word_document = docx.Document()
    _page(word_document)
    for words, size in (("{{ organisation }}", 16), (type_.title, 22)):
        _write(word_document.add_paragraph(), words, size, _TITLE, WD_ALIGN_PARAGRAPH.CENTER)
    _write(
        word_document.add_paragraph(), "{{ document_number }}", 12, _BODY, WD_ALIGN_PARAGRAPH.RIGHT
    )
    plain: list[Field] = []
    for field in type_.fields:
        if field.form is not Form.ROWS:
            plain.append(field)
            continue
        _facts(word_document, plain)
        plain = []
        _listing(word_document, field)
    _facts(word_document, plain)
    _write(word_document.add_paragraph(), "{{ organisation }}（印章）　{{ issued_on }}", 12, _BODY)
    _write(word_document.add_paragraph(), "{{ doubt }}", 9, _BODY)
    return _settled(_saved(word_document))


def _page(word_document: WordDocument) -> None:
    section = word_document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(30), Mm(28)


def _facts(word_document: WordDocument, fields: list[Field]) -> None:
    """Add a table of title and value for each field."""
    if not fields:
        return
    table = word_document.add_table(rows=0, cols=2, style="Table Grid")
    for field in fields:
        cells = table.add_row().cells
        _write(cells[0].paragraphs[0], field.title, 10.5, _BODY)
        _write(cells[1].paragraphs[0], f"{{{{ {field.name} }}}}", 10.5, _BODY)


def _listing(word_document: WordDocument, field: Field) -> None:
    """Add a table whose middle row is repeated for each row of a field."""
    _write(word_document.add_paragraph(), field.title, 12, _BODY)
    table = word_document.add_table(rows=0, cols=len(field.columns), style="Table Grid")
    lines = (
        [column.title for column in field.columns],
        [f"{{%tr for row in {field.name} %}}"],
        [f"{{{{ row.{column.name} }}}}" for column in field.columns],
        ["{%tr endfor %}"],
    )
    for line in lines:
        for cell, words in zip(table.add_row().cells, line, strict=False):
            _write(cell.paragraphs[0], words, 10.5, _BODY)


def _write(
    paragraph: Paragraph,
    words: str,
    size: float,
    font: str,
    alignment: WD_ALIGN_PARAGRAPH | None = None,
) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.font.name = Pt(size), font
    fonts = run.element.get_or_add_rPr().rFonts
    if fonts is not None:  # there since the font has its name; Chinese takes another attribute
        fonts.set(qn("w:eastAsia"), font)
    if alignment is not None:
        paragraph.alignment = alignment


def _namespaced(context: Mapping[str, Any]) -> dict[str, Any]:
    """Give rows as objects: ``row.items`` of a dictionary would be its method."""
    return {
        name: [SimpleNamespace(**row) for row in value] if isinstance(value, list) else value
        for name, value in context.items()
    }


def _saved(word_document: Any) -> bytes:  # noqa: ANN401 - a template or a document
    file = io.BytesIO()
    word_document.save(file)
    return file.getvalue()


def _settled(content: bytes) -> bytes:
    """Write the archive anew with one date for all parts: the same words are the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(file, "w") as written:
        for name in sorted(given.namelist()):
            part = zipfile.ZipInfo(name, date_time=_EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(part, given.read(name))
    return file.getvalue()


def text_of(content: bytes) -> str:
    """Give all text of a Word file: body, tables, headers and footers, without its formats."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [name for name in archive.namelist() if _IS_TEXT.fullmatch(name)]
        return "\n".join(_TAG.sub("", archive.read(name).decode()) for name in parts)
