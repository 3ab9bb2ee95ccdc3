"""When a backup is made and rehearsed, which ones are kept, and how they are named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from oversight.common import moments

BACK_UP = "backup.make"
# What the job is asked to do besides making a backup.
MAKE, REHEARSE = 0, 1
HOUR = time(1)
"""The hour of the day (Beijing) after which the day's backup is made."""
REHEARSED_EVERY = timedelta(days=7)
REHEARSAL_LATE = timedelta(days=90)
BACKUP_LATE = timedelta(days=2)
KEPT_DAYS, KEPT_MONTHS = 14, 12
FORMAT = "mingqian-backup-v1"
MANIFEST = "manifest.json"
SQLITE_MEMBER, POSTGRES_MEMBER = "mingqian.sqlite3", "database.dump"
_NAME = re.compile(r"mingqian-(\d{8})-(\d{6})\.tar\.age")


def name_of(at: datetime) -> str:
    """Give the file name of a backup made at a moment (backup-v1 1)."""
    return f"mingqian-{at.astimezone(moments.BEIJING):%Y%m%d-%H%M%S}.tar.age"


def is_due(last: datetime | None, at: datetime) -> bool:
    """Tell whether the day's backup is due; one from the future (a clock set back) counts not."""
    local = at.astimezone(moments.BEIJING)
    due = local.replace(hour=HOUR.hour, minute=0, second=0, microsecond=0)
    if due > local:
        due -= timedelta(days=1)
    return last is None or last < due or last > at + timedelta(hours=1)


def superfluous(names: Iterable[str]) -> list[str]:
    """Give the backups that may go: neither among the newest nor the first of a recent month."""
    dated = sorted((name for name in names if _NAME.fullmatch(name)), reverse=True)
    firsts = {name[9:15]: name for name in dated}
    kept = {*dated[:KEPT_DAYS], *sorted(firsts.values(), reverse=True)[:KEPT_MONTHS]}
    return [name for name in dated if name not in kept]
