"""Who may say that a lottery or dice source gave nothing (spec draw-v1 3.2)."""

from __future__ import annotations

import pytest

from mingqian import declaration
from mingqian.errors import RefusedError
from mingqian.result import EvidenceFile

NOTICE = EvidenceFile(name="b.pdf", sha256="b" * 64, address="-")
FILM = EvidenceFile(name="a.mp4", sha256="a" * 64, address="-")


def test_two_persons_and_their_files_stand_in_one_order() -> None:
    for persons in (["周岚", "韩静"], ["韩静", "周岚"]):
        made = declaration.declare(persons, [NOTICE, FILM, NOTICE])

        assert made.public() == {
            "declared_by": ["周岚", "韩静"],
            "evidence": ["a" * 64, "b" * 64],
        }
        assert declaration.read(made.public(), "x") == made


@pytest.mark.parametrize(
    "persons",
    [
        [],
        ["周岚"],
        ["周岚", "周岚"],
        ["周岚", " 周 岚 "],
        ["周岚", "周\u200b岚"],
        ["周岚", "周\u3000岚"],
        ["Li Wei", "ＬＩ ＷＥＩ"],
        ["周岚", ""],
        ["周岚", " \u200b"],
        ["周岚", "韩静", "陆明"],
        ["周岚", "韩" + "静" * 1000],
        ["周岚", "韩静\n"],
    ],
)
def test_one_person_is_not_two_however_the_name_is_written(persons: list[str]) -> None:
    with pytest.raises(RefusedError):
        declaration.declare(persons, [NOTICE])


def test_without_a_file_nothing_is_declared() -> None:
    with pytest.raises(RefusedError, match="要有证据"):
        declaration.declare(["周岚", "韩静"], [])
