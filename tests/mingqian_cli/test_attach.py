"""Time stamps on a draw: what is taken, what is kept, and what both ends say of it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from mingqian.log import note, proof
from mingqian_cli.__main__ import main
from tests import tokens
from tests.mingqian_cli import bureau_files as bureau
from tests.mingqian_crypto import tsa
from tests.mingqian_crypto.tsa import Authority
from tests.support.evidence_factory import WITNESS, Key

Printed = pytest.CaptureFixture[str]
AUTHORITY = Authority(valid_from=2020)


@pytest.fixture
def draw(tmp_path: Path) -> Path:
    """A draw that was held, without time stamps."""
    bureau.held(tmp_path)
    return tmp_path / bureau.DRAW


def imprint(draw: Path, early: str = "sealed.proof") -> bytes:
    data = (draw / "log" / early).read_bytes()
    return hashlib.sha256(data[data.index(b"\n\n") + 2 :]).digest()


def attach(draw: Path, data: bytes, *options: str, event: str = "sealed") -> int:
    given = draw.parent / "given"
    given.write_bytes(data)
    return main(["attach", str(draw), event, str(given), *options])


def outcomes(draw: Path, capsys: Printed, *options: str) -> dict[str, str]:
    capsys.readouterr()
    main(["verify", str(draw), "--json", *options])
    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    return {check["name"]: check["outcome"] for check in report["checks"]}


@pytest.mark.parametrize("order", [1, -1])
def test_a_token_is_kept_and_judged_by_its_roots(draw: Path, capsys: Printed, order: int) -> None:
    token = AUTHORITY.token(imprint(draw), at="20230823150010Z", chain=AUTHORITY.chain[::order])
    roots = draw.parent / "roots.pem"
    roots.write_bytes(AUTHORITY.root_pem)

    assert attach(draw, token) == 0

    assert "时间戳写的时间：2023-08-23T15:00:10Z" in capsys.readouterr().out
    assert (draw / "log" / "sealed.tsr").read_bytes() == token
    assert outcomes(draw, capsys)["sealed-before-t0"] == "self-asserted"
    judged = outcomes(draw, capsys, "--tsa-roots", str(roots))
    assert judged["sealed-before-t0"] == "passed"
    assert "failed" not in judged.values()


def test_a_token_that_is_too_late_is_said_to_be_that(draw: Path, capsys: Printed) -> None:
    attach(draw, AUTHORITY.token(imprint(draw), at="20261123080000Z"))
    roots = draw.parent / "roots.pem"
    roots.write_bytes(AUTHORITY.root_pem)
    capsys.readouterr()

    main(["verify", str(draw), "--tsa-roots", str(roots)])

    assert "(时间戳 2026-11-23T08:00:00Z 晚于 2023-08-23T15:29:24Z)" in capsys.readouterr().out


@pytest.mark.parametrize("event", ["sealed", "reveal-1", "reveal-2", "held"])
@pytest.mark.parametrize("name", tokens.REFUSED)
def test_what_is_no_token_of_this_checkpoint_is_not_kept(
    draw_once: Path, capsys: Printed, name: str, event: str
) -> None:
    assert attach(draw_once, tokens.REFUSED[name](), event=event) == 1

    assert "✕" in capsys.readouterr().err
    assert not list((draw_once / "log").glob("*.tsr"))


@pytest.fixture(scope="module")
def draw_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draw that no test changes."""
    place = tmp_path_factory.mktemp("held")
    bureau.held(place)
    return place / bureau.DRAW


def test_a_token_of_another_checkpoint_is_not_kept(draw_once: Path, capsys: Printed) -> None:
    other = imprint(draw_once, "held-early.proof")

    assert attach(draw_once, tokens.token(tokens.info(other))) == 1

    said = capsys.readouterr().err
    assert f"时间戳是对 {other.hex()} 的，应为 {imprint(draw_once).hex()}" in said
    assert "重新取一个" in said


def test_another_token_takes_the_place_of_one_only_when_asked_and_says_so(
    draw: Path, capsys: Printed
) -> None:
    first, second = (
        tokens.token(tokens.info(imprint(draw), at=at))
        for at in (b"20230823150010Z", b"20230823150020Z")
    )
    kept = draw / "log" / "sealed.tsr"
    attach(draw, first)
    capsys.readouterr()

    again = attach(draw, first)
    assert (again, kept.read_bytes()) == (0, first)
    assert "没有改变" in capsys.readouterr().out

    refused = attach(draw, second)
    assert (refused, kept.read_bytes()) == (1, first)
    assert "已有另一个时间戳 log/sealed.tsr，没有改动" in capsys.readouterr().err

    replaced = attach(draw, second, "--replace")
    assert (replaced, kept.read_bytes()) == (0, second)
    assert hashlib.sha256(first).hexdigest() in capsys.readouterr().out


def test_a_token_without_certificates_is_kept_with_a_warning(draw: Path, capsys: Printed) -> None:
    assert attach(draw, tsa.response(AUTHORITY.token(imprint(draw), chain=[]))) == 0

    assert "没有签发机构的证书" in capsys.readouterr().out
    assert outcomes(draw, capsys)["sealed-before-t0"] == "self-asserted"


def test_no_cosignature_may_follow_a_token(draw: Path, capsys: Printed) -> None:
    data = (draw / "log" / "sealed.proof").read_bytes()
    signed = note.parse(proof.parse(data, "x").checkpoint, "x")
    line = note.cosigned(signed.text, Key(WITNESS, note.COSIGNATURE), at="2023-08-23T15:00:10Z")
    attach(draw, tokens.token(tokens.info(imprint(draw))))

    assert attach(draw, line.line().encode()) == 1

    assert "见证签名要在时间戳之前加入" in capsys.readouterr().err
    assert (draw / "log" / "sealed.proof").read_bytes() == data


def test_only_events_whose_time_matters_take_a_token(draw_once: Path, capsys: Printed) -> None:
    assert attach(draw_once, b"", event="opened") == 1
    assert "没有可以证明时间的事件" in capsys.readouterr().err
