"""The codes that open a rectification, and what its proofs belong to."""

from __future__ import annotations

from django.db.models import TextChoices


class FindingCode(TextChoices):
    """The codes of results after which something is to be put right, with their wording."""

    ORDERED = "ZLGZ", "发现问题已责令改正"
    CORRECTED = "YGZ", "发现问题经责令已改正"
    NOT_PUBLISHED = "WGS", "未按规定公示应当公示的信息"
    PENDING = "DHC", "发现问题待后续处理"


class ProofKind(TextChoices):
    """What a proof belongs to."""

    REPORT = "report", "企业报告"
    SPOT = "spot", "当场改正"
    RECHECK = "recheck", "复查"
