"""Documents with their numbers, words of organisations in numbers, and edited templates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from oversight.accounts.models import Organisation
from oversight.common.personal_fields import PersonalJSONField
from oversight.documents.rules import service
from oversight.documents.states import DocumentState, TemplateState


class Letterhead(models.Model):
    """What an organisation is called in the numbers of its documents (机关代字)."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="+")
    word = models.CharField("机关代字", max_length=30)


class WordTemplate(models.Model):
    """A version of the .docx template of one type that an organisation edited; kept for good."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    type = models.CharField("文书", max_length=20)
    version = models.PositiveIntegerField("版本")
    digest = models.CharField(max_length=64)
    state = models.CharField(
        "状态", max_length=10, choices=TemplateState.choices, default=TemplateState.UPLOADED
    )
    file_name = models.CharField("文件名", max_length=200)
    made_by = models.CharField("上传人", max_length=40)
    made_by_user = models.BigIntegerField(null=True)
    made_at = models.DateTimeField("上传时间")
    decided_by = models.CharField("启用人", max_length=40, blank=True)
    decided_at = models.DateTimeField("启用时间", null=True)

    class Meta:
        ordering = ["type", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "type", "version"], name="a_template_version_is_one"
            ),
            models.UniqueConstraint(
                fields=["organisation", "type"],
                condition=Q(state=TemplateState.IN_FORCE),
                name="one_template_in_force",
            ),
        ]


class Document(models.Model):
    """A document as it was issued: the data it says, and the digests of what was written of it.

    ``code`` is what the log calls it; ``place`` counts within type, year and organisation, without
    gaps. ``salt`` stands in both files, so that nobody guesses their words from a digest.
    ``about_kind`` and ``about_key`` name the row of another app that it is about.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    type = models.CharField("文书", max_length=20)
    year = models.PositiveIntegerField("年度")
    place = models.PositiveIntegerField("序号")
    code = models.CharField("文书编号", max_length=80, unique=True)
    number = models.CharField("文号", max_length=80)
    concerns = models.CharField("关于", max_length=300)
    about_kind = models.CharField(max_length=20)
    about_key = models.CharField(max_length=80)
    data = PersonalJSONField()
    data_digest = models.CharField(max_length=64)
    salt = models.CharField(max_length=64)
    template = models.ForeignKey(WordTemplate, models.PROTECT, null=True, related_name="+")
    pdf_digest = models.CharField(max_length=64, db_index=True)
    docx_digest = models.CharField(max_length=64, db_index=True)
    made_by = models.CharField("出具人", max_length=40)
    made_by_user = models.BigIntegerField(null=True)
    made_at = models.DateTimeField("出具时间")
    state = models.CharField(
        "状态", max_length=10, choices=DocumentState.choices, default=DocumentState.ISSUED
    )
    void_reason = models.CharField("作废理由", max_length=300, blank=True)
    voided_by = models.CharField("作废人", max_length=40, blank=True)
    voided_at = models.DateTimeField("作废时间", null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["about_kind", "about_key"], name="documents_about")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "type", "year", "place"], name="a_number_is_given_once"
            ),
        ]


class Service(models.Model):
    """送达: a document handed over, how, when and to whom; terms run from ``served_on``.

    ``receipt`` is its 送达回证: where that is void, the service is. ``proof_digest`` names a file
    of the bureau.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="services")
    receipt = models.OneToOneField(Document, models.PROTECT, related_name="service")
    way = models.CharField("送达方式", max_length=10, choices=tuple(service.WAYS.items()))
    place = models.CharField("送达地点", max_length=300)
    at = models.DateTimeField("送达时间")
    served_on = models.DateField("送达日期")
    receiver = models.CharField("签收人", max_length=60, blank=True)
    proof_name = models.CharField("证明", max_length=200, blank=True)
    proof_digest = models.CharField(max_length=64, blank=True)
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = "送达"
        ordering = ["at", "pk"]
