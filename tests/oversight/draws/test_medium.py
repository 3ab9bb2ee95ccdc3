"""The supervisor's own copy of a sealed draw, checked on an own machine."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from mingqian_ceremony import zip_archive
from mingqian_cli.__main__ import main
from oversight.draws.services import bundles
from tests.support import draw_factory
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked")]


@pytest.fixture
def medium(own: Bureau, tmp_path: Path) -> tuple[Path, str]:
    draw_factory.plan(own)
    draw = draw_factory.sealed(own, draw_factory.begun(own, mode="sealed"))
    path = tmp_path / "medium.zip"
    path.write_bytes(bundles.medium(draw))
    return path, draw.commitment


def changed(path: Path, name: str, data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as parts:
        files = {one: parts.read(one) for one in parts.namelist()}
    path.write_bytes(zip_archive.write({**files, name: data}))


def test_an_honest_medium_agrees_with_the_published_commitment(
    medium: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    path, commitment = medium

    code = main(["medium", str(path), "--commitment", commitment])

    assert code == 0
    assert "与日志一样" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("secret", b"0" * 64, "密数与清单的承诺不一样"),
        ("subjects.csv", b"id,tickets,strata\n", "与清单登记的摘要不一样"),
        ("manifest.json", b"{}", "manifest.json"),
    ],
)
def test_a_changed_medium_is_refused(
    medium: tuple[Path, str],
    capsys: pytest.CaptureFixture[str],
    name: str,
    data: bytes,
    says: str,
) -> None:
    path, commitment = medium
    changed(path, name, data)

    code = main(["medium", str(path), "--commitment", commitment])

    assert code == 1
    assert says in capsys.readouterr().err


def test_the_medium_of_another_draw_is_refused(
    medium: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["medium", str(medium[0]), "--commitment", "0" * 64])

    assert code == 1
    assert "材料不是这一次的" in capsys.readouterr().err
