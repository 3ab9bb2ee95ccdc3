"""What a page refuses, and that the attempt goes on record."""

from __future__ import annotations

import pytest

from oversight.audit import selectors as audit
from oversight.registry.models import Subject
from tests.oversight.web.furnishing import client_of
from tests.support import platform_factory
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(own: Bureau, method: str) -> None:
    client = client_of(own, "clerk")

    assert getattr(client, method)("/office/subjects/").status_code == 405


def test_a_sections_clerk_does_not_reach_another_sections_rows(own: Bureau) -> None:
    other = own.sections[platform_factory.SECTIONS[1]]
    subject = platform_factory.subject(own)
    Subject.objects.filter(pk=subject.pk).update(owner=other)
    client = client_of(own, "section-clerk")

    assert client.get(f"/office/subjects/{subject.pk}/").status_code == 404
    assert client.post(f"/office/subjects/{subject.pk}/edit/", {}).status_code == 404
    assert "第1食品" not in client.get("/office/subjects/").content.decode()


def test_a_refused_attempt_is_on_record(own: Bureau) -> None:
    client = client_of(own, "inspector")

    response = client.get("/office/accounts/")

    newest = audit.entries(["/"], audit.AuditQuery()).first()
    assert response.status_code == 403
    assert newest is not None
    assert (newest.type, newest.about_number) == ("site.refused", "office:accounts")
    assert newest.person == "own-inspector先生"
