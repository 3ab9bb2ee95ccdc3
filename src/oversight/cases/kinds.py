"""The choices of cases and referrals: outcomes, kinds of evidence, ways of service, receivers."""

from __future__ import annotations

from django.db.models import TextChoices


class Outcome(TextChoices):
    """What a case is decided to be."""

    PENALTY = "penalty", "行政处罚"
    NO_PENALTY = "no_penalty", "不予行政处罚"
    HANDLING = "handling", "行政处理决定"
    TRANSFER = "transfer", "移送有关机关"


class EvidenceKind(TextChoices):
    """The kinds of evidence (行政处罚法 §46)."""

    DOCUMENT = "document", "书证"
    OBJECT = "object", "物证"
    AUDIOVISUAL = "audiovisual", "视听资料"
    ELECTRONIC = "electronic", "电子数据"
    WITNESS = "witness", "证人证言"
    PARTY = "party", "当事人的陈述"
    EXPERT = "expert", "鉴定意见"
    SITE = "site", "勘验笔录、现场笔录"


class Manner(TextChoices):
    """How a document is served."""

    DIRECT = "direct", "直接送达"
    LEFT = "left", "留置送达"
    POST = "post", "邮寄送达"
    ENTRUSTED = "entrusted", "委托送达"
    ELECTRONIC = "electronic", "电子送达"
    NOTICE = "notice", "公告送达"


class Performance(TextChoices):
    """How a decision was carried out."""

    BY_PARTY = "party", "当事人自行履行"
    BY_COURT = "court", "申请人民法院强制执行"
    NOTHING = "nothing", "没有需要履行的内容"


class ReferralKind(TextChoices):
    """To whom a matter is handed over."""

    AGENCY = "agency", "移送其他行政机关"
    POLICE = "police", "涉嫌犯罪移送公安机关"
    PROSECUTOR = "prosecutor", "移送检察机关"
    MARKET = "market", "无法联系的线索抄告市场监管部门"


class Annuller(TextChoices):
    """Who revokes a decision."""

    OURSELVES = "own", "本机关"
    REVIEW = "review", "行政复议机关"
    COURT = "court", "人民法院"
    SUPERIOR = "superior", "上级机关"


RECEIVERS = (
    "市场监督管理局",
    "税务局（社会保险费征收机构）",
    "消防救援机构",
    "应急管理局",
    "住房和城乡建设局",
    "卫生健康委员会",
    "公安局",
    "人民检察院",
    "其他",
)
"""The authorities that matters go to; the letter has the full name."""
