"""An inspector's account: the own one of the same bureau, on record, and taken away again."""

from __future__ import annotations

from typing import Any

import pytest

from oversight.accounts.models import User
from oversight.accounts.rules import Role
from oversight.audit import reconciliation
from oversight.audit import selectors as audit
from oversight.common.errors import DomainError
from oversight.registry.models import Inspector
from oversight.registry.services import inspector_accounts
from tests.support import platform_factory
from tests.support.platform_factory import NOON, Bureau

pytestmark = pytest.mark.django_db


def account_of(bureau: Bureau, name: str, username: str, role: Role = Role.INSPECTOR) -> int:
    actor = platform_factory.actor(username, bureau.organisation, role)
    User.objects.filter(pk=actor.user_id or 0).update(name=name)
    return actor.user_id or 0


@pytest.fixture
def inspector(own: Bureau) -> Inspector:
    return platform_factory.inspector(own, 1)


def test_an_account_is_linked_on_record_and_taken_away_with_a_reason(
    own: Bureau, inspector: Inspector
) -> None:
    clerk, user_id = own.actors["clerk"], account_of(own, inspector.name, "officer")

    inspector_accounts.link(actor=clerk, inspector_id=inspector.pk, user_id=user_id, at=NOON)
    assert Inspector.objects.get(pk=inspector.pk).user_id == user_id
    inspector_accounts.unlink(actor=clerk, inspector_id=inspector.pk, reason="调离", at=NOON)
    assert Inspector.objects.get(pk=inspector.pk).user_id is None

    types = [entry.type for entry in audit.about("inspector", inspector.number)[:2]]
    assert types == ["inspector.unlinked", "inspector.linked"]
    with pytest.raises(DomainError, match="没有关联账号"):
        inspector_accounts.unlink(actor=clerk, inspector_id=inspector.pk, reason="", at=NOON)


@pytest.mark.parametrize("case", ["other name", "other role", "taken", "other bureau"])
def test_an_account_that_is_not_the_inspectors_own_is_refused(
    own: Bureau, foreign: Bureau, inspector: Inspector, case: str
) -> None:
    clerk, name = own.actors["clerk"], inspector.name
    if case == "other name":
        user_id = account_of(own, "另一位", "officer")
    elif case == "other role":
        user_id = account_of(own, name, "officer", Role.COORDINATOR)
    elif case == "other bureau":
        user_id = account_of(foreign, name, "officer")
    else:
        user_id = account_of(own, name, "officer")
        other = platform_factory.inspector(own, 2)
        Inspector.objects.filter(pk=other.pk).update(user_id=user_id)

    with pytest.raises(DomainError, match="要是本局的执法账号，姓名相同，没有关联给别人"):
        inspector_accounts.link(actor=clerk, inspector_id=inspector.pk, user_id=user_id, at=NOON)


def test_an_account_that_was_linked_with_sql_is_named(own: Bureau, inspector: Inspector) -> None:
    user_id = account_of(own, inspector.name, "officer")
    Inspector.objects.filter(pk=inspector.pk).update(user_id=user_id)

    for _ in reconciliation.run(is_whole=True, at=NOON):
        pass

    sentences = reconciliation.standing_sentences(5)
    assert any("登录账号" in sentence and inspector.number in sentence for sentence in sentences)


def test_the_page_offers_the_accounts_of_the_same_name(
    own: Bureau, inspector: Inspector, signed_in: Any
) -> None:
    client = signed_in(own, "clerk")
    address = f"/office/inspectors/{inspector.pk}/account/"
    assert "请系统管理员先给" in client.get(address).content.decode()
    user_id = account_of(own, inspector.name, "officer")

    assert f"{inspector.name}（officer）" in client.get(address).content.decode()
    assert client.post(address, {"account": str(user_id)}).status_code == 302
    assert "officer" in client.get(f"/office/inspectors/{inspector.pk}/").content.decode()
    assert client.post(address, {"reason": "调离"}).status_code == 302
    assert Inspector.objects.get(pk=inspector.pk).user_id is None
