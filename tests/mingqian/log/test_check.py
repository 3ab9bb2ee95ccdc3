"""Checking a log: whatever one byte is changed, the check says so and from which entry."""

from collections.abc import Callable

import pytest

from mingqian.errors import LogError
from mingqian.log import check, tiles, tree
from mingqian.log.checkpoint import Checkpoint

SIZE = 66_000
ORIGIN = "log.example"
Files = dict[str, bytes]
Damage = Callable[[Files], object]


def _entries(count: int) -> list[bytes]:
    return [f"entry {number}".encode() for number in range(count)]


def _point(size: int, root: bytes | None = None) -> Checkpoint:
    return Checkpoint(origin=ORIGIN, size=size, root=root or tree.root(_entries(size)))


def _log(size: int) -> Files:
    return _written(_entries(size)).files


@pytest.fixture(scope="module")
def large() -> Files:
    return _log(SIZE)


def _written(entries: list[bytes]) -> tiles.TileUpdate:
    return tiles.append(lambda _path: None, size=0, root=tree.EMPTY_ROOT, entries=entries)


def _flipped(files: Files, path: str, at: int) -> None:
    data = bytearray(files[path])
    data[at] ^= 1
    files[path] = bytes(data)


def test_a_whole_log_is_given_entry_by_entry(large: Files) -> None:
    older = [_point(size) for size in (0, 1, 255, 256, 1000, 65_536, SIZE)]

    steps = list(check.whole(large.get, _point(SIZE), older))

    assert [entry for step in steps for entry in step.entries] == _entries(SIZE)
    assert [step.start for step in steps] == list(range(0, SIZE, 256))


@pytest.mark.parametrize("size", [0, 1, 256, 300, 512, 65_536])
def test_a_log_of_any_size_is_right(size: int) -> None:
    files = _log(size)

    assert sum(len(step.entries) for step in check.whole(files.get, _point(size))) == size
    check.tail(files.get, _point(size), [_point(0), _point(size)])


@pytest.mark.parametrize(
    ("path", "at", "says"),
    [
        ("tile/entries/000", 8, "第 0 条记录"),
        ("tile/entries/100", 12, "第 25600 条记录"),
        ("tile/0/001", 33, "第 257 条记录"),
        ("tile/0/257.p/208", 0, "第 65792 条记录"),
        ("tile/1/000", 32 * 7, "从第 1792 条起"),
        ("tile/1/001.p/1", 0, "从第 65536 条起"),
        ("tile/2/000.p/1", 0, "从第 0 条起"),
    ],
)
def test_one_changed_bit_is_found_and_placed(large: Files, path: str, at: int, says: str) -> None:
    files = dict(large)
    _flipped(files, path, at)

    with pytest.raises(LogError, match=says) as refused:
        list(check.whole(files.get, _point(SIZE)))

    # Which of the two was changed cannot be told where entries and hashes differ.
    assert path in str(refused.value)


def test_entries_and_tiles_changed_together_are_found_by_the_checkpoint() -> None:
    made = _written([*_entries(299), b"forged"])

    with pytest.raises(LogError, match="前 300 条记录算出的树根是") as refused:
        list(check.whole(made.files.get, _point(300)))

    assert _point(300).root.hex() in str(refused.value)
    assert made.root.hex() in str(refused.value)


@pytest.mark.parametrize("older", [1, 100, 256])
def test_a_rewritten_log_is_found_by_an_older_checkpoint(older: int) -> None:
    made = _written([b"forged", *_entries(300)[1:]])
    newest = _point(300, made.root)

    assert len(list(check.whole(made.files.get, newest))) == 2
    with pytest.raises(LogError, match=f"前 {older} 条记录算出的树根"):
        list(check.whole(made.files.get, newest, [_point(older)]))
    with pytest.raises(LogError, match=f"前 {older} 条记录算出的树根"):
        check.tail(made.files.get, newest, [_point(older)])


@pytest.mark.parametrize("older", [301, 1000])
def test_a_log_that_was_cut_short_is_found_by_an_older_checkpoint(older: int) -> None:
    files = _log(300)

    with pytest.raises(LogError, match=f"较早的检查点有 {older} 条，最新的只有 300 条"):
        list(check.whole(files.get, _point(300), [_point(older)]))
    with pytest.raises(LogError, match=f"较早的检查点有 {older} 条，最新的只有 300 条"):
        check.tail(files.get, _point(300), [_point(older)])


def test_two_heads_of_one_size_cannot_both_be_right() -> None:
    with pytest.raises(LogError, match="前 3 条记录"):
        list(check.whole(_log(5).get, _point(5), [_point(3), _point(3, bytes(32))]))


def test_an_empty_log_has_the_empty_head() -> None:
    with pytest.raises(LogError, match="前 0 条记录"):
        list(check.whole(_log(0).get, _point(0, bytes(32))))


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("tile/entries/257.p/208", "第 65792 条记录"),
        ("tile/0/257.p/208", "前 66000 条记录算出的树根"),
        ("tile/1/001.p/1", "前 66000 条记录算出的树根"),
    ],
)
def test_the_end_of_a_log_is_checked_quickly(large: Files, path: str, says: str) -> None:
    files = dict(large)
    _flipped(files, path, 4)

    with pytest.raises(LogError, match=says):
        check.tail(files.get, _point(SIZE))


def test_a_missing_file_is_named(large: Files) -> None:
    files = dict(large)
    del files["tile/1/000"]

    with pytest.raises(LogError, match="缺少文件") as refused:
        list(check.whole(files.get, _point(SIZE)))

    assert refused.value.file == "tile/1/000"
