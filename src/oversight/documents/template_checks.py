"""What is wrong in a Word template that somebody edited: named in Chinese before it is kept.

A template may name fields, repeat the rows of one, and leave parts out by ``if``: nothing else of
the template language, so that no file from outside can run long or reach what is no field.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import jinja2
from docxtpl import DocxTemplate
from jinja2 import nodes

from oversight.common.errors import DomainError
from oversight.documents import rendering, word_files
from oversight.documents.rendering import Content
from oversight.documents.rules.fields import DocumentType, Field, Form

MOST_BYTES = 2 * 2**20
MOST_UNPACKED = 20 * 2**20
GENERAL = {
    "organisation": "机关名称",
    "document_number": "文号",
    "issued_on": "出具日期",
    "doubt": "待核实的说明",
}
REQUIRED = ("organisation", "document_number")
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For),
    *(nodes.If, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand, nodes.Const),
)
_NO_ATTRIBUTE = re.compile(r"has no attribute '(?P<name>[^']+)'")
_AT = datetime(2026, 1, 1, tzinfo=UTC)


def require_usable(type_: DocumentType, content: bytes) -> None:
    """Refuse a template that does not fit a type of documents.

    Raises:
        DomainError: it is no .docx, holds what a template may not, uses a field that there is
            not, or leaves a required one out.
    """
    parts = _parts(content)
    names: set[str] = set()
    for part, xml in parts.items():
        names |= _names(part, xml)
    unknown = names - set(GENERAL) - {field.name for field in type_.fields}
    if unknown:
        raise _refusal(f"没有叫{_quoted(sorted(unknown))}的栏目；可以用的栏目见模板页的表")
    missing = list(_missing(type_, content))
    if missing:
        raise _refusal(f"缺少必填的栏目：{'、'.join(missing)}")


def filled_with_examples(type_: DocumentType, content: bytes, organisation: str) -> bytes:
    """Fill a template with the type's examples, as a preview.

    Raises:
        DomainError: it asks for what there is not.
    """
    example = Content(
        type=type_,
        organisation=organisation,
        number="",
        data=type_.example,
        salt="",
        at=_AT,
        template=content,
    )
    try:
        return rendering.docx(example)
    except jinja2.TemplateError as error:
        raise _of_template(error) from error


def _parts(content: bytes) -> dict[str, str]:
    """Give the text of every part of a .docx in which something could be filled.

    Raises:
        DomainError: it is none, is too large, or holds macros or links to the outside.
    """
    if len(content) > MOST_BYTES:
        raise _refusal(f"文件太大，最多 {MOST_BYTES // 2**20} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read_parts(archive)
    except (zipfile.BadZipFile, UnicodeDecodeError, RuntimeError):
        raise _refusal("这不是 Word 文件（.docx）；请在 Word 或 WPS 里另存为 .docx") from None


def _read_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    infos = archive.infolist()
    if sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise _refusal(f"文件展开以后太大，最多 {MOST_UNPACKED // 2**20} MB")
    names = archive.namelist()
    if "word/document.xml" not in names:
        raise _refusal("这不是 Word 文件（.docx）；请在 Word 或 WPS 里另存为 .docx")
    if any("vbaProject" in name or "/embeddings/" in name for name in names):
        raise _refusal("里面有宏或嵌入的对象；请去掉以后再上传")
    texts = {
        name: archive.read(name).decode() for name in names if name.endswith((".xml", ".rels"))
    }
    if any("<!DOCTYPE" in text or "<!ENTITY" in text for text in texts.values()):
        raise _refusal("文件里有不允许的声明；请在 Word 或 WPS 里另存为 .docx")
    if any('TargetMode="External"' in text for text in texts.values()):
        raise _refusal("里面有指向外面的链接或图片；请去掉以后再上传")
    if any(sign in texts.get("docProps/core.xml", "") for sign in ("{{", "{%")):
        raise _refusal("文件属性里不能有栏目；请清空文件属性")
    return {name: text for name, text in texts.items() if name.startswith("word/")}


def _names(part: str, xml: str) -> set[str]:
    """Give the fields that a part of a template names.

    Raises:
        DomainError: its signs do not fit together, or it does what a template may not.
    """
    patched = DocxTemplate(io.BytesIO()).patch_xml(xml)
    try:
        tree = jinja2.Environment(autoescape=True).parse(patched)
    except jinja2.TemplateError as error:
        raise _of_template(error, part) from error
    for node in tree.find_all(nodes.Node):
        _require_allowed(node)
    loops = {node.target.name for node in tree.find_all(nodes.For)}  # type: ignore[attr-defined] # a Name, see above
    return {node.name for node in tree.find_all(nodes.Name)} - loops - {"loop"}


def _require_allowed(node: nodes.Node) -> None:
    is_plain_loop = not isinstance(node, nodes.For) or (
        isinstance(node.iter, nodes.Name)
        and isinstance(node.target, nodes.Name)
        and not node.recursive
        and next(node.find_all(nodes.For), None) is None
    )
    is_private = isinstance(node, nodes.Getattr) and node.attr.startswith("_")
    if not isinstance(node, _ALLOWED) or not is_plain_loop or is_private:
        raise _refusal(
            "模板里只能用栏目 {{ … }}、逐行 {%tr for row in … %} 和条件 {% if … %}，不能用别的写法"
        )


def _missing(type_: DocumentType, content: bytes) -> Iterator[str]:
    """Name what is required and does not come out: each field and column has its own mark."""
    marks = {name: f"⟦{name}⟧" for name in GENERAL}
    context = {**marks, **{field.name: _marked(field) for field in type_.fields}}
    try:
        text = word_files.text_of(word_files.fill(content, context, ""))
    except jinja2.TemplateError as error:
        raise _of_template(error) from error
    for name in REQUIRED:
        if marks[name] not in text:
            yield f"{GENERAL[name]} {{{{ {name} }}}}"
    for field in type_.fields:
        yield from _missing_of(field, text)


def _missing_of(field: Field, text: str) -> Iterator[str]:
    if not field.is_required:
        return
    if field.form is not Form.ROWS and f"⟦{field.name}⟧" not in text:
        yield f"{field.title} {{{{ {field.name} }}}}"
    for column in field.columns:
        if column.is_required and f"⟦{field.name}.{column.name}⟧" not in text:
            yield f"{field.title}的{column.title} {{{{ row.{column.name} }}}}"


def _marked(field: Field) -> object:
    if field.form is Form.ROWS:
        return [{column.name: f"⟦{field.name}.{column.name}⟧" for column in field.columns}]
    return f"⟦{field.name}⟧"


def _of_template(error: jinja2.TemplateError, part: str = "") -> DomainError:
    attribute = _NO_ATTRIBUTE.search(str(error))
    if attribute:
        return _refusal(f"行里没有叫“{attribute['name']}”的栏目；可以用的栏目见模板页的表")
    place = {"word/document.xml": "正文"}.get(part, "页眉、页脚或批注" if part else "正文")
    return _refusal(
        f"{place}里的 {{{{ }}}} 或 {{% %}} 没有配对，或者被拆开了；"
        "请把那一处删掉，不带格式重新打一遍"
    )


def _refusal(problem: str) -> DomainError:
    return DomainError(f"模板不能用：{problem}", field="file")


def _quoted(names: list[str]) -> str:
    return "、".join(f"“{name}”" for name in names)
