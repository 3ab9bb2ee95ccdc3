"""Failed attempts: counted in private tables, slowed down, and summed up in the log.

An attempt is counted before the password is looked at, so that many at once are not free; a right
one takes its count back. Nobody can shut somebody else out: a lock holds for one name from one
place only, a device or address the holder came from before has its own count, and an
administrator lifts the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Sum

from oversight.accounts import events, limits, names, selectors
from oversight.accounts.limits import Limit
from oversight.accounts.models import Refusal, SignIn, Tally, User
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.accounts.services import recording
from oversight.accounts.services.sessions import NOBODY
from oversight.audit import services as audit
from oversight.audit.services import AuditActor, AuditEvent
from oversight.common.errors import DomainError

SIGN_IN, CODE = "sign-in", "code"
_LOGGED = "logged"
_KNOWN_FOR = timedelta(days=30)
_PASS = timedelta(minutes=30)
_KEPT = timedelta(days=90)
MOST_AN_HOUR = 500
_OTHERS = "…"


class TooManyError(DomainError):
    """Too many attempts in vain; ``until`` says when to come back."""

    def __init__(self, until: datetime, at: datetime) -> None:
        minutes = -(-int((until - at).total_seconds()) // 60)
        super().__init__(
            f"连续不对的次数太多，请 {max(minutes, 1)} 分钟后再试；急用请系统管理员解除"
        )
        self.until = until


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An attempt to sign in under a name; ``device`` is one that the holder used before."""

    kind: str
    name: str
    address: str
    device: str = ""

    @property
    def own_key(self) -> str:
        """Give the count of this name from this place or device."""
        place = f"device:{self.device}" if self.device else limits.network(self.address)
        return f"{self.kind}/{names.digest(self.name)}/{place}"[:120]


def begin(attempt: Attempt, at: datetime) -> None:
    """Count an attempt before it is looked at.

    Raises:
        TooManyError: there were too many; this one is not looked at.
    """
    _begin(_counted(attempt, at), at)


@transaction.atomic
def succeed(attempt: Attempt, at: datetime) -> None:
    """Take the count back of an attempt that was right."""
    for key, limit in _counted(attempt, at):
        if limit is limits.ADDRESS:  # or an own account would wash the place clean
            Tally.objects.filter(key=key, count__gt=0).update(count=F("count") - 1, until=None)
        else:
            Tally.objects.filter(key=key).delete()


@transaction.atomic
def refuse(attempt: Attempt, reason: str, at: datetime) -> None:
    """Note a refused sign-in: in a private table, and at most once an hour in the log."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    username = names.folded(attempt.name)[:40]
    if Refusal.objects.filter(hour=hour).count() >= MOST_AN_HOUR:
        username, address = _OTHERS, _OTHERS
    else:
        address = attempt.address[:64]
    row, _ = Refusal.objects.get_or_create(
        hour=hour,
        username=username,
        address=address,
        reason=reason[:40],
        defaults={"user": User.objects.filter(username__iexact=username).first()},
    )
    Refusal.objects.filter(pk=row.pk).update(count=F("count") + 1)
    _log_hourly(hour, at)


@transaction.atomic
def lift(*, actor: Actor, user_id: int, at: datetime) -> None:
    """Let somebody try again at once, whatever others did under the name or at the place."""
    actor.require(Permission.KEEP_ACCOUNTS)
    user = selectors.user_for(actor, user_id)
    digest = names.digest(user.username)
    for kind in (SIGN_IN, CODE):
        Tally.objects.filter(key__startswith=f"{kind}/{digest}/").delete()
    Tally.objects.filter(key=f"password/{user.pk}").delete()
    Tally.objects.update_or_create(
        key=f"pass/{digest}", defaults={"count": 0, "last": at, "until": at + _PASS}
    )
    recording.record(events.ACCOUNT_UNLOCKED, user, actor.author, at)


def begin_old_password(user: User, at: datetime) -> None:
    """Count an attempt at the old password of an open session.

    Raises:
        TooManyError: there were too many.
    """
    _begin([(f"password/{user.pk}", limits.OLD_PASSWORD)], at)


def forget_old_password(user: User) -> None:
    """Take back the count of an attempt that was right."""
    Tally.objects.filter(key=f"password/{user.pk}").delete()


def begin_bad_key(address: str, at: datetime) -> None:
    """Count an attempt with an invalid key.

    Raises:
        TooManyError: there were too many from this address.
    """
    _begin([(f"key/{limits.network(address)}"[:120], limits.BAD_KEY)], at)


def refusals_since(user: User, since: datetime) -> int:
    """Count the refused sign-ins under somebody's name."""
    totals = Refusal.objects.filter(user=user, hour__gte=since).aggregate(total=Sum("count"))
    return int(totals["total"] or 0)


def is_slowed(user: User, at: datetime) -> bool:
    """Tell whether somebody's name is locked or slowed anywhere now."""
    slowed = Tally.objects.filter(until__gt=at, count__gt=0)
    return slowed.filter(key__contains=f"/{names.digest(user.username)}/").exists()


def _counted(attempt: Attempt, at: datetime) -> list[tuple[str, Limit]]:
    own = [(attempt.own_key, limits.PAIR)]
    digest = names.digest(attempt.name)
    has_pass = Tally.objects.filter(key=f"pass/{digest}", until__gt=at).exists()
    if attempt.device or has_pass:
        return own
    if not _is_known_place(attempt, at):
        own.append((f"{attempt.kind}/{digest}/*", limits.NAME))
    return [*own, (f"address/{limits.network(attempt.address)}"[:120], limits.ADDRESS)]


def _is_known_place(attempt: Attempt, at: datetime) -> bool:
    sign_ins = SignIn.objects.filter(user__username__iexact=names.folded(attempt.name))
    return sign_ins.filter(address=attempt.address, at__gte=at - _KNOWN_FOR).exists()


@transaction.atomic
def _begin(counters: list[tuple[str, Limit]], at: datetime) -> None:
    rows = []
    for key, limit in sorted(counters, key=lambda pair: pair[0]):
        Tally.objects.get_or_create(key=key, defaults={"last": at})
        row = Tally.objects.select_for_update().get(key=key)
        if row.until is not None and row.until > at:
            raise TooManyError(row.until, at)
        rows.append((row, limit))
    for row, limit in rows:
        row.count = 1 if at - row.last > limit.memory else row.count + 1
        row.last = at
        pause = limit.pause_after(row.count)
        row.until = at + pause if pause else None
        row.save()
    Tally.objects.filter(last__lt=at - timedelta(days=2), until__lt=at).delete()
    Tally.objects.filter(last__lt=at - timedelta(days=2), until=None).delete()


def _log_hourly(hour: datetime, at: datetime) -> None:
    logged = Tally.objects.select_for_update().filter(key=_LOGGED).first()
    if logged is not None and logged.last >= hour:
        return
    since = logged.last if logged else hour
    Tally.objects.update_or_create(key=_LOGGED, defaults={"last": hour, "until": at + _KEPT})
    refusals = Refusal.objects.filter(hour__gte=since).aggregate(total=Sum("count"))
    Refusal.objects.filter(hour__lt=at - _KEPT).delete()
    act = AuditEvent(
        type=events.ACCOUNT_SIGN_IN_REFUSED,
        number="-",
        title="登录被拒（每小时至多记一次）",
        private={"count": int(refusals["total"] or 0)},
    )
    audit.record(act, by=AuditActor(organisation=NOBODY, role=NOBODY), at=at)
