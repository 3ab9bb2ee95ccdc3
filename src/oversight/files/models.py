"""Files that people handed in; their bytes lie in the store under their digests."""

from __future__ import annotations

from django.db import models

from oversight.accounts.models import Organisation
from oversight.files import rules
from oversight.files.rules import Kind
from oversight.files.states import ScanState


class StoredFile(models.Model):
    """A file of one bureau, by its SHA-256: handed in twice it is one row.

    Another bureau that hands in the same bytes has a row of its own: nobody learns by a digest
    what others have. ``name`` is what the sender called it, and is only ever shown. Which apps
    use the file, they say themselves (`file_uses`).
    """

    Scan = ScanState

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField("大小")
    kind = models.CharField("种类", max_length=10, choices=[(k, k) for k in rules.KINDS])
    name = models.CharField("名称", max_length=120, blank=True)
    scan = models.CharField(max_length=10, choices=Scan.choices, default=Scan.WAITING)
    virus = models.CharField(max_length=120, blank=True)
    examined_at = models.DateTimeField(null=True)
    # A small picture of it without any metadata, in the same store; the file itself stays as it is.
    thumbnail = models.CharField(max_length=64, blank=True)
    # Why there is none, where the program could not read the picture.
    problem = models.CharField(max_length=200, blank=True)
    uploaded_by = models.CharField(max_length=40)
    uploaded_user = models.BigIntegerField(null=True)
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "digest"], name="a_bureau_keeps_a_file_once"
            ),
        ]
        indexes = [
            models.Index(fields=["scan", "examined_at"], name="file_by_scan"),
            models.Index(fields=["digest"], name="file_by_digest"),
        ]

    @property
    def kind_of(self) -> Kind:
        """Give its kind."""
        return rules.KINDS[self.kind]

    @property
    def is_inline(self) -> bool:
        """Tell whether a browser may show it in a page: a picture that our own program read."""
        return bool(self.thumbnail)
