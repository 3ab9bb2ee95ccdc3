"""Publications: one row for each version, and its fields with what opens them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from oversight.accounts.models import Organisation
from oversight.common.personal_fields import PersonalField, PersonalJSONField
from oversight.disclosures.kinds import Withholding
from oversight.disclosures.states import IN_WORK, DisclosureState


class Disclosure(models.Model):
    """公示: a version of what is put before the public; ``number`` is that of all its versions.

    ``kind`` and ``key`` say of what. ``record`` is the sealed record (disclosure-v1) from the
    approval on, ``digest`` is logged then. ``due_on`` is the last day of the term, ``down_by`` the
    one until which it must come down because its ground fell away. ``reason`` says why there is a
    further version, ``ended_reason`` why it was withdrawn.
    """

    State = DisclosureState

    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="承办科室"
    )
    kind = models.CharField("类别", max_length=20)
    key = models.CharField(max_length=64)
    number = models.CharField("公示编号", max_length=60)
    version = models.PositiveSmallIntegerField("版本", default=1)
    title = models.CharField("名称", max_length=200)
    state = models.CharField(
        "状态", max_length=10, choices=State.choices, default=DisclosureState.DRAFT
    )
    happened_on = models.DateField("发生日期", null=True)
    due_on = models.DateField("公示期限", null=True)
    reason = models.CharField("更正的理由", max_length=300, blank=True)
    returned = models.CharField("退回意见", max_length=300, blank=True)
    checks = models.JSONField("审查清单", default=list)
    record = models.TextField(blank=True)
    digest = models.CharField("封存摘要", max_length=64, blank=True)
    made_by = models.CharField("起草人", max_length=40)
    made_user = models.BigIntegerField(null=True)
    made_at = models.DateTimeField("起草时间")
    reviewed_by = models.CharField("审查人", max_length=40, blank=True)
    reviewed_user = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField("批准时间", null=True)
    published_by = models.CharField("公示人", max_length=40, blank=True)
    published_at = models.DateTimeField("公示时间", null=True)
    ended_at = models.DateTimeField("更正、撤下或转档时间", null=True)
    ended_reason = models.CharField("撤下的理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "公示"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "version"], name="versions_of_a_publication_are_counted"
            ),
            models.UniqueConstraint(
                fields=["kind", "bureau", "key", "version"], name="a_thing_has_one_publication"
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(state__in=IN_WORK),
                name="a_publication_is_changed_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["bureau", "state"], name="publication_by_state"),
            models.Index(fields=["state", "published_at"], name="publication_by_day"),
        ]


class DisclosureField(models.Model):
    """公示字段: a field with its value or words for it, and why it is not opened, if it is not.

    The salt is there from the approval on. Of a withdrawn version value and salt are gone.
    """

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="fields")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=64)
    title = models.CharField("字段", max_length=60)
    # What is withheld must not lie open in the database either.
    value = PersonalJSONField("内容", null=True)
    words = PersonalField("内容的文字", max_length=500, blank=True)
    salt = models.CharField(max_length=32, blank=True)
    is_personal = models.BooleanField("个人信息", default=False)
    basis = models.CharField("公开个人信息的依据", max_length=200, blank=True)
    withheld = models.CharField(
        "不公开的理由", max_length=10, choices=Withholding.choices, blank=True
    )
    note = models.CharField("不公开的说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "公示字段"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "name"], name="fields_have_one_name"),
        ]

    @property
    def withheld_words(self) -> str:
        """Give why it is not opened, as the public reads it; empty for an opened one."""
        label = str(self.get_withheld_display())
        return f"{label}：{self.note}" if self.withheld and self.note else label
