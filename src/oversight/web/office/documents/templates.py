"""文书模板: what each type of documents says, and the Word templates that the office edits."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from oversight.accounts.rules import Permission, permission_of
from oversight.documents import selectors, typesetting
from oversight.documents.models import WordTemplate
from oversight.documents.rules.types import TYPES
from oversight.documents.services import issuing, letterheads, templates
from oversight.documents.states import TEMPLATE
from oversight.documents.template_checks import MOST_BYTES
from oversight.web import downloads
from oversight.web.access import ActingRequest, form, page
from oversight.web.action_form import Action, confirm_action, run_action
from oversight.web.forms import Form
from oversight.web.presenters import documents as presenter

_SEE = (Permission.EDIT_TEMPLATES, Permission.APPROVE_TEMPLATES)


class WordForm(Form):
    """What the bureau is called in numbers."""

    word = forms.CharField(
        label="机关代字",
        max_length=30,
        help_text="文号的开头，例如 青人社检通字〔2026〕第0001号 里的“青人社”",
    )


class UploadForm(Form):
    """An edited template."""

    file = forms.FileField(label="改好的模板", help_text=".docx，最多 2 MB")


@page(*_SEE)
def listing(request: ActingRequest) -> HttpResponse:
    """Show all types, which template each is written with, and the bureau's word."""
    bureau = selectors.bureau_of(request.actor)
    context = {
        "rows": [
            {
                "type": type_,
                "template": selectors.template_in_force(bureau, type_.code),
                "waiting": selectors.waiting_template(bureau, type_.code),
            }
            for type_ in TYPES.values()
        ],
        "word": selectors.word_of(bureau),
        "families": typesetting.families(),
        "may_edit": request.actor.may(Permission.EDIT_TEMPLATES),
    }
    return render(request, "office/documents/templates.html", context)


@page(*_SEE)
def detail(request: ActingRequest, code: str) -> HttpResponse:
    """Show the fields of a type, and the versions of its template."""
    actor, type_ = request.actor, selectors.type_of(code)
    versions = [
        {
            "template": version,
            "state": TEMPLATE.label(version.state),
            "acts": {row.act for row in TEMPLATE.acts(version.state, actor.permissions)},
        }
        for version in selectors.versions(actor, code)
    ]
    context = {
        "type": type_,
        "versions": versions,
        "field_rows": presenter.field_rows(type_),
        "may_edit": actor.may(Permission.EDIT_TEMPLATES),
    }
    return render(request, "office/documents/template.html", context)


@page(*_SEE)
def sample(request: ActingRequest, code: str) -> HttpResponse:
    """Give the PDF of a type with its examples, marked as a draft."""
    type_ = selectors.type_of(code)
    content = issuing.preview_pdf(
        type_code=code,
        organisation=selectors.bureau_of(request.actor),
        data=type_.example,
        at=request.at,
    )
    return downloads.attachment(content, f"{type_.title}-样张.pdf", downloads.PDF)


@page(*_SEE)
def current(request: ActingRequest, code: str) -> HttpResponse:
    """Give the Word template in use, to be edited."""
    content = templates.current_template(type_code=code, actor=request.actor)
    name = f"{selectors.type_of(code).title}-模板.docx"
    return downloads.attachment(content, name, downloads.DOCX)


@form(Permission.EDIT_TEMPLATES)
def upload(request: ActingRequest, code: str) -> HttpResponse:
    """Keep an edited template as the next version."""
    bound = UploadForm(request.POST or None, request.FILES or None)

    def service() -> WordTemplate:
        file = bound.cleaned_data["file"]
        # One byte more than may be: enough to be refused.
        return templates.upload(
            type_code=code,
            file_name=file.name,
            content=file.read(MOST_BYTES + 1),
            actor=request.actor,
            at=request.at,
        )

    action = _action(
        code,
        title="上传改好的模板",
        button="上传",
        lead="字体、字号、段落和固定的文字可以随意改；{{ }} 和 {% %} 里的栏目名不要改。"
        "上传时会试填一遍，缺的、错的会指出来；上传以后先试填看样子，再由审批人启用。",
    )
    return run_action(
        request,
        bound,
        service,
        action,
        success=lambda template: f"已存为第 {template.version} 版，等审批人启用。",
    )


@page(*_SEE)
def version_file(request: ActingRequest, template_id: int) -> HttpResponse:
    """Give a version as it was uploaded."""
    template = selectors.template_for(request.actor, template_id)
    return _version_file(template, templates.content_of(template), "模板")


@page(*_SEE)
def preview(request: ActingRequest, template_id: int) -> HttpResponse:
    """Give a version filled with the examples of its type."""
    template = selectors.template_for(request.actor, template_id)
    return _version_file(template, templates.preview(template), "试填")


@form(permission_of(TEMPLATE, "put_in_force"))
def put_in_force(request: ActingRequest, template_id: int) -> HttpResponse:
    """Write documents with a version from now on."""
    return _decide(
        request,
        template_id,
        "启用",
        "从现在起，新出具的文书用这一版；已经出具的不变。启用前请先试填看一看。",
        lambda: templates.put_in_force(template_id=template_id, actor=request.actor, at=request.at),
    )


@form(permission_of(TEMPLATE, "retire"))
def retire(request: ActingRequest, template_id: int) -> HttpResponse:
    """Write documents with the template of the platform again."""
    return _decide(
        request,
        template_id,
        "停用",
        "从现在起，新出具的文书用平台自带的模板；这一版留着，以后还可以启用。",
        lambda: templates.retire(template_id=template_id, actor=request.actor, at=request.at),
    )


@form(permission_of(TEMPLATE, "discard"))
def discard(request: ActingRequest, template_id: int) -> HttpResponse:
    """Discard a version that was never in force."""
    return _decide(
        request,
        template_id,
        "放弃",
        "这一版没有用过；放弃以后它的编号不再给别的版本。",
        lambda: templates.discard(template_id=template_id, actor=request.actor, at=request.at),
    )


@form(Permission.EDIT_TEMPLATES)
def word(request: ActingRequest) -> HttpResponse:
    """Set what the bureau is called in the numbers of its documents."""
    bureau = selectors.bureau_of(request.actor)
    bound = WordForm(request.POST or None, initial={"word": selectors.word_of(bureau)})
    crumbs = _crumbs()
    lead = "只影响以后出具的文书；已经给出的文号不变，序号接着往下排。"
    return run_action(
        request,
        bound,
        lambda: letterheads.set_word(
            word=bound.cleaned_data["word"], actor=request.actor, at=request.at
        ),
        Action(title="定机关代字", button="保存", crumbs=crumbs, lead=lead),
        success=lambda letterhead: f"以后的文号以“{letterhead.word}”开头。",
    )


def _decide(
    request: ActingRequest, template_id: int, verb: str, lead: str, service: Callable[[], object]
) -> HttpResponse:
    """Ask whether an act on a version is meant, and carry it out."""
    template = selectors.template_for(request.actor, template_id)
    name = f"{selectors.type_of(template.type).title}的模板第 {template.version} 版"
    action = _action(template.type, title=f"{verb}{name}", button=verb, lead=lead)
    return confirm_action(request, service, action, success=f"{name}：已{verb}。")


def _version_file(template: WordTemplate, content: bytes, what: str) -> HttpResponse:
    title = selectors.type_of(template.type).title
    name = f"{title}-{what}-第{template.version}版.docx"
    return downloads.attachment(content, name, downloads.DOCX)


def _action(code: str, *, title: str, button: str, lead: str) -> Action:
    type_ = selectors.type_of(code)
    here = (type_.title, reverse("office:document-template", args=[code]))
    return Action(title=title, button=button, crumbs=(*_crumbs(), here), lead=lead)


def _crumbs() -> tuple[tuple[str, str], ...]:
    return (
        ("文书", reverse("office:documents")),
        ("文书模板", reverse("office:document-templates")),
    )
