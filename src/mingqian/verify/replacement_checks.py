"""Check of what happened after the draw (spec draw-v1 6.3)."""

from __future__ import annotations

from mingqian import canonical, evidence
from mingqian.canonical import Json
from mingqian.log.entry import Entry
from mingqian.replacement import Replacement, ReplacementState
from mingqian.verify.case import Case
from mingqian.verify.findings import Finding, passed, require_equal


def replacements(case: Case) -> Finding:
    """Repeat every replacement in the order of the log."""
    case.require_passed("selection", "assignment-complete", "log-order")
    count = evidence.replacements(list(case.files))
    standing = ReplacementState(case.manifest, case.rosters, case.result)
    for position in range(1, count + 1):
        event = evidence.replaced(position)
        standing.apply(_replacement(case, event, case.entry(event)))
    if not count:
        return passed("没有递补")
    return passed(f"{count} 次递补都按规则；抽中 {len(case.result.visits)} 家")


def _replacement(case: Case, event: str, entry: Entry) -> Replacement:
    where = evidence.entry_file(event)
    public = entry.public
    require_equal(
        "递补记录的封存码不一样",
        where=f"{where} commitment",
        expected=case.manifest.commitment,
        actual=public["commitment"],
    )
    return Replacement(
        stratum=_code(public.get("stratum"), where) if "stratum" in public else None,
        pool=_code(public.get("pool"), where) if "pool" in public else None,
        visit=_code(public["visit"], where),
        out=None if public["out"] is None else _code(public["out"], where),
        incoming=_code(public["in"], where),
        why=_code(public["why"], where),
    )


def _code(value: Json, where: str) -> str:
    require_equal(
        "递补记录的字段应是代码", where=where, expected=True, actual=canonical.is_code(value)
    )
    return str(value)
