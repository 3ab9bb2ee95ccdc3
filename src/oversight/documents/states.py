"""The states of documents and of the templates that an office edits."""

from __future__ import annotations

from django.db.models import TextChoices

from oversight.accounts.rules import Permission
from oversight.common.transitions import END, StateMachine, Transition, labels_of


class DocumentState(TextChoices):
    """Where a document stands."""

    ISSUED = "issued", "已出具"
    VOID = "void", "已作废"


class TemplateState(TextChoices):
    """Where a version of a template stands."""

    UPLOADED = "uploaded", "待启用"
    IN_FORCE = "in_force", "在用"
    FORMER = "former", "停用"


_D, _T = DocumentState, TemplateState
DOCUMENT = StateMachine(
    name="文书",
    labels=labels_of(DocumentState),
    first=(_D.ISSUED,),
    transitions=(
        Transition(
            act="void",
            label="作废",
            sources=(_D.ISSUED,),
            target=_D.VOID,
            permission=Permission.VOID_DOCUMENTS,
            guard="写明理由；文号不再使用",
        ),
    ),
)
TEMPLATE = StateMachine(
    name="文书模板",
    labels=labels_of(TemplateState),
    first=(_T.UPLOADED,),
    transitions=(
        Transition(
            act="discard",
            label="放弃",
            sources=(_T.UPLOADED,),
            target=END,
            permission=Permission.EDIT_TEMPLATES,
        ),
        Transition(
            act="put_in_force",
            label="启用",
            sources=(_T.UPLOADED, _T.FORMER),
            target=_T.IN_FORCE,
            permission=Permission.APPROVE_TEMPLATES,
            guard="不是上传的人；以前在用的一版停用，版本都留着",
        ),
        Transition(
            act="retire",
            label="停用",
            sources=(_T.IN_FORCE,),
            target=_T.FORMER,
            permission=Permission.APPROVE_TEMPLATES,
            guard="以后用平台自带的模板",
        ),
    ),
)
