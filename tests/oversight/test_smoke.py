from __future__ import annotations

from typing import Any

from tests.support import platform_factory
from tests.support.platform_factory import Bureau


def test_a_clerk_sees_the_directory(own: Bureau, signed_in: Any) -> None:
    platform_factory.subject(own)
    client = signed_in(own, "clerk")

    response = client.get("/office/subjects/")

    assert response.status_code == 200
    assert "青禾区第1食品有限公司" in response.content.decode()


def test_another_bureaus_subject_does_not_exist(
    own: Bureau, foreign: Bureau, signed_in: Any
) -> None:
    hidden = platform_factory.subject(foreign)
    client = signed_in(own, "clerk")

    assert client.get(f"/office/subjects/{hidden.pk}/").status_code == 404
