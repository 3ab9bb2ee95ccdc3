"""A case comes of a rectification that was not obeyed, or of a finding, and of each once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from oversight.cases import origins
from oversight.cases.models import Case
from oversight.cases.services import filing
from oversight.cases.services.filing import NewCase
from oversight.cases.todos import todos
from oversight.common.errors import DomainError, NotFoundError
from oversight.rectifications.models import CaseClue, Rectification
from oversight.rectifications.services import extensions
from tests.oversight.cases import making
from tests.oversight.rectifications import findings
from tests.oversight.rectifications.findings import later
from tests.support.pages import text_of
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]
STOCK = making.STOCK


def _clue(own: Bureau) -> CaseClue:
    row = findings.served(own)
    return extensions.escalate(
        actor=own.actors["clerk"], rectification_id=row.pk, reason="逾期没有报告", at=later(16)
    )


def test_a_clue_is_handed_over_by_a_numbered_paper(own: Bureau) -> None:
    clue = _clue(own)

    assert clue.document is not None
    assert clue.document.type == "clue-transfer"
    assert clue.document.data["served"] == "2026年3月18日送达，改正期到2026年4月2日为止"
    assert [row["result"] for row in clue.document.data["points"]] == ["待改正", "待改正"]


def test_a_case_begins_with_what_the_order_demanded(own: Bureau) -> None:
    clue = _clue(own)

    origin = origins.of_clue(clue)

    order = clue.rectification.order.number if clue.rectification.order else ""
    assert origin.facts.splitlines() == [
        f"经限期改正指令书{order}责令改正，2026年3月18日送达，改正期到2026年4月2日为止，没有改正：",
        "1．与3名职工没有订立书面劳动合同（待改正）",
        "2．没有建立职工名册（待改正）",
        "移交的理由：逾期没有报告",
    ]
    assert (origin.finding, origin.discovered_on) == ("V16", date(2026, 4, 3))


def test_of_a_clue_one_case_comes_however_often_it_is_begun(own: Bureau) -> None:
    clue, clerk = _clue(own), own.actors["clerk"]
    waiting = [todo.title for todo in todos(clerk, later(16))]
    origin = origins.of_clue(clue)
    new = NewCase(
        visit_id=clue.rectification.visit_id,
        finding=origin.finding,
        facts=origin.facts,
        basis=origin.basis,
        discovered_on=date(2026, 4, 3),
        clue_id=clue.pk,
    )

    case = filing.begin(actor=clerk, clue=new, at=later(16))

    assert waiting == [f"登记案件线索：{case.name}"]
    assert [todo.title for todo in todos(clerk, later(16))] == [f"报请立案：{case.name}"]
    assert case.clue == clue
    with pytest.raises(NotFoundError, match="已经登记成案件"):
        filing.begin(actor=clerk, clue=new, at=later(16))
    assert Case.objects.count() == 1


def test_a_clue_of_another_visit_is_refused(own: Bureau) -> None:
    clue = _clue(own)
    visit = making.visited(own)

    with pytest.raises(DomainError, match="不是这次检查的"):
        making.begun(own, visit_id=visit.pk, clue_id=clue.pk)


def test_the_page_of_a_rectification_leads_to_the_filled_form(own: Bureau, signed_in: Any) -> None:
    clue = _clue(own)
    row: Rectification = clue.rectification
    client = signed_in(own, "clerk")
    address = f"/office/visits/{row.visit_id}/case/?clue={clue.pk}"
    assert address in client.get(f"/office/rectifications/{row.pk}/").content.decode()

    form = client.get(address).content.decode()
    typed = {"finding": "V16", "facts": "没有改正", "discovered_on": "2026-04-03"}
    client.post(address, typed)

    assert "移交的理由：逾期没有报告" in form
    case = Case.objects.get()
    assert case.clue_id == clue.pk
    assert case.number in text_of(client.get(f"/office/rectifications/{row.pk}/"))
    assert clue.number in text_of(client.get(f"/office/cases/{case.pk}/"))
    assert client.get(address).status_code == 404
