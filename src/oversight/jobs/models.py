"""Jobs and the worker's signs of life."""

from __future__ import annotations

from django.db import models

from oversight.jobs.states import OPEN_STATES, JobState


class Job(models.Model):
    """Long work of one kind on one thing, asked for by one appointment."""

    State = JobState

    kind = models.CharField(max_length=40)
    target = models.BigIntegerField()
    appointment = models.BigIntegerField()
    address = models.CharField(max_length=45, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    resumptions = models.PositiveIntegerField(default=0)
    # How far it is; a total of zero says that nothing is known yet.
    progress = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=1000, blank=True)
    # What kind of refusal ended it (`DomainError.code`); empty for those without a code.
    error_code = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "target"],
                condition=models.Q(state__in=OPEN_STATES),
                name="one_open_job_for_each_target",
            ),
        ]
        indexes = [models.Index(fields=["kind", "target"], name="job_by_target")]

    @property
    def is_open(self) -> bool:
        """Tell whether it waits or runs."""
        return self.state in OPEN_STATES


class Worker(models.Model):
    """The worker of this site: one row, with its last sign of life and its crashes."""

    process = models.BigIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    crashes = models.PositiveIntegerField(default=0)
    crashed_at = models.DateTimeField(null=True)
