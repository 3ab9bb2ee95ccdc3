"""Why a field may be withheld."""

from __future__ import annotations

from django.db.models import TextChoices


class Withholding(TextChoices):
    """The reasons for which a field is not opened (政府信息公开条例 §14–15)."""

    TRADE = "trade", "商业秘密"
    PRIVACY = "privacy", "个人隐私"
    STATE = "state", "国家秘密"


WITHDRAWN_WORDS = "已撤下"
"""The reason of every field of a publication that was withdrawn (disclosure-v1 5)."""
