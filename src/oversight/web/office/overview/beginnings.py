"""What each role begins most often, as buttons of the workbench."""

from __future__ import annotations

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link

_MOST = 3
# Who may, the words of the button, its icon and its page; what is begun most often comes first.
_BEGINNINGS: tuple[tuple[Permission, str, str, Link], ...] = (
    (Permission.HOLD_DRAWS, "照计划准备抽取", "arrows-shuffle", Link(view="office:plans")),
    (Permission.HOLD_DRAWS, "临时抽取", "plus", Link(view="office:draw-temporary")),
    (Permission.KEEP_DIRECTORIES, "导入名录", "file-import", Link(view="office:import-new")),
    (Permission.DRAFT_PLANS, "起草计划任务", "calendar", Link(view="office:plans")),
    (Permission.APPROVE_DRAWS, "全局进展", "list-check", Link(view="office:pending")),
    (Permission.APPROVE_DRAWS, "看抽查", "arrows-shuffle", Link(view="office:draws")),
    (Permission.APPROVE_PLANS, "看年度计划", "calendar", Link(view="office:plans")),
    (Permission.TAKE_VISITS, "我的检查任务", "clipboard-check", Link(view="office:visits")),
    (Permission.KEEP_ACCOUNTS, "新建账号", "plus", Link(view="office:user-new")),
    (Permission.KEEP_ACCOUNTS, "账号申请", "users", Link(view="office:account-requests")),
    (Permission.SEE_SEALED, "看全程留痕", "link", Link(view="office:trail")),
    (Permission.SEE_SEALED, "数据核对", "check", Link(view="office:reconciliation")),
)


def for_actor(actor: Actor) -> list[tuple[str, str, Link]]:
    """Give the buttons of an actor: words, icon and page."""
    own = [(words, icon, link) for power, words, icon, link in _BEGINNINGS if actor.may(power)]
    return own[:_MOST]
