"""The plan of a draw by its parts, and what no law or published item allows in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mingqian.errors import RefusedError
from mingqian.manifest import Item
from mingqian.manifest_builder import StratumPlan
from mingqian.sources import Source
from mingqian_cli.error_words import OWN
from mingqian_tables import likeness

LEAST_TEAM = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRule:
    """An item with what was published of it."""

    item: Item
    published: str
    floor: int | None
    ceiling: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which rows of the directory are meant: for each column some allowed values.

    ``*`` in a value stands for anything. ``at_least`` compares a column with a number.
    """

    where: Mapping[str, tuple[str, ...]]
    at_least: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumRule:
    """A stratum and who is in it."""

    plan: StratumPlan
    filter: Filter


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionRule:
    """A reason for which subjects are left out, and who they are."""

    code: str
    text: str
    filter: Filter


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """A file, and which of its sheets and rows of headings is meant where a person chose."""

    path: Path
    sheet: str | None
    heading_row: int | None
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """The plan as written; paths are relative to its folder."""

    draw: str
    organisation: str
    title: str
    plan: str | None
    task: str
    mode: str
    deadline: str
    relax_rotation: bool
    limit: int
    voids: tuple[str, ...]
    path: Path
    directory_file: TableFile
    inspectors_file: TableFile
    conflicts_file: TableFile | None
    accepted_faults: int | None
    accepted_codes: Mapping[str, str]
    directory_at: str
    directory_root: str | None
    directory_size: int | None
    has_local_codes: bool
    columns: Mapping[str, str]
    ticket_column: str | None
    tickets: Mapping[str, int]
    items: tuple[ItemRule, ...]
    strata: tuple[StratumRule, ...]
    exclusions: tuple[ExclusionRule, ...]
    sources: tuple[Source, ...]

    @property
    def pools(self) -> set[str]:
        """The pools that some team asks for."""
        return {need.pool for stratum in self.strata for need in stratum.plan.team}


def require_lawful(plan: PlanFile) -> None:
    """Require that teams and ratios are those that the law and the published items allow.

    Raises:
        RefusedError: a team too small, an item not declared or not used, a ratio out of bounds.
    """
    rules = {rule.item.code: rule for rule in plan.items}
    for stratum in plan.strata:
        _require_team(stratum)
        if stratum.plan.item not in rules:
            near = likeness.hint(stratum.plan.item, rules)
            raise RefusedError(
                OWN,
                problem=f"层 {stratum.plan.code} 的事项 {stratum.plan.item} 不在 items 中"
                f"{';' if near else ''}{near}",
            )
        _require_ratio(stratum, rules[stratum.plan.item])
    used = {stratum.plan.item for stratum in plan.strata}
    for code in rules:
        if code not in used:
            raise RefusedError(
                OWN, problem=f"事项 {code} 没有一层用到；请核对各层的 item，或删去这个事项"
            )


def _require_team(stratum: StratumRule) -> None:
    people = sum(need.count for need in stratum.plan.team)
    if people < LEAST_TEAM:
        raise RefusedError(
            OWN,
            problem=f"层 {stratum.plan.code} 每户只派 {people} 人，应不少于 {LEAST_TEAM} 人",
            rule="劳动保障监察条例第16条、行政处罚法第42条",
        )


def _require_ratio(stratum: StratumRule, rule: ItemRule) -> None:
    share = stratum.plan.rule.permyriad
    for bound, word, is_broken in (
        (rule.ceiling, "上限", rule.ceiling is not None and share > rule.ceiling),
        (rule.floor, "下限", rule.floor is not None and share < rule.floor),
    ):
        if is_broken and bound is not None:
            raise RefusedError(
                OWN,
                problem=f"层 {stratum.plan.code} 的比例是 {percent(share)},"
                f"超出事项 {rule.item.code} 公布的{word} {percent(bound)}；"
                "请改比例或先调整事项清单",
            )


def percent(permyriad: int) -> str:
    """Write a share in 1/10000 as per cent, exactly."""
    whole, part = divmod(permyriad, 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".") + "%"
