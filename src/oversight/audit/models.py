"""The entries of the log as the database keeps them; a trigger forbids changing them."""

from __future__ import annotations

from django.db import models

from oversight.audit.states import DifferenceState, RunState
from oversight.common.personal_fields import PersonalField, PersonalJSONField


class Head(models.Model):
    """The length of the log: one row, which whoever appends must lock first."""

    size = models.BigIntegerField(default=0)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="the_log_has_one_head"),
        ]


class Entry(models.Model):
    """One entry of the log; ``leaf`` is what the public sees of it.

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
    private = PersonalJSONField(null=True)
    salt = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["-index"]
        indexes = [
            models.Index(fields=["about_kind", "about_number", "index"], name="entry_by_subject"),
            models.Index(fields=["type", "index"], name="entry_by_type"),
            models.Index(fields=["at"], name="entry_by_time"),
            models.Index(fields=["person", "index"], name="entry_by_person"),
        ]


class Run(models.Model):
    """One check of the database against the log: from which entry, how far, how it ended."""

    State = RunState
    RUNNING, SAME, DIFFERENT, STOPPED = RunState

    started_at = models.DateTimeField()
    is_whole = models.BooleanField()
    first = models.BigIntegerField("从第几条", default=0)
    size = models.BigIntegerField("日志条数", default=0)
    root = models.CharField(max_length=64, blank=True)
    step = models.CharField(max_length=40, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    count = models.IntegerField("不一样几处", default=0)

    class Meta:
        ordering = ["-pk"]


class Difference(models.Model):
    """Where the database does not say what the log says; it stays until it is mended.

    ``fingerprint`` names it with both its values: another value is another difference. Whether
    somebody acknowledged it stands in the log, not here. ``is_secret``: it tells of a draw whose
    list is not open yet.
    """

    State = DifferenceState

    fingerprint = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=120)
    field = models.CharField(max_length=200)
    logged = PersonalField(blank=True)
    stored = PersonalField(blank=True)
    scope = models.CharField(max_length=200, default="/")
    is_secret = models.BooleanField(default=False)
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.STANDING)

    class Meta:
        ordering = ["-state", "-seen_at", "pk"]  # those that stand come before those gone


class OutsideWitness(models.Model):
    """The last answer of a witness or a time-stamping authority."""

    name = models.CharField(max_length=200, unique=True)
    size = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)
    failures = models.PositiveIntegerField(default=0)
    is_fork = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
