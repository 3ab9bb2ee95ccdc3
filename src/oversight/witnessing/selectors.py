"""Questions about the logs that are cosigned here; they concern the whole installation."""

from __future__ import annotations

import hashlib

from django.db.models import QuerySet

from oversight.common.errors import NotFoundError
from oversight.witnessing.models import FollowedLog


def followed_logs() -> QuerySet[FollowedLog]:
    """Give the logs that are cosigned here."""
    return FollowedLog.objects.filter(ended_at=None)


def former_logs() -> QuerySet[FollowedLog]:
    """Give the logs that are cosigned no more."""
    return FollowedLog.objects.filter(ended_at__isnull=False)


def followed_log(log_id: int) -> FollowedLog:
    """Load a log that is cosigned here.

    Raises:
        NotFoundError: there is none.
    """
    log = followed_logs().filter(pk=log_id).first()
    if log is None:
        raise NotFoundError("没有在见证这个日志")
    return log


def fork_of(log_id: int) -> FollowedLog:
    """Load a log of which two histories were seen.

    Raises:
        NotFoundError: there is none.
    """
    log = FollowedLog.objects.filter(pk=log_id).exclude(fork="").first()
    if log is None:
        raise NotFoundError("这个日志没有发现两段历史")
    return log


def forked_logs() -> QuerySet[FollowedLog]:
    """Give the logs of which two histories were seen."""
    return FollowedLog.objects.exclude(fork="")


def cosigned(origin_digest: str) -> str:
    """Give the newest checkpoint that was cosigned of a log, named by the SHA-256 of its origin.

    Empty where none ever was.
    """
    for log in FollowedLog.objects.exclude(cosigned=""):
        if hashlib.sha256(log.origin.encode()).hexdigest() == origin_digest:
            return log.cosigned
    return ""
