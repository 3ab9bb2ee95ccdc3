"""我要反映: an administrator says where, and everybody reads it on the public site."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from oversight.accounts import reconciliation
from oversight.accounts.models import Organisation
from oversight.accounts.services import organisations
from oversight.audit.models import Entry
from oversight.audit.reconciliation import Range
from oversight.common.errors import DomainError, NotAllowedError
from tests.support.pages import text_of
from tests.support.platform_factory import NOON, SECTIONS, Bureau

WHOLE = Range(is_whole=True, first=0)
PHONE, PLACE = "0371-12345678", "政务服务中心一楼窗口"


def differences() -> list[str]:
    return [row.field for _, _, rows in reconciliation.check(WHOLE) for row in rows]


def test_the_public_reads_what_the_administrator_has_set(
    own: Bureau, signed_in: Callable[..., Client]
) -> None:
    admin = signed_in(own, "administrator")
    address = f"/office/organisations/{own.organisation.pk}/voice/"

    before = text_of(Client().get("/voice/"))
    wrong = text_of(admin.post(address, {"phone": "问大厅"}))
    empty = text_of(admin.post(address, {"phone": "", "address": ""}))
    done = text_of(admin.post(address, {"phone": PHONE, "address": PLACE}, follow=True))
    after = text_of(Client().get("/voice/"))

    assert "没有登记；请打 12345" in before
    assert "写电话号码，例如 0371-12345678" in wrong
    assert "请至少填监督电话" in empty
    assert f"监督 {PHONE}" in done
    assert PHONE in after
    assert PLACE in after
    assert 'href="/voice/"' in text_of(Client().get("/"))


def test_what_was_set_is_in_the_trail_and_compared_with_the_row(own: Bureau) -> None:
    bureau = own.organisation
    organisations.set_voice(
        actor=own.actors["administrator"],
        organisation_id=bureau.pk,
        phone=PHONE,
        address="",
        at=NOON,
    )

    entry = Entry.objects.get(type="organisation.voice-set")
    clean = differences()
    Organisation.objects.filter(pk=bureau.pk).update(voice_phone="0371-00000000")

    assert entry.public == {"phone": PHONE, "address": ""}
    assert clean == []
    assert differences() == ["监督电话"]


def test_only_a_bureau_has_one_and_only_an_administrator_sets_it(own: Bureau) -> None:
    section = own.sections[SECTIONS[0]].pk

    for name, place, error in (
        ("administrator", section, DomainError),
        ("coordinator", own.organisation.pk, NotAllowedError),
    ):
        with pytest.raises(error):
            organisations.set_voice(
                actor=own.actors[name], organisation_id=place, phone=PHONE, address="", at=NOON
            )
