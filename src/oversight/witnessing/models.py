"""The logs of neighbours, each with the newest checkpoint that was cosigned here."""

from __future__ import annotations

from django.db import models

from mingqian.log.checkpoint import Checkpoint


class FollowedLog(models.Model):
    """A log that is cosigned on request; what was cosigned last stays when it is followed no more.

    ``cosigned`` is the checkpoint as it was cosigned: the log's signature and ours. ``fork`` is the
    evidence that the log signed two histories (mingqian-fork/1), empty where none was seen.
    """

    origin = models.CharField("日志名称", max_length=100, unique=True)
    vkey = models.CharField("日志公钥", max_length=400)
    title = models.CharField("单位", max_length=60)
    size = models.BigIntegerField(default=0)
    root = models.CharField(max_length=64, blank=True)
    cosigned = models.TextField(blank=True)
    cosigned_at = models.DateTimeField(null=True)
    followed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    fork = models.TextField(blank=True)
    forked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["title", "origin"]

    @property
    def latest(self) -> Checkpoint | None:
        """Give the newest checkpoint that was cosigned here."""
        if not self.cosigned:
            return None
        return Checkpoint(origin=self.origin, size=self.size, root=bytes.fromhex(self.root))
