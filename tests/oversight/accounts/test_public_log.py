"""What the public log tells of officers: nothing that a stranger could follow a person by."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from oversight.accounts.models import Appointment, User
from oversight.audit import selectors as audit
from oversight.audit import services
from oversight.audit.models import Entry
from oversight.audit.services import PROGRAM, erase
from oversight.registry.models import Inspector
from oversight.registry.services import inspectors, recusals
from oversight.registry.services.recusals import RecusalDetails
from tests.oversight.web.furnishing import furnished
from tests.support import platform_factory
from tests.support.platform_factory import NOON, PASSWORD, Bureau


def published(folder: Path) -> str:
    """Read every byte that anybody may copy."""
    services.publish_pending()
    files = sorted((folder / "tile").rglob("*"))
    return "".join(one.read_bytes().decode(errors="replace") for one in files if one.is_file())


def sign_in(name: str, password: str) -> None:
    Client().post("/sign-in/", {"username": name, "password": password})


def test_the_public_log_names_no_account_and_no_officer(own: Bureau, log_folder: Path) -> None:
    furnished(own)
    for who in ("own-clerk", "own-supervisor", "no-such-name"):
        sign_in(who, "wrong")
        sign_in(who, PASSWORD)

    told = published(log_folder)

    assert len(told) > 10_000
    for user in User.objects.all():
        assert user.username not in told
        assert user.name not in told
    assert "no-such-name" not in told


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("who", ["clerk", "supervisor", "administrator"])
def test_a_sign_in_leaves_nothing_that_tells_who_or_what(who: str) -> None:
    before = audit.size()

    client = Client()
    client.post("/sign-in/", {"username": f"own-{who}", "password": PASSWORD})
    client.post("/sign-out/")
    sign_in(f"own-{who}", "wrong")

    entries = list(audit.entries(["/"], audit.AuditQuery()).filter(index__gte=before))
    leaves = [bytes(one.leaf).decode() for one in entries]
    assert [one.type for one in entries] == [
        "account.sign-in-refused",
        "account.signed-out",
        "account.signed-in",
    ]
    for leaf in leaves:
        assert re.sub(r'"(at|private)":"[^"]*"', "", leaf) == (
            '{"about":{"kind":"private","number":"-"},,'
            '"by":{"organisation":"明签","role":"程序"},,"public":{},"type":"private.noted","v":1}'
        )


def leave(own: Bureau, person: Inspector) -> None:
    inspectors.take_leave(
        actor=own.actors["clerk"],
        inspector_id=person.pk,
        kind="请假",
        since=date(2030, 1, 1),
        until=date(2030, 1, 5),
        reason="",
        at=NOON,
    )


def recusal(own: Bureau, person: Inspector) -> None:
    recusals.recuse(
        actor=own.actors["clerk"],
        inspector_id=person.pk,
        details=RecusalDetails(
            code=platform_factory.subject(own).code,
            relation="近亲属",
            source="本人申报",
            reason="配偶",
            since=date(2026, 1, 1),
            until=None,
        ),
        at=NOON,
    )


def no_leave(own: Bureau, person: Inspector) -> None:
    leave(own, person)
    inspectors.cancel_leave(actor=own.actors["clerk"], leave_id=person.leaves.get().pk, at=NOON)


def no_recusal(own: Bureau, person: Inspector) -> None:
    recusal(own, person)
    recusals.end_recusal(
        actor=own.actors["clerk"],
        recusal_id=person.recusals.get().pk,
        on=date(2026, 4, 1),
        reason="离婚",
        at=NOON,
    )


@pytest.mark.parametrize("does", [leave, recusal, no_leave, no_recusal])
def test_leave_and_recusal_are_covered(own: Bureau, does: Any) -> None:
    person = platform_factory.inspector(own)
    before = audit.size()

    does(own, person)

    fresh = list(
        audit.entries([own.organisation.path], audit.AuditQuery()).filter(index__gte=before)
    )
    told = [bytes(one.leaf).decode() for one in fresh if one.type.startswith("inspector.")]
    assert told
    for leaf in told:
        assert person.number not in leaf
        assert "inspector" not in leaf
        assert '"type":"private.noted"' in leaf


def test_the_office_still_reads_what_the_public_does_not(own: Bureau, signed_in: Any) -> None:
    person = platform_factory.inspector(own)
    leave(own, person)

    page = signed_in(own, "approver").get("/office/trail/").content.decode()

    assert "登记了请假或公务" in page
    assert person.name in page


def whole() -> str:
    services.publish_pending()
    return list(audit.fsck(is_whole=True))[-1].problem


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("type", "inspector.certified"),
        ("about_number", "QH99999"),
        ("about_kind", "subject"),
        ("organisation", "别处"),
        ("role", "监督"),
        ("person", "另一人"),
        ("public", '{"x": 1}'),
    ],
)
def test_a_covered_row_is_not_changed_unseen(own: Bureau, column: str, value: str) -> None:
    leave(own, platform_factory.inspector(own))
    index = Entry.objects.filter(type="inspector.leave").get().index
    assert whole() == ""

    with connection.cursor() as cursor:  # as whoever owns the database might
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute(
            f'UPDATE audit_entry SET "{column}" = %s WHERE "index" = %s',  # noqa: S608
            [value, index],
        )

    assert f"留痕第 {index} 条的" in whole()


def test_a_covered_entry_stays_valid_without_its_private_part(own: Bureau) -> None:
    leave(own, platform_factory.inspector(own))

    index = Entry.objects.filter(type="inspector.leave").get().index
    erase(by=PROGRAM, index=index, reason="依法删除", at=NOON)

    assert whole() == ""


def test_an_accounts_number_is_not_its_name(own: Bureau) -> None:
    held = Appointment.objects.get(user=own.user("supervisor"))
    entry = audit.about("account", held.user.number).filter(type="account.appointed").get()

    assert re.fullmatch(r"[0-9a-f]{12}", held.user.number)
    assert entry.title == "own-supervisor先生"
