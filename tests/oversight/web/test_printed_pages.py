"""What is printed: the slip on one sheet, the result from the first page on with its heads."""

from __future__ import annotations

import re
from typing import Any

import pytest

from oversight.draws.models import Draw
from oversight.registry.models import Subject
from oversight.registry.services import subjects
from oversight.web import clock
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


def results(client: Any, draw: Draw) -> str:
    return str(client.get(f"/office/draws/{draw.pk}/results/").content.decode())


def part(page: str, table: str) -> str:
    return page.partition(f'id="{table}"')[2].partition("</table>")[0]


def test_the_result_tells_rank_and_grade_of_everybody_drawn(
    draw: Draw, own: Bureau, signed_in: Any
) -> None:
    drawn = part(results(signed_in(own, "coordinator"), draw), "drawn")

    ranks = re.findall(r'data-l="名次">(\d+)<', drawn)
    grades = re.findall(r'data-l="等级">(\w)<', drawn)
    assert sorted(map(int, ranks)) == list(range(1, len(ranks) + 1))
    assert len(grades) == len(ranks)
    assert set(grades) <= set("ABC")


def test_the_result_has_the_grade_of_the_day_of_the_sealing(
    draw: Draw, own: Bureau, signed_in: Any
) -> None:
    for subject in Subject.objects.filter(bureau=own.organisation):
        subjects.rewrite(subject, {"grade": "D"}, at=clock.now(), entry=subject.entry)

    drawn = part(results(signed_in(own, "coordinator"), draw), "drawn")

    assert 'data-l="等级">D<' not in drawn
    assert set(re.findall(r'data-l="等级">(.)<', drawn)) <= set("ABC")


def test_the_reserves_follow_in_their_order(draw: Draw, own: Bureau, signed_in: Any) -> None:
    page = results(signed_in(own, "coordinator"), draw)

    drawn = re.findall(r'data-l="名次">(\d+)<', part(page, "drawn"))
    reserves = re.findall(r'data-l="名次">(\d+)<', part(page, "reserves"))
    assert list(map(int, reserves)) == [len(drawn) + 1, len(drawn) + 2]


def test_each_printed_table_tells_who_printed_it(draw: Draw, own: Bureau, signed_in: Any) -> None:
    page = results(signed_in(own, "supervisor"), draw)

    assert part(page, "drawn").count(f"{own.actors['supervisor'].person} 打印") == 1
    assert part(page, "reserves").count("打印") == 1


def test_the_slip_has_code_picture_and_places_to_sign(draw: Draw, client: Any) -> None:
    page = client.get(f"/draws/{draw.number}/slip/").content.decode()

    assert draw.commitment in "".join(re.sub("<[^>]+>", "", page).split())
    assert "mq-qr" in page
    assert page.count("签名、时间") == 3
