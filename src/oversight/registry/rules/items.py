"""What an item of the list must say before it may be published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from oversight.common.errors import DomainError

CATEGORIES = ("重点", "一般")
METHODS = ("现场", "书面", "网络", "委托")
LEVELS = ("省", "市", "县")
BASIS_LEVELS = ("法律", "行政法规", "地方性法规", "部门规章", "地方政府规章", "规范性文件")
MOST_PER_MILLE = 1000
TITLES = {
    "field": "领域",
    "name": "事项名称",
    "category": "类别",
    "basis": "检查依据",
    "authority": "检查主体",
    "levels": "实施层级",
    "subject_kinds": "检查对象类型",
    "points": "检查要点",
    "standard": "检查标准",
    "methods": "检查方式",
    "materials": "需要的材料",
    "ratio_floor": "比例下限（‰）",
    "ratio_ceiling": "比例上限（‰）",
    "yearly_floor": "年频次下限",
    "yearly_ceiling": "年频次上限",
    "joint": "可联合",
    "joint_units": "配合部门",
    "note": "备注",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A provision on which the inspection rests; ``verified`` once somebody has read it."""

    level: str
    title: str
    number: str = ""
    article: str = ""
    text: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A line of the checklist: what is asked, what is looked at, what counts as a breach."""

    title: str
    look: str = ""
    breach: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What one version of an item says."""

    field: str
    name: str
    category: str
    authority: str
    basis: tuple[Basis, ...] = ()
    levels: tuple[str, ...] = ()
    subject_kinds: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    standard: str = ""
    methods: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    ratio_floor: int | None = None
    ratio_ceiling: int | None = None
    yearly_floor: int | None = None
    yearly_ceiling: int | None = None
    joint: bool = False
    joint_units: tuple[str, ...] = ()
    note: str = ""


def stored(content: Content) -> dict[str, Any]:
    """Give the content as it is stored."""
    return asdict(content)


def read(stored_content: Mapping[str, Any]) -> Content:
    """Read stored content."""
    values = dict(stored_content)
    values["basis"] = tuple(Basis(**provision) for provision in values.get("basis", ()))
    values["points"] = tuple(Point(**point) for point in values.get("points", ()))
    for name in ("levels", "subject_kinds", "methods", "materials", "joint_units"):
        values[name] = tuple(values.get(name, ()))
    return Content(**values)


def require_sound(content: Content) -> None:
    """Refuse content that contradicts itself, even as a draft.

    Raises:
        DomainError: with the field and what to do.
    """
    if not content.name:
        raise DomainError("请写事项名称", field="name")
    for name in ("ratio_floor", "ratio_ceiling"):
        value = getattr(content, name)
        if value is not None and not 0 <= value <= MOST_PER_MILLE:
            raise DomainError(f"{TITLES[name]}应在 0 到 1000 之间", field=name)
    _require_order(content.ratio_floor, content.ratio_ceiling, "ratio_ceiling", "比例")
    _require_order(content.yearly_floor, content.yearly_ceiling, "yearly_ceiling", "年频次")


def missing(content: Content) -> list[str]:
    """Name what must be filled in before the item may be published."""
    required = {
        "field": content.field,
        "category": content.category in CATEGORIES,
        "authority": content.authority,
        "basis": content.basis,
        "subject_kinds": content.subject_kinds,
        "points": content.points,
        "methods": content.methods,
    }
    lacking = [TITLES[name] for name, value in required.items() if not value]
    if any(not (provision.title and provision.article) for provision in content.basis):
        lacking.append("检查依据的名称和条款")
    return lacking


def differences(before: Content, after: Content) -> list[tuple[str, Any, Any]]:
    """List what changed between two versions: (field, before, after)."""
    old, new = stored(before), stored(after)
    return [(name, old[name], new[name]) for name in TITLES if old[name] != new[name]]


def _require_order(low: int | None, high: int | None, name: str, word: str) -> None:
    if low is not None and high is not None and low > high:
        raise DomainError(f"{word}下限 {low} 大于上限 {high}；请改其中一个", field=name)
