"""核对导入: a second person looks at an import before a draw reads the directory."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse

from oversight.accounts.rules import permission_of
from oversight.common import moments
from oversight.registry.selectors import imports
from oversight.registry.services import reviews
from oversight.registry.states import REVIEW
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import Action, confirm_action


@form(permission_of(REVIEW, "confirm"))
def confirm(request: ActingRequest, run_id: int) -> HttpResponse:
    """Show what an import brought, and confirm it as somebody else than who wrote it."""
    run = imports.for_review(request.actor, run_id, request.at)
    entry = run.entry or 0
    action = Action(
        title="核对导入",
        button="看过，是应当写入的",
        crumbs=(("工作台", reverse("office:workbench")),),
        caption=run.file_name,
        lead="抽取只用第二人核对过的名录。有疑问先不要点，请写入的人说明，或请他撤销这次导入。",
        facts=(
            ("文件", run.file_name),
            ("写入", f"{run.user.name}，{_moment(run.written_at)}"),
            ("归入", run.owner.name),
            ("新增", f"{run.counts.get('new', 0)} 家"),
            ("更新", f"{run.counts.get('changed', 0)} 家"),
        ),
    )
    return confirm_action(
        request,
        lambda: reviews.confirm(actor=request.actor, acts=[entry], at=request.at),
        action,
        success=f"已核对“{run.file_name}”；已留痕。",
    )


def _moment(at: datetime | None) -> str:
    return moments.minute_in_words(at) if at else ""
