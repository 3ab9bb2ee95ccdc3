"""The client's address behind proxies: only trusted proxies' headers are read.

`X-Forwarded-For` is read from the right: each trusted proxy adds whom it spoke with, and what
stands left of the first address that is not trusted was written by that one, who may lie.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]
_FOR, _PROTO = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"
_OTHERS = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_X_REAL_IP")


def behind_proxies(answer: Answer) -> Answer:
    """Set the client's own address on the request; drop headers of untrusted senders."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        meta = request.META
        peer = str(meta.get("REMOTE_ADDR", ""))
        proto = str(meta.pop(_PROTO, ""))
        chain = str(meta.pop(_FOR, ""))
        for name in _OTHERS:
            meta.pop(name, None)
        if is_trusted(peer):
            meta["REMOTE_ADDR"] = client(peer, chain.split(","))
            if proto:
                meta[_PROTO] = proto.rsplit(",", maxsplit=1)[-1].strip().lower()
        return answer(request)

    return answered


def client(peer: str, chain: Iterable[str]) -> str:
    """Give the nearest address in the chain that is no trusted proxy."""
    nearest = peer
    for word in reversed(list(chain)):
        address = _plain(word)
        if address is None:  # nonsense: whoever wrote it is as far as one can see
            return nearest
        nearest = address
        if not is_trusted(address):
            return nearest
    return nearest


def is_trusted(address: str) -> bool:
    """Tell whether an address is that of a trusted proxy."""
    plain = _plain(address)
    if plain is None:
        return False
    parsed = ipaddress.ip_address(plain)
    return any(parsed in network for network in settings.TRUSTED_PROXIES)


def _plain(word: str) -> str | None:
    """Give an address without port and brackets, or None if it is none."""
    text = word.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        parsed = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(parsed, "ipv4_mapped", None)
    return str(mapped or parsed)
