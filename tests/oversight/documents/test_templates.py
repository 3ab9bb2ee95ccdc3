"""Word templates that an office edits: what is wrong is named, versions are kept, two decide."""

from __future__ import annotations

import io
import zipfile

import pytest

from oversight.audit import selectors as audit
from oversight.common.errors import DomainError, NotAllowedError, NotFoundError
from oversight.documents import selectors, template_checks, word_files
from oversight.documents.models import WordTemplate
from oversight.documents.rules.types import TYPES
from oversight.documents.services import issuing, letterheads, templates
from tests.oversight.documents.papers import issued
from tests.oversight.recorded import checked
from tests.support.platform_factory import NOON, Bureau

pytestmark = pytest.mark.any_database

NOTICE = TYPES["notice"]
PLAIN = word_files.default_template(NOTICE)


def edited(*changes: tuple[str, str], part: str = "word/document.xml") -> bytes:
    """Give the template of the platform with some of its text changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as given, zipfile.ZipFile(file, "w") as written:
        for name in given.namelist():
            text = given.read(name)
            for before, after in changes if name == part else ():
                assert before.encode() in text
                text = text.replace(before.encode(), after.encode(), 1)
            written.writestr(name, text)
    return file.getvalue()


def uploaded(own: Bureau, content: bytes = PLAIN) -> WordTemplate:
    return templates.upload(
        type_code="notice",
        file_name="通知书.docx",
        content=content,
        actor=own.actors["coordinator"],
        at=NOON,
    )


def in_force(own: Bureau, template: WordTemplate) -> WordTemplate:
    return templates.put_in_force(template_id=template.pk, actor=own.actors["approver"], at=NOON)


@pytest.mark.parametrize("code", TYPES)
def test_the_template_of_the_platform_fits_every_type(code: str) -> None:
    type_ = TYPES[code]
    content = word_files.default_template(type_)

    template_checks.require_usable(type_, content)
    filled = template_checks.filled_with_examples(type_, content, "青禾区人力资源和社会保障局")

    assert type_.title in word_files.text_of(filled)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("{{ basis }}", "{{ grounds }}"), "没有叫“grounds”的栏目"),
        (("{{ basis }}", ""), "缺少必填的栏目：检查依据 {{ basis }}"),
        (("{{ row.certificate }}", ""), "缺少必填的栏目：检查人员的执法证号 {{ row.certificate }}"),
        (("{{ row.certificate }}", "{{ row.number }}"), "行里没有叫“number”的栏目"),
        (("{{ document_number }}", "文号"), "缺少必填的栏目：文号 {{ document_number }}"),
        (("{{ basis }}", "{{ basis"), "没有配对，或者被拆开了"),
        (("{%tr endfor %}", ""), "没有配对，或者被拆开了"),
        (("{{ basis }}", "{{ basis.__class__ }}"), "不能用别的写法"),
        (("{{ basis }}", "{{ cycler() }}"), "不能用别的写法"),
        (("{{ basis }}", "{% for a in range(9) %}{% endfor %}"), "不能用别的写法"),
        (("{{ basis }}", "{{ basis|upper }}"), "不能用别的写法"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_wrong_in_a_template_is_named_in_chinese(
    own: Bureau, change: tuple[str, str], problem: str
) -> None:
    with pytest.raises(DomainError) as refused:
        uploaded(own, edited(change))

    assert refused.value.problem.startswith("模板不能用：")
    assert problem in refused.value.problem
    assert not WordTemplate.objects.exists()


def test_no_file_but_a_harmless_docx_is_taken(own: Bureau) -> None:
    outside = ("</Relationships>", '<Relationship TargetMode="External"/></Relationships>')
    hostile = [
        b"%PDF-1.7",
        b"",
        PLAIN[:2000],
        b"x" * (template_checks.MOST_BYTES + 1),
        edited(outside, part="word/_rels/document.xml.rels"),
        edited(("<w:document", "<!DOCTYPE x><w:document")),
        edited(("</cp:coreProperties>", "{{ x }}</cp:coreProperties>"), part="docProps/core.xml"),
        with_part("word/vbaProject.bin", b"x"),
        with_part("word/media/large.xml", b" " * (template_checks.MOST_UNPACKED + 1)),
    ]

    problems = []
    for content in hostile:
        with pytest.raises(DomainError) as refused:
            uploaded(own, content)
        problems.append(refused.value.problem.removeprefix("模板不能用：").split("；")[0])

    assert problems == [
        "这不是 Word 文件（.docx）",
        "这不是 Word 文件（.docx）",
        "这不是 Word 文件（.docx）",
        "文件太大，最多 2 MB",
        "里面有指向外面的链接或图片",
        "文件里有不允许的声明",
        "文件属性里不能有栏目",
        "里面有宏或嵌入的对象",
        "文件展开以后太大，最多 20 MB",
    ]


def with_part(name: str, content: bytes) -> bytes:
    file = io.BytesIO(PLAIN)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def test_an_edited_template_is_used_once_another_person_put_it_in_force(own: Bureau) -> None:
    template = uploaded(own, edited(("统一社会信用代码", "本单位的代码")))
    before = issued(own)
    in_force(own, template)
    after = issued(own)

    assert "本单位的代码" not in word_files.text_of(issuing.render_docx(before))
    assert "本单位的代码" in word_files.text_of(issuing.render_docx(after))
    assert "本单位的代码" in word_files.text_of(templates.preview(template))
    assert (before.template, after.template) == (None, template)
    assert [entry.type for entry in audit.about("word-template", "990107-01-notice")] == [
        "document.template-in-force",
        "document.template-uploaded",
    ]


def test_who_uploaded_a_template_does_not_put_it_in_force(own: Bureau) -> None:
    template = uploaded(own)
    with pytest.raises(NotAllowedError):
        templates.put_in_force(template_id=template.pk, actor=own.actors["coordinator"], at=NOON)
    WordTemplate.objects.filter(pk=template.pk).update(made_by_user=own.actors["approver"].user_id)

    with pytest.raises(DomainError, match="上传的人不能启用"):
        in_force(own, template)


def test_every_version_is_kept_and_a_former_one_comes_back(own: Bureau) -> None:
    first, second = in_force(own, uploaded(own)), in_force(own, uploaded(own))
    first.refresh_from_db()
    assert [first.state, second.state] == ["former", "in_force"]

    in_force(own, first)
    third = uploaded(own)
    templates.discard(template_id=third.pk, actor=own.actors["coordinator"], at=NOON)
    fourth = uploaded(own)
    templates.retire(template_id=first.pk, actor=own.actors["approver"], at=NOON)

    assert checked() == []
    WordTemplate.objects.filter(pk=fourth.pk).update(state="in_force")
    assert checked() == ["word-template 990107-01-notice-4 状态: 待启用 | 在用"]
    WordTemplate.objects.filter(pk=fourth.pk).update(state="uploaded")
    states = dict(WordTemplate.objects.values_list("version", "state"))
    assert states == {1: "former", 2: "former", 4: "uploaded"}
    assert fourth.version == 4
    assert selectors.template_in_force(own.organisation, "notice") is None
    with pytest.raises(DomainError, match="放弃"):
        templates.discard(template_id=first.pk, actor=own.actors["coordinator"], at=NOON)


def test_the_template_to_edit_is_the_one_in_force(own: Bureau) -> None:
    clerk = own.actors["clerk"]
    assert templates.current_template(type_code="notice", actor=clerk) == PLAIN
    content = edited(("统一社会信用代码", "本单位的代码"))
    in_force(own, uploaded(own, content))

    assert templates.current_template(type_code="notice", actor=clerk) == content


def test_a_template_of_another_bureau_does_not_exist(own: Bureau, foreign: Bureau) -> None:
    template = uploaded(own)

    with pytest.raises(NotFoundError):
        templates.put_in_force(template_id=template.pk, actor=foreign.actors["approver"], at=NOON)


def test_the_word_of_an_organisation_is_a_few_han_characters(own: Bureau) -> None:
    coordinator = own.actors["coordinator"]
    with pytest.raises(DomainError, match="机关代字是 1 到 30 个汉字"):
        letterheads.set_word(word="QR-1", actor=coordinator, at=NOON)
    with pytest.raises(NotAllowedError):
        letterheads.set_word(word="青人社", actor=own.actors["clerk"], at=NOON)

    letterheads.set_word(word=" 青人社 ", actor=coordinator, at=NOON)
    assert selectors.word_of(own.organisation) == "青人社"
