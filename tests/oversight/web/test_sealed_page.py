"""From the sealing on: the code in full, the witnesses' states, and the copy that is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mingqian_ceremony import zip_archive, zip_form
from oversight.audit import selectors as audit
from oversight.draws.models import Draw
from oversight.draws.services import bundles, copies, revealing
from tests.support import draw_factory
from tests.support.draw_factory import NUMBER, PHONE, SEALED
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


@pytest.fixture(scope="module")
def shared_sealed(shared_bureau: Bureau) -> Draw:
    draw_factory.bureau(shared_bureau, subjects=12)
    draw_factory.plan(shared_bureau)
    return draw_factory.sealed(shared_bureau, draw_factory.begun(shared_bureau, mode="sealed"))


@pytest.fixture
def sealed(shared_sealed: Draw, own: Bureau) -> Draw:  # noqa: ARG001
    return Draw.objects.get(pk=shared_sealed.pk)


def page_of(client: Any, draw: Draw, end: str = "sealed/") -> str:
    return str(client.get(f"/office/draws/{draw.pk}/{end}").content.decode())


def sent(client: Any, draw: Draw, data: bytes, name: str = "x-sealed.zip") -> str:
    file = {"file": SimpleUploadedFile(name, data)}
    return str(client.post(f"/office/draws/{draw.pk}/copy/", file).content.decode())


def test_the_sealed_page_shows_the_code_slip_and_screen(
    sealed: Draw, own: Bureau, signed_in: Any
) -> None:
    page = page_of(signed_in(own, "approver"), sealed)

    assert sealed.commitment in "".join(page.split())
    assert f"/draws/{sealed.number}/slip/" in page
    assert f"/draws/{sealed.number}/screen/" in page


def test_the_witness_state_is_asked_again_until_shown(
    sealed: Draw, own: Bureau, signed_in: Any
) -> None:
    client = signed_in(own, "coordinator")
    before = page_of(client, sealed)
    token = draw_factory.link(own, sealed)
    at = SEALED + timedelta(minutes=10)
    revealing.reveal(token=token, value=NUMBER, visitor=PHONE, at=at)

    after = page_of(client, sealed, "sealed/witnesses/")

    assert "等本人亮数" in before
    assert f'data-poll="/office/draws/{sealed.pk}/sealed/witnesses/"' in before
    assert "已亮数" in after
    assert "data-done" in after


def test_a_draw_that_is_not_sealed_has_no_sealed_page(
    sealed: Draw, own: Bureau, signed_in: Any
) -> None:
    Draw.objects.filter(pk=sealed.pk).update(state=Draw.REVIEW, sealed_at=None)

    response = signed_in(own, "coordinator").get(f"/office/draws/{sealed.pk}/sealed/")

    assert response.url == f"/office/draws/{sealed.pk}/"


def test_the_same_copy_is_said_to_be_the_same_and_recorded(
    sealed: Draw, own: Bureau, signed_in: Any
) -> None:
    client = signed_in(own, "supervisor")

    page = sent(client, sealed, bundles.medium(sealed))

    assert "一样。您保管的就是封存的那一份" in page
    assert page.count("和封存的一样") == 6
    (entry,) = copies.checks_of(sealed.number)
    assert entry.public["compared"] == "一样"
    assert "核对了自己保管的一份" in page_of(client, sealed)


@pytest.mark.parametrize(
    ("name", "title"),
    [("subjects.csv", "参加的名单"), ("secret", "密数"), ("manifest.json", "封存码")],
)
def test_a_changed_part_is_named(
    sealed: Draw, own: Bureau, signed_in: Any, name: str, title: str
) -> None:
    files = zip_form.files(bundles.medium(sealed), "medium.zip")
    changed = zip_archive.write({**files, name: files[name] + b"0"})

    page = sent(signed_in(own, "supervisor"), sealed, changed)

    assert "不一样。您保管的和封存的不是同一份" in page
    (entry,) = copies.checks_of(sealed.number)
    assert entry.public["parts"] == title


def test_a_missing_part_is_named(sealed: Draw, own: Bureau, signed_in: Any) -> None:
    files = zip_form.files(bundles.medium(sealed), "medium.zip")
    less = zip_archive.write({name: data for name, data in files.items() if name != "secret"})

    page = sent(signed_in(own, "supervisor"), sealed, less)

    assert "您的一份里没有" in page


def test_the_manifest_alone_is_compared_too(sealed: Draw, own: Bureau, signed_in: Any) -> None:
    files = zip_form.files(bundles.medium(sealed), "medium.zip")

    page = sent(signed_in(own, "supervisor"), sealed, files["manifest.json"], "manifest.json")

    assert page.count("和封存的一样") == 1


def test_another_file_is_refused_at_the_field_and_not_recorded(
    sealed: Draw, own: Bureau, signed_in: Any
) -> None:
    page = sent(signed_in(own, "supervisor"), sealed, b"%PDF-1.7", "记录.pdf")

    assert "请选封存时取出的压缩包" in page
    assert not audit.of_types(["drawing.copy-checked"]).exists()


def test_only_the_supervisor_is_offered_the_check(
    sealed: Draw, own: Bureau, signed_in: Any
) -> None:
    assert "核对我保管的一份" not in page_of(signed_in(own, "coordinator"), sealed)
    assert "核对我保管的一份" in page_of(signed_in(own, "supervisor"), sealed)
