"""Tiles: names and bytes of the files, growing a log, proofs that read only what they need."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingqian.errors import LogError
from mingqian.log import tiles, tree
from mingqian.log.tiles import Tiles

MANY = 70_000
Files = dict[str, bytes]


def _entries(count: int, start: int = 0) -> list[bytes]:
    return [f"entry {number}".encode() for number in range(start, start + count)]


def _log(*sizes: int) -> Files:
    """The files of a log that grew to these sizes, one after the other."""
    files: Files = {}
    size, root = 0, tree.EMPTY_ROOT
    for grown in sizes:
        made = tiles.append(files.get, size=size, root=root, entries=_entries(grown - size, size))
        files |= made.files
        size, root = made.size, made.root
    return files


@pytest.fixture(scope="module")
def many() -> Files:
    return _log(MANY)


@pytest.mark.parametrize(
    ("index", "width", "expected"),
    [
        (0, 256, "tile/0/000"),
        (7, 1, "tile/0/007.p/1"),
        (999, 256, "tile/0/999"),
        (1000, 255, "tile/0/x001/000.p/255"),
        (1234067, 256, "tile/0/x001/x234/067"),
        (1234067, 8, "tile/0/x001/x234/067.p/8"),
    ],
)
def test_a_tile_is_named_by_groups_of_three_digits(index: int, width: int, expected: str) -> None:
    assert tiles.tile_path(0, index, width) == expected
    assert tiles.bundle_path(index, width) == expected.replace("tile/0", "tile/entries")


def test_the_level_stands_before_the_index() -> None:
    assert tiles.tile_path(2, 1) == "tile/2/001"


def test_a_bundle_is_entries_led_by_their_lengths() -> None:
    data = tiles.encode_bundle([b"", b"abc", b"x" * 258])

    assert data == b"\0\0" + b"\0\3abc" + b"\1\2" + b"x" * 258
    assert tiles.decode_bundle(data, "bundle") == [b"", b"abc", b"x" * 258]


@pytest.mark.parametrize("data", [b"\0", b"\0\1", b"\0\3ab", b"\0\1a\0", b"\xff\xff"])
def test_a_bundle_that_is_cut_off_is_refused(data: bytes) -> None:
    with pytest.raises(LogError, match="条记录不完整") as refused:
        tiles.decode_bundle(data, "tile/entries/000")

    assert refused.value.file == "tile/entries/000"


def test_an_entry_is_at_most_65535_bytes() -> None:
    assert len(tiles.encode_bundle([b"x" * 65_535])) == 65_537
    with pytest.raises(LogError, match="有 65536 字节，最多 65535 字节"):
        tiles.encode_bundle([b"x" * 65_536])


def test_seventy_thousand_entries_make_the_files_of_the_specification(many: Files) -> None:
    level_0 = [path for path in many if path.startswith("tile/0/")]

    assert len(level_0) == 274
    assert len(many["tile/0/273.p/112"]) == 112 * 32
    assert sorted(path for path in many if path.startswith(("tile/1/", "tile/2/", "tile/3/"))) == [
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]
    assert len([path for path in many if path.startswith("tile/entries/")]) == 274
    assert "tile/entries/273.p/112" in many


def test_a_log_of_256_entries_has_one_full_and_one_partial_tile() -> None:
    assert sorted(_log(256)) == ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]


def test_tiles_give_the_head_of_the_entries(many: Files) -> None:
    assert Tiles(many.get, MANY).root() == tree.root(_entries(MANY))
    assert Tiles(many.get, MANY).root_at(1000) == tree.root(_entries(1000))


@settings(deadline=None)
@given(st.lists(st.integers(0, 600), min_size=1, max_size=6))
def test_how_a_log_grew_is_not_seen_in_its_final_tiles(steps: list[int]) -> None:
    sizes = [sum(steps[: count + 1]) for count in range(len(steps))]

    grown, at_once = _log(*sizes), _log(sizes[-1])

    assert at_once.items() <= grown.items()
    assert Tiles(grown.get, sizes[-1]).root() == tree.root(_entries(sizes[-1]))


def test_every_size_that_had_a_checkpoint_can_still_be_read() -> None:
    files = _log(3, 256, 300, 700)

    for size in (3, 256, 300, 700):
        assert Tiles(files.get, size).root() == tree.root(_entries(size))


def test_nothing_appended_writes_nothing() -> None:
    files = _log(5)
    root = tree.root(_entries(5))

    made = tiles.append(files.get, size=5, root=root, entries=[])

    assert (made.files, made.size, made.root) == ({}, 5, root)


def test_appending_again_after_a_crash_writes_the_same_files() -> None:
    before, after = _log(250), _log(250, 600)
    root = tree.root(_entries(250))

    again = tiles.append(after.get, size=250, root=root, entries=_entries(350, 250))

    assert again.files == {path: data for path, data in after.items() if path not in before}
    assert again.root == tree.root(_entries(600))


def test_a_partial_file_may_be_deleted_once_the_full_one_is_there() -> None:
    files = _log(250, 600)
    del files["tile/0/000.p/250"], files["tile/entries/000.p/250"]

    assert Tiles(files.get, 250).root() == tree.root(_entries(250))
    assert list(Tiles(files.get, 250).entries()) == _entries(250)


@pytest.mark.parametrize("index", [0, 255, 256, 65_535, 65_536, 69_887, 69_888, MANY - 1])
def test_a_proof_from_tiles_is_that_of_the_list(many: Files, index: int) -> None:
    log = Tiles(many.get, MANY)

    tree.require_inclusion(
        tree.leaf_hash(log.entry(index)),
        index=index,
        size=MANY,
        root=log.root(),
        proof=log.inclusion_proof(index),
    )
    assert log.entry(index) == f"entry {index}".encode()


def test_a_proof_reads_only_the_tiles_it_needs(many: Files) -> None:
    touched: list[str] = []

    def read(path: str) -> bytes | None:
        touched.append(path)
        return many.get(path)

    Tiles(read, MANY).inclusion_proof(40_000)

    assert sorted(touched) == [
        "tile/0/156",
        "tile/0/273.p/112",
        "tile/1/000",
        "tile/1/001.p/17",
    ]


@pytest.mark.parametrize("old", [0, 1, 255, 256, 257, 65_536, 65_537, 69_999, MANY])
def test_consistency_is_proved_from_tiles(many: Files, old: int) -> None:
    log = Tiles(many.get, MANY)

    tree.require_consistency(
        old=old,
        old_root=tree.root(_entries(old)),
        new=MANY,
        new_root=log.root(),
        proof=log.consistency_proof(old),
    )


def test_more_tiles_than_are_kept_in_memory_can_be_read(many: Files) -> None:
    log = Tiles(many.get, MANY)

    assert list(log.entries()) == _entries(MANY)


@pytest.mark.parametrize("index", [-1, 5])
def test_an_entry_that_is_not_there_is_refused(index: int) -> None:
    with pytest.raises(LogError, match=f"只有 5 条，没有第 {index} 条"):
        Tiles(_log(5).get, 5).entry(index)


@pytest.mark.parametrize("path", ["tile/0/001.p/44", "tile/1/000.p/1"])
def test_a_missing_tile_is_named(path: str) -> None:
    files = _log(300)
    del files[path]

    with pytest.raises(LogError, match="缺少文件") as refused:
        Tiles(files.get, 300).root()

    assert refused.value.file == path


@pytest.mark.parametrize("cut", [0, 1, 31, 64])
def test_a_tile_of_another_length_is_refused(cut: int) -> None:
    files = _log(3)
    files["tile/0/000.p/3"] = files["tile/0/000.p/3"][:cut]

    with pytest.raises(LogError, match=f"应有 96 字节，实有 {cut} 字节"):
        Tiles(files.get, 3).root()


def test_a_bundle_with_another_number_of_entries_is_refused() -> None:
    files = _log(3)
    files["tile/entries/000.p/3"] = tiles.encode_bundle(_entries(2))

    with pytest.raises(LogError, match="应有 3 条记录，实有 2 条"):
        Tiles(files.get, 3).bundle(0)


def test_a_changed_entry_is_named_by_its_index() -> None:
    files = _log(300)
    files["tile/entries/001.p/44"] = files["tile/entries/001.p/44"].replace(b"y 270", b"y 27O")

    with pytest.raises(LogError, match=r"第 270 条记录\(从 0 数起\)与 tile/0/001.p/44") as refused:
        Tiles(files.get, 300).entry(299)

    assert refused.value.file == "tile/entries/001.p/44"


def test_a_log_whose_files_were_changed_is_not_continued() -> None:
    files = _log(5)
    files["tile/0/000.p/5"] = bytes(32) + files["tile/0/000.p/5"][32:]
    root = tree.root(_entries(5))

    with pytest.raises(LogError, match=f"大小为 5 时应为 {root.hex()}"):
        tiles.append(files.get, size=5, root=root, entries=[b"next"])


def test_a_log_whose_last_bundle_was_changed_is_not_continued() -> None:
    files = _log(5)
    files["tile/entries/000.p/5"] = files["tile/entries/000.p/5"].replace(b"y 3", b"y 9")

    with pytest.raises(LogError, match="第 3 条记录"):
        tiles.append(files.get, size=5, root=tree.root(_entries(5)), entries=[b"next"])
