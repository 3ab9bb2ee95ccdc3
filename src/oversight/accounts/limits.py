"""Limits of failed attempts, and the pauses after them."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta

_MOST_DOUBLINGS = 20
_IPV6_NETWORK = 64  # whoever has one address of it has all


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A number of free attempts; each further one doubles the pause, up to the longest."""

    free: int
    pause: timedelta
    longest: timedelta
    memory: timedelta

    def pause_after(self, count: int) -> timedelta:
        """Give how long to wait after so many attempts in vain."""
        if count < self.free:
            return timedelta()
        times: int = 2 ** min(count - self.free, _MOST_DOUBLINGS)
        return min(self.pause * times, self.longest)


# One name from one place: the lock that people know.
PAIR = Limit(
    free=5,
    pause=timedelta(minutes=15),
    longest=timedelta(hours=4),
    memory=timedelta(hours=24),
)
# One name from everywhere: slow, never shut, or strangers could keep its holder out.
NAME = Limit(
    free=20,
    pause=timedelta(seconds=10),
    longest=timedelta(minutes=5),
    memory=timedelta(hours=1),
)
# One place with many names.
ADDRESS = Limit(
    free=15,
    pause=timedelta(seconds=15),
    longest=timedelta(minutes=15),
    memory=timedelta(hours=1),
)
OLD_PASSWORD = Limit(
    free=5,
    pause=timedelta(minutes=15),
    longest=timedelta(hours=1),
    memory=timedelta(hours=24),
)
BAD_KEY = Limit(
    free=20,
    pause=timedelta(minutes=1),
    longest=timedelta(minutes=15),
    memory=timedelta(hours=1),
)


def network(address: str) -> str:
    """Give what counts as one place: an address, or for IPv6 its network."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    mapped = getattr(parsed, "ipv4_mapped", None)
    if mapped is not None:
        return str(mapped)
    if parsed.version == 4:  # noqa: PLR2004 - the version of the protocol
        return str(parsed)
    return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False))
