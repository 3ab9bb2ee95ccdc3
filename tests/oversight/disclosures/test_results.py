"""A result is published as it was sealed at its approval; a change in the database is found."""

from __future__ import annotations

from typing import Any

import pytest

from mingqian import disclosure, disclosure_log
from mingqian.errors import MingqianError
from mingqian.log import entry
from oversight.audit.models import Entry
from oversight.audit.reconciliation import Range
from oversight.common.errors import DomainError
from oversight.disclosures import reconciliation, selectors, sources
from oversight.disclosures.checklist import CHECKS
from oversight.disclosures.models import Disclosure
from oversight.disclosures.services import drafting, releasing, reviewing
from oversight.disclosures.services.drafting import FieldChoice
from oversight.results.models import InspectionResult
from oversight.web.presenters.disclosures import shown_version
from tests.oversight.inspections import record_visits as visits
from tests.oversight.results import approvals
from tests.oversight.results.approvals import AT
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_bureau(module_site: Any) -> Bureau:  # noqa: ARG001 - its files are there
    """Make a bureau with a draw; both officers of its first visit have accounts."""
    return visits.bureau()


def drafted(own: Bureau, result: InspectionResult) -> Disclosure:
    clerk = own.actors["clerk"]
    return drafting.draft(actor=clerk, kind="result", key=result.number, at=AT)


def published(own: Bureau, row: Disclosure) -> Disclosure:
    clerk, head, lead = (own.actors[who] for who in ("clerk", "approver", "coordinator"))
    drafting.submit(actor=clerk, disclosure_id=row.pk, at=AT)
    reviewing.approve(actor=head, disclosure_id=row.pk, checks=set(CHECKS), at=AT)
    return releasing.publish(actor=lead, disclosure_id=row.pk, at=AT)


def differences() -> list[Any]:
    steps = list(reconciliation.check(Range(is_whole=True, first=0)))
    return [difference for _, _, some in steps for difference in some]


def log() -> list[entry.Entry]:
    leaves = Entry.objects.order_by("index").values_list("leaf", flat=True)
    return [entry.parse(bytes(leaf), "entry") for leaf in leaves]


def test_an_unapproved_result_is_offered_to_nobody(own: Bureau) -> None:
    row = approvals.with_breach(own)
    source = sources.source_of("result")

    assert list(source.occurrences(own.organisation.pk)) == []
    assert source.content(own.organisation.pk, row.number) is None


def test_what_is_opened_is_what_was_logged_at_the_approval(own: Bureau) -> None:
    result = approvals.with_breach(own)
    approvals.accept(own, result)
    row = drafted(own, result)
    drafting.change(
        actor=own.actors["clerk"],
        disclosure_id=row.pk,
        choices={"finding": FieldChoice(withheld="privacy", note="涉及职工")},
        at=AT,
    )

    row = published(own, row)

    disclosed = disclosure.verify_opening(selectors.opening_of(row), "file")
    standing = disclosure_log.standing(disclosed, log())
    assert log()[standing.index].type == "result.approved"
    assert disclosed.withheld == ("finding",)
    assert disclosed.opened["result"] == "发现问题已责令改正"
    assert InspectionResult.objects.get().state == "published"
    shown = {field.name: field.lines for field in shown_version(row).fields}
    assert shown["codes"] == ("发现问题已责令改正",)
    assert differences() == []


def test_a_result_altered_after_its_approval_cannot_go_out(own: Bureau) -> None:
    result = approvals.with_breach(own)
    approvals.accept(own, result)
    row = drafted(own, result)
    version = result.versions.get()
    version.fields["result"] = "未发现问题"
    version.save(update_fields=["fields"])

    with pytest.raises(DomainError, match="原件后来改了"):
        published(own, row)

    row.fields.filter(name="result").update(value="未发现问题")
    sealed = published(own, row)
    disclosed = disclosure.verify_opening(selectors.opening_of(sealed), "file")
    with pytest.raises(MingqianError, match="日志里批准的是另一条记录"):
        disclosure_log.standing(disclosed, log())


def test_a_withdrawal_reaches_the_result(own: Bureau) -> None:
    result = approvals.with_breach(own)
    approvals.accept(own, result)
    row = published(own, drafted(own, result))

    head = own.actors["approver"]
    releasing.withdraw(actor=head, disclosure_id=row.pk, reason="异议成立", at=AT)

    assert InspectionResult.objects.get().state == "withdrawn"
    assert {field.value for field in row.fields.all()} == {None}
    assert differences() == []
