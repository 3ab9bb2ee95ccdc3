"""The long work of inspections: telling another code system."""

from __future__ import annotations

from datetime import datetime

from oversight.inspections.services import code_messages
from oversight.jobs import kinds
from oversight.jobs.kinds import JobDetails, JobKind


def register() -> None:
    """Make the kind known."""
    kinds.register(JobKind(name=code_messages.KIND, title="报送检查码系统", work=_send))


def _send(_: JobDetails, at: datetime) -> None:
    code_messages.send_all(at)
