"""What the officers write on the spot, version by version: nothing that arrived is overwritten."""

from __future__ import annotations

from django.db import models

from oversight.accounts.models import Organisation
from oversight.common.personal_fields import PersonalJSONField


class FieldRecord(models.Model):
    """现场记录: the record of one visit; what it says is its newest version.

    The row is locked while a version is added, so that two officers never get the same number.
    """

    visit = models.OneToOneField(
        "inspections.InspectionTask", models.PROTECT, related_name="field_record"
    )
    number = models.PositiveIntegerField("最新版本", default=0)

    class Meta:
        verbose_name = "现场记录"


class FieldVersion(models.Model):
    """现场记录版本: one change that a telephone sent, made on top of version ``base``.

    ``change`` is the telephone's own name for the change: sent again, it is the same version.
    ``written_at`` is the telephone's clock, which nobody vouches for; ``saved_at`` is ours.
    """

    record = models.ForeignKey(FieldRecord, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    base = models.PositiveIntegerField()
    change = models.CharField(max_length=36, unique=True)
    content = PersonalJSONField(default=dict)
    digest = models.CharField(max_length=64)
    written_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField()
    author = models.CharField(max_length=40)
    author_user = models.BigIntegerField()
    entry = models.BigIntegerField()

    class Meta:
        verbose_name = "现场记录版本"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "number"], name="one_field_version_for_each_number"
            ),
        ]


class FieldPicture(models.Model):
    """现场照片: a picture that a version of the record named first; it stays, whatever comes later.

    ``bureau`` is the sender's: its files hold the bytes under the digest. A canvas drops what a
    camera writes into a picture, so the telephone says beside it when it was taken.
    """

    record = models.ForeignKey(FieldRecord, models.PROTECT, related_name="pictures")
    version = models.PositiveIntegerField()
    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    place = models.PositiveIntegerField("序号")
    taken_at = models.DateTimeField("拍摄时间", null=True)
    point = models.CharField("所属检查事项", max_length=80, blank=True)

    class Meta:
        verbose_name = "现场照片"
        ordering = ["version", "place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["record", "digest"], name="a_record_names_a_file_once"),
        ]


class PhoneReport(models.Model):
    """照片报数: how many pictures of a visit an officer's telephone has, and how many wait there.

    The newest word of each telephone; a telephone that says nothing may have more.
    """

    visit = models.ForeignKey(
        "inspections.InspectionTask", models.PROTECT, related_name="phone_reports"
    )
    inspector = models.ForeignKey("registry.Inspector", models.PROTECT, related_name="+")
    taken = models.PositiveIntegerField("照片")
    waiting = models.PositiveIntegerField("还没有传到")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "照片报数"
        constraints = [
            models.UniqueConstraint(fields=["visit", "inspector"], name="one_report_of_a_phone"),
        ]
