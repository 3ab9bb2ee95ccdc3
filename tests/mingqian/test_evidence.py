"""Names and consistency file of an evidence folder (spec draw-v1 6.2); messages of errors."""

from __future__ import annotations

import pytest

from mingqian import evidence
from mingqian.errors import FormatError, MingqianError, shown
from mingqian.evidence import ConsistencyProof

ONE = ConsistencyProof(old=3, new=9, hashes=(b"\x01" * 32, b"\x02" * 32))
TWO = ConsistencyProof(old=4, new=9, hashes=())


def test_consistency_is_read_as_it_was_written() -> None:
    written = evidence.write_consistency([TWO, ONE])

    assert evidence.read_consistency(written) == [ONE, TWO]
    assert written.startswith(b"3 9\nAQEB")
    assert evidence.read_consistency(b"") == []


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"3 9", "不是规范"),
        (b"09 9\n", "首行应为"),
        (b"4 9\n\n3 9\n", "不是规范"),
        (b"4 9\n\n4 9\n", "只能有一段"),
        (b"3 9\nAQEB\n", "32 字节"),
        (b"3 9\n????\n", "32 字节"),
        ("3 9\n一\n".encode(), "ASCII"),
    ],
)
def test_another_way_of_writing_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(FormatError, match=says):
        evidence.read_consistency(data)


def test_files_are_named_by_their_events() -> None:
    assert evidence.events(2, is_sealed_mode=True, replacements=1) == [
        "sealed", "reveal-1", "reveal-2", "held", "opened", "replaced-1",
    ]  # fmt: skip
    assert evidence.entry_file("held") == "log/held.entry"
    assert evidence.final_proof_file("sealed") == "log/sealed-final.proof"
    assert evidence.final_proof_file("held") == "log/held.proof"
    assert evidence.early_proof_file("sealed") == "log/sealed.proof"
    assert evidence.early_proof_file("reveal-1") == "log/reveal-1-early.proof"
    assert evidence.token_file("sealed") == "log/sealed.tsr"
    assert evidence.token_file("held") == "log/held-early.tsr"
    assert evidence.replacements(["log/replaced-2.entry", "log/replaced-x.entry", "x"]) == 2


def test_an_error_names_file_line_and_rule() -> None:
    error = MingqianError("坏了", file="a.csv", line=3, rule="draw-v1 1.5")

    assert str(error) == "a.csv 第 3 行:坏了(规则 draw-v1 1.5)"
    assert str(MingqianError("坏了")) == "坏了"
    assert shown("x" * 100) == f"'{'x' * 59}…(共 102 字符)"
