"""Organisations, people, appointments, sessions and keys."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from oversight.accounts.rules import ROLE_NAMES, Role
from oversight.accounts.states import AppointmentState, RequestState
from oversight.common.personal_fields import PersonalField


class NumberSeries(models.Model):
    """The last number given under a prefix; whoever wants the next one locks the row."""

    prefix = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Organisation(models.Model):
    """A place in the tree: a city, a district, a bureau or a section of one.

    ``path`` is the chain of keys from the top (``/1/4/9/``): what is below it begins with it.
    ``code`` is what the public log and the files of draws call it: given once, never changed.
    """

    CITY, DISTRICT, BUREAU, SECTION = "city", "district", "bureau", "section"
    KINDS: ClassVar = [
        (CITY, "市"),
        (DISTRICT, "县（市、区）"),
        (BUREAU, "局"),
        (SECTION, "科室"),
    ]

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    kind = models.CharField("层级", max_length=10, choices=KINDS)
    code = models.CharField("机构编码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=120)
    region = models.CharField("区划代码", max_length=12, blank=True)
    is_lead = models.BooleanField("牵头机构", default=False)
    order = models.IntegerField("次序", default=0)
    path = models.CharField(max_length=200, unique=True)
    # The one that founded the installation: its administrators may add bureaus.
    is_seat = models.BooleanField(default=False)
    # Whom the public tells what it has to say; shown to everybody.
    voice_phone = models.CharField("监督电话", max_length=40, blank=True)
    voice_address = models.CharField("监督渠道", max_length=200, blank=True)
    made_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"], name="names_differ_within_one_parent"
            ),
            models.UniqueConstraint(
                fields=["is_seat"], condition=Q(is_seat=True), name="an_installation_has_one_seat"
            ),
        ]

    def __str__(self) -> str:
        """Give the name."""
        return self.name

    @property
    def depth(self) -> int:
        """Count the steps from the top."""
        return self.path.count("/") - 2


class UserManager(BaseUserManager["User"]):
    """Finding people by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find an account whatever the case of its name."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person with an account. There is no super-user: rights come from appointments only."""

    username = models.CharField(
        "账号", max_length=40, unique=True, error_messages={"unique": "已有同名账号"}
    )
    # What the public log calls the account: it tells neither its name nor its person.
    number = models.CharField("编号", max_length=16, unique=True)
    name = models.CharField("姓名", max_length=40)
    folded_name = models.CharField(max_length=160, db_index=True)
    phone = PersonalField("手机", blank=True)
    # Finds the other accounts with the same telephone; without the site's secret it tells nothing.
    phone_mark = models.CharField(max_length=64, blank=True, db_index=True)
    # Who made it: they keep it as long as it has no appointment.
    home = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    is_active = models.BooleanField("可登录", default=True)
    must_change_password = models.BooleanField(default=True)
    asks_code = models.BooleanField("登录时也要动态码", default=True)
    made_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        """Give the name of the person."""
        return self.name


class Appointment(models.Model):
    """A person's role in an organisation, from a moment until a moment.

    There is none before a second person confirmed it, but for the first ones of a bureau
    (``is_first``), which count at once and are shown as unconfirmed until somebody does.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="appointments")
    role = models.CharField("角色", max_length=20, choices=[(r.value, ROLE_NAMES[r]) for r in Role])
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    is_first = models.BooleanField(default=False)
    appointed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(until=None),
                name="a_role_is_held_once",
            ),
        ]

    @property
    def role_name(self) -> str:
        """Give the Chinese name of the role."""
        return ROLE_NAMES[Role(self.role)]

    @property
    def state(self) -> AppointmentState:
        """Tell whether it counts, and whether a second person must still confirm it."""
        if self.until is not None:
            return AppointmentState.ENDED
        is_waiting = self.is_first and self.confirmed_at is None
        return AppointmentState.UNCONFIRMED if is_waiting else AppointmentState.HELD


class AccountRequest(models.Model):
    """What an administrator asks for and a second person confirms; nothing happens before.

    ``password`` is the hash of the new first password; it is forgotten with the decision.
    """

    APPOINT, PASSWORD, CODE, REOPEN = "appoint", "password", "code", "reopen"
    KINDS: ClassVar = [
        (APPOINT, "任命角色"),
        (PASSWORD, "重设口令"),
        (CODE, "解除动态码"),
        (REOPEN, "恢复账号"),
    ]
    State = RequestState

    user = models.ForeignKey(User, models.PROTECT, related_name="requests")
    kind = models.CharField("事项", max_length=10, choices=KINDS)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=State.choices,
        default=State.REQUESTED,
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="requests"
    )
    role = models.CharField(
        "角色", max_length=20, blank=True, choices=[(r.value, ROLE_NAMES[r]) for r in Role]
    )
    password = models.CharField(max_length=128, blank=True)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    appointment = models.OneToOneField(
        Appointment, models.PROTECT, null=True, related_name="request"
    )

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "organisation", "role"],
                condition=Q(state=RequestState.REQUESTED),
                name="one_thing_is_asked_for_once",
            ),
        ]

    @property
    def what(self) -> str:
        """Give what is asked for, in Chinese."""
        kind_name = str(self.get_kind_display())
        if self.organisation is None:
            return kind_name
        return f"{kind_name}：{self.organisation.name}“{ROLE_NAMES[Role(self.role)]}”"


class Notice(models.Model):
    """A message to the holder of an account about what others did with it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    at = models.DateTimeField()
    text = models.CharField(max_length=300)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]


class Tally(models.Model):
    """A counter of failed attempts under a key; it is not in the public log."""

    key = models.CharField(max_length=120, unique=True)
    count = models.PositiveIntegerField(default=0)
    last = models.DateTimeField()
    until = models.DateTimeField(null=True)


class Refusal(models.Model):
    """Refused sign-ins of one hour, under one name from one address."""

    hour = models.DateTimeField()
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="refusals")
    username = models.CharField(max_length=40)
    address = models.CharField(max_length=64)
    reason = models.CharField(max_length=40)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-hour", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["hour", "username", "address", "reason"], name="refusals_are_counted"
            ),
        ]


class SignIn(models.Model):
    """A session somebody opened: shown to its owner, who may end it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
    address = models.CharField(max_length=64)
    agent = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]


class ApiKey(models.Model):
    """A key for machines: only its digest is kept; it acts with one role in one organisation."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="keys")
    name = models.CharField("用途", max_length=60)
    prefix = models.CharField(max_length=8, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField("可读", default=list)
    per_minute = models.PositiveIntegerField("每分钟次数", default=60)
    made_at = models.DateTimeField()
    expires_on = models.DateField("有效期至")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]


class CalendarFeed(models.Model):
    """期限订阅: by whose secret address a calendar reads their deadlines; its digest is kept."""

    user = models.OneToOneField(User, models.CASCADE, related_name="feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "期限订阅"


class SavedView(models.Model):
    """常用筛选: the filters and the order of a list that somebody keeps under a name, alone."""

    user = models.ForeignKey(User, models.CASCADE, related_name="views")
    place = models.CharField(max_length=40)
    name = models.CharField(max_length=20)
    query = models.CharField(max_length=500)

    class Meta:
        verbose_name = "常用筛选"
        ordering = ["place", "name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "place", "name"], name="a_view_has_one_name"),
        ]
