"""Questions to the reminders: when somebody was last reminded of what waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from oversight.audit import selectors as audit
from oversight.common import moments
from oversight.reminders import events


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """The last time that somebody was reminded of a thing, and by whom."""

    at: datetime
    person: str

    def is_of_today(self, at: datetime) -> bool:
        """Tell whether it was sent on the day of a moment."""
        return moments.day_of(self.at) == moments.day_of(at)


def last_reminders(keys: Collection[str]) -> dict[str, Reminder]:
    """Give the last reminder of each thing that somebody was ever reminded of."""
    if not keys:
        return {}
    rows = audit.of_types([events.HANDOVER_REMINDED.type]).filter(about_number__in=set(keys))
    return {
        row.about_number: Reminder(at=row.at, person=row.person) for row in rows.order_by("index")
    }


def last_of(
    keys: Iterable[str], since: datetime | None, reminders: Mapping[str, Reminder]
) -> Reminder | None:
    """Give the last reminder of any of some things, since they wait."""
    sent = [reminders[key] for key in keys if key in reminders]
    fresh = [reminder for reminder in sent if since is None or reminder.at >= since]
    return max(fresh, key=lambda reminder: reminder.at, default=None)
