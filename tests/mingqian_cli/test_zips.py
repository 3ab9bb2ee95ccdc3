"""The one form of an evidence zip, and what becomes of it in other people's packers."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from mingqian import canonical, evidence
from mingqian.errors import FormatError
from mingqian.verify import Outcome
from mingqian_ceremony import readme, zip_archive, zip_form
from mingqian_cli.__main__ import main
from mingqian_cli.error_words import problem_of
from tests import zips
from tests.mingqian_cli import bureau_files as bureau
from tests.support import examples
from tests.support.verification import checked
from tests.support.words import refused

FILES = examples.drand_and_witness().ceremony().all()
ROOT = Path(__file__).resolve().parents[2]
Printed = pytest.CaptureFixture[str]


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "证据.zip"
    path.write_bytes(data)
    return path


def unpacked(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        path = tmp_path / "证据" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "证据"


@pytest.mark.parametrize("name", zips.ACCEPTED)
def test_a_zip_in_the_one_form_is_read(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, zips.ACCEPTED[name]())

    with zipfile.ZipFile(path) as other:
        expected = {one: other.read(one) for one in other.namelist()}
    assert zip_archive.read(path) == expected


@pytest.mark.parametrize("name", zips.REFUSED)
def test_a_zip_in_another_form_is_refused_with_the_way_out(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, zips.REFUSED[name]())

    with refused(FormatError, match=r"请用公示页下载的原文件|不得超过") as caught:
        zip_archive.read(path)

    assert caught.value.rule == "draw-v1 6.5"


def test_every_byte_of_a_zip_is_accounted_for() -> None:
    """Whatever single byte is changed: the zip is refused, or says the same."""
    data = zip_archive.write({"a.csv": zips.TWO, "b.csv": zips.ONE})
    expected = {"a.csv": zips.TWO, "b.csv": zips.ONE}
    taken = set()

    for at in range(len(data)):
        changed = bytes([*data[:at], data[at] ^ 1, *data[at + 1 :]])
        try:
            assert zip_form.files(changed, "zip") == expected
            taken.add(at)
        except FormatError:
            continue

    # Who made it, and the attributes: not one byte more is free.
    directory = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", directory + 1)
    free = {
        one + offset for one in (directory, second) for offset in (4, 5, 36, 37, 38, 39, 40, 41)
    }
    assert taken <= free


def test_a_byte_put_in_anywhere_is_found() -> None:
    data = zip_archive.write({"a.csv": zips.TWO, "b.csv": zips.ONE})

    for at in range(len(data) + 1):
        with pytest.raises(FormatError):
            zip_form.files(data[:at] + b"\0" + data[at:], "zip")


def test_two_evidences_in_one_file_are_refused(tmp_path: Path, capsys: Printed) -> None:
    """Programs that read from the front see another draw than those that read from the back."""
    other = zip_archive.write({**FILES, "result.json": b"{}"})
    both = written(tmp_path, other + zip_archive.write(FILES))

    assert main(["verify", str(both)]) == 1

    assert "多余的字节" in capsys.readouterr().err


def python_stored(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                made.write(path, path.relative_to(folder).as_posix())
    return buffer.getvalue()


def python_deflated(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                made.write(path, path.relative_to(folder).as_posix())
    return buffer.getvalue()


def a_stream(folder: Path) -> bytes:
    """As programs write that cannot go back: sizes after the contents."""

    class OneWay(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.data += bytes(data)
            return len(data)

    stream = OneWay()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("manifest.json", (folder / "manifest.json").read_bytes())
    return stream.data


def a_whole_tree(folder: Path) -> bytes:
    made = shutil.make_archive(str(folder.parent / "made"), "zip", folder)
    return Path(made).read_bytes()


def zip64(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w") as made,
        made.open("manifest.json", "w", force_zip64=True) as file,
    ):
        file.write((folder / "manifest.json").read_bytes())
    return buffer.getvalue()


def with_a_comment(folder: Path) -> bytes:
    buffer = io.BytesIO(python_stored(folder))
    with zipfile.ZipFile(buffer, "a") as made:
        made.comment = b"packed by me"
    return buffer.getvalue()


def changed_in_place(folder: Path) -> bytes:
    """A file put in once more: the old one stays as a hole in the middle of the zip."""
    return zips.zipped([*zips.two(), zips.Member(name=b"c.csv", before=python_stored(folder)[:60])])


@pytest.mark.parametrize("pack", [python_stored, python_deflated])
def test_a_zip_packed_again_by_python_is_as_good(
    tmp_path: Path, pack: Callable[[Path], bytes]
) -> None:
    assert zip_archive.read(written(tmp_path, pack(unpacked(tmp_path)))) == FILES


@pytest.mark.parametrize(
    ("pack", "cause"),
    [
        (a_stream, "长度写在内容后面"),
        (a_whole_tree, "文件夹条目 evidence/|文件夹条目 log/"),
        (zip64, "zip64|附加字段|4.5 版"),
        (with_a_comment, "带有注释"),
    ],
)
def test_a_zip_packed_again_otherwise_is_refused_and_its_folder_is_taken(
    tmp_path: Path, pack: Callable[[Path], bytes], cause: str
) -> None:
    folder = unpacked(tmp_path)
    path = written(tmp_path, pack(folder))

    with refused(FormatError, match=cause) as caught:
        zip_archive.read(path)

    assert "把它解开，再核对解开的文件夹" in problem_of(caught.value)
    assert not checked(zip_archive.read(folder)).of(Outcome.FAILED)


def test_a_hole_is_no_way_of_packing(tmp_path: Path) -> None:
    with refused(FormatError, match="多余的字节") as caught:
        zip_archive.read(written(tmp_path, changed_in_place(unpacked(tmp_path))))

    assert "解开" not in problem_of(caught.value)


def test_too_large_a_file_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, zip_archive.write(FILES))
    monkeypatch.setattr(zip_form, "MAX_BYTES", 1000)

    with refused(FormatError, match="太大"):
        zip_archive.read(path)


@pytest.mark.parametrize(("limit", "most"), [("MAX_FILES", 1), ("MAX_BYTES", 3)])
def test_what_could_not_be_read_again_is_not_written(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(zip_form, limit, most)

    with refused(FormatError, match="太大"):
        zip_archive.write({"a": b"12", "b": b"34"})


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_form, "MAX_FILES", 1)

    with refused(FormatError, match="有 2 个文件，最多 1 个"):
        zip_form.files(zips.zipped(zips.two()), "zip")


@pytest.mark.parametrize(
    ("added", "who"),
    [
        ("__MACOSX/._manifest.json", "苹果系统"),
        (".DS_Store", "苹果系统"),
        ("log/._sealed.entry", "苹果系统"),
        ("log/desktop.ini", "Windows 系统"),
        ("Desktop.ini", "Windows 系统"),
        ("THUMBS.DB", "Windows 系统"),
        ("~$result.json", "办公软件"),
        ("@eaDir/manifest.json", "网络存储"),
    ],
)
def test_what_packers_add_is_named_with_the_way_out(
    tmp_path: Path, capsys: Printed, added: str, who: str
) -> None:
    folder = unpacked(tmp_path)
    (folder / added).parent.mkdir(exist_ok=True)
    (folder / added).write_bytes(b"\0")
    path = written(tmp_path, zip_archive.write({**FILES, added: b"\0"}))

    for given in (folder, path):
        assert main(["verify", str(given)]) == 1
        said = capsys.readouterr().out
        assert f"这是{who}" in said
        assert "请把它删掉再核对" in said
        assert f"处：{added}" in said


def test_an_outer_folder_is_named_with_the_way_out(tmp_path: Path, capsys: Printed) -> None:
    folder = unpacked(tmp_path)
    wrapped = {f"证据/{name}": data for name, data in FILES.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, data in wrapped.items():
            made.writestr(name, data)
    path = written(tmp_path, buffer.getvalue())
    outer = tmp_path / "外层"
    folder.rename(tmp_path / "x")
    outer.mkdir()
    (tmp_path / "x").rename(outer / "证据")

    for given in (outer, path):
        assert main(["verify", str(given)]) == 1
        assert "多了一层文件夹：证据都在 证据/ 里面" in capsys.readouterr().out
        assert main(["explain", str(given), "X"]) == 1
        assert "多了一层文件夹：证据都在 证据/ 里面" in capsys.readouterr().err


def test_an_unknown_file_of_a_person_is_not_blamed_on_a_packer() -> None:
    report = checked({**FILES, "notes.txt": b"\n"})

    (failed,) = report.of(Outcome.FAILED)
    assert (failed.says, failed.where) == ("多出文件", "notes.txt")


def test_an_exported_zip_says_to_people_what_is_in_it(tmp_path: Path, capsys: Printed) -> None:
    path = bureau.held(tmp_path)
    first = path.read_bytes()

    assert main(bureau.steps(tmp_path)["export"]) == 0
    assert path.read_bytes() == first
    text = zip_archive.read(path)["读我.txt"].decode()
    assert all(way in text for way in ("公示网页", "离线网页", "mingqian verify"))
    capsys.readouterr()
    assert main(["verify", str(path)]) != 1
    assert "说明文件" not in capsys.readouterr().out


def test_the_text_for_people_is_one_text_that_nobody_changes() -> None:
    digest = canonical.digest(readme.BYTES)
    report = checked({**FILES, evidence.README: readme.BYTES + b" "})

    (failed,) = report.of(Outcome.FAILED)
    assert (failed.says, failed.where) == ("说明文件不是公布的那一份", "读我.txt")
    assert checked({**FILES, evidence.README: readme.BYTES}).of(Outcome.FAILED) == []
    for place in ("spec/draw-v1.md", "verifier/evidence.js", "src/mingqian/evidence.py"):
        assert digest in (ROOT / place).read_text(encoding="utf-8")


def test_a_draw_with_a_systems_file_in_it_is_not_exported(tmp_path: Path, capsys: Printed) -> None:
    bureau.held(tmp_path)
    for name in ("log/.DS_Store", "Thumbs.db"):
        path = tmp_path / bureau.DRAW / name
        path.write_bytes(b"\0")
        capsys.readouterr()

        assert main(bureau.steps(tmp_path)["export"]) == 1
        assert "自己加的，不是抽取的文件；请删掉它再做" in capsys.readouterr().err
        path.unlink()
    assert main(bureau.steps(tmp_path)["export"]) == 0
