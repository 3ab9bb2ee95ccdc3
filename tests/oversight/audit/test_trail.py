"""The trail: appended with the change, never rewritten, checked against the world's copy."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from mingqian.log import entry as entries
from oversight.audit import publication, selectors, services
from oversight.audit.models import Entry, Head
from oversight.audit.selectors import AuditQuery
from oversight.audit.services import AuditActor, AuditEvent
from oversight.common.errors import DomainError
from tests.support import platform_factory
from tests.support.audit_events import TEST_DONE
from tests.support.pages import text_of
from tests.support.platform_factory import NOON, Bureau

AUTHOR = AuditActor(
    organisation="青禾区人力资源和社会保障局",
    role="实施",
    scope="/1/",
    person="罗听雪",
    address="10.0.0.7",
)


def append(number: str = "x", *, minutes: int = 0) -> int:
    act = AuditEvent(type=TEST_DONE, number=number, title="某企业", private={"reason": "例行"})
    return services.record(act, by=AUTHOR, at=NOON + timedelta(minutes=minutes))


def checked(*, is_whole: bool = True) -> selectors.LogCheck:
    return list(selectors.fsck(is_whole=is_whole))[-1]


def _on() -> str:
    return "" if connection.vendor == "sqlite" else " ON audit_entry"


def written(count: int) -> None:
    for number in range(count):
        append(str(number))
    services.publish_pending()


@pytest.mark.django_db
def test_entries_follow_one_another() -> None:
    assert [append(), append(), append()] == [0, 1, 2]
    assert Head.objects.get(pk=1).size == 3


@pytest.mark.django_db
def test_times_never_decrease() -> None:
    append(minutes=5)
    append(minutes=1)

    times = list(Entry.objects.order_by("index").values_list("at", flat=True))

    assert times == [NOON + timedelta(minutes=5)] * 2


@pytest.mark.django_db
def test_what_is_rolled_back_was_never_recorded() -> None:
    @transaction.atomic
    def change_that_is_refused() -> None:
        append()
        raise DomainError("不行")

    with pytest.raises(DomainError):
        change_that_is_refused()

    assert Head.objects.get(pk=1).size == 0
    assert append() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_entry",
        "UPDATE audit_entry SET type = 'other'",
        "UPDATE audit_entry SET organisation = '别处'",
        "UPDATE audit_entry SET about_number = 'y'",
    ],
)
def test_an_entry_is_never_changed_or_deleted(statement: str) -> None:
    append()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Entry.objects.get(index=0).about_number == "x"


@pytest.mark.django_db
def test_the_private_part_may_be_taken_away_by_law_and_the_log_stays_valid() -> None:
    written(3)

    services.erase(by=AUTHOR, index=1, reason="个人信息保护法第四十七条", at=NOON)
    services.publish_pending()

    assert Entry.objects.get(index=1).private is None
    assert checked().problem == ""


@pytest.mark.django_db
@pytest.mark.parametrize("is_whole", [True, False])
def test_a_private_part_that_is_gone_without_such_an_act_is_found(is_whole: bool) -> None:  # noqa: FBT001
    written(3)

    Entry.objects.filter(index=1).update(private=None, salt="", person="", address="", title="")

    assert "留痕第 1 条的“非公开部分”" in checked(is_whole=is_whole).problem


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("title", "另一家企业", "留痕第 1 条的“名称”：日志里是“某企业”，数据库里是“另一家企业”"),
        ("scope", "/2/", "留痕第 1 条的“范围”：日志里是“/1/”，数据库里是“/2/”"),
        ("person", "别人", "留痕第 1 条的“人员”：日志里是“罗听雪”，数据库里是“别人”"),
        (
            "address",
            "10.0.0.8",
            "留痕第 1 条的“来源地址”：日志里是“10.0.0.7”，数据库里是“10.0.0.8”",
        ),
        ("salt", "0" * 32, "留痕第 1 条的“非公开部分的摘要”"),
    ],
)
def test_a_changed_column_that_the_leaf_does_not_hold_is_found(
    column: str, value: str, said: str
) -> None:
    written(3)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER entry_is_never_changed" + _on())
        cursor.execute(f'UPDATE audit_entry SET "{column}" = %s WHERE "index" = 1', [value])  # noqa: S608

    assert said in checked().problem


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ('DELETE FROM audit_entry WHERE "index" = 1', "留痕第 1 条的“整行”"),
        ("UPDATE audit_entry SET type = 'other' WHERE \"index\" = 1", "留痕第 1 条的“事情”"),
        ("UPDATE audit_entry SET role = '审批' WHERE \"index\" = 1", "留痕第 1 条的“角色”"),
        ("UPDATE audit_entry SET about_number = '9' WHERE \"index\" = 1", "“对象编号”"),
        ('UPDATE audit_entry SET public = \'{"a": 1}\' WHERE "index" = 1', "“公开部分”"),
        ('UPDATE audit_entry SET "index" = 9 WHERE "index" = 1', "留痕第 1 条的“整行”"),
    ],
)
def test_whoever_drops_the_triggers_is_found_out(statement: str, said: str) -> None:
    written(3)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER entry_is_never_changed" + _on())
        cursor.execute("DROP TRIGGER entry_is_never_deleted" + _on())
        cursor.execute(statement)

    assert said in checked().problem


@pytest.mark.django_db
def test_the_world_sees_no_person_and_no_address() -> None:
    append()

    leaf = bytes(Entry.objects.get(index=0).leaf).decode()

    assert "罗听雪" not in leaf
    assert "10.0.0.7" not in leaf
    assert "某企业" not in leaf
    assert entries.parse(leaf.encode(), "leaf").by.role == "实施"


@pytest.mark.django_db
def test_a_sound_log_is_said_to_be_the_same() -> None:
    written(300)

    found = checked()

    assert (found.size, found.written, found.problem) == (300, 300, "")


@pytest.mark.django_db
def test_a_changed_private_part_is_found() -> None:
    written(3)
    row = Entry.objects.get(index=1)
    assert row.private is not None
    row.private["reason"] = "改过"

    Entry.objects.filter(index=1).update(private=row.private)

    assert "留痕第 1 条的“非公开部分的摘要”" in checked().problem
    assert "留痕第 1 条的“非公开部分的摘要”" in checked(is_whole=False).problem


@pytest.mark.django_db
def test_a_changed_byte_of_a_tile_is_found(log_folder: Path) -> None:
    written(3)
    bundle = log_folder / "tile" / "entries" / "000.p" / "3"
    bundle.write_bytes(bundle.read_bytes().replace(b"test.done", b"test.gone"))

    assert "log-v1" in checked().problem


@pytest.mark.django_db
def test_a_database_older_than_the_files_is_found(log_folder: Path) -> None:
    written(2)
    Head.objects.filter(pk=1).update(size=1)

    assert "数据库是旧的备份" in checked().problem
    assert (log_folder / "checkpoint").is_file()


@pytest.mark.django_db
def test_a_kept_head_that_no_longer_fits_is_found(log_folder: Path) -> None:
    written(2)
    publication.archive_checkpoint(NOON.date())
    kept = log_folder / "checkpoints" / "2026-03-18"
    text = kept.read_text().split("\n")
    kept.write_text("\n".join([text[0], "1", *text[2:]]))

    assert checked().problem != ""


@pytest.mark.django_db
def test_files_left_behind_by_a_crash_are_caught_up() -> None:
    for number in range(5):
        append(str(number))

    services.publish_pending()

    assert publication.newest().size == 5


@pytest.mark.django_db
def test_the_log_is_served_as_files_and_nothing_else(client: Client) -> None:
    written(300)

    tile = client.get("/log/tile/0/000")
    partial = client.get("/log/tile/entries/001.p/44")
    head = client.get("/log/checkpoint")

    assert (tile.status_code, len(tile.content)) == (200, 256 * 32)
    assert tile["Cache-Control"] == "public, max-age=31536000, immutable"
    assert partial.status_code == 200
    assert head.content.decode().split("\n")[:2] == ["tests.example/log", "300"]
    assert head["Cache-Control"] == "no-cache"
    for path in ("private/key.pem", "tile/../private/key.pem", "lock", "tile/9/000", "checkpoints"):
        assert client.get(f"/log/{path}").status_code == 404


def test_the_trail_is_searched_by_who_what_and_refusals(own: Bureau, signed_in: Any) -> None:
    platform_factory.subject(own, 1)
    platform_factory.subject(own, 2)
    client = signed_in(own, "supervisor")
    client.get("/office/accounts/")

    by_name = text_of(client.get("/office/trail/?q=第2食品"))
    refused = text_of(client.get("/office/trail/?refused=1"))
    other_day = text_of(client.get("/office/trail/?since=2026-03-19&until=2026-03-19"))

    assert "青禾区第2食品有限公司" in by_name
    assert "青禾区第1食品有限公司" not in by_name
    assert "拒绝了一次操作" in refused
    assert "登记了检查对象" not in refused
    assert "登记了检查对象" not in other_day


def test_the_administrator_sees_accounts_and_no_business(own: Bureau, signed_in: Any) -> None:
    platform_factory.subject(own)
    client = signed_in(own, "administrator")

    page = text_of(client.get("/office/trail/"))

    assert "登录" in page
    assert "第1食品" not in page


def test_another_bureaus_trail_is_not_shown(own: Bureau, foreign: Bureau, signed_in: Any) -> None:
    platform_factory.subject(foreign)
    client = signed_in(own, "supervisor")

    assert "第1食品" not in text_of(client.get("/office/trail/"))


def test_a_copy_of_the_trail_is_on_record(own: Bureau, signed_in: Any) -> None:
    platform_factory.subject(own)
    client = signed_in(own, "supervisor")

    table = b"".join(client.get("/office/trail/export.csv").streaming_content).decode("utf-8-sig")

    newest = selectors.entries(["/"], AuditQuery()).first()
    assert "登记了检查对象" in table
    assert newest is not None
    assert (newest.type, newest.public["format"]) == ("trail.exported", "csv")


def test_whoever_checks_the_trail_is_on_record(own: Bureau, signed_in: Any) -> None:
    platform_factory.subject(own)
    services.publish_pending()
    client = signed_in(own, "supervisor")

    page = text_of(client.post("/office/trail/check/", follow=True))

    newest = selectors.entries(["/"], AuditQuery()).first()
    assert "与链头一样" in page
    assert newest is not None
    assert newest.type == "trail.checked"


def test_a_check_tells_nobody_what_an_entry_says(own: Bureau, signed_in: Any) -> None:
    platform_factory.subject(own)
    services.publish_pending()
    row = Entry.objects.get(type="subject.added")
    Entry.objects.filter(index=row.index).update(title="别的企业")
    client = signed_in(own, "supervisor")

    page = text_of(client.post("/office/trail/check/", follow=True))

    newest = Entry.objects.filter(type="trail.checked").latest("index")
    assert f"从第 {row.index} 条起有 1 处和日志不一样" in page
    assert "第1食品" not in bytes(newest.leaf).decode()
    assert "别的企业" not in bytes(newest.leaf).decode()
