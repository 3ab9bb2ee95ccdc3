"""What no mathematics forbids, said in plain words beside the checks (spec draw-v1 7.5)."""

from __future__ import annotations

from collections import Counter

from mingqian import evidence, inclusion_probabilities, times
from mingqian.assignment import forced
from mingqian.inclusion_probabilities import Odds
from mingqian.verify.case import Case

_SHOWN = 5


def notes(case: Case) -> list[str]:
    """List the notes of a draw whose manifest and rosters could be read."""
    if case.failed & {"manifest-canonical", "roster-format", "strata-counts"}:
        return []
    found = [f"t0:{case.manifest.t0}(北京时间 {times.beijing(case.manifest.t0)})"]
    for one in inclusion_probabilities.odds(case.manifest, case.rosters.subjects):
        found += _stratum_notes(one)
    found += _forced_notes(case)
    found += _exclusion_notes(case)
    found += _directory_notes(case)
    count = evidence.replacements(list(case.files))
    found.append(f"递补 {count} 次，占抽中 {len(case.result.visits)} 家")
    return found


def _stratum_notes(one: Odds) -> list[str]:
    found = []
    if one.is_census:
        found.append(f"层 {one.stratum} 全查，不是随机：{one.size} 家全部抽中")
    for tickets, holders, chance in one.uneven:
        side = "不到平均的一半" if chance < one.mean else "超过平均的两倍"
        found.append(f"层 {one.stratum} 签数 {tickets} 的 {holders} 家机会{side}")
    return found


def _forced_notes(case: Case) -> list[str]:
    if case.failed & {"selection", "seed"}:
        return []
    slots = forced(
        case.demands(),
        case.rosters.inspectors,
        case.rosters.conflicts,
        is_relaxed=case.result.relaxed,
    )
    if not slots:
        return []
    named = "、".join(f"{one.subject} 的 {one.pool} 组" for one in slots[:_SHOWN])
    more = "等" if len(slots) > _SHOWN else ""
    return [f"{len(slots)} 处名额可选的人不到所需的两倍，接近指定：{named}{more}"]


def _exclusion_notes(case: Case) -> list[str]:
    texts = {reason.code: reason.text for reason in case.manifest.exclusion_reasons}
    counts = Counter(exclusion.reason for exclusion in case.rosters.exclusions)
    return [f"不可抽 {counts[code]} 家：{texts[code]}({code})" for code in sorted(counts)]


def _directory_notes(case: Case) -> list[str]:
    listed = len(case.rosters.subjects) + len(case.rosters.exclusions)
    size = case.manifest.directory.size
    found = [f"名录库 {size} 家，本次名单 {listed} 家，相差 {size - listed} 家"]
    if case.manifest.directory.root is None:
        found.append("名录没有留根：备料时读到的名录事后无从核对(draw-v1 2.7)")
    return found
