"""What waits for whoever runs the installation: a fork that was seen, a quorum that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.audit import cosignatures
from oversight.common.contributions import Link, Todo
from oversight.witnessing import selectors


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:
    """Give forks of neighbours to those who look after the trail, and a lacking quorum."""
    if not (actor.may(Permission.SEE_SEALED) or actor.may(Permission.SEE_ACCOUNT_TRAIL)):
        return
    for log in selectors.forked_logs():
        yield Todo(
            title=f"{log.title}的日志有两段历史",
            reason="它用同一把密钥签了两个不能并存的链头；请下载证据，告诉对方的监督部门",
            link=Link(view="office:log-witnesses"),
            button="去看",
            is_urgent=True,
            since=log.forked_at,
        )
    if cosignatures.is_overdue(at):
        yield Todo(
            title="见证不够数",
            reason="见证机构一天没有签够本单位的日志；请联系没有回答的机构",
            link=Link(view="office:log-witnesses"),
            button="去看",
        )
