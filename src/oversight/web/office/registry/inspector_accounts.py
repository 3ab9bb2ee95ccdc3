"""关联账号: the account with which an inspector of the directory signs in."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.registry.selectors.inspector_accounts import candidate
from oversight.registry.services import inspector_accounts, inspectors
from oversight.web.access import ActingRequest, form
from oversight.web.action_form import Action, confirm_action


@form(Permission.KEEP_DIRECTORIES)
def link(request: ActingRequest, inspector_id: int) -> HttpResponse:
    """Link an inspector with the account of the same name, once that was asked."""
    inspector = inspectors.inspector_for(request.actor, inspector_id)
    user = candidate(inspector)
    account = f"{user.name}（{user.username}）" if user else "没有找到同名的“执法”账号"
    action = Action(
        title="关联账号",
        button="关联",
        crumbs=(
            ("执法检查人员", reverse("office:inspectors")),
            (inspector.name, reverse("office:inspector", args=[inspector.pk])),
        ),
        lead="关联以后，本人登录就能看到派给自己的检查任务。",
        facts=(("人员", f"{inspector.name}，{inspector.owner.name}"), ("账号", account)),
    )
    return confirm_action(
        request,
        lambda: inspector_accounts.link(
            actor=request.actor, inspector_id=inspector_id, at=request.at
        ),
        action,
        success=f"已关联；{inspector.name} 登录以后看得到自己的检查任务。",
    )
