"""Which logs are cosigned here: the administrator decides, on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mingqian.errors import LogError
from mingqian.log import note
from mingqian_ceremony.file_log import FileLog
from oversight.accounts.actors import Actor
from oversight.accounts.rules import Permission
from oversight.audit import publication
from oversight.audit import services as audit
from oversight.audit.custody import Operator
from oversight.audit.services import AuditActor, AuditEvent
from oversight.common.core_words import problem_of
from oversight.common.errors import DomainError
from oversight.witnessing import events, selectors
from oversight.witnessing.models import FollowedLog
from oversight.witnessing.services import keys

MOST_ORIGIN = 100
MOST_LOGS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A log to be followed: whose it is, its verifier key, and why."""

    title: str
    vkey: str
    reason: str


def follow(*, actor: Actor, neighbour: Neighbour, at: datetime) -> FollowedLog:
    """Cosign a log from now on; one that was followed before goes on where it was.

    Raises:
        NotAllowedError: the actor does not keep this installation.
        DomainError: no verifier key of a log, our own, or followed already.
    """
    actor.require(Permission.KEEP_BUREAUS)
    return _follow(actor.author, neighbour, at)


def follow_by_operator(*, operator: Operator, title: str, vkey: str, at: datetime) -> FollowedLog:
    """Cosign a log from now on, decided at the command line.

    Raises:
        DomainError: as `follow`, or no name of the operator or no reason.
    """
    operator.require()
    neighbour = Neighbour(title=title, vkey=vkey, reason=operator.reason)
    return _follow(operator.author, neighbour, at)


@transaction.atomic
def end(*, actor: Actor, log_id: int, reason: str, at: datetime) -> None:
    """Cosign a log no more; what was cosigned last is kept.

    Raises:
        NotAllowedError: the actor does not keep this installation.
        NotFoundError: there is no such log.
        DomainError: no reason.
    """
    actor.require(Permission.KEEP_BUREAUS)
    log = selectors.followed_log(log_id)
    if not reason.strip():
        raise DomainError("请写理由", field="reason")
    log.ended_at = at
    log.save(update_fields=["ended_at"])
    event = AuditEvent(
        type=events.COSIGNER_ENDED,
        number=log.origin,
        title=log.title,
        public={"reason": reason.strip()},
    )
    audit.record(event, by=actor.author, at=at)


@transaction.atomic
def _follow(by: AuditActor, neighbour: Neighbour, at: datetime) -> FollowedLog:
    key = _log_key(neighbour.vkey.strip())
    _require_words(neighbour)
    log = FollowedLog.objects.select_for_update().filter(origin=key.name).first()
    if log is not None and log.ended_at is None and log.vkey == key.vkey:
        raise DomainError(f"已经在见证 {key.name}，不用再加", field="vkey")
    if log is None and FollowedLog.objects.count() >= MOST_LOGS:
        raise DomainError(f"最多见证 {MOST_LOGS} 个日志")
    public = {"name": neighbour.title.strip(), "vkey": key.vkey, "reason": neighbour.reason.strip()}
    if log is not None and log.vkey != key.vkey:
        public["before"] = log.vkey
    log = log or FollowedLog(origin=key.name)
    log.vkey, log.title = key.vkey, neighbour.title.strip()
    log.followed_at, log.ended_at = at, None
    log.save()
    keys.prepare(at=at)
    event = AuditEvent(
        type=events.COSIGNER_FOLLOWED, number=key.name, title=log.title, public=public
    )
    audit.record(event, by=by, at=at)
    return log


def _require_words(neighbour: Neighbour) -> None:
    if not neighbour.title.strip():
        raise DomainError("请写是哪个单位的日志", field="title")
    if not neighbour.reason.strip():
        raise DomainError("请写理由，例如“和邻局互相见证”", field="reason")


def _log_key(vkey: str) -> note.Key:
    try:
        key = note.parse_vkey(vkey, "日志公钥")
    except LogError as error:
        raise DomainError(
            f"这不是日志公钥（{problem_of(error)}）；请整行抄写对方“留痕日志”页上的验证公钥",
            field="vkey",
        ) from error
    if key.kind != note.ED25519:
        raise DomainError("这是见证公钥，不是日志公钥；请抄写对方的日志验证公钥", field="vkey")
    if len(key.name) > MOST_ORIGIN:
        raise DomainError(f"日志名称超过 {MOST_ORIGIN} 个字", field="vkey")
    if key.name == note.parse_vkey(FileLog(publication.folder()).vkey).name:
        raise DomainError(
            "对方的日志名称和本单位的一样；不能见证自己，两个单位的日志名称也不能一样", field="vkey"
        )
    return key
