"""The key and the roll-back: no new key unseen, no old backup unseen, nothing appended."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from mingqian.errors import MingqianError
from mingqian.log import checkpoint
from mingqian.log.tiles import Tiles
from mingqian_ceremony import file_log
from mingqian_ceremony.file_log import FileLog
from oversight.audit import custody, events, head_copy, publication, services
from oversight.audit.continuity import RolledBackError
from oversight.audit.custody import Operator
from oversight.audit.models import Entry, Head
from oversight.audit.services import PROGRAM, AuditEvent
from oversight.common.core_words import problem_of
from oversight.common.errors import DomainError
from tests.oversight import recorded
from tests.support.audit_events import TEST_DONE
from tests.support.pages import text_of
from tests.support.platform_factory import NOON

pytestmark = pytest.mark.django_db
ORIGIN = "tests.example/log"
OPERATOR = Operator(name="祁运维", reason="机房失火，用 3 月 17 日的备份恢复")


def append(count: int, *, word: str = "x") -> None:
    for number in range(count):
        act = AuditEvent(type=TEST_DONE, number=f"{word}{number}")
        services.record(act, by=PROGRAM, at=NOON + timedelta(minutes=number))
    services.publish_pending()


def forget(size: int) -> None:
    """Restore the database of an earlier moment."""
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON audit_entry"
        cursor.execute("DROP TRIGGER entry_is_never_deleted" + on)
        cursor.execute('DELETE FROM audit_entry WHERE "index" >= %s', [size])
    newest = Entry.objects.get(index=size - 1)
    Head.objects.filter(pk=1).update(size=size, at=newest.at)


@pytest.fixture
def outside(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the head on another disc."""
    path = tmp_path_factory.mktemp("elsewhere") / "head"
    settings.HEAD_COPY = str(path)
    return path


def _without_folder(log: Path) -> None:
    shutil.rmtree(log)


def _without_key(log: Path) -> None:
    (log / "private" / "key.pem").unlink()


def _without_private(log: Path) -> None:
    shutil.rmtree(log / "private")


def _without_vkey(log: Path) -> None:
    (log / "vkey").unlink()


def _with_another_key(log: Path) -> None:
    made = log.parent / "other"
    file_log.init(made, ORIGIN)
    shutil.copy(made / "private" / "key.pem", log / "private" / "key.pem")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_without_folder, "不会另造新的密钥"),
        (_without_key, "请从备份恢复"),
        (_without_private, "请从备份恢复"),
        (_without_vkey, "不会另造新的密钥"),
        (_with_another_key, "不是这个日志的私钥"),
    ],
)
def test_a_new_key_is_never_made_while_entries_exist(
    log_folder: Path, damage: Callable[[Path], None], said: str
) -> None:
    append(3)
    damage(log_folder)

    with pytest.raises((DomainError, MingqianError)) as refused:
        custody.prepare(ORIGIN)

    assert isinstance(refused.value, DomainError | MingqianError)
    assert said in problem_of(refused.value)
    assert not (log_folder / "private" / "key.pem").exists() or damage in {
        _with_another_key,
        _without_vkey,
    }


def test_a_new_site_gets_its_key(log_folder: Path) -> None:
    shutil.rmtree(log_folder)

    custody.prepare(ORIGIN)

    assert (log_folder / "private" / "key.pem").is_file()


def test_nothing_is_appended_while_the_folder_is_away(log_folder: Path) -> None:
    append(3)
    shutil.rmtree(log_folder)

    with pytest.raises(RolledBackError, match="日志文件不在"):
        append(1)

    assert Head.objects.get(pk=1).size == 3


def test_a_database_restored_from_an_old_backup_stops_everything() -> None:
    append(5)
    forget(3)

    with pytest.raises(RolledBackError, match="数据库有 3 条留痕，签过名的却有 5 条"):
        append(1)
    with pytest.raises(DomainError, match="少了 2 条，数据库是旧的备份"):
        custody.prepare(ORIGIN)


def test_database_and_folder_rolled_back_together_are_noticed(
    outside: Path, log_folder: Path, tmp_path: Path
) -> None:
    append(3)
    shutil.copytree(log_folder, tmp_path / "backup")
    append(4, word="y")
    shutil.rmtree(log_folder)
    shutil.copytree(tmp_path / "backup", log_folder)
    forget(3)

    with pytest.raises(RolledBackError):
        append(1)
    with pytest.raises(DomainError, match="留存的链头有 7 条，这里只有 3 条：少了 4 条"):
        custody.prepare(ORIGIN)
    assert checkpoint.parse_note(outside.read_bytes(), "head")[0].size == 7


def test_history_rewritten_with_the_key_does_not_fit_the_kept_head(
    outside: Path, log_folder: Path, settings: Any
) -> None:
    append(3)
    settings.HEAD_COPY = ""
    forge(log_folder, 5)
    settings.HEAD_COPY = str(outside)

    with pytest.raises(DomainError, match="不是同一段历史：日志被改写过"):
        custody.prepare(ORIGIN)


def forge(log: Path, count: int) -> None:
    """Write another history with the log's own key, in database and folder."""
    forget_all()
    shutil.rmtree(log / "tile")
    key = (log / "private" / "key.pem").read_bytes()
    vkey = (log / "vkey").read_bytes()
    shutil.rmtree(log)
    (log / "private").mkdir(parents=True)
    (log / "private" / "key.pem").write_bytes(key)
    publication.init(ORIGIN)
    assert (log / "vkey").read_bytes() == vkey
    append(count, word="forged")


def forget_all() -> None:
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON audit_entry"
        cursor.execute("DROP TRIGGER entry_is_never_deleted" + on)
        cursor.execute("DELETE FROM audit_entry")
    Head.objects.filter(pk=1).update(size=0, at=None)


def test_the_log_never_signs_what_follows_another_history(log_folder: Path) -> None:
    append(4)
    before = (log_folder / "checkpoint").read_bytes()
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON audit_entry"
        cursor.execute("DROP TRIGGER entry_is_never_changed" + on)
        cursor.execute(
            'UPDATE audit_entry SET leaf = (SELECT leaf FROM audit_entry WHERE "index" = 0)'
        )

    with pytest.raises(MingqianError) as refused:
        services.publish_pending()

    assert "没有写入，也没有签名" in problem_of(refused.value)
    assert (log_folder / "checkpoint").read_bytes() == before


def test_a_restore_takes_back_what_the_files_have_and_is_public(
    outside: Path,  # noqa: ARG001
    client: Client,
) -> None:
    append(5)
    forget(3)

    told = custody.restore(operator=OPERATOR, at=NOON)

    custody.prepare(ORIGIN)
    assert "补回 2 条；找不回来的 0 条" in told
    assert Entry.objects.get(index=4).about_number == "x4"
    assert recorded.checked() == []
    page = text_of(client.get("/log/"))
    assert "机房失火，用 3 月 17 日的备份恢复" in page
    assert "祁运维" not in page


def test_what_is_lost_for_good_is_said_and_a_new_key_signs(
    outside: Path, log_folder: Path, tmp_path: Path, client: Client
) -> None:
    append(3)
    former = (log_folder / "vkey").read_text().strip()
    shutil.copytree(log_folder, tmp_path / "backup")
    append(4, word="y")
    lost = checkpoint.parse_note(outside.read_bytes(), "head")[0]
    shutil.rmtree(log_folder)
    shutil.copytree(tmp_path / "backup", log_folder)
    forget(3)

    custody.restore(operator=OPERATOR, at=NOON)

    entry = Entry.objects.get(type="trail.restored")
    assert (entry.public["missing"], entry.public["kept_root"]) == (4, lost.root.hex())
    assert (log_folder / "vkey").read_text().strip() != former
    assert checkpoint.parse_note(outside.read_bytes(), "head")[0].size == 4
    append(1)
    assert recorded.checked() == []
    page = text_of(client.get("/log/"))
    assert "少了 4 条" in page
    assert former in page


def test_a_restore_without_a_loss_is_refused() -> None:
    append(2)

    with pytest.raises(DomainError, match="没有要恢复的"):
        custody.restore(operator=OPERATOR, at=NOON)


@pytest.mark.parametrize(
    "operator", [Operator(name=" ", reason="x"), Operator(name="x", reason="")]
)
def test_an_operator_gives_name_and_reason(operator: Operator) -> None:
    append(2)

    with pytest.raises(DomainError, match="理由会公开"):
        custody.change_key(operator=operator, is_old_lost=False, at=NOON)


def test_a_change_of_key_is_announced_under_the_old_one(
    outside: Path,  # noqa: ARG001
    log_folder: Path,
    client: Client,
) -> None:
    append(3)
    publication.archive_checkpoint(NOON.date())
    former = (log_folder / "vkey").read_text().strip()

    vkey = custody.change_key(operator=OPERATOR, is_old_lost=False, at=NOON)

    append(2, word="after")
    custody.prepare(ORIGIN)
    entry = Entry.objects.get(type="trail.key-changed")
    assert entry.public["before"] == former
    assert entry.public["after"] == vkey == (log_folder / "vkey").read_text().strip()
    assert recorded.checked() == []
    assert former in text_of(client.get("/log/"))


def test_a_change_of_key_cut_off_is_finished_at_the_next_start(
    log_folder: Path,
) -> None:
    append(3)
    book = FileLog(log_folder)
    after = book.next_vkey()
    public = {"before": book.vkey, "after": after, "reason": "到期"}
    act = AuditEvent(type=events.TRAIL_KEY_CHANGED, number="log", public=public)
    services.record(act, by=OPERATOR.author, at=NOON)
    services.publish_pending()

    custody.prepare(ORIGIN)

    assert FileLog(log_folder).vkey == after
    assert recorded.checked() == []


def test_a_next_key_that_nobody_announced_is_not_taken(log_folder: Path) -> None:
    append(3)
    before = FileLog(log_folder).vkey
    FileLog(log_folder).next_vkey()

    custody.prepare(ORIGIN)

    assert FileLog(log_folder).vkey == before


def test_a_lost_key_is_replaced_only_when_an_operator_says_so(log_folder: Path) -> None:
    append(3)
    (log_folder / "private" / "key.pem").unlink()

    with pytest.raises(DomainError, match="--old-key-is-lost"):
        custody.change_key(operator=OPERATOR, is_old_lost=False, at=NOON)
    custody.change_key(operator=OPERATOR, is_old_lost=True, at=NOON)

    custody.prepare(ORIGIN)
    assert Entry.objects.get(type="trail.key-changed").public["old_key"] == "lost"
    assert recorded.checked() == []


def test_a_lost_folder_is_made_again_of_the_database(outside: Path, log_folder: Path) -> None:
    append(3)
    root = checkpoint.parse_note(outside.read_bytes(), "head")[0].root
    shutil.rmtree(log_folder)

    with pytest.raises(DomainError, match="--origin"):
        custody.change_key(operator=OPERATOR, is_old_lost=True, at=NOON)
    custody.change_key(operator=OPERATOR, is_old_lost=True, at=NOON, origin=ORIGIN)

    tiles = Tiles(FileLog(log_folder).read_tile, 4)
    assert tiles.root_at(3) == root
    assert recorded.checked() == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"WITNESS_POLICY": "/nowhere/policy"}, "/nowhere/policy 不在"),
        ({"WITNESS_POLICY": __file__}, "不能用"),
        ({"TSA_URL": "http://127.0.0.1:9"}, "MINGQIAN_TSA_ROOTS"),
        ({"TSA_URL": "http://127.0.0.1:9", "TSA_ROOTS": __file__}, "不是 PEM 证书"),
        ({"HEAD_COPY": "/proc/nowhere/head"}, "写不了"),
    ],
)
def test_settings_that_cannot_work_are_refused_at_the_start(
    settings: Any, values: dict[str, str], said: str
) -> None:
    append(2)
    for name, value in values.items():
        setattr(settings, name, value)

    with pytest.raises(DomainError, match=said):
        custody.prepare(ORIGIN)


def test_a_kept_head_that_stays_behind_is_said(outside: Path) -> None:
    append(2)
    assert head_copy.problem(2) == ""

    assert "停在第 2 条，日志已有 3 条" in head_copy.problem(3)
    outside.write_bytes(b"nonsense")
    assert "读不了" in head_copy.problem(2)
    outside.unlink()
    assert "停在第 0 条" in head_copy.problem(2)
