"""The entries of the log as the database keeps them; a trigger forbids changing them."""

from __future__ import annotations

from django.db import models


class Head(models.Model):
    """The length of the log: one row, which whoever appends must lock first."""

    size = models.BigIntegerField(default=0)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="the_log_has_one_head"),
        ]


class Entry(models.Model):
    """One act, like a line in a bound ledger: the leaf is what the world sees of it.

    There is no foreign key: the log knows nobody, and outlives what it tells of. ``private`` may
    be taken away by law; the leaf keeps its digest, so the log stays valid.
    """

    index = models.BigIntegerField(primary_key=True)
    leaf = models.BinaryField()
    type = models.CharField(max_length=64)
    at = models.DateTimeField()
    about_kind = models.CharField(max_length=40)
    about_number = models.CharField(max_length=120)
    organisation = models.CharField(max_length=120)
    role = models.CharField(max_length=40)
    # Where the acting organisation stands in the tree: who above it may read this.
    scope = models.CharField(max_length=200)
    person = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=300, blank=True)
    public = models.JSONField(default=dict)
    private = models.JSONField(null=True)
    salt = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["-index"]
        indexes = [
            models.Index(fields=["about_kind", "about_number", "index"], name="entry_by_subject"),
            models.Index(fields=["type", "index"], name="entry_by_type"),
            models.Index(fields=["at"], name="entry_by_time"),
            models.Index(fields=["person", "index"], name="entry_by_person"),
        ]
