"""The cosignatures of this log's own checkpoints: who is asked when, and whether they are enough.

The newest checkpoint that the policy's quorum has cosigned lies beside the log's checkpoint, where
anybody can fetch it (log-v1 3). Witnesses are asked when the log grew, at most once in a while;
who did not answer is asked again, ever more seldom.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from mingqian.errors import LogError
from mingqian.log import checkpoint, note
from mingqian.log.policy import Policy
from mingqian_ceremony import durable_files
from mingqian_crypto import default_crypto
from oversight.audit import outside, publication
from oversight.audit.models import OutsideWitness
from oversight.audit.outside import Sight

FILE = "cosigned"
LONGEST_PAUSE = timedelta(hours=1)
LATE = timedelta(days=1)
_DOUBLINGS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class CosignedHead:
    """The newest checkpoint with cosignatures, and whether these are enough.

    ``size`` is zero where no witness ever cosigned; ``quorum`` says in words who is needed.
    """

    size: int
    sights: tuple[Sight, ...]
    is_enough: bool
    witnesses: int
    quorum: str


def due(at: datetime) -> frozenset[str]:
    """Give the names of the witnesses to be asked now."""
    asked = {witness.name for witness in outside.witnesses() if witness.url}
    if not asked:
        return frozenset()
    size = publication.signed_size()
    rows = {row.name: row for row in OutsideWitness.objects.filter(name__in=asked)}
    return frozenset(name for name in asked if _is_due(rows.get(name), size, at))


def collect(*, at: datetime) -> None:
    """Ask the witnesses that are due, and keep the checkpoint with what they signed."""
    names = due(at)
    if not names:
        return
    dated = outside.ask(names, needs_token=False, at=at)
    if dated.witnesses:
        _keep(dated.head.signed)


def newest() -> CosignedHead:
    """Give the newest checkpoint with cosignatures as it stands; damaged ones count for nothing."""
    policy = outside.policy()
    sights, size = _sights(_kept(), policy)
    names = {sight.who for sight in sights}
    return CosignedHead(
        size=size,
        sights=tuple(sights),
        is_enough=bool(names) and policy.is_satisfied(names),
        witnesses=sum(1 for witness in policy.witnesses if witness.url),
        quorum=quorum_words(policy),
    )


def is_overdue(at: datetime) -> bool:
    """Tell whether what is new has waited a day for enough of the witnesses that were asked."""
    policy = outside.policy()
    if policy.quorum is None or not policy.witnesses:
        return False
    head = newest()
    latest = max((sight.moment for sight in head.sights), default=None)
    asked = OutsideWitness.objects.filter(asked_at__isnull=False).exists()
    is_behind = not head.is_enough or head.size < publication.signed_size()
    return asked and is_behind and (latest is None or at - latest > LATE)


def quorum_words(policy: Policy) -> str:
    """Say who has to cosign before it counts; empty where the policy asks for nobody."""
    if policy.quorum is None:
        return ""
    groups = {group.name: group for group in policy.groups}
    group = groups.get(policy.quorum)
    if group is None:
        return f"{policy.quorum}签名"
    return f"{'、'.join(group.members)}中至少 {group.threshold} 家"


def _is_due(row: OutsideWitness | None, size: int, at: datetime) -> bool:
    if row is None or row.asked_at is None or at < row.asked_at:
        return True
    if not row.problem:
        interval = timedelta(seconds=settings.WITNESS_INTERVAL)
        return row.size < size and at - row.asked_at >= interval
    doublings = min(max(row.failures - 1, 0), _DOUBLINGS)
    pause = timedelta(seconds=settings.WITNESS_RETRY) * (1 << doublings)
    return at - row.asked_at >= min(pause, LONGEST_PAUSE)


def _keep(signed: bytes) -> None:
    """Keep a checkpoint with cosignatures, unless one stands that enough had signed and it lacks.

    Cosignatures of one and the same checkpoint are put together.
    """
    policy, kept = outside.policy(), _kept()
    read = note.parse(signed, FILE)
    if kept is not None:
        former = note.parse(kept, FILE)
        if former.text == read.text:
            read = note.with_signatures(former, read.signatures)
        else:
            names = {sight.who for sight in _sights(signed, policy)[0]}
            former_names = {sight.who for sight in _sights(kept, policy)[0]}
            if policy.is_satisfied(former_names) and not policy.is_satisfied(names):
                return
    durable_files.put(publication.folder() / FILE, note.write(read))


def _kept() -> bytes | None:
    path = publication.folder() / FILE
    return path.read_bytes() if path.is_file() else None


def _sights(signed: bytes | None, policy: Policy) -> tuple[list[Sight], int]:
    """Give which witnesses of the policy cosigned a checkpoint and when, and its size."""
    if signed is None:
        return [], 0
    names: dict[note.Key, str] = {w.key: w.name for w in policy.witnesses}
    try:
        head, read = checkpoint.parse_note(signed, FILE)
        signatures = note.verified(read, list(names), default_crypto(), FILE)
    except LogError:
        return [], 0
    return [Sight(who=names[s.key], at=s.at) for s in signatures if s.at], head.size
