"""Former states of items and inspectors, and reviews of changes of the directory."""

from __future__ import annotations

from django.db import models

from oversight.accounts.models import Organisation


class InspectorVersion(models.Model):
    """How one row stood from ``since`` until ``until``: its content with its entry."""

    kind = models.CharField(max_length=20)
    row = models.BigIntegerField()
    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    entry = models.BigIntegerField()
    content = models.JSONField()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "row"],
                condition=models.Q(until=None),
                name="one_present_state_for_each_row",
            ),
        ]
        indexes = [models.Index(fields=["kind", "row", "since"], name="revision_by_row")]


class ChangeReview(models.Model):
    """A second person's review of an act that changed the directory; ``act`` is its index."""

    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    act = models.BigIntegerField()
    rows = models.PositiveIntegerField()
    confirmed_by = models.CharField(max_length=40)
    confirmed_user = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField()
    entry = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "act"], name="an_act_is_confirmed_once"),
        ]
