"""All of a subject on its page, its own part by the code of a visit, what is open where."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from oversight.common.contributions import Link, Pending
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import visit_codes
from oversight.web import contributions
from tests.oversight.cases import making
from tests.oversight.rectifications import findings
from tests.support.pages import text_of
from tests.support.platform_factory import SECTIONS, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = making.STOCK


def test_a_subjects_page_tells_all_that_was_done_by_day(own: Bureau, signed_in: Any) -> None:
    row = findings.served(own)
    case = making.served(own, visit_id=row.visit_id)
    making.sent(own, visit_id=row.visit_id)

    rows = contributions.history(own.actors["clerk"], row.subject_id)

    days = [happening.on for happening in rows]
    assert days == sorted(days, reverse=True)
    titles = {(happening.kind, happening.title) for happening in rows}
    assert titles >= {
        *[("责令改正", "开立责令改正"), ("责令改正", "指令书送达"), ("检查", "检查：补办中")],
        *[("案件", "批准立案"), ("案件", "作出决定"), ("案件", "登记决定书送达")],
        *[("移送", "批准移送"), ("移送", "登记送出")],
    }
    page = text_of(signed_in(own, "clerk").get(f"/office/subjects/{row.subject_id}/"))
    assert case.number in page
    assert "改正期到2026年4月2日" in page


def test_who_may_see_no_cases_is_told_of_none(own: Bureau) -> None:
    case = making.filed(own)

    rows = contributions.history(own.actors["administrator"], case.subject_id)

    assert rows == []


def test_what_is_open_is_counted_by_section_and_leads_to_its_rows(
    own: Bureau, signed_in: Any
) -> None:
    row = findings.served(own)
    case = making.filed(own, visit_id=row.visit_id)

    kinds = dict(contributions.pending(own.actors["approver"]))

    owner = case.owner
    assert kinds["案件"] == [
        Pending(
            kind="案件",
            owner=SECTIONS[0],
            place=(owner.order, SECTIONS[0]),
            state="已立案",
            count=1,
            since=date(2026, 3, 18),
            link=Link(view="office:cases", query=(("owner", str(owner.pk)), ("state", "filed"))),
        )
    ]
    client = signed_in(own, "approver")
    assert "最早的从2026年3月18日起" in text_of(client.get("/office/pending/"))
    for rows in kinds.values():
        for line in rows:
            listed = text_of(client.get(contributions.address(line.link)))
            assert case.name in listed
    other = own.sections[SECTIONS[1]].pk
    assert case.number not in text_of(client.get(f"/office/cases/?owner={other}"))


def test_the_code_of_a_visit_shows_what_the_enterprise_was_served(own: Bureau, client: Any) -> None:
    row = findings.served(own)
    visit = InspectionTask.objects.get(pk=row.visit_id)
    code = visit_codes.ensure(visit, own.actors["clerk"], making.AT)
    decided = making.served(own, visit_id=visit.pk)

    page = text_of(client.get(f"/v/{code.code}/"))

    assert row.order is not None
    assert f"限期改正指令书 {row.order.number}" in page
    assert "改正期到2026年4月2日为止" in page
    decision = decided.decision.document
    assert decision is not None
    assert f"行政处罚 {decision.number}" in page
    assert findings.POINTS[0].what not in page
