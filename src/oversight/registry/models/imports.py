"""An import between its upload and its writing, with the rows that it would write."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from oversight.accounts.models import Organisation, User
from oversight.common.personal_fields import PersonalField, PersonalJSONField
from oversight.registry.models.search import TokensField
from oversight.registry.models.subjects import SubjectFields
from oversight.registry.states import ImportState


class ImportRun(models.Model):
    """One file on its way into a directory."""

    SUBJECTS, INSPECTORS, ITEMS = "subjects", "inspectors", "items"
    KINDS: ClassVar = [
        (SUBJECTS, "检查对象"),
        (INSPECTORS, "执法检查人员"),
        (ITEMS, "抽查事项"),
    ]
    State = ImportState
    UPLOADED, READING, READY, WRITING, WRITTEN, UNDONE, STOPPED, FAILED = ImportState

    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="归入科室"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=KINDS)
    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    # Every sheet of the file with its extent; which one is read, and the row of its headings, are
    # chosen by a person where more than one may be meant.
    sheets = PersonalJSONField(default=list)
    sheet = models.CharField(max_length=100, blank=True)
    heading_row = models.IntegerField(null=True)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    # Words nobody knows, {column: {word: how many rows}}, and what a person said they mean.
    unknown = PersonalJSONField(default=dict)
    meanings = PersonalJSONField(default=dict)
    notes = models.JSONField(default=list)
    # What a person should look at before writing: usual values, regions that are new.
    hints = models.JSONField(default=list)
    rows = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)
    problem = models.CharField(max_length=500, blank=True)
    is_stopping = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)
    entry = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    @property
    def is_working(self) -> bool:
        """Tell whether the program reads or writes it now."""
        return self.state in {self.READING, self.WRITING}


class Correction(models.Model):
    """A correction of a cell, made on the page; the file itself stays as it was sent.

    In the column ``code!`` stands why a code whose check character differs is taken as it is.
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="corrections")
    line = models.IntegerField()
    column = models.CharField(max_length=20)
    before = PersonalField(blank=True)
    value = PersonalField(blank=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["line", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "line", "column"], name="a_cell_is_corrected_once"
            ),
        ]


class StagedRecord(models.Model):
    """What a row of the file would do."""

    NEW, CHANGED, SAME, REFUSED, ASIDE = "new", "changed", "same", "refused", "aside"
    VERDICTS: ClassVar = [
        (NEW, "新增"),
        (CHANGED, "更新"),
        (SAME, "不变"),
        (REFUSED, "要改"),
        (ASIDE, "不是数据"),
    ]

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="%(class)ss")
    line = models.IntegerField()
    verdict = models.CharField(max_length=10, choices=VERDICTS)
    target = models.BigIntegerField(null=True)
    # The trail's place of the target's state when it was compared: a later one refuses the write.
    target_entry = models.BigIntegerField(null=True)
    # [{"column": …, "value": …, "reason": …}] of a refused row, {"name": [before, after]} else.
    problems = PersonalJSONField(default=list)
    changes = PersonalJSONField(default=dict)
    raw = PersonalJSONField(default=list)
    # The meanings of the cells that were put right on the page.
    corrected = models.JSONField(default=list)

    class Meta:
        abstract = True


class StagedSubject(StagedRecord, SubjectFields):
    """A subject as the file has it; the same columns as the directory, so writing is one copy."""

    owner = models.ForeignKey(  # type: ignore[assignment] # a refused row has none
        Organisation, models.PROTECT, null=True, related_name="+"
    )
    initials = models.CharField(max_length=200, blank=True)
    tokens = TokensField()
    plain = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["line"]
        indexes = [models.Index(fields=["run", "verdict", "line"], name="staged_by_verdict")]

    @property
    def shown_name(self) -> str:
        """Give the name."""
        return self.name

    @property
    def shown_code(self) -> str:
        """Give the code."""
        return self.code


class StagedRow(StagedRecord):
    """A row of a small directory: inspectors or items."""

    values = models.JSONField(default=dict)

    class Meta:
        ordering = ["line"]
        indexes = [models.Index(fields=["run", "verdict", "line"], name="staged_row_by_verdict")]

    @property
    def shown_name(self) -> str:
        """Give the name, or the first cell that says something."""
        name = self.values.get("name") or next((cell for cell in self.raw if cell), "")
        return str(name)

    @property
    def shown_code(self) -> str:
        """Give the number of an inspector or the code of an item."""
        return str(self.values.get("number") or self.values.get("code") or "")
