"""What is taken: by what a file is, never by its name; each refusal says what to do."""

from __future__ import annotations

from typing import Any

import pytest

from oversight.accounts.actors import Actor
from oversight.files import rules, store
from oversight.files.models import StoredFile
from oversight.files.services import storing
from oversight.files.services.storing import FileRefusedError
from tests.oversight.files import samples
from tests.oversight.files.conftest import Hand
from tests.support.platform_factory import NOON

pytestmark = pytest.mark.django_db


def test_there_is_a_sample_of_every_kind() -> None:
    assert samples.OF_KIND.keys() == rules.KINDS.keys()


@pytest.mark.parametrize(("kind", "data"), samples.OF_KIND.items(), ids=list(samples.OF_KIND))
def test_a_file_is_kept_as_it_came_under_its_digest(
    hand_in: Hand, inspector: Actor, kind: str, data: bytes
) -> None:
    stored = hand_in(data, "随便.exe")

    with store.current().open(stored.digest) as file:
        assert file.read() == data
    assert (stored.kind, stored.size, stored.digest) == (kind, len(data), samples.sha(data))
    assert (stored.name, stored.uploaded_by) == ("随便.exe", inspector.person)
    assert list(store.parts_folder().iterdir()) == []


@pytest.mark.parametrize("data", samples.REFUSED.values(), ids=list(samples.REFUSED))
def test_what_is_in_no_table_is_refused(hand_in: Hand, data: bytes) -> None:
    with pytest.raises(FileRefusedError) as refused:
        hand_in(data, "笔录.pdf")

    assert refused.value.problem == (
        "不收这种文件；请上传 JPEG、PNG、WebP、HEIC、PDF、Word（.docx）、Excel（.xlsx）、OFD、"
        "MP4、MOV、WebM、M4A、AAC"
    )
    assert refused.value.field == "file"
    assert not StoredFile.objects.exists()
    assert list(store.current().items()) == []
    assert list(store.parts_folder().iterdir()) == []


def test_a_form_takes_only_the_kinds_it_asks_for(inspector: Actor) -> None:
    with pytest.raises(FileRefusedError, match="不收这种文件；请上传 JPEG、PNG、PDF"):
        storing.store_file(
            chunks=[samples.OF_KIND["docx"]],
            name="记录.docx",
            actor=inspector,
            at=NOON,
            kinds=rules.SCANS,
        )


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "文件是空的；请检查后重新上传"),
        (
            samples.bomb(),
            "图片的像素太多（超过 5000 万），没有收；请用手机或画图软件缩小后再传",
        ),
        (
            b"\xff\xd8\xff\xe0<script>",
            "图片打不开，可能没有传完或已损坏；请重新拍照或扫描后再传",
        ),
        (
            b"\x89PNG\r\n\x1a\n" + samples.picture()[:500],
            "图片打不开，可能没有传完或已损坏；请重新拍照或扫描后再传",
        ),
    ],
    ids=["empty", "bomb", "script in a picture", "one kind in another"],
)
def test_a_picture_that_is_none_is_refused(hand_in: Hand, data: bytes, says: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        hand_in(data)

    assert refused.value.problem == says
    assert list(store.current().items()) == []


def test_each_kind_has_its_limit(hand_in: Hand, settings: Any) -> None:
    settings.FILE_LIMITS = {"picture": 1000, "document": 2000, "recording": 2000}

    with pytest.raises(FileRefusedError, match="文件超过 0 MB；请缩小或分开后再传"):
        hand_in(samples.OF_KIND["pdf"] + bytes(3000))
    with pytest.raises(FileRefusedError, match="文件超过"):
        hand_in(samples.OF_KIND["heic"] + bytes(500))
    assert hand_in(samples.OF_KIND["pdf"]).size == 48


def test_the_same_file_twice_is_one_row_with_its_first_sender(hand_in: Hand) -> None:
    first, second = hand_in(samples.PDF, "一.pdf"), hand_in(samples.PDF, "二.pdf")

    assert first.pk == second.pk
    assert StoredFile.objects.get().name == "一.pdf"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\照片\\门牌.jpg", "门牌.jpg"),
        ("a\r\nSet-Cookie: x\u202e.jpg", "aSet-Cookie: x.jpg"),
        ("长" * 300, "长" * 120),
    ],
)
def test_of_a_name_only_what_can_be_shown_is_kept(hand_in: Hand, name: str, shown: str) -> None:
    assert hand_in(samples.PDF, name).name == shown
