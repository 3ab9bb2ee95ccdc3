"""What waits for whoever runs the site: a certificate that ends soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Link, Todo
from oversight.web.presenters.certificate import certificate_state


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:
    """Give the renewal of the certificate to the administrator, a month before it ends."""
    if not actor.may(Permission.KEEP_ACCOUNTS):
        return
    state = certificate_state(at)
    if state is not None and state.is_due:
        yield Todo(
            title="换发网站证书",
            reason="过期以后，手机和电脑都打不开网站，离线的记录也传不上来",
            link=Link(view="office:certificate"),
            button="看怎样换",
            until=moments.day_of(state.facts.expires_at),
            is_urgent=state.days < 7,  # noqa: PLR2004 - a week
        )
