"""From a draft to the public page, to correction and withdrawal; each step on record."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mingqian import disclosure, disclosure_log
from mingqian.log import entry
from oversight.audit.differences import Difference
from oversight.audit.models import Entry
from oversight.audit.reconciliation import Range
from oversight.common.errors import (
    DomainError,
    FieldsError,
    NotAllowedError,
    NotFoundError,
    TamperedError,
)
from oversight.disclosures import reconciliation, selectors
from oversight.disclosures.checklist import CHECKS
from oversight.disclosures.models import Disclosure, DisclosureField
from oversight.disclosures.services import drafting, releasing, reviewing
from oversight.disclosures.services.drafting import FieldChoice
from oversight.disclosures.states import DisclosureState
from oversight.registry.models import ItemVersion
from tests.oversight.disclosures import publications
from tests.oversight.disclosures.publications import later
from tests.support.platform_factory import NOON, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = {"subjects": 2, "inspectors": 3}


def differences() -> list[Difference]:
    steps = list(reconciliation.check(Range(is_whole=True, first=0)))
    return [difference for _, _, some in steps for difference in some]


def log() -> list[entry.Entry]:
    leaves = Entry.objects.order_by("index").values_list("leaf", flat=True)
    return [entry.parse(bytes(leaf), "entry") for leaf in leaves]


def test_what_was_published_verifies_and_stands_in_the_log(own: Bureau) -> None:
    row = publications.withheld(own, publications.drafted(own), "points")

    row = publications.published(own, row)

    disclosed = disclosure.verify_opening(selectors.opening_of(row), "file")
    assert disclosed.withheld == ("points",)
    assert disclosed.opened["name"] == "支付工资和最低工资标准"
    assert disclosed.digest == row.digest
    assert disclosure_log.standing(disclosed, log()).withdrawn_at is None
    assert differences() == []


def test_nothing_of_the_content_stands_in_the_log(own: Bureau) -> None:
    row = publications.published(own, publications.drafted(own))

    leaves = b"".join(bytes(row.leaf) for row in Entry.objects.filter(about_number=row.number))

    assert row.digest.encode() in leaves
    assert "支付工资和最低工资标准".encode() not in leaves


@pytest.mark.parametrize("who", ["clerk", "coordinator"])
def test_only_a_reviewer_approves(own: Bureau, who: str) -> None:
    row = publications.submitted(own, publications.drafted(own))

    with pytest.raises(NotAllowedError, match="不能审查公示"):
        reviewing.approve(actor=own.actors[who], disclosure_id=row.pk, checks=set(CHECKS), at=NOON)


@pytest.mark.parametrize(
    ("who", "says"),
    [("approver", "不能公示"), ("clerk", "公示的人不能是起草或审查的人")],
)
def test_a_third_person_releases(own: Bureau, who: str, says: str) -> None:
    row = publications.approved(own, publications.drafted(own))

    with pytest.raises((DomainError, NotAllowedError), match=says):
        releasing.publish(actor=own.actors[who], disclosure_id=row.pk, at=NOON)


def test_a_reviewer_who_drafted_is_refused(own: Bureau) -> None:
    row = publications.submitted(own, publications.drafted(own))
    Disclosure.objects.filter(pk=row.pk).update(made_user=own.actors["approver"].user_id)

    with pytest.raises(DomainError, match="审查的人不能是起草的人"):
        reviewing.approve(
            actor=own.actors["approver"], disclosure_id=row.pk, checks=set(CHECKS), at=NOON
        )


def test_an_incomplete_checklist_is_refused_by_name(own: Bureau) -> None:
    row = publications.submitted(own, publications.drafted(own))

    with pytest.raises(FieldsError, match="请逐项确认：已作保密审查"):
        reviewing.approve(
            actor=own.actors["approver"],
            disclosure_id=row.pk,
            checks=set(CHECKS) - {"secrecy"},
            at=NOON,
        )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("负责人身份证 11010519491231002X", "身份证号码"),
        ("负责人身份证１１０１０５ 19491231 002X", "身份证号码"),
        ("联系电话 138 1234 5678", "电话号码"),
        ("账户 6222 0212 3456 7894", "银行卡号"),
    ],
)
def test_a_number_of_a_person_stops_the_release(own: Bureau, text: str, kind: str) -> None:
    row = publications.drafted(own)
    version = ItemVersion.objects.get(pk=row.key)
    ItemVersion.objects.filter(pk=row.key).update(content={**version.content, "standard": text})
    drafting.drop(actor=own.actors["clerk"], disclosure_id=row.pk, at=NOON)
    row = publications.drafted(own)

    with pytest.raises(FieldsError, match=f"“检查标准”里有{kind}，不能公示"):
        publications.submitted(own, row)

    publications.withheld(own, row, "standard", "privacy")
    assert publications.submitted(own, row).state == DisclosureState.REVIEW


def test_a_personal_field_needs_its_legal_basis(own: Bureau) -> None:
    row = publications.drafted(own, "inspectors", "extract")
    clerk = own.actors["clerk"]
    choices = {"officers": FieldChoice()}
    drafting.change(actor=clerk, disclosure_id=row.pk, choices=choices, at=NOON)

    with pytest.raises(FieldsError, match="是个人信息，公开要写明法律依据"):
        publications.submitted(own, row)


def test_a_state_secret_needs_the_basis_of_its_class(own: Bureau) -> None:
    row = publications.withheld(own, publications.drafted(own), "points", "state")

    with pytest.raises(FieldsError, match="请写明定密的依据"):
        publications.submitted(own, row)


def test_an_original_that_changed_stops_the_release(own: Bureau) -> None:
    row = publications.submitted(own, publications.drafted(own))
    ItemVersion.objects.filter(pk=row.key).update(reason="后来改的")

    with pytest.raises(DomainError, match="原件后来改了"):
        reviewing.approve(
            actor=own.actors["approver"], disclosure_id=row.pk, checks=set(CHECKS), at=NOON
        )
    assert [pair.field.name for pair in selectors.pairs(row) if not pair.is_same] == ["reason"]


def test_a_returned_draft_carries_the_remarks(own: Bureau) -> None:
    row = publications.submitted(own, publications.drafted(own))
    key: dict[str, Any] = {"actor": own.actors["approver"], "disclosure_id": row.pk, "at": NOON}

    with pytest.raises(FieldsError, match="请写明退回的理由"):
        reviewing.send_back(**key, reason=" ")
    row = reviewing.send_back(**key, reason="检查要点写得不清楚")

    assert (row.state, row.returned) == (DisclosureState.DRAFT, "检查要点写得不清楚")
    assert differences() == []


def test_a_thing_is_published_once(own: Bureau) -> None:
    publications.drafted(own)

    with pytest.raises(DomainError, match="这一件已经有公示了"):
        publications.drafted(own)


def test_a_dropped_draft_leaves_no_row(own: Bureau) -> None:
    row = publications.drafted(own)

    drafting.drop(actor=own.actors["clerk"], disclosure_id=row.pk, at=NOON)

    assert not Disclosure.objects.exists()
    assert not DisclosureField.objects.exists()
    assert differences() == []


def test_a_correction_strikes_the_former_version_through(own: Bureau) -> None:
    first = publications.published(own, publications.drafted(own))
    ItemVersion.objects.filter(pk=first.key).update(reason="更名")
    key: dict[str, Any] = {"actor": own.actors["clerk"], "disclosure_id": first.pk}

    with pytest.raises(FieldsError, match="请写明更正的理由"):
        drafting.correct(**key, reason="", at=later(1))
    second = drafting.correct(**key, reason="调整理由写漏了", at=later(1))
    with pytest.raises(DomainError, match="已有一版在办理"):
        drafting.correct(**key, reason="再改", at=later(1))
    second = publications.published(own, second, later(2))

    first.refresh_from_db()
    assert (first.state, second.state) == (DisclosureState.CORRECTED, DisclosureState.PUBLISHED)
    record = json.loads(second.record)
    assert (record["version"], record["previous"]) == (2, first.digest)
    disclosed = disclosure.verify_opening(selectors.opening_of(first), "file")
    assert disclosure_log.standing(disclosed, log()).later_version == 2
    assert [row.version for row in selectors.shown()] == [2]
    assert differences() == []


def test_a_withdrawn_one_loses_content_and_keeps_its_commitments(own: Bureau) -> None:
    row = publications.published(own, publications.drafted(own))
    key: dict[str, Any] = {"actor": own.actors["approver"], "disclosure_id": row.pk, "at": later(1)}

    with pytest.raises(FieldsError, match="请写明撤下的理由"):
        releasing.withdraw(**key, reason="")
    with pytest.raises(FieldsError, match="里有电话号码"):
        releasing.withdraw(**key, reason="来电13812345678要求")
    row = releasing.withdraw(**key, reason="事项已取消")

    assert {(field.value, field.salt) for field in row.fields.all()} == {(None, "")}
    disclosed = disclosure.verify_opening(selectors.opening_of(row), "file")
    assert disclosed.opened == {}
    assert disclosed.digest == row.digest
    assert disclosure_log.standing(disclosed, log()).withdrawn_at is not None
    assert differences() == []


def test_a_value_changed_after_approval_is_not_published_and_found(own: Bureau) -> None:
    row = publications.approved(own, publications.drafted(own))
    row.fields.filter(name="name").update(value="改过的名称")

    with pytest.raises(TamperedError, match="与批准时封存的不一样"):
        releasing.publish(actor=own.actors["coordinator"], disclosure_id=row.pk, at=NOON)

    assert {difference.field for difference in differences()} == {"内容", "封存的字段"}


def test_a_row_that_is_gone_is_found(own: Bureau) -> None:
    row = publications.approved(own, publications.drafted(own))
    number = row.number
    row.delete()

    assert [(d.number, d.field) for d in differences()] == [(number, "整行")]


def test_after_its_years_it_goes_to_the_archive(own: Bureau) -> None:
    row = publications.published(own, publications.drafted(own))
    key: dict[str, Any] = {"actor": own.actors["coordinator"], "disclosure_id": row.pk}

    with pytest.raises(DomainError, match="公示满 5 年才转档案"):
        releasing.archive(**key, at=later(365))
    releasing.archive(**key, at=later(5 * 366))

    assert not selectors.shown().exists()
    assert selectors.shown_version(row.number, 1) is None
    assert differences() == []


def test_another_bureau_has_none_of_them(own: Bureau, foreign: Bureau) -> None:
    row = publications.drafted(own)

    with pytest.raises(NotFoundError):
        drafting.submit(actor=foreign.actors["clerk"], disclosure_id=row.pk, at=NOON)
    with pytest.raises(NotFoundError):
        drafting.draft(actor=foreign.actors["clerk"], kind="item", key=row.key, at=NOON)
    with pytest.raises(NotFoundError, match="没有这一类公示"):
        drafting.draft(actor=own.actors["clerk"], kind="none", key="1", at=NOON)
