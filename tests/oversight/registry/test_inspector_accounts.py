"""An inspector of the directory is linked with the account of the same name."""

from __future__ import annotations

import pytest

from oversight.accounts.models import User
from oversight.accounts.rules import Role
from oversight.common.errors import DomainError, NotAllowedError, NotFoundError
from oversight.inspections import selectors as inspections
from oversight.registry.models import Inspector
from oversight.registry.services import inspector_accounts
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import NOON, SECTIONS, Bureau

pytestmark = pytest.mark.django_db


def linked(own: Bureau, inspector: Inspector, role: str = "clerk") -> Inspector:
    return inspector_accounts.link(actor=own.actors[role], inspector_id=inspector.pk, at=NOON)


def renamed(own: Bureau, role: str, inspector: Inspector) -> User:
    """Give an account the name of an inspector."""
    user = own.user(role)
    user.name = inspector.name
    user.folded_name = inspector.name
    user.save()
    return user


def test_who_signs_in_sees_the_own_tasks_once_the_account_is_linked(own: Bureau) -> None:
    draw = draw_factory.whole(own)
    inspector = Inspector.objects.filter(slots__visit__draw=draw).distinct()[0]
    user = renamed(own, "inspector", inspector)
    actor = own.actors["inspector"]
    assert inspections.my_visits(actor).count() == 0

    assert linked(own, inspector).user == user

    assert inspections.my_visits(actor).count() == inspector.slots.count()


def test_an_account_of_another_name_or_role_is_not_linked(own: Bureau, foreign: Bureau) -> None:
    inspector = platform_factory.inspector(own)
    with pytest.raises(DomainError, match="没有（或不止一个）叫“检查员1”"):
        linked(own, inspector)
    renamed(own, "section-clerk", inspector)
    with pytest.raises(DomainError, match="角色是“执法”"):
        linked(own, inspector)

    with pytest.raises(NotAllowedError):
        linked(own, inspector, "coordinator")
    with pytest.raises(NotFoundError):
        inspector_accounts.link(actor=foreign.actors["clerk"], inspector_id=inspector.pk, at=NOON)


def test_of_two_accounts_of_one_name_none_is_linked(own: Bureau) -> None:
    inspector = platform_factory.inspector(own)
    renamed(own, "inspector", inspector)
    platform_factory.actor("namesake", own.sections[SECTIONS[0]], Role.INSPECTOR)
    User.objects.filter(username="namesake").update(name=inspector.name, folded_name=inspector.name)

    with pytest.raises(DomainError, match="不止一个"):
        linked(own, inspector)
