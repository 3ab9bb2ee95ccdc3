"""Notes beside the checks: what is allowed, but a reader should know of (spec draw-v1 7.5)."""

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
    lines = [f"t0:{case.manifest.t0}(北京时间 {times.beijing(case.manifest.t0)})"]
    for stratum in inclusion_probabilities.odds(case.manifest, case.rosters.subjects):
        lines += _stratum_notes(stratum)
    lines += _forced_notes(case)
    lines += _exclusion_notes(case)
    lines += _directory_notes(case)
    count = evidence.replacements(list(case.files))
    lines.append(f"递补 {count} 次，占抽中 {len(case.result.visits)} 家")
    return lines


def _stratum_notes(stratum: Odds) -> list[str]:
    lines = []
    if stratum.is_census:
        lines.append(f"层 {stratum.stratum} 全查，不是随机：{stratum.size} 家全部抽中")
    for tickets, holders, chance in stratum.uneven:
        side = "不到平均的一半" if chance < stratum.mean else "超过平均的两倍"
        lines.append(f"层 {stratum.stratum} 签数 {tickets} 的 {holders} 家机会{side}")
    return lines


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
    named = "、".join(f"{slot.subject} 的 {slot.pool} 组" for slot in slots[:_SHOWN])
    more = "等" if len(slots) > _SHOWN else ""
    return [f"{len(slots)} 处名额可选的人不到所需的两倍，接近指定：{named}{more}"]


def _exclusion_notes(case: Case) -> list[str]:
    texts = {reason.code: reason.text for reason in case.manifest.exclusion_reasons}
    counts = Counter(exclusion.reason for exclusion in case.rosters.exclusions)
    return [f"不可抽 {counts[code]} 家：{texts[code]}({code})" for code in sorted(counts)]


def _directory_notes(case: Case) -> list[str]:
    listed = len(case.rosters.subjects) + len(case.rosters.exclusions)
    size = case.manifest.directory.size
    lines = [f"名录库 {size} 家，本次名单 {listed} 家，相差 {size - listed} 家"]
    if case.manifest.directory.root is None:
        lines.append("名录没有留根：备料时读到的名录事后无从核对(draw-v1 2.7)")
    return lines
