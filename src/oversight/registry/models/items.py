"""抽查事项: what may be inspected, version by version."""

from __future__ import annotations

from django.db import models

from oversight.accounts.models import Organisation
from oversight.registry.states import ItemState


class Item(models.Model):
    """An item of the list; what it says is in its versions.

    ``state``: 未公布 until the first version is published, 调整 while a further one is being
    drafted, 取消 for good.
    """

    State = ItemState
    UNPUBLISHED, VALID, CHANGING, CANCELLED = ItemState

    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="实施科室"
    )
    code = models.CharField("事项编码", max_length=40)
    state = models.CharField(
        "状态", max_length=20, choices=State.choices, default=State.UNPUBLISHED
    )
    name = models.CharField("事项名称", max_length=120)
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["bureau", "code"], name="one_item_for_each_code"),
        ]


class ItemVersion(models.Model):
    """What an item says; once published it is never changed, since inspections refer to it."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    content = models.JSONField()
    reason = models.CharField("调整理由", max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    entry = models.BigIntegerField()
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=40, blank=True)
    published_url = models.CharField("公布网址", max_length=300, blank=True)
    effective_on = models.DateField("生效日期", null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="one_version_each_number"),
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(published_at=None), name="one_draft_at_a_time"
            ),
        ]
