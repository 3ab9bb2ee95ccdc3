"""A published record, checked by anybody on the command line (spec disclosure-v1 6)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mingqian import disclosure
from mingqian.canonical import Json
from mingqian.log import entry
from mingqian_cli.__main__ import main
from tests import disclosures

Printed = pytest.CaptureFixture[str]
SOME = disclosures.ACCEPTED["some"]
DIGEST = disclosure.digest(disclosures.RECORD)
APPROVAL: dict[str, Json] = {
    "record": DIGEST,
    "kind": "result",
    "number": "明人社查〔2026〕7号",
    "version": 1,
}


@pytest.fixture
def published(tmp_path: Path) -> str:
    path = tmp_path / "公开记录.json"
    path.write_bytes(SOME)
    return str(path)


def log_with(tmp_path: Path, *entries: tuple[str, dict[str, Json]]) -> str:
    folder = str(tmp_path / "log")
    main(["log", "init", "--origin", "log.example", "--log", folder])
    for kind, public in entries:
        (tmp_path / "entry.json").write_bytes(
            entry.write(
                entry.Entry(
                    type=kind,
                    at="2026-11-23T08:00:00Z",
                    by=entry.Author(organisation="青禾区", role="审核"),
                    about=entry.About(kind="publication", number="GS-1"),
                    public=public,
                    private=None,
                )
            )
        )
        main(["log", "append", str(tmp_path / "entry.json"), "--log", folder])
    return folder


def test_opened_fields_are_shown_and_withheld_ones_named(published: str, capsys: Printed) -> None:
    assert main(["verify-disclosure", published]) == 0

    said = capsys.readouterr().out
    assert "✓ subject：" in said
    assert "… officers：不公开(商业秘密)，已封存" in said
    assert "未核对它是否经过批准" in said


def test_the_log_tells_approval_and_later_correction(
    published: str, tmp_path: Path, capsys: Printed
) -> None:
    later = {**APPROVAL, "record": "0" * 64, "version": 2}
    log = log_with(tmp_path, ("disclosure.approved", APPROVAL), ("disclosure.approved", later))
    capsys.readouterr()

    assert main(["verify-disclosure", published, "--log", log]) == 0

    said = capsys.readouterr().out
    assert "日志第 0 条批准了这条记录" in said
    assert "后来有第 2 版更正" in said


def test_a_withdrawn_record_is_refused_while_it_opens_fields(
    published: str, tmp_path: Path, capsys: Printed
) -> None:
    withdrawal: dict[str, Json] = {"record": DIGEST, "reason": "x"}
    log = log_with(
        tmp_path, ("disclosure.approved", APPROVAL), ("disclosure.withdrawn", withdrawal)
    )

    assert main(["verify-disclosure", published, "--log", log]) == 1
    assert "不应再公开内容" in capsys.readouterr().err

    Path(published).write_bytes(disclosures.ACCEPTED["nothing"])
    assert main(["verify-disclosure", published, "--log", log]) == 0
    assert "已在 2026-11-23T08:00:00Z 撤下" in capsys.readouterr().out


def test_a_changed_value_is_refused(published: str, capsys: Printed) -> None:
    Path(published).write_bytes(disclosures.REFUSED["value changed"])

    assert main(["verify-disclosure", published]) == 1
    assert "字段 subject 与当时封存的不符" in capsys.readouterr().err


def test_programs_get_json(published: str, capsys: Printed) -> None:
    assert main(["verify-disclosure", published, "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["digest"] == DIGEST
    assert told["withheld"]["officers"] == "商业秘密"
    assert told["index"] is None
