"""Make the templates of documents: afterwards they are edited in an office program.

python scripts/document_templates.py
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

FOLDER = Path(__file__).resolve().parent.parent / "src" / "oversight" / "web" / "documents"
LETTER = (
    "局机关各科室、执法大队：",
    (
        "　　《{{ name }}》（计划编号 {{ number }}，第 {{ version }} 版）已经批准，现印发给你们，"
        "请按附表执行。抽取对象和选派人员由“双随机”确定，过程和结果向社会公开。"
    ),
    "{{ reason }}",
    (
        "　　本计划共 {{ count }} 项任务，全年应抽 {{ total }} 家次；抽查基数于 {{ counted_at }} "
        "统计并固定。计划内容的封存码为 {{ digest }}。"
    ),
)
BODY, TITLE = "仿宋_GB2312", "方正小标宋简体"
FACTS = (
    ("抽取编号", "{{ number }}"),
    ("任务编号", "{{ task }}"),
    ("计划编号、文号", "{{ plan }}"),
    ("抽查类型、方式", "{{ kind }}"),
    ("抽查事项", "{{ items }}"),
    ("发起部门", "{{ owner }}"),
    ("配合部门", "{{ partners }}"),
    ("封存时间", "{{ sealed_at }}"),
    ("封存码", "{{ commitment }}"),
    ("日志", "{{ log_head }}"),
    ("参加抽取", "{{ subjects }} 家"),
    ("不参加", "{{ excluded }} 家：{{ exclusions }}"),
    ("抽取时间", "{{ held_at }}"),
    ("种子", "{{ seed }}"),
    ("随机的保证", "{{ assurance }}"),
    ("抽中", "{{ drawn }}"),
    ("换人、递补", "{{ changes }} 次"),
    ("作废", "{{ voids }} 次"),
)


def main() -> None:
    """Write the templates."""
    minutes().save(str(FOLDER / "minutes.docx"))
    plan().save(str(FOLDER / "plan.docx"))
    print("已写 minutes.docx、plan.docx")


def minutes() -> Made:
    """Make the template of 抽取记录."""
    made = Document()
    _page(made)
    _fonts(made)
    title = made.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(title, "抽 取 记 录", 22, TITLE)
    name = made.add_paragraph()
    name.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(name, "{{ organisation }}　{{ title }}", 14, BODY)
    _facts(made)
    _list(made, "比例与应抽", ("分类", "参加", "应抽"), "rates", ("name", "size", "draw"))
    _list(
        made,
        "随机来源",
        ("来源", "数", "记入日志", "录入、核对"),
        "sources",
        ("title", "value", "at", "who"),
    )
    made.add_paragraph("{{ hidden }}")
    _list(
        made,
        "抽中的对象和派员",
        ("序号", "对象", "代码", "检查人员"),
        "visits",
        ("place", "name", "code", "team"),
    )
    _signatures(made)
    _foot(made, "{{ task }}")
    return made


def plan() -> Made:
    """Make the template of the year's plan as an official document with its table."""
    made = Document()
    _page(made)
    _fonts(made)
    for text, size, font in (
        ("{{ organisation }}文件", 26, TITLE),
        ("{{ document }}", 16, BODY),
        ("关于印发《{{ name }}》的通知", 22, TITLE),
    ):
        paragraph = made.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(paragraph, text, size, font)
    for text in LETTER:
        _run(made.add_paragraph(), text, 16, BODY)
    end = made.add_paragraph()
    end.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(end, "{{ organisation }}　{{ approved_on }}", 16, BODY)
    _list(
        made,
        "附表",
        ("任务编号", "任务", "事项", "范围", "比例", "基数", "应抽", "部门", "月份"),
        "tasks",
        ("number", "title", "items", "scope", "ratio", "base", "total", "owner", "months"),
    )
    _foot(made, "{{ number }}")
    return made


def _page(made: Made) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _fonts(made: Made) -> None:
    style = made.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(12)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)


def _run(paragraph: Paragraph, text: str, size: int, font: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001 - no public way
    fonts.set(qn("w:eastAsia"), font)


def _facts(made: Made) -> None:
    table = made.add_table(rows=0, cols=2, style="Table Grid")
    for heading, value in FACTS:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = heading, value
        cells[0].width, cells[1].width = Mm(36), Mm(120)


def _list(
    made: Made, title: str, headings: tuple[str, ...], rows: str, fields: tuple[str, ...]
) -> None:
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(10)
    _run(paragraph, title, 14, BODY)
    table = made.add_table(rows=4, cols=len(headings), style="Table Grid")
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        cell.text = heading
    table.rows[1].cells[0].text = f"{{%tr for one in {rows} %}}"
    for cell, field in zip(table.rows[2].cells, fields, strict=True):
        cell.text = f"{{{{ one.{field} }}}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    _repeats(table.rows[0]._tr)  # noqa: SLF001 - no public way


def _repeats(row: object) -> None:
    properties = row.get_or_add_trPr()  # type: ignore[attr-defined] # an element of the library
    properties.append(OxmlElement("w:tblHeader"))


def _signatures(made: Made) -> None:
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(16)
    _run(paragraph, "在场的人核对封存码、数和结果后签名：", 12, BODY)
    table = made.add_table(rows=3, cols=2)
    table.rows[0].cells[0].text = "{%tr for one in signs %}"
    table.rows[1].cells[0].text = "{{ one.who }}　　　　　　　　　　　　"
    table.rows[1].cells[1].text = "日期　　　　年　　月　　日"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    made.add_paragraph("公示页：{{ address }}")
    made.add_paragraph("{{ qr }}")


def _foot(made: Made, number: str) -> None:
    paragraph = made.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, f"{number}　{{{{ printed_by }}}} {{{{ printed_at }}}} 打印　第 ", 9, BODY)
    _field(paragraph, "PAGE")
    _run(paragraph, " 页", 9, BODY)


def _field(paragraph: Paragraph, name: str) -> None:
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)  # noqa: SLF001 - no public way


if __name__ == "__main__":
    main()
