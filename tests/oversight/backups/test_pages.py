"""The pages of backups: the key is shown once, and used only when somebody has it in hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pyrage import x25519

from oversight.audit import selectors as audit
from oversight.audit.services import PROGRAM
from oversight.backups import recipients, selectors
from oversight.backups.models import Backup, Finding, Rehearsal
from oversight.backups.services import making
from oversight.common.errors import DomainError
from tests.support.platform_factory import NOON, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def home(settings: Any, log_folder: Path) -> Path:
    settings.HOME = log_folder.parent
    return log_folder.parent


@pytest.fixture
def keeper(own: Bureau, signed_in: Any) -> Client:
    client: Client = signed_in(own, "administrator")
    return client


def new_key(client: Client) -> tuple[str, str]:
    page = client.post("/office/backups/key/")
    assert page["Cache-Control"] == "no-store"
    text = page.content.decode()
    (identity,) = re.findall(r"AGE-SECRET-KEY-1[A-Z0-9]+", text)
    (pending,) = re.findall(r'name="pending" value="([^"]+)"', text)
    return identity, pending


def test_a_key_counts_when_its_end_was_typed_and_lies_nowhere(keeper: Client, home: Path) -> None:
    identity, pending = new_key(keeper)
    assert recipients.written() == ""

    wrong = keeper.post("/office/backups/key/", {"tail": "AAAAAA", "pending": pending})
    assert "最后六个字对不上" in wrong.content.decode()
    assert recipients.written() == ""

    keeper.post("/office/backups/key/", {"tail": identity[-6:].lower(), "pending": pending})

    assert recipients.written() == str(x25519.Identity.from_str(identity).to_public())
    files = [path for path in home.rglob("*") if path.is_file()]
    assert [path for path in files if identity.encode() in path.read_bytes()] == []
    assert audit.about("backup", recipients.written()[-8:]).count() == 1


def test_without_a_key_nothing_is_backed_up_and_the_way_is_said(keeper: Client) -> None:
    with pytest.raises(DomainError, match="先在“备份”页建立"):
        making.make(at=NOON)

    page = keeper.get("/office/backups/").content.decode()
    assert "硬盘坏了，什么也找不回来" in page
    assert "建立备份的钥匙" in page
    assert "设立备份" in keeper.get("/office/").content.decode()


def test_the_workbench_says_when_the_last_rehearsal_is_long_ago(keeper: Client) -> None:
    public, _ = recipients.new_pair()
    making.set_recipient(public_key=public, author=PROGRAM, at=NOON)
    row = Backup.objects.create(
        name="mingqian-20260328-010000.tar.age", state=Backup.State.COMPLETE, begun_at=NOON
    )

    assert selectors.problem(NOON) == "还没有演练过恢复：没有试过的备份不算备份"
    failed = Rehearsal.objects.create(backup=row, at=NOON, has_passed=False)
    Finding.objects.create(
        rehearsal=failed, subject="文件", expected="12 个", restored="11 个", is_same=False
    )
    assert selectors.problem(NOON) == "最近一次演练恢复，结果不一样"
    page = keeper.get(f"/office/backups/{row.pk}/").content.decode()
    assert ("12 个" in page, "11 个" in page, "不一样" in page) == (True, True, True)
