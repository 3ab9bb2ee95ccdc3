"""Publications of the fictional bureau: drafted, reviewed and released by three people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.disclosures import awaiting
from oversight.disclosures.checklist import CHECKS
from oversight.disclosures.kinds import Withholding
from oversight.disclosures.models import Disclosure
from oversight.disclosures.services import drafting, releasing, reviewing
from oversight.disclosures.services.drafting import FieldChoice

_AUTHOR, _REVIEWER, _PUBLISHER = "luo", "zheng", "shen"
_WITHHELD = {
    "rectification": {
        "points": FieldChoice(withheld=Withholding.PRIVACY, note="涉及职工个人的劳动合同情况")
    },
    "result": {"finding": FieldChoice(withheld=Withholding.TRADE, note="涉及企业的用工安排")},
    "decision": {"facts": FieldChoice(withheld=Withholding.PRIVACY, note="涉及职工个人的工资情况")},
}
_LEFT = "subjects"
_KEPT_BACK = (_LEFT, "result")


def released(
    actors: Mapping[str, Actor], at: datetime, kept_back: Collection[str] = _KEPT_BACK
) -> None:
    """Publish what waits at this time, but for some kinds: results, and the subjects' extract."""
    for waiting in awaiting.waiting(actors[_AUTHOR], moments.day_of(at)):
        if waiting.source.code not in kept_back:
            row = drafting.draft(
                actor=actors[_AUTHOR],
                kind=waiting.source.code,
                key=waiting.occurrence.key,
                at=at,
            )
            _publish(actors, row, at)


def caught_up(actors: Mapping[str, Actor], at: datetime) -> None:
    """Publish what waits, and correct the extract of the officers: the list changed since."""
    released(actors, at)
    row = Disclosure.objects.get(kind="inspectors")
    later = drafting.correct(
        actor=actors[_AUTHOR], disclosure_id=row.pk, reason="执法检查人员有调整，重新核对", at=at
    )
    _publish(actors, later, at)


def lately(actors: Mapping[str, Actor], at: datetime) -> None:
    """Publish the newest approved result; the extract of the subjects waits for its reviewer."""
    waiting = awaiting.waiting(actors[_AUTHOR], moments.day_of(at))
    key = [row.occurrence.key for row in waiting if row.source.code == "result"][-1]
    _publish(actors, drafting.draft(actor=actors[_AUTHOR], kind="result", key=key, at=at), at)
    row = drafting.draft(actor=actors[_AUTHOR], kind=_LEFT, key="extract", at=at)
    drafting.submit(actor=actors[_AUTHOR], disclosure_id=row.pk, at=at)


def _publish(actors: Mapping[str, Actor], row: Disclosure, at: datetime) -> None:
    if row.kind in _WITHHELD:
        drafting.change(
            actor=actors[_AUTHOR], disclosure_id=row.pk, choices=_WITHHELD[row.kind], at=at
        )
    drafting.submit(actor=actors[_AUTHOR], disclosure_id=row.pk, at=at)
    reviewing.approve(actor=actors[_REVIEWER], disclosure_id=row.pk, checks=set(CHECKS), at=at)
    releasing.publish(actor=actors[_PUBLISHER], disclosure_id=row.pk, at=at)
