"""What the enterprise says through its link, without an account: what it put right, with proofs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from oversight.audit.services import AuditActor
from oversight.common.errors import DomainError, FieldsError
from oversight.rectifications import contents, events, selectors
from oversight.rectifications.kinds import ProofKind
from oversight.rectifications.models import EnterpriseReport, Rectification
from oversight.rectifications.services import recording
from oversight.rectifications.services.recording import Upload, record
from oversight.rectifications.states import RECTIFICATION

MOST_REPORTS = 20
_ROLE = "企业"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInput:
    """What somebody of the enterprise enters."""

    text: str
    reporter: str
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Somebody of an enterprise who hands in files: no account stands behind."""

    person: str
    bureau_id: int | None
    organisation_id: int
    user_id: int | None = None


def report(
    *,
    token: str,
    report: ReportInput,
    uploads: Sequence[Upload] = (),
    address: str,
    at: datetime,
) -> EnterpriseReport:
    """Take what an enterprise reports; it may report again until the recheck is arranged.

    Raises:
        NotFoundError: the link leads nowhere, or was replaced.
        DomainError: nothing can be reported now, too often, or a file is not taken.
        FieldsError: the text or the name is missing.
    """
    row = selectors.by_link(token)
    _require_open(row)
    _require_said(report)
    sender = Reporter(
        person=f"{row.name}（企业）"[:40], bureau_id=row.bureau_id, organisation_id=row.bureau_id
    )
    stored = recording.store(uploads, sender=sender, bureau_id=row.bureau_id, at=at)
    with transaction.atomic():
        row = selectors.by_link(token, lock=True)
        count = _require_open(row)
        entered = EnterpriseReport.objects.create(
            rectification=row,
            place=count + 1,
            text=report.text.strip(),
            reporter=report.reporter.strip(),
            phone=report.phone.strip(),
            reported_at=at,
        )
        names = recording.attach(
            row, stored, kind=ProofKind.REPORT, who=sender.person, at=at, report=entered
        )
        row.state = RECTIFICATION.target("report", row.state)
        row.save(update_fields=["state"])
        private = {
            "receipt": entered.receipt_number,
            "files": names,
            "content": contents.of_report(entered),
        }
        by = AuditActor(
            organisation=row.name,
            role=_ROLE,
            scope=row.owner.path,
            person=entered.reporter,
            address=address,
        )
        record(events.RECTIFICATION_REPORTED, row, by, at, private)
    return entered


def is_open(row: Rectification) -> bool:
    """Tell whether the enterprise can report now."""
    return RECTIFICATION.allows("report", row.state)


def _require_open(row: Rectification) -> int:
    """Give how many reports there are.

    Raises:
        DomainError: none can be added.
    """
    RECTIFICATION.target("report", row.state, refusal=_refusal(row))
    count = row.reports.count()
    if count >= MOST_REPORTS:
        raise DomainError(f"已经报告 {MOST_REPORTS} 次；还有要补充的，请直接与承办人联系")
    return count


def _refusal(row: Rectification) -> str:
    label = RECTIFICATION.label(row.state)
    return f"现在是“{label}”，不能在这里报告；有不清楚的，请打指令书上的联系电话"


def _require_said(report: ReportInput) -> None:
    problems = []
    if not report.text.strip():
        problems.append(("text", "请写改正情况：逐条写做了什么、什么时候做完"))
    if not report.reporter.strip():
        problems.append(("reporter", "请写报告人的姓名"))
    if problems:
        raise FieldsError(problems)
