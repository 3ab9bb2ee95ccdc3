"""Whether the inspectors suffice, tried on invented draws, in words that somebody can act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mingqian import canonical, draw
from mingqian.assignment import (
    Blocking,
    Shortage,
    Uncoverable,
    Visit,
    blocking_set,
    uncoverable,
)
from mingqian.manifest import Manifest
from mingqian.roster import Rosters
from mingqian_engines import engine_for

_FEW, _SOME = 20_000, 200_000
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of sections by their pools and of inspectors by their codes, for the texts."""

    sections: Mapping[str, str]
    inspectors: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeasibilityReport:
    """What the rehearsals showed; visits and slots are those of the invented draws."""

    is_feasible: bool
    problem: str = ""
    ways: list[str] = field(default_factory=list)
    rehearsed: int = 0
    failed: int = 0
    fewest: int = 0
    most: int = 0
    slots: int = 0


def assess(manifest: Manifest, rosters: Rosters, names: Names) -> FeasibilityReport:
    """Try invented draws; nothing of them tells about the draw to come (draw-v1 5.3)."""
    alone = _uncoverable(manifest, rosters)
    rehearsals = [
        rehearse(manifest, rosters, number) for number in range(_times(len(rosters.subjects)))
    ]
    blockings = [_blocking(manifest, rosters, visits) for visits in rehearsals]
    failures = [blocking for blocking in blockings if blocking is not None]
    problem, ways = _problem(manifest, rosters, alone, failures, names)
    sizes = [len(visits) for visits in rehearsals]
    return FeasibilityReport(
        is_feasible=not alone and len(failures) < len(blockings),
        problem=problem,
        ways=ways,
        rehearsed=len(blockings),
        failed=len(failures),
        fewest=min(sizes),
        most=max(sizes),
        slots=max(sum(count for v in visits for _, count in v.demand) for visits in rehearsals),
    )


def rehearse(manifest: Manifest, rosters: Rosters, number: int) -> list[Visit]:
    """Give the visits of one invented draw; its seed is a word that no real draw uses."""
    invented = canonical.digest(f"mingqian-draw/1|rehearsal|{manifest.commitment}|{number}")
    drawn = draw.select(manifest, engine_for(rosters), invented)
    return draw.demands(manifest, draw.visits(drawn))


def _uncoverable(manifest: Manifest, rosters: Rosters) -> Sequence[Uncoverable]:
    return uncoverable(
        _representatives(manifest, rosters),
        rosters.inspectors,
        rosters.conflicts,
        relax_soft=manifest.relax_soft,
    )


def _blocking(manifest: Manifest, rosters: Rosters, visits: list[Visit]) -> Blocking | None:
    return blocking_set(
        visits, rosters.inspectors, rosters.conflicts, relax_soft=manifest.relax_soft
    )


def _problem(
    manifest: Manifest,
    rosters: Rosters,
    alone: Sequence[Uncoverable],
    failures: Sequence[Blocking],
    names: Names,
) -> tuple[str, list[str]]:
    """Say what is lacking, and what can be done about it; nothing where inspectors suffice."""
    if alone:
        return _alone_problem(alone, names), _ways(relaxes=False)
    if failures:
        relaxes = failures[0].missing_if_relaxed == 0 and not manifest.relax_soft
        return _blocking_problem(failures[0], rosters, names), _ways(relaxes=relaxes)
    return "", []


def _representatives(manifest: Manifest, rosters: Rosters) -> list[Visit]:
    """Give one subject of each kind, and everybody from whom somebody is kept away."""
    named = {conflict.subject for conflict in rosters.conflicts}
    kinds: set[tuple[str, ...]] = set()
    chosen: dict[str, Sequence[str]] = {}
    for subject in rosters.subjects:
        if subject.id in named or subject.strata not in kinds:
            chosen[subject.id] = subject.strata
            kinds.add(subject.strata)
    return draw.demands(manifest, chosen)


def _times(subjects: int) -> int:
    return 20 if subjects <= _FEW else 5 if subjects <= _SOME else 2


def _alone_problem(alone: Sequence[Uncoverable], names: Names) -> str:
    first = alone[0]
    lacking = "；".join(
        f"{_name(names.sections, pool)} 要 {need} 人，能去的只有 {able} 人"
        for pool, need, able in first.pools
    )
    return f"有 {len(alone)} 家即使只抽中它一家也派不齐人，例如 {first.subject}：{lacking}。"


def _blocking_problem(blocking: Blocking, rosters: Rosters, names: Names) -> str:
    parts = "。".join(_shortage_text(shortage, names) for shortage in blocking.shortages)
    limit = max((inspector.limit for inspector in rosters.inspectors), default=0)
    return f"差 {blocking.missing} 人次。{parts}。现在每人最多 {limit} 次。"


def _shortage_text(shortage: Shortage, names: Names) -> str:
    wanted = "、".join(
        f"{_name(names.sections, pool)} {count} 人次" for pool, count in shortage.pools
    )
    people = [_name(names.inspectors, code) for code, _ in shortage.inspectors]
    listed = "、".join(people[:_SHOWN]) + ("等" if len(people) > _SHOWN else "")
    return (
        f"需要 {wanted}；能去的 {len(people)} 人（{listed or '无'}）最多 {shortage.possible} 人次"
    )


def _name(names: Mapping[str, str], code: str) -> str:
    return names.get(code, code)


def _ways(*, relaxes: bool) -> list[str]:
    ways = [
        "请配合科室一起去，或向别的科室借调人员（在“联合检查”中邀请）",
        "减少应抽数：由牵头机构变更计划，写明理由",
        "分批推迟：计划中增加批次，把一部分放到后面的月份",
        "提高每人最多任务数",
        "补办或更新执法证件，核对请假和回避登记",
    ]
    return ["放宽轮换：允许近期去过的人再去", *ways] if relaxes else ways
