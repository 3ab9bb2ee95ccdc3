"""What an owner of an enterprise finds on a phone: a search, the page of the enterprise."""

from __future__ import annotations

import pytest
from django.test import Client

from oversight.draws.models import Draw
from oversight.registry.models import Subject
from oversight.web.public import figures
from tests.support import draw_factory, platform_factory
from tests.support.pages import text_of
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


def found(client: Client, words: str) -> str:
    response = client.get("/find/", {"q": words})
    assert response.status_code == 200
    return text_of(response)


def target(client: Client, words: str) -> str:
    response = client.get("/find/", {"q": words})
    assert response.status_code == 302
    return str(response["Location"])


def test_a_part_of_a_name_offers_the_enterprises_that_have_it(draw: Draw, client: Client) -> None:
    text = found(client, "食品")

    assert f"/enterprises/{platform_factory.code(1)}/" in text
    assert "只列前 20 家，请多填几个字" in text
    assert text.count('href="/enterprises/') == 20
    assert draw.number not in text


def test_a_whole_name_or_code_leads_to_the_enterprise(draw: Draw, client: Client) -> None:
    subject = Subject.objects.filter(bureau=draw.bureau).order_by("pk")[4]
    address = f"/enterprises/{subject.code}/"

    assert target(client, subject.name) == address
    assert target(client, subject.code) == address
    assert target(client, f"{subject.code[:2]} {subject.code[2:8].lower()} {subject.code[8:]}") == (
        address
    )


def test_numbers_and_commitment_lead_to_the_draw(draw: Draw, client: Client) -> None:
    address = f"/draws/{draw.number}/"

    assert target(client, draw.number) == address
    assert target(client, f"{draw.number}/3") == address
    assert target(client, draw.task_number) == address
    assert target(client, f"{draw.commitment[:4]} {draw.commitment[4:8]}") == address


def test_what_is_not_found_is_said_and_not_denied(draw: Draw, client: Client) -> None:
    assert "没有找到“没有这样的”" in found(client, "没有这样的")
    assert "请至少填两个字" in found(client, "食")
    assert "也可能不属于本局的名录" in found(client, platform_factory.code(99_999))
    assert client.get(f"/enterprises/{platform_factory.code(99_999)}/").status_code == 404
    assert draw.number


def test_an_enterprise_sees_draws_that_drew_it_and_that_did_not(draw: Draw, client: Client) -> None:
    drawn = draw.visits.order_by("place")[0].code
    codes = set(draw.visits.values_list("code", flat=True))
    spared = Subject.objects.filter(bureau=draw.bureau).exclude(code__in=codes)[0].code

    text, other = (text_of(client.get(f"/enterprises/{code}/")) for code in (drawn, spared))

    assert '<span class="mq-tag ok">抽中</span>' in text
    assert f'href="/draws/{draw.number}/?q={drawn}#why"' in text
    assert "抽中</span><b>1</b><i>次</i>" in text
    assert "抽中</span><b>0</b><i>次</i>" in other
    assert draw.title in other


def test_a_draw_without_public_result_is_on_no_page_of_an_enterprise(
    draw: Draw, foreign: Bureau, client: Client
) -> None:
    draw_factory.bureau(foreign, subjects=12)
    draw_factory.plan(foreign)
    sealed = draw_factory.sealed(foreign, draw_factory.begun(foreign))

    text = text_of(client.get(f"/enterprises/{platform_factory.code(1)}/"))

    assert f"/draws/{draw.number}/" in text
    assert f"/draws/{sealed.number}/" not in text


def test_a_number_that_may_be_a_persons_is_never_found(own: Bureau, client: Client) -> None:
    subject = platform_factory.subject(own, 4_321, name="青禾区独一无二理发店")
    Subject.objects.filter(pk=subject.pk).update(code_is_valid=False)

    assert "没有找到" in found(client, "独一无二理发店")


def test_a_draw_is_searched_by_name_and_denies_nobody(draw: Draw, client: Client) -> None:
    subject = Subject.objects.get(bureau=draw.bureau, code=draw.visits.order_by("place")[0].code)
    several = text_of(client.get(f"/draws/{draw.number}/", {"q": "食品"}))
    one = text_of(client.get(f"/draws/{draw.number}/", {"q": subject.name}))
    nothing = text_of(client.get(f"/draws/{draw.number}/", {"q": "某某商店"}))

    assert "名称里有“食品”的，请选一家" in several
    assert '<span class="mq-tag ok">抽中</span>' in one
    assert "没有找到名称里有“某某商店”的企业" in nothing
    assert "没有这个代码" not in several + one + nothing


def test_too_many_searches_of_one_address_wait_a_minute(own: Bureau, client: Client) -> None:
    platform_factory.subject(own, 4_321)
    answers = [client.get("/find/", {"q": "没有"}).status_code for _ in range(31)]

    assert answers[:30] == [200] * 30
    assert answers[30] == 429
    assert client.get(f"/enterprises/{platform_factory.code(4_321)}/").status_code == 429


def test_the_first_page_says_what_goes_on_and_what_the_year_came_to(
    draw: Draw, client: Client
) -> None:
    text = text_of(client.get("/"))

    assert draw.bureau.name in text
    assert 'action="/find/"' in text
    assert f'<a href="/draws/{draw.number}/">{draw.title}</a>' in text
    assert "最近一次封存" in text
    assert "正在进行" not in text


def test_the_figures_of_a_year_add_up_its_public_draws(draw: Draw) -> None:
    year = figures.of_year(2026)

    assert (year.draws, year.waiting, year.voids) == (1, 0, 0)
    assert year.subjects.parts == (draw.figures["subjects"],)
    assert year.drawn.total == draw.visits.count()
    assert figures.of_year(2025).draws == 0
    assert figures.Count(parts=(61, 52, 42)).formula == "61 + 52 + 42"
    assert figures.Count(parts=(61,)).formula == ""


def test_the_log_lists_its_entries_without_anybodys_name(draw: Draw, client: Client) -> None:
    text = text_of(client.get("/log/"))

    assert "封存了名录和规则" in text
    assert "许澜" not in text
    assert draw.number


def test_what_is_open_can_be_downloaded_in_one_place(draw: Draw, client: Client) -> None:
    text = text_of(client.get("/data/"))

    assert f'href="/draws/{draw.number}/result.xlsx"' in text
    assert f'href="/draws/{draw.number}/evidence.zip"' in text
    assert 'href="/log/checkpoint"' in text
