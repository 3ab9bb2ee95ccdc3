"""What was backed up when, where it lies, and what trying it out found."""

from __future__ import annotations

from django.db import models

from oversight.backups.states import BackupState


class Backup(models.Model):
    """One backup of the whole site; ``digest`` is that of the encrypted file.

    ``problem`` says why there is none, ``second_problem`` why the second place has no copy.
    """

    State = BackupState

    name = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    size = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    log_size = models.BigIntegerField(default=0)
    files = models.BigIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    second_at = models.DateTimeField(null=True)
    second_problem = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]


class Rehearsal(models.Model):
    """One try to restore a backup into an empty folder, and all that was compared there."""

    backup = models.ForeignKey(Backup, models.CASCADE, related_name="rehearsals")
    at = models.DateTimeField()
    has_passed = models.BooleanField()

    class Meta:
        ordering = ["-pk"]


class Finding(models.Model):
    """One comparison of a rehearsal: what, how it is in the backup, how it was restored."""

    rehearsal = models.ForeignKey(Rehearsal, models.CASCADE, related_name="findings")
    subject = models.CharField(max_length=80)
    expected = models.CharField(max_length=300)
    restored = models.CharField(max_length=300)
    is_same = models.BooleanField()

    class Meta:
        ordering = ["pk"]
