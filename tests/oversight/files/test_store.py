"""The store: a folder or a bucket, swept of what nobody uses, compared byte by byte."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from obstore.store import LocalStore, MemoryStore

from oversight.audit import reconciliation
from oversight.audit import selectors as audit
from oversight.common.contributions import FileUse
from oversight.common.errors import TamperedError
from oversight.files import object_store, parts, rules, selectors, store, uses
from oversight.files.models import StoredFile
from oversight.files.object_store import ObjectStore
from oversight.files.services import examining, sweeping
from oversight.files.store import DigestError, FolderStore, Store
from tests.oversight.files import samples
from tests.oversight.files.conftest import Hand
from tests.support.platform_factory import NOON, Bureau

pytestmark = pytest.mark.django_db
SHA = samples.sha(samples.PDF)
OLD = NOON + rules.UNUSED_LIFE + timedelta(seconds=1)
LATER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture(params=["folder", "memory", "local"])
def keeper(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Give a store of each kind."""
    if request.param == "folder":
        return FolderStore(tmp_path / "blobs")
    if request.param == "memory":
        return ObjectStore(MemoryStore())
    return ObjectStore(LocalStore(tmp_path / "bucket", mkdir=True))


def source(data: bytes = samples.PDF) -> Path:
    part = parts.new_part()
    parts.write_whole(part, iter([data]), limit=len(data))
    return part.path


def test_a_store_gives_back_what_it_was_given(keeper: Store) -> None:
    given = source()

    keeper.put(given, SHA, at=NOON)

    assert not given.exists()
    assert keeper.has(SHA)
    assert keeper.size(SHA) == len(samples.PDF)
    with keeper.open(SHA) as file:
        assert file.read() == samples.PDF
    with keeper.open(SHA) as file:
        assert store.digest_of(file) == SHA
    assert [item.digest for item in keeper.items()] == [SHA]


def test_a_store_refuses_what_is_not_what_its_digest_says(keeper: Store) -> None:
    given = source(samples.PDF + b" ")

    with pytest.raises(DigestError):
        keeper.put(given, SHA, at=NOON)

    assert given.exists()
    assert not keeper.has(SHA)


def test_a_store_says_that_something_is_not_there(keeper: Store) -> None:
    for ask in (keeper.open, keeper.size):
        with pytest.raises(TamperedError, match="不在了；请系统管理员从备份恢复"):
            ask(SHA)
    assert not keeper.has(SHA)
    assert keeper.remove(SHA, before=NOON)


def test_a_store_removes_only_what_is_old_enough(keeper: Store) -> None:
    keeper.put(source(), SHA, at=NOON)
    young = datetime(2000, 1, 1, tzinfo=UTC)

    assert not keeper.remove(SHA, before=young)
    assert keeper.has(SHA)
    assert keeper.remove(SHA, before=LATER)
    assert not keeper.has(SHA)


def test_what_a_stopped_sweep_moved_aside_comes_back(tmp_path: Path) -> None:
    keeper = FolderStore(tmp_path)
    keeper.put(source(), SHA, at=NOON)
    path = tmp_path / SHA[:2] / SHA
    path.rename(f"{path}.swept")

    assert [item.digest for item in keeper.items()] == [SHA]
    assert keeper.has(SHA)


def test_a_site_with_a_bucket_keeps_its_files_there(
    hand_in: Hand, settings: Any, tmp_path: Path
) -> None:
    settings.FILES_BUCKET = (tmp_path / "bucket").as_uri()
    (tmp_path / "bucket").mkdir()

    stored = examined(hand_in(samples.picture()))

    assert isinstance(store.current(), object_store.ObjectStore)
    with selectors.open_file(stored) as file:
        assert file.read() == samples.picture()
    assert {item.digest for item in store.current().items()} == {stored.digest, stored.thumbnail}
    assert not (tmp_path / "files" / "blobs").exists()


def examined(stored: StoredFile) -> StoredFile:
    examining.examine(file_id=stored.pk, at=NOON)
    return StoredFile.objects.get(pk=stored.pk)


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[FileUse]]:
    """Give the list of files that apps say they use."""
    said: list[FileUse] = []
    monkeypatch.setattr(uses, "all_uses", lambda: iter(said))
    return said  # type: ignore[return-value] # a fixture


def test_a_sweep_takes_what_nothing_uses_and_says_so(
    hand_in: Hand, own: Bureau, used: list[FileUse]
) -> None:
    kept = examined(hand_in(samples.picture(seed=1)))
    unused = examined(hand_in(samples.picture(seed=300)))
    assert unused.thumbnail != kept.thumbnail
    used.append(FileUse(bureau=own.organisation.pk, digest=kept.digest))

    young = sweeping.sweep(at=NOON + rules.UNUSED_LIFE)
    old = sweeping.sweep(at=OLD)

    assert (young.files, old.files) == (0, 2)
    assert list(StoredFile.objects.all()) == [kept]
    assert {item.digest for item in store.current().items()} == {kept.digest, kept.thumbnail}
    (entry,) = audit.of_types(["file.swept"])
    assert entry.public == {"files": 2, "parts": 0}


@pytest.mark.usefixtures("own")
def test_bytes_without_a_row_are_swept_after_a_day_and_not_before() -> None:
    store.current().put(source(), SHA, at=NOON)

    assert sweeping.sweep(at=NOON + rules.YOUNGEST).files == 0
    assert sweeping.sweep(at=NOON + rules.YOUNGEST + timedelta(seconds=1)).files == 1


def test_what_another_bureau_uses_stays_while_the_own_row_goes(
    hand_in: Hand, foreign: Bureau, used: list[FileUse]
) -> None:
    hand_in(samples.PDF)
    hand_in(samples.PDF, actor=foreign.actors["clerk"])
    used.append(FileUse(bureau=foreign.organisation.pk, digest=SHA))

    assert sweeping.sweep(at=OLD).files == 0
    assert StoredFile.objects.get().organisation == foreign.organisation
    assert store.current().has(SHA)


def blob(digest: str) -> Path:
    return store.parts_folder().parent / "blobs" / digest[:2] / digest


def differences(*, is_whole: bool = True) -> list[str]:
    """Run the check that the operator and the night run, and give what it says of files."""
    for _ in reconciliation.run(is_whole=is_whole, at=NOON):
        pass
    said = reconciliation.standing_sentences(50)
    return [sentence for sentence in said if sentence.startswith("文件")]


def test_the_check_of_a_sound_store_finds_nothing(hand_in: Hand) -> None:
    examined(hand_in(samples.picture()))
    hand_in(samples.PDF)

    assert differences() == []
    assert differences(is_whole=False) == []


def test_the_check_names_one_changed_byte(hand_in: Hand) -> None:
    hand_in(samples.PDF)
    changed = samples.PDF[:-2] + b"x\n"
    blob(SHA).write_bytes(changed)

    assert differences(is_whole=False) == []
    assert differences() == [
        f"文件 {SHA}的“内容”：日志里是“{SHA}”，数据库里是“{samples.sha(changed)}”"
    ]


def test_the_check_names_what_is_shorter_gone_or_without_a_row(
    hand_in: Hand, own: Bureau, used: list[FileUse]
) -> None:
    cut, gone = hand_in(samples.PDF), hand_in(samples.OF_KIND["ofd"])
    lost = samples.sha(b"lost")
    used.append(FileUse(bureau=own.organisation.pk, digest=lost))
    blob(cut.digest).write_bytes(samples.PDF[:-1])
    blob(gone.digest).unlink()

    assert sorted(differences(is_whole=False)) == sorted(
        [
            f"文件 {cut.digest}的“大小”：日志里是“48”，数据库里是“47”",
            f"文件 {gone.digest}的“内容”：日志里是“{gone.digest}”，数据库里是“没有文件”",
            f"文件 {lost}的“整行”：日志里是“有这条记录”，数据库里是“没有这一行”",
        ]
    )
