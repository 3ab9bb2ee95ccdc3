"""Whether the inspectors suffice, tried on invented draws, in words that somebody can act on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mingqian import canonical, draw
from mingqian.assignment import Blocking, Uncoverable, Visit, blocking_set, uncoverable
from mingqian.manifest import Manifest
from mingqian.roster import Rosters
from mingqian_engines import engine_for
from oversight.accounts.models import Organisation
from oversight.registry.models import Inspector

_FEW, _SOME = 20_000, 200_000
_SHOWN = 5


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


def assess(made: Manifest, rosters: Rosters) -> FeasibilityReport:
    """Try invented draws; nothing of them tells about the draw to come (draw-v1 5.3)."""
    alone = uncoverable(
        _representatives(made, rosters),
        rosters.inspectors,
        rosters.conflicts,
        relax_soft=made.relax_soft,
    )
    rehearsed = [rehearse(made, rosters, number) for number in range(_times(len(rosters.subjects)))]
    blocks = [
        blocking_set(visits, rosters.inspectors, rosters.conflicts, relax_soft=made.relax_soft)
        for visits in rehearsed
    ]
    found = [one for one in blocks if one is not None]
    sizes = [len(visits) for visits in rehearsed]
    slots = max(sum(count for v in visits for _, count in v.demand) for visits in rehearsed)
    problem, ways = "", []
    if alone:
        problem, ways = _alone_says(alone), _ways(relaxes=False)
    elif found:
        problem = _blocking_says(found[0], rosters)
        ways = _ways(relaxes=found[0].missing_if_relaxed == 0 and not made.relax_soft)
    return FeasibilityReport(
        is_feasible=not alone and len(found) < len(blocks),
        problem=problem,
        ways=ways,
        rehearsed=len(blocks),
        failed=len(found),
        fewest=min(sizes),
        most=max(sizes),
        slots=slots,
    )


def rehearse(made: Manifest, rosters: Rosters, number: int) -> list[Visit]:
    """Give the visits of one invented draw; its seed is a word that no real draw uses."""
    invented = canonical.digest(f"mingqian-draw/1|rehearsal|{made.commitment}|{number}")
    drawn = draw.select(made, engine_for(rosters), invented)
    return draw.demands(made, draw.visits(drawn))


def _representatives(made: Manifest, rosters: Rosters) -> list[Visit]:
    """Give one subject of each kind, and everybody from whom somebody is kept away."""
    named = {one.subject for one in rosters.conflicts}
    kinds: set[tuple[str, ...]] = set()
    chosen: dict[str, Sequence[str]] = {}
    for one in rosters.subjects:
        if one.id in named or one.strata not in kinds:
            chosen[one.id] = one.strata
            kinds.add(one.strata)
    return draw.demands(made, chosen)


def _times(subjects: int) -> int:
    return 20 if subjects <= _FEW else 5 if subjects <= _SOME else 2


def _alone_says(alone: Sequence[Uncoverable]) -> str:
    first = alone[0]
    sections = _sections(pool for pool, _, _ in first.pools)
    lacking = "；".join(
        f"{sections[pool]} 要 {need} 人，能去的只有 {able} 人" for pool, need, able in first.pools
    )
    return f"有 {len(alone)} 家即使只抽中它一家也派不齐人，例如 {first.subject}：{lacking}。"


def _blocking_says(found: Blocking, rosters: Rosters) -> str:
    parts = []
    for shortage in found.shortages:
        sections = _sections(pool for pool, _ in shortage.pools)
        wanted = "、".join(f"{sections[pool]} {count} 人次" for pool, count in shortage.pools)
        names = _names(code for code, _ in shortage.inspectors)
        who = "、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")
        parts.append(
            f"需要 {wanted}；能去的 {len(names)} 人（{who or '无'}）最多 {shortage.possible} 人次"
        )
    limit = max((one.limit for one in rosters.inspectors), default=0)
    return f"差 {found.missing} 人次。{'。'.join(parts)}。现在每人最多 {limit} 次。"


def _ways(*, relaxes: bool) -> list[str]:
    ways = [
        "请配合科室一起去，或向别的科室借调人员（在“联合检查”中邀请）",
        "减少应抽数：由牵头机构变更计划，写明理由",
        "分批推迟：计划中增加批次，把一部分放到后面的月份",
        "提高每人最多任务数",
        "补办或更新执法证件，核对请假和回避登记",
    ]
    return ["放宽轮换：允许近期去过的人再去", *ways] if relaxes else ways


def _sections(pools: Iterable[str]) -> Mapping[str, str]:
    codes = list(pools)
    names = dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
    return {code: names.get(code, code) for code in codes}


def _names(codes: Iterable[str]) -> list[str]:
    wanted = list(codes)
    names = dict(Inspector.objects.filter(code__in=wanted).values_list("code", "name"))
    return [names.get(code, code) for code in wanted]
