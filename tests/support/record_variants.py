"""Records that are whole, and the same with one thing wrong: what a phone and the site must see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from oversight.inspections.rules.facts import ItemFacts
from tests.oversight.inspections import record_samples as samples

Content = dict[str, Any]


def of(items: Iterable[ItemFacts]) -> Mapping[str, Content]:
    """Give records by their names; those whose names begin with ``no`` lack something."""
    rows = [(item.code, len(item.points)) for item in items]
    clean, code = samples.clean(*rows), rows[0][0]
    breach = samples.with_breach(clean, code)
    gone = {"status": "ZX", "as_of": "2026-04-07", "source": "国家企业信用信息公示系统"}
    said = {"statement": "房东说上月搬走", "speaker": "房东路遥"}
    refused = {
        "basis_read": True,
        "consequence_read": True,
        "refused_at": "2026-04-07T09:30:00+08:00",
        "words": "今天没空",
    }
    return {
        "clean": clean,
        "breach": breach,
        "unreachable": samples.without_anybody(clean),
        "closed": _path(clean, "closed", "GBT", said, "premises"),
        "struck": _path(clean, "deregistered", "ZX", gone, "extract"),
        "uncooperative": _path(clean, "uncooperative", "BPH", refused),
        "business": _path(clean, "no_business", "WJY", said, "premises", "licence"),
        "no answer": _with(clean, ("answers", code, "points", 0, "answer"), ""),
        "no reason": _with(clean, ("answers", code, "points", 0, "answer"), "skipped"),
        "no method": _with(clean, ("answers", code, "methods"), []),
        "no breach": _with(clean, ("answers", code, "finding"), "两名员工没有合同"),
        "no code": _with(clean, ("result", "codes"), []),
        "no path": _with(clean, ("result", "codes"), ["WLX"]),
        "no finding": _with(breach, ("answers", code, "finding"), ""),
        "no provision": _with(breach, ("answers", code, "provision"), ""),
        "no route": _with(breach, ("answers", code, "kinds"), ["V10"]),
        "no order": _with(breach, ("answers", code, "disposition"), ["inform"]),
        "no number": _with(breach, ("result", "order", "number"), ""),
        "no term": _with(breach, ("result", "order", "due"), ""),
        "no cure": _with(breach, ("result", "codes"), ["YGZ"]),
        "no clash": _with(breach, ("result", "codes"), ["ZLGZ", "WFX"]),
        "no person": _with(clean, ("minutes", "person", "name"), ""),
        "no end": _with(clean, ("minutes", "end"), ""),
        "no right": _with(clean, ("minutes", "recusal_told"), None),
        "no facts": _with(clean, ("minutes", "facts"), " "),
        "no device": _with(clean, ("recordings", 0, "device"), ""),
        "no call": _with(samples.without_anybody(clean), ("result", "path_facts", "calls"), []),
        "no door": _with(samples.without_anybody(clean), ("evidence",), []),
    }


def _path(content: Content, path: str, code: str, facts: Content, *points: str) -> Content:
    evidence = [
        {"digest": samples.DIGEST, "name": f"照片 {point}", "pages": 1, "point": f"path.{point}"}
        for point in points
    ]
    result = {"codes": [code], "path": path, "path_facts": facts}
    return {**content, "answers": {}, "result": result, "evidence": evidence}


def _with(content: Content, way: tuple[str | int, ...], value: object) -> Content:
    """Give a copy in which one place says something else."""
    changed: Any = deepcopy(content)
    place = changed
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = value
    return changed  # type: ignore[no-any-return] # a copy of a content
