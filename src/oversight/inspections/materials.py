"""What a notice may ask an enterprise to prepare: nothing that can be had by sharing (rule R12).

人力资源市场暂行条例 §36 forbids it for its enterprises; by default it holds for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from oversight.inspections import caps

_SEPARATORS = ("｜", "|")


def read(text: str) -> list[dict[str, str]]:
    """Read a list of materials, one a line: the material, and after a bar why it is needed."""
    return [_material(line) for line in text.splitlines() if line.strip()]


def problems(materials: Iterable[Mapping[str, str]], bureau_id: int, on: date) -> Iterator[str]:
    """Name the materials that the bureau can have by sharing, and must not ask for."""
    shareable = caps.list_of(bureau_id, "shareable_papers", on)
    for material in materials:
        words = next((paper for paper in shareable if paper in material["title"]), "")
        if words:
            yield f"“{material['title']}”能通过数据共享取得，不能要求企业提供；请从清单里删去"


def _material(line: str) -> dict[str, str]:
    for separator in _SEPARATORS:
        title, _, why = line.partition(separator)
        if title.strip() and why.strip():
            return {"title": title.strip(), "why": why.strip()}
    return {"title": line.strip()}
