"""What waits in documents: edited templates that somebody else has to put in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from oversight.accounts import rules
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Link, Todo
from oversight.documents import selectors
from oversight.documents.models import WordTemplate
from oversight.documents.states import TemplateState


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:  # noqa: ARG001 - no date plays a part
    """Give the uploaded templates: to be put in force, or waiting for who does it."""
    may_approve = actor.may(Permission.APPROVE_TEMPLATES)
    if not may_approve and not actor.may(Permission.EDIT_TEMPLATES):
        return
    for template in selectors.templates(actor).filter(state=TemplateState.UPLOADED):
        yield _todo(template, waits=not may_approve or template.made_by_user == actor.user_id)


def _todo(template: WordTemplate, *, waits: bool) -> Todo:
    title = selectors.type_of(template.type).title
    return Todo(
        title=f"启用模板：{title}第 {template.version} 版",
        reason=f"{template.made_by} {moments.minute_in_words(template.made_at)}上传",
        link=Link(view="office:document-template", args=(template.type,)),
        button="去看",
        waiting_for=rules.holders(Permission.APPROVE_TEMPLATES) if waits else "",
    )
