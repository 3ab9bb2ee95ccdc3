"""What somebody with the disc does to a sealed draw, for tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from mingqian import canonical
from oversight.draws.models import Draw
from tests.support import platform_factory

Attack = Callable[[Draw], None]
TOLD = "材料与封存时不一样"


def path_of(draw: Draw, name: str) -> Path:
    return Path(settings.DRAWS) / draw.number / name


def rewrite(draw: Draw, name: str, change: Callable[[Any], None]) -> None:
    path = path_of(draw, name)
    read = json.loads(path.read_bytes())
    change(read)
    path.write_bytes(canonical.write(read))


def manifest_title(draw: Draw) -> None:
    rewrite(draw, "manifest.json", lambda read: read.update(title="别的抽查"))


def manifest_draws_fewer(draw: Draw) -> None:
    def fewer(read: Any) -> None:
        read["strata"][0]["draw"] = 1
        read["strata"][0]["rule"] |= {"max": 1, "min": 0}

    rewrite(draw, "manifest.json", fewer)


def manifest_and_row_agree(draw: Draw) -> None:
    manifest_title(draw)
    commitment = canonical.digest(path_of(draw, "manifest.json").read_bytes())
    Draw.objects.filter(pk=draw.pk).update(commitment=commitment, title="别的抽查")


def roster_without_a_friend(draw: Draw) -> None:
    path = path_of(draw, "subjects.csv")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], *lines[2:]]))
    digest = canonical.digest(path.read_bytes())

    def fit(read: Any) -> None:
        entry = next(one for one in read["files"] if one["name"] == "subjects.csv")
        entry |= {"rows": entry["rows"] - 1, "sha256": digest}

    rewrite(draw, "manifest.json", fit)


def roster_alone(draw: Draw) -> None:
    path = path_of(draw, "inspectors.csv")
    path.write_bytes(path.read_bytes().replace(b",0,", b",9,", 1))


def roster_gone(draw: Draw) -> None:
    path_of(draw, "exclusions.csv").unlink()


def manifest_gone(draw: Draw) -> None:
    path_of(draw, "manifest.json").unlink()


def mark_and_manifest_gone(draw: Draw) -> None:
    path_of(draw, "private/sealing").unlink()
    manifest_gone(draw)


FILE_ATTACKS = [
    manifest_title,
    manifest_draws_fewer,
    manifest_and_row_agree,
    roster_without_a_friend,
    roster_alone,
    roster_gone,
    manifest_gone,
    mark_and_manifest_gone,
]
ADDRESSES = [
    "",
    f"?q={platform_factory.code(1)}",
    f"proof/{platform_factory.code(1)}.json",
    "evidence.zip",
    "sealed.zip",
    "slip/",
    "result.csv",
    "result.json",
    "result.xlsx",
    "screen/",
    "screen/?step=seal",
    "screen/now/",
]


def data(response: Any) -> bytes:
    content: bytes = (
        b"".join(response.streaming_content) if response.streaming else response.content
    )
    for close in response._resource_closers:  # noqa: SLF001
        close()
    return content


def body(response: Any) -> str:
    return data(response).decode("utf-8", errors="replace")
