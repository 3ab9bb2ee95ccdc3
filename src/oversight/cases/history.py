"""What cases and referrals did about a subject: every act, with its day and its document."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.cases import selectors, states
from oversight.cases.states import CASE, REFERRAL
from oversight.common import moments
from oversight.common.contributions import Happening, Link

_CASE = {**states.BESIDE, **{name: CASE.act_label(name) for name in CASE.names()}}
_REFERRAL = {**states.REFERRAL_BESIDE, **{n: REFERRAL.act_label(n) for n in REFERRAL.names()}}


def history(actor: Actor, subject_id: int) -> Iterator[Happening]:
    """Give every act on the cases and referrals of a subject within reach."""
    if not actor.may(Permission.SEE_CASES):
        return
    for case in selectors.cases(actor).filter(subject_id=subject_id).order_by("pk"):
        link = Link(view="office:case", args=(case.pk,))
        for act in case.acts.select_related("document"):
            document = f"　{act.document.number}" if act.document else ""
            yield Happening(
                on=moments.day_of(act.made_at),
                kind="案件",
                title=_CASE.get(act.act, act.act),
                detail=f"{case.number}{document}",
                link=link,
            )
    for referral in selectors.referrals(actor).filter(subject_id=subject_id).order_by("pk"):
        link = Link(view="office:referral", args=(referral.pk,))
        for entry in referral.acts.all():
            yield Happening(
                on=moments.day_of(entry.made_at),
                kind="移送",
                title=_REFERRAL.get(entry.act, entry.act),
                detail=f"{referral.receiver}　{referral.number}",
                link=link,
            )
