"""What the rules of the directories object to, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from oversight.common.errors import DomainError
from oversight.draws import rules as draws
from oversight.draws.rules import Row
from oversight.registry.rules import inspectors, items, subjects
from oversight.registry.rules.items import Basis, Content
from tests.support import platform_factory

CONTENT = Content(field="劳动", name="劳动用工", category="一般", authority="区人社局")


def test_an_item_has_a_name() -> None:
    with pytest.raises(DomainError, match="请写事项名称"):
        items.require_sound(replace(CONTENT, name=""))


@pytest.mark.parametrize("share", [-1, 1001])
def test_a_share_lies_between_nothing_and_everybody(share: int) -> None:
    with pytest.raises(DomainError, match="应在 0 到 1000 之间"):
        items.require_sound(replace(CONTENT, ratio_floor=share))


def test_a_basis_without_its_article_is_missing() -> None:
    content = replace(CONTENT, basis=(Basis(level="法律", title="劳动合同法"),))

    assert "检查依据的名称和条款" in items.missing(content)


def test_a_certificate_number_has_a_letter_or_a_figure() -> None:
    assert inspectors.number_fault("-----") == "证号里没有字母或数字；请核对"


def test_an_unknown_state_and_an_unreadable_day_are_faults_of_their_cells() -> None:
    cells = {
        "name": "某食品有限公司",
        "code": platform_factory.code(1),
        "state": "说不清",
        "founded_on": "去年春天",
    }

    faults = subjects.check_row(cells).faults

    assert [fault.field for fault in faults] == ["state", "founded_on"]
    assert faults[1].reason == "看不懂的日期；请写作 2023-08-23"


def test_a_filter_that_names_nothing_leaves_everybody_in_scope() -> None:
    row = Row(
        pk=1,
        code="X",
        code_is_valid=True,
        state="存续",
        kind="企业",
        industry="制造业",
        region="城关街道",
        owner_id=3,
        grade="A",
        risk="",
        labels="",
        last_visited_on=date(2026, 1, 1),
    )

    assert draws.in_scope(row, {"kinds": [], "industries": ["制造业"]})
    assert not draws.in_scope(row, {"kinds": ["个体工商户"]})
