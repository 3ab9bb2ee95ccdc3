"""The read API: by key, within its reach, and whatever is thrown at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema

from oversight.accounts.models import ApiKey
from oversight.accounts.services import keys
from oversight.registry.models import Subject
from oversight.web.api import api
from oversight.wsgi import application
from tests.support import platform_factory
from tests.support.platform_factory import NOON, Bureau, code

pytestmark = pytest.mark.any_database

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
ALL = ["see_items", "see_subjects", "see_inspectors"]


def key_of(bureau: Bureau, *, scopes: list[str] | None = None, per_minute: int = 6000) -> str:
    cache.clear()
    return keys.make(
        actor=bureau.actors["administrator"],
        name="试",
        scopes=scopes or ALL,
        per_minute=per_minute,
        expires_on=date(2099, 1, 1),
        at=NOON,
    )


def get(client: Client, path: str, secret: str) -> Any:
    return client.get(f"/api/v1{path}", headers={"authorization": f"Bearer {secret}"})


def test_without_a_key_nothing_is_read(own: Bureau, client: Client) -> None:
    platform_factory.subject(own)

    assert client.get("/api/v1/subjects").status_code == 401
    assert get(client, "/subjects", "a guess").status_code == 401


def test_a_session_is_no_key(own: Bureau, signed_in: Any) -> None:
    platform_factory.subject(own)

    assert signed_in(own, "clerk").get("/api/v1/subjects").status_code == 401


def test_subjects_are_read_page_by_page_without_telephones(own: Bureau, client: Client) -> None:
    for number in range(3):
        platform_factory.subject(own, number, contact="某人", phone="19912345678")
    secret = key_of(own)

    first = get(client, "/subjects?limit=2", secret).json()
    second = get(client, f"/subjects?limit=2&after={first['next_after']}", secret).json()

    assert [row["code"] for row in first["rows"] + second["rows"]] == [code(n) for n in range(3)]
    assert second["next_after"] is None
    assert "19912345678" not in str(first)
    assert "某人" not in str(first)


def test_another_bureaus_rows_do_not_exist(own: Bureau, foreign: Bureau, client: Client) -> None:
    platform_factory.subject(foreign, 7)
    platform_factory.item(foreign, is_published=True)
    secret = key_of(own)

    assert get(client, "/subjects", secret).json()["rows"] == []
    assert get(client, f"/subjects/{code(7)}", secret).status_code == 404
    assert get(client, "/items", secret).json() == []


def test_a_key_reads_only_what_it_was_made_for(own: Bureau, client: Client) -> None:
    secret = key_of(own, scopes=["see_items"])

    assert get(client, "/items", secret).status_code == 200
    assert get(client, "/subjects", secret).status_code == 403


def test_inspectors_show_five_fields(own: Bureau, client: Client) -> None:
    platform_factory.inspector(own)

    (row,) = get(client, "/inspectors", key_of(own)).json()

    assert sorted(row) == ["name", "number", "post", "sex", "unit"]


def test_an_ended_or_expired_key_opens_nothing(own: Bureau, client: Client) -> None:
    secret = key_of(own)
    ApiKey.objects.update(expires_on=date(2020, 1, 1))
    assert get(client, "/items", secret).status_code == 401
    ApiKey.objects.update(expires_on=date(2099, 1, 1))
    assert get(client, "/items", secret).status_code == 200

    key = ApiKey.objects.get()
    keys.revoke(actor=own.actors["administrator"], key_id=key.pk, at=NOON)

    assert get(client, "/items", secret).status_code == 401


def test_too_many_requests_in_a_minute_are_refused(own: Bureau, client: Client) -> None:
    secret = key_of(own, per_minute=2)

    answers = [get(client, "/items", secret) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 429, 429, 429]
    assert answers[2].json() == {"detail": "每分钟最多 2 次；请稍后再试"}


def test_each_key_has_its_own_count(own: Bureau, client: Client) -> None:
    first, second = key_of(own, per_minute=1), key_of(own, per_minute=1)

    answers = [get(client, "/items", secret).status_code for secret in (first, second, first)]

    assert answers == [200, 200, 429]


def test_only_the_digest_of_a_key_is_kept(own: Bureau) -> None:
    secret = key_of(own)

    kept = ApiKey.objects.values_list().get()

    assert secret not in str(kept)
    assert ApiKey.objects.get().prefix == secret[:8]


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """Keep the test's connection: a whole WSGI request would close it at its end."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("kept_connection")
@pytest.mark.parametrize("path", ["items", "inspectors", "subjects", "subjects/{code}"])
def test_whatever_is_asked_the_answer_is_as_documented(own: Bureau, path: str) -> None:
    platform_factory.subject(own, 1, address="城关街道")
    platform_factory.inspector(own)
    platform_factory.item(own, is_published=True)
    secret = key_of(own, per_minute=1_000_000)
    schema: OpenApiSchema = schemathesis.openapi.from_dict(api.get_openapi_schema())
    operation = schema[f"/api/v1/{path}"]["GET"]

    @_given(operation)  # type: ignore[untyped-decorator] # made by hand below
    def answered(case: Any) -> None:
        response = case.call(app=application, headers={"Authorization": f"Bearer {secret}"})
        case.validate_response(response, checks=CHECKS)

    answered()
    assert Subject.objects.count() == 1


def _given(operation: Any) -> Any:
    from hypothesis import given  # noqa: PLC0415

    def decorate(function: Any) -> Any:
        quiet = settings(
            max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
        )
        return quiet(given(case=operation.as_strategy())(function))

    return decorate
