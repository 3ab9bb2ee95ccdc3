"""Draws and what belongs to them; the evidence itself lies in files that their digests name."""

from __future__ import annotations

from django.db import models
from django.db.models import QuerySet

from mingqian.sources import NONE
from oversight.accounts.models import Organisation
from oversight.draws.states import (
    DRAW,
    DrawState,
    ExemptionState,
    InvitationState,
    OpeningOutcome,
    SeatState,
    ValueState,
    VoidState,
)
from oversight.registry.models import Subject


class Draw(models.Model):
    """One draw of one task. ``setup`` is what people decided, ``figures`` what was counted of it.

    Its files (manifest, rosters, result) are in the draws' folder under its number.
    """

    State = DrawState
    PREPARING, REVIEW, SEALED, SEEDED, HELD, PUBLISHED, VOIDED, DROPPED = DrawState
    ENDED = (DrawState.VOIDED, DrawState.DROPPED)

    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="发起部门"
    )
    number = models.CharField("抽取编号", max_length=40, unique=True)
    task_number = models.CharField("任务编号", max_length=18)
    plan_number = models.CharField("计划编号", max_length=14, blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    title = models.CharField("名称", max_length=120)
    kind = models.CharField("抽查类型", max_length=10)
    why = models.CharField("临时抽查的理由", max_length=300, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PREPARING)
    setup = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    # Digest of everything that the prepared files were made of: a later change asks for new ones.
    prepared_of = models.CharField(max_length=64, blank=True)
    prepared_at = models.DateTimeField(null=True)
    commitment = models.CharField("封存码", max_length=64, blank=True)
    assurance = models.CharField(max_length=10, blank=True)
    bits = models.IntegerField(default=0)
    t0 = models.DateTimeField(null=True)
    deadline = models.DateTimeField("截止时间", null=True)
    opens_at = models.DateTimeField("开封时间", null=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.CharField(max_length=40, blank=True)
    submitted_user = models.BigIntegerField(null=True)
    returned = models.CharField(max_length=300, blank=True)
    approved_by = models.CharField(max_length=40, blank=True)
    sealed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    handed_over_to = models.CharField(max_length=40, blank=True)
    seeded_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    void_why = models.CharField(max_length=300, blank=True)
    void_asked_by = models.CharField(max_length=40, blank=True)
    void_asked_user = models.BigIntegerField(null=True)
    void_agreed_by = models.CharField(max_length=40, blank=True)
    entry = models.BigIntegerField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "task_number"],
                condition=~models.Q(state__in=(DrawState.VOIDED, DrawState.DROPPED)),
                name="one_task_one_draw",
            ),
        ]

    @property
    def is_sealed_mode(self) -> bool:
        """Tell whether the list stays unseen until the opening."""
        return bool(self.setup.get("mode") == "sealed")

    @property
    def is_fixed(self) -> bool:
        """Tell whether nothing can be changed any more."""
        return self.state not in {self.PREPARING, self.REVIEW}

    @property
    def takes_values(self) -> bool:
        """Tell whether the numbers of its sources are still awaited."""
        return DRAW.allows("seed", self.state)

    @property
    def granted_exemptions(self) -> QuerySet[FrequencyCapExemption]:
        """Give the subjects that may be drawn although a cap is reached."""
        return self.exceptions.filter(state=ExemptionState.GRANTED)

    @property
    def is_void(self) -> bool:
        """Tell whether it is void; then it stays public for ever, without a result."""
        return self.state == self.VOIDED

    @property
    def void_state(self) -> VoidState:
        """Tell whether somebody proposed that it be void, and what came of it."""
        if self.is_void:
            return VoidState.VOIDED
        return VoidState.PROPOSED if self.void_why else VoidState.NONE

    @property
    def is_public(self) -> bool:
        """Tell whether the public sees it: from the sealing on, for ever."""
        return self.sealed_at is not None


class JointInvitation(models.Model):
    """A section asked to join the visits with its own inspectors."""

    State = InvitationState
    WAITING, ACCEPTED, DECLINED = InvitationState

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="partners")
    section = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    people = models.PositiveIntegerField(default=1)
    answer = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "section"], name="a_section_joins_once"),
        ]


class DrawWitness(models.Model):
    """A witness and the promise of a number made on an own telephone.

    Of the link only its digest is kept: it is shown once, to whoever made it, and cannot be read
    again. ``device`` is the digest of a secret that lies on the telephone which opened it first.
    """

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="witnesses")
    name = models.CharField("姓名", max_length=40)
    unit = models.CharField("单位", max_length=80)
    capacity = models.CharField("身份", max_length=40)
    link = models.CharField(max_length=64, unique=True)
    device = models.CharField(max_length=64, blank=True)
    bound_at = models.DateTimeField(null=True)
    commitment = models.CharField(max_length=64, blank=True)
    committed_at = models.DateTimeField(null=True)
    token = ""
    """What the link carries: known only to the call that made it, never stored."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "name"], name="witnesses_have_own_names"),
        ]

    @property
    def state(self) -> SeatState:
        """Tell how far the witness is with the own number."""
        if self.commitment:
            return SeatState.COMMITTED
        return SeatState.BOUND if self.device else SeatState.OPEN


class SeatOpening(models.Model):
    """Somebody opened a witness's link: when, from where, signed in as whom, what came of it."""

    Outcome = OpeningOutcome
    BOUND, OTHER, SIGNED_IN, HOST, SECOND = OpeningOutcome

    seat = models.ForeignKey(DrawWitness, models.CASCADE, related_name="openings")
    at = models.DateTimeField()
    address = models.CharField(max_length=64, blank=True)
    user = models.BigIntegerField(null=True)
    person = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)

    class Meta:
        ordering = ["pk"]


class PopulationOverlap(models.Model):
    """Another sealed draw of the same period over many of the same subjects: why one more.

    The approver's reason is shown beside both draws, for ever.
    """

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="overlaps")
    other = models.ForeignKey(Draw, models.PROTECT, related_name="overlapped_by")
    shared = models.PositiveIntegerField("共同的对象")
    share = models.PositiveIntegerField("占较小一方的千分比")
    reason = models.CharField("再抽一次的理由", max_length=300, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "other"], name="two_draws_overlap_once"),
        ]


class SourceValue(models.Model):
    """What a source of the manifest gave, entered by one person and confirmed by another.

    Positions count from 1 as in the manifest. A drand value is confirmed by its signature.
    """

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="values")
    position = models.PositiveIntegerField()
    value = models.CharField(max_length=1000)
    signature = models.CharField(max_length=96, blank=True)
    evidence_name = models.CharField(max_length=64, blank=True)
    evidence_digest = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=300, blank=True)
    entered_by = models.CharField(max_length=40)
    entered_user = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=40, blank=True)
    logged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "position"], name="a_source_speaks_once"),
        ]

    @property
    def state(self) -> ValueState:
        """Tell what is known of the number; a source without a row is still awaited."""
        if self.logged_at is not None:
            return ValueState.LOGGED
        return ValueState.NONE_PROPOSED if self.value == NONE else ValueState.ENTERED


class FrequencyCapExemption(models.Model):
    """A subject that may be drawn although a cap is reached: a lawful reason and two people."""

    State = ExemptionState
    WAITING, GRANTED, REFUSED = ExemptionState

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="exceptions")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    reason = models.CharField("情形", max_length=60)
    note = models.CharField("说明", max_length=300)
    asked_by = models.CharField(max_length=40)
    asked_user = models.BigIntegerField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "subject"], name="one_exception_for_each"),
        ]


class SignedMinutes(models.Model):
    """The signed minutes of a draw as a scan, by the digest of the file, which stays as it came.

    A newer scan stands before the older ones and says why; none is ever taken away.
    """

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="signed_minutes")
    digest = models.CharField(max_length=64)
    reason = models.CharField("补存的理由", max_length=200, blank=True)
    added_by = models.CharField(max_length=40)
    added_user = models.BigIntegerField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "digest"], name="a_scan_is_filed_once"),
        ]


class Bundle(models.Model):
    """A download that was made once: a file with another digest is made anew."""

    name = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=64)
