"""检查对象: whom a bureau may inspect, with every former state of every row."""

from __future__ import annotations

from django.db import models

from oversight.accounts.models import Organisation
from oversight.common.personal_fields import PersonalField
from oversight.registry.models.search import TokensField
from oversight.registry.rules.subjects import GRADES, KINDS, RISKS, STATES


class SubjectFields(models.Model):
    """What is known of a subject; the same columns hold the present, the past and an import."""

    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="所属科室"
    )
    code = models.CharField("统一社会信用代码", max_length=40)
    code_is_valid = models.BooleanField("代码校验相符", default=True)
    name = models.CharField("名称", max_length=200)
    kind = models.CharField(
        "主体类型", max_length=20, default="企业", choices=[(k, k) for k in KINDS]
    )
    company_type = models.CharField("企业类型", max_length=80, blank=True)
    industry = models.CharField("行业", max_length=80, blank=True)
    legal_person = models.CharField("法定代表人", max_length=80, blank=True)
    address = models.CharField("地址", max_length=300, blank=True)
    region = models.CharField("区域", max_length=60, blank=True)
    contact = models.CharField("联络人", max_length=60, blank=True)
    phone = PersonalField("电话", blank=True)
    founded_on = models.DateField("成立日期", null=True, blank=True)
    state = models.CharField(
        "登记状态", max_length=10, default="存续", choices=[(s, s) for s in STATES]
    )
    grade = models.CharField(
        "守法诚信等级", max_length=1, blank=True, choices=[(g, g) for g in GRADES]
    )
    risk = models.CharField(
        "信用风险分类", max_length=1, blank=True, choices=[(r, r) for r in RISKS]
    )
    # |重点监管|白名单| : each label stands between bars, so that one can be looked for exactly.
    labels = models.CharField("标签", max_length=300, blank=True)
    is_listed = models.BooleanField("在名录中", default=True)

    class Meta:
        abstract = True


class Subject(SubjectFields):
    """One 统一社会信用代码 in a bureau's directory, as it stands since ``since``.

    ``entry`` is the place in the trail of the act that made it so. Rows are never deleted but by
    the undoing of the import that brought them; what was is in `SubjectVersion`.
    """

    since = models.DateTimeField()
    entry = models.BigIntegerField()
    last_visited_on = models.DateField("上次检查日期", null=True)
    visit_year = models.IntegerField(default=0)
    visit_count = models.IntegerField("本年度已检查次数", default=0)
    initials = models.CharField(max_length=200, blank=True)
    tokens = TokensField()
    plain = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["bureau", "code"], name="one_row_for_each_code"),
        ]
        indexes = [
            models.Index(fields=["bureau", "name", "id"], name="subject_by_name"),
            models.Index(fields=["bureau", "region", "id"], name="subject_by_region"),
            models.Index(fields=["bureau", "industry", "id"], name="subject_by_industry"),
            models.Index(fields=["bureau", "owner", "id"], name="subject_by_owner"),
            models.Index(fields=["bureau", "grade", "id"], name="subject_by_grade"),
            models.Index(fields=["bureau", "risk", "id"], name="subject_by_risk"),
            models.Index(fields=["bureau", "state", "id"], name="subject_by_state"),
            models.Index(fields=["bureau", "kind", "id"], name="subject_by_kind"),
            models.Index(fields=["bureau", "last_visited_on", "id"], name="subject_by_visit"),
            models.Index(
                fields=["bureau", "visit_year", "visit_count", "id"], name="subject_by_count"
            ),
            models.Index(
                fields=["bureau", "id"],
                condition=models.Q(code_is_valid=False),
                name="subject_with_bad_code",
            ),
            models.Index(fields=["bureau", "is_listed", "id"], name="subject_listed"),
            models.Index(fields=["bureau", "since"], name="subject_since"),
        ]

    @property
    def label_list(self) -> list[str]:
        """Give the labels as a list."""
        return [label for label in self.labels.split("|") if label]


class SubjectVersion(SubjectFields):
    """A former state of a subject, from ``since`` until ``until``."""

    subject_id = models.BigIntegerField()
    since = models.DateTimeField()
    entry = models.BigIntegerField()
    until = models.DateTimeField()
    until_entry = models.BigIntegerField()

    class Meta:
        ordering = ["-until", "-pk"]
        indexes = [
            models.Index(fields=["subject_id", "since"], name="past_by_subject"),
            models.Index(fields=["bureau", "until"], name="past_by_end"),
            models.Index(fields=["bureau", "since"], name="past_by_start"),
        ]


class Facet(models.Model):
    """A value that occurs in a column, so that a filter can offer it without reading all rows."""

    bureau = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    field = models.CharField(max_length=20)
    value = models.CharField(max_length=80)

    class Meta:
        ordering = ["value"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "field", "value"], name="a_facet_stands_once"
            ),
        ]
