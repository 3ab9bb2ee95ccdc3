"""What can be counted of a sealed draw's files: the numbers that pages show beside it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from mingqian import inclusion_probabilities, roster
from mingqian.inclusion_probabilities import Odds
from mingqian.manifest import Manifest, Stratum
from mingqian_ceremony.sealed_files import SealedFiles

_KEPT = 32
_known: dict[str, dict[str, Any]] = {}


def figures(found: SealedFiles) -> dict[str, Any]:
    """Count the rosters. The commitment names the files, so what it named once it always names."""
    key = found.manifest.commitment
    if key not in _known:
        if len(_known) >= _KEPT:
            _known.clear()
        _known[key] = _figures(found)
    return _known[key]


def _figures(found: SealedFiles) -> dict[str, Any]:
    made = found.manifest
    rosters = roster.read(found.rosters)
    counts = Counter(one.reason for one in rosters.exclusions)
    texts = {one.code: one.text for one in made.exclusion_reasons}
    return {
        "size": made.directory.size,
        "subjects": len(rosters.subjects),
        "excluded": len(rosters.exclusions),
        "exclusions": [
            {"code": code, "text": texts[code], "count": counts[code]} for code in sorted(counts)
        ],
        "strata": _strata(made, inclusion_probabilities.odds(made, rosters.subjects)),
        "available": len(rosters.inspectors),
        "limit": max((one.limit for one in rosters.inspectors), default=0),
        "conflicts": len(rosters.conflicts),
    }


def _strata(made: Manifest, found: list[Odds]) -> list[dict[str, Any]]:
    titles = {item.code: item.title for item in made.items}
    return [
        _stratum(stratum, titles[stratum.item], chances)
        for stratum, chances in zip(made.strata, found, strict=True)
    ]


def _stratum(stratum: Stratum, item: str, chances: Odds) -> dict[str, Any]:
    letter = stratum.code.removesuffix(f".{stratum.item}")
    rule = stratum.rule
    return {
        "code": stratum.code,
        "class": letter,
        "name": stratum.title.removesuffix(f"·{item}"),
        "item": stratum.item,
        "size": stratum.size,
        "draw": stratum.draw,
        "planned": rule.least if rule.least == rule.most else None,
        "permyriad": rule.permyriad,
        "reserve": stratum.reserve,
        "census": chances.is_census,
        "chances": [
            [tickets, count, chance.numerator, chance.denominator]
            for tickets, count, chance in chances.chances
        ],
    }
