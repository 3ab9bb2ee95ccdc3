"""The verification in five plain sentences, and where a firm that was not drawn stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mingqian import draw as core
from mingqian import selection
from mingqian.verify import CHECKS
from oversight.draws import explanations
from oversight.draws.files import folder
from oversight.draws.models import Draw
from oversight.draws.services import holding
from oversight.web.presenters import verification
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import SEALED
from tests.support.pages import text_of
from tests.support.platform_factory import Bureau, confirmed

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]
VERIFIER = Path(__file__).resolve().parents[3] / "verifier"


def not_drawn(draw: Draw) -> list[tuple[int, str]]:
    """Give every code behind the reserves with its rank, computed here by sorting all."""
    files = folder(draw.number)
    result = files.result()
    key = core.keys(result.seed).subjects
    codes = [row.split(",")[0] for row in files.data("subjects.csv").decode().splitlines()[1:]]
    ordered = sorted(codes, key=lambda code: selection.number(key, code))
    known = len(result.strata[0].drawn) + len(result.strata[0].reserves)
    return list(enumerate(ordered, start=1))[known:]


def test_every_check_belongs_to_one_of_five_sentences() -> None:
    named = [name for sentence in verification.SENTENCES for name in sentence.checks]

    assert len(verification.SENTENCES) == 5
    assert sorted(named) == sorted(CHECKS)


@pytest.mark.parametrize("name", verification.NOT_APPLICABLE)
def test_what_does_not_apply_is_known_by_what_the_verifier_says(name: str) -> None:
    sources = "".join(file.read_text() for file in VERIFIER.glob("checks-*.js"))

    assert name in CHECKS
    assert f'passed("{verification.NOT_APPLICABLE[name]}' in sources or (
        f': "{verification.NOT_APPLICABLE[name]}' in sources
    )


def test_the_page_offers_the_sentences_before_anything_was_computed(
    draw: Draw, client: Any
) -> None:
    page = client.get(f"/draws/{draw.number}/").content.decode()

    assert len(re.findall(r'data-checks="[a-z0-9 -]+"', page)) == 5
    assert "名单、规则和人员在公开数产生以前就封存了" in page
    assert '<details id="verify-details"' in page


@pytest.mark.parametrize("place", [0, -1])
def test_a_firm_that_was_not_drawn_learns_its_own_rank(draw: Draw, client: Any, place: int) -> None:
    rank, code = not_drawn(draw)[place]

    page = text_of(client.get(f"/draws/{draw.number}/?q={code}"))

    assert re.search(rf"由小到大排第\s*<b\s*>{rank}</b>", page)
    assert "贵单位在线后，没有抽中" in page


def test_the_scale_goes_from_nothing_to_the_whole(draw: Draw, client: Any) -> None:
    _, code = not_drawn(draw)[-1]

    page = text_of(client.get(f"/draws/{draw.number}/?q={code}"))

    assert "100%" in page


def test_of_a_large_roster_the_rank_is_not_computed(
    draw: Draw, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, code = not_drawn(draw)[0]
    monkeypatch.setattr(explanations, "_RANK_MOST", 5)

    page = text_of(client.get(f"/draws/{draw.number}/?q={code}"))

    assert "由小到大排第" not in page
    assert "贵单位在线后，没有抽中" in page


def test_a_void_draw_has_nothing_to_recompute_and_no_step_of_now(
    foreign: Bureau, client: Any
) -> None:
    draw_factory.bureau(foreign, subjects=12)
    draw_factory.plan(foreign)
    sealed = draw_factory.sealed(foreign, draw_factory.begun(foreign, mode="sealed"))
    lead, second = foreign.actors["coordinator"], foreign.actors["approver"]
    key: dict[str, Any] = {"draw_id": sealed.pk, "at": SEALED}
    holding.ask_void(actor=lead, why="名录有误", confirmed=confirmed(lead), **key)
    holding.agree_void(actor=second, confirmed=confirmed(second), **key)

    page = client.get(f"/draws/{sealed.number}/").content.decode()

    assert "还没有重算" not in page
    assert 'aria-current="step"' not in page
    assert "开封时公布" not in page
    assert platform_factory.code(1) not in page
