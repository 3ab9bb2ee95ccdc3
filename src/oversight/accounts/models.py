"""Organisations, people, appointments, sessions and keys."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from oversight.accounts.rules import ROLE_NAMES, Role


class Organisation(models.Model):
    """A place in the tree: a city, a district, a bureau or a section of one.

    ``path`` is the chain of keys from the top (``/1/4/9/``): what is below it begins with it.
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
    name = models.CharField("名称", max_length=120)
    region = models.CharField("区划代码", max_length=12, blank=True)
    is_lead = models.BooleanField("牵头机构", default=False)
    order = models.IntegerField("次序", default=0)
    path = models.CharField(max_length=200, unique=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"], name="names_differ_within_one_parent"
            ),
        ]

    def __str__(self) -> str:
        """Name it."""
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
    name = models.CharField("姓名", max_length=40)
    is_active = models.BooleanField("可登录", default=True)
    must_change_password = models.BooleanField(default=True)
    asks_code = models.BooleanField("登录时也要动态码", default=True)
    made_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        """Name the person."""
        return self.name


class Appointment(models.Model):
    """A person's role in an organisation, from a moment until a moment."""

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="appointments")
    role = models.CharField("角色", max_length=20, choices=[(r.value, ROLE_NAMES[r]) for r in Role])
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

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
        """Name the role."""
        return ROLE_NAMES[Role(self.role)]


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
