"""What can be counted of a sealed draw's files: the numbers that pages show beside it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from mingqian import inclusion_probabilities, roster
from mingqian.inclusion_probabilities import Odds
from mingqian.manifest import Manifest, Stratum
from mingqian_ceremony.sealed_files import SealedFiles

_CACHE_SIZE = 32
_cache: dict[str, dict[str, Any]] = {}


def figures(files: SealedFiles) -> dict[str, Any]:
    """Count the rosters; kept by the commitment, under which the files never change."""
    key = files.manifest.commitment
    if key not in _cache:
        if len(_cache) >= _CACHE_SIZE:
            _cache.clear()
        _cache[key] = _figures(files)
    return _cache[key]


def _figures(files: SealedFiles) -> dict[str, Any]:
    manifest = files.manifest
    rosters = roster.read(files.rosters)
    counts = Counter(exclusion.reason for exclusion in rosters.exclusions)
    texts = {reason.code: reason.text for reason in manifest.exclusion_reasons}
    return {
        "size": manifest.directory.size,
        "subjects": len(rosters.subjects),
        "excluded": len(rosters.exclusions),
        "exclusions": [
            {"code": code, "text": texts[code], "count": counts[code]} for code in sorted(counts)
        ],
        "strata": _strata(manifest, inclusion_probabilities.odds(manifest, rosters.subjects)),
        "available": len(rosters.inspectors),
        "limit": max((inspector.limit for inspector in rosters.inspectors), default=0),
        "conflicts": len(rosters.conflicts),
    }


def _strata(manifest: Manifest, odds: list[Odds]) -> list[dict[str, Any]]:
    titles = {item.code: item.title for item in manifest.items}
    return [
        _stratum(stratum, titles[stratum.item], chances)
        for stratum, chances in zip(manifest.strata, odds, strict=True)
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
