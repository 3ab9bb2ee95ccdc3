"""What happens at the door: who arrived with which certificate, and the code that says who comes.

Ratings hang on no visit: a row that did would tell the officers who gave it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import TextChoices

from oversight.accounts.models import Organisation
from oversight.common.personal_fields import PersonalField, PersonalJSONField
from oversight.registry.models import Inspector


class SiteActKind(TextChoices):
    """What an officer's telephone notes on the spot."""

    ARRIVE = "arrive", "出示证件、确认到场"
    START = "start", "开始检查"
    LEAVE = "leave", "离开现场"


class SiteAct(models.Model):
    """现场动作: an officer arrived and showed the certificate, began, or left; on the own login.

    ``noted_at`` is the telephone's clock, which nobody vouches for, ``saved_at`` ours; ``at`` is
    when it counts as done. What came late over the network is ``is_late`` (补录). ``change`` is
    the telephone's own name for it: sent again, it is the same row. ``attempt`` counts how often
    officers came: after a visit that was broken off they show their certificates anew.
    """

    Kind = SiteActKind

    visit = models.ForeignKey(
        "inspections.InspectionTask", models.PROTECT, related_name="site_acts"
    )
    kind = models.CharField("动作", max_length=10, choices=Kind.choices)
    inspector = models.ForeignKey(Inspector, models.PROTECT, related_name="+")
    name = models.CharField("姓名", max_length=40)
    certificate = models.CharField("证号", max_length=20)
    valid_until = models.DateField("证件有效期至", null=True)
    attempt = models.PositiveIntegerField("第几次到场", default=1)
    change = models.CharField(max_length=36, unique=True)
    noted_at = models.DateTimeField("手机时间", null=True)
    saved_at = models.DateTimeField("收到时间")
    at = models.DateTimeField("时间")
    is_late = models.BooleanField("补录", default=False)
    reason = models.CharField("补录的理由", max_length=200, blank=True)
    entry = models.BigIntegerField()

    class Meta:
        verbose_name = "现场动作"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "inspector", "kind", "attempt"],
                name="an_officer_does_a_site_act_once",
            ),
        ]


class VisitCode(models.Model):
    """入企检查码: what the subject scans to see who comes, why and for what.

    ``code`` cannot be guessed. ``foreign_code`` is the city's or province's code for the same
    visit. ``is_rated`` says that somebody gave a rating, not which.
    """

    visit = models.OneToOneField(
        "inspections.InspectionTask", models.PROTECT, related_name="visit_code"
    )
    code = models.CharField("检查码", max_length=20, unique=True)
    foreign_code = models.CharField("外部检查码", max_length=80, blank=True)
    is_rated = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    entry = models.BigIntegerField()

    class Meta:
        verbose_name = "入企检查码"

    @property
    def printed(self) -> str:
        """Write the code in groups of four."""
        return "-".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))


class VisitObjection(models.Model):
    """异议申请: what the subject objects to, and the number of its receipt; the section sees it.

    ``contact`` is what the person wants to be reached by; the public sees none of it.
    """

    visit = models.ForeignKey(
        "inspections.InspectionTask", models.PROTECT, related_name="objections"
    )
    number = models.CharField("回执号", max_length=80, unique=True)
    claim = PersonalField("异议的内容")
    contact = PersonalField("联系方式", blank=True)
    received_at = models.DateTimeField("收到时间")
    entry = models.BigIntegerField()

    class Meta:
        verbose_name = "异议申请"
        ordering = ["-pk"]


class VisitRating(models.Model):
    """检查评价: a grade from 1 to 5, four answers and words, of one visit of a bureau in a month.

    The log keeps ``digest``, over all of it with ``salt``: nobody can try out what was given.
    """

    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    month = models.DateField("月份")
    score = models.PositiveSmallIntegerField("评分")
    answers = models.JSONField("四问", default=dict)
    words = models.CharField("意见", max_length=500, blank=True)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = "检查评价"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__range=(1, 5)), name="a_rating_is_from_one_to_five"
            ),
        ]


class CodeSystemMethod(TextChoices):
    """What another code system is told, by the names of the contract."""

    REGISTER = "register", "登记检查"
    ARRIVED = "arrived", "到场"
    LEFT = "left", "离开"
    RESULT = "result", "结果"
    LATE = "lateEntry", "补录"


class CodeSystemMessageState(TextChoices):
    """Whether a message reached the other code system."""

    WAITING = "waiting", "待报送"
    SENT = "sent", "已报送"
    REFUSED = "refused", "被退回"


class CodeSystemMessage(models.Model):
    """检查码系统报送: something that a city's or province's code system is to be told, once.

    ``key`` is the same however often it is sent: the task, the message and its place.
    """

    State = CodeSystemMessageState

    visit = models.ForeignKey(
        "inspections.InspectionTask", models.PROTECT, related_name="code_messages"
    )
    method = models.CharField("报送事项", max_length=12, choices=CodeSystemMethod.choices)
    key = models.CharField(max_length=120, unique=True)
    content = PersonalJSONField(default=dict)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    problem = models.CharField("没有送到的原因", max_length=300, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "检查码系统报送"
        ordering = ["pk"]
