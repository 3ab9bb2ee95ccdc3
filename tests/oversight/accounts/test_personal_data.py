"""Personal data is encrypted in the database, masked on pages, and each look is on record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection

from oversight import operating, serving
from oversight.accounts.models import User
from oversight.accounts.services import people
from oversight.accounts.services.people import Person, TakenError
from oversight.audit import selectors as audit
from oversight.common import encryption, personal_fields, personal_keys, personal_numbers
from oversight.common.errors import DomainError, NotAllowedError, TamperedError
from oversight.settings import environment
from tests.support.platform_factory import NOON, PASSWORD, Bureau

pytestmark = pytest.mark.django_db
PHONE = "13812341234"


def made(own: Bureau, username: str = "xin", name: str = "辛未", phone: str = PHONE) -> User:
    person = Person(username=username, name=name, password=PASSWORD, phone=phone)
    return people.make(actor=own.actors["administrator"], person=person, at=NOON)


def raw_tables() -> str:
    """Give everything that the database holds, table by table, as it is stored."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            texts.append(repr(cursor.fetchall()))
    return "".join(texts)


def test_the_database_holds_no_number_in_clear(own: Bureau) -> None:
    user = made(own)

    assert User.objects.get(pk=user.pk).phone == PHONE
    stored = raw_tables()
    assert "辛未" in stored
    assert PHONE not in stored
    assert PHONE[-8:] not in stored


def test_one_number_is_still_found_twice(own: Bureau) -> None:
    made(own)

    with pytest.raises(TakenError, match="手机已登记给辛未"):
        made(own, username="other", name="壬申", phone="138 1234 1234")


def test_an_encrypted_column_cannot_be_looked_for() -> None:
    with pytest.raises(FieldError, match="phone is encrypted"):
        User.objects.filter(phone=PHONE).exists()


def test_a_look_at_the_number_has_its_reason_on_record(own: Bureau) -> None:
    user, administrator = made(own), own.actors["administrator"]
    with pytest.raises(DomainError, match="请写为什么要看"):
        people.show_phone(actor=administrator, user_id=user.pk, reason=" ", at=NOON)
    with pytest.raises(NotAllowedError):
        people.show_phone(actor=own.actors["clerk"], user_id=user.pk, reason="问", at=NOON)

    number = people.show_phone(actor=administrator, user_id=user.pk, reason="核实身份", at=NOON)

    look = audit.of_types(["account.phone-shown"])[0]
    assert number == PHONE
    assert (look.about_number, look.person) == (user.number, administrator.person)
    assert (look.private or {})["reason"] == "核实身份"
    assert PHONE not in repr(look.private)


def test_the_page_masks_the_number_until_it_is_asked_for(own: Bureau, signed_in: Any) -> None:
    user = made(own)
    client = signed_in(own, "administrator")

    page = client.get(f"/office/accounts/{user.pk}/").content.decode()
    shown = client.post(f"/office/accounts/{user.pk}/phone/", {"reason": "核实"}).content.decode()

    assert "138****1234" in page
    assert PHONE not in page
    assert PHONE in shown


def test_another_key_opens_nothing(own: Bureau, settings: Any) -> None:
    user = made(own)

    settings.PERSONAL_KEYS = personal_keys.new_keys("tests-only")

    with pytest.raises(TamperedError, match="加密的个人信息解不开"):
        User.objects.get(pk=user.pk)


def test_a_new_key_takes_over_and_the_old_one_can_go(own: Bureau, settings: Any) -> None:
    user = made(own)
    old = settings.PERSONAL_KEYS
    new = personal_keys.new_key()
    settings.PERSONAL_KEYS = personal_keys.PersonalKeys(old.mark, (new, *old.keys))

    count = personal_fields.rewrite()

    settings.PERSONAL_KEYS = personal_keys.PersonalKeys(old.mark, (new,))
    assert count > User.objects.count()
    assert User.objects.get(pk=user.pk).phone == PHONE


def test_the_operator_changes_the_key_in_its_file(
    own: Bureau, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    user, old = made(own), settings.PERSONAL_KEYS
    settings.PERSONAL_KEYS_FILE = tmp_path / "personal-data"

    assert operating._personal_key() == 0  # noqa: SLF001 - without a second process

    keys = environment.personal_keys(tmp_path / "personal-data")
    assert (keys.mark, len(keys.keys)) == (old.mark, 1)
    assert keys.keys != old.keys
    settings.PERSONAL_KEYS = keys
    assert User.objects.get(pk=user.pk).phone == PHONE
    assert "旧的密钥不再需要" in capsys.readouterr().out


def test_a_site_does_not_start_without_its_keys(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    damaged.write_text("mark only\n")

    with pytest.raises(ImproperlyConfigured, match="没有个人信息的密钥文件"):
        environment.personal_keys(tmp_path / "none")
    with pytest.raises(ImproperlyConfigured, match="已损坏"):
        environment.personal_keys(damaged)


def test_a_new_site_has_its_keys_and_a_lost_file_is_not_made_anew(tmp_path: Path) -> None:
    serving.prepare_folder(tmp_path)
    path = tmp_path / "keys" / "personal-data"
    keys = environment.personal_keys(path)
    path.unlink()

    serving.prepare_folder(tmp_path)

    assert len(keys.keys) == 1
    assert not path.exists()


@pytest.mark.parametrize(
    ("text", "shown"),
    [("13812341234", "138****1234"), ("0379-12", "****"), ("", "")],
)
def test_a_number_shows_its_ends(text: str, shown: str) -> None:
    assert personal_numbers.masked(text) == shown


def test_nothing_is_stored_as_nothing() -> None:
    assert (encryption.encrypt(""), encryption.decrypt(""), encryption.mark_of("")) == ("",) * 3
