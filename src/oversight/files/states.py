"""The states of a file's examination, all changed by the program."""

from __future__ import annotations

from django.db.models import TextChoices

from oversight.common.transitions import STAYS, StateMachine, Transition, labels_of


class ScanState(TextChoices):
    """What the virus scanner said of a file; what our own program wrote, it is not asked about."""

    WAITING = "waiting", "待检查"
    UNSCANNED = "unscanned", "未检查"
    CLEAN = "clean", "没有查出病毒"
    INFECTED = "infected", "查出病毒"
    PRODUCED = "produced", "本系统生成"


_S = ScanState

SCAN = StateMachine(
    name="病毒检查",
    labels=labels_of(ScanState),
    first=(_S.WAITING, _S.PRODUCED),
    transitions=(
        Transition(
            act="miss",
            label="没有检查成",
            sources=(_S.WAITING,),
            target=_S.UNSCANNED,
            guard="没有设病毒检查程序，或它没有回答",
        ),
        Transition(
            act="miss",
            label="又没有检查成",
            sources=(_S.UNSCANNED,),
            target=STAYS,
        ),
        Transition(
            act="pass", label="没有查出", sources=(_S.WAITING, _S.UNSCANNED), target=_S.CLEAN
        ),
        Transition(
            act="find", label="查出病毒", sources=(_S.WAITING, _S.UNSCANNED), target=_S.INFECTED
        ),
    ),
)
