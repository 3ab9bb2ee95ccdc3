"""A sampling frame in literal values: eight firms, three inspectors, no database."""

from __future__ import annotations

from datetime import date
from typing import Any

from mingqian.manifest import Need
from mingqian.sources import Dice
from oversight.draws.rules import Cap, Row, Terms
from oversight.draws.rules.frame import Heading, InspectorRow, RecentChanges, SamplingFrame
from oversight.registry.rules.inspectors import InspectorAvailability, Term

ON = date(2026, 3, 20)
POOL = "U2"
CLASS = {
    "code": "",
    "letter": "ALL",
    "name": "全部",
    "permyriad": 5000,
    "count": None,
    "most": None,
    "year": None,
    "base": None,
    "year_permyriad": 5000,
}
SETUP: dict[str, Any] = {
    "items": [{"code": "LDBZ-01", "version": 1, "title": "劳动用工"}],
    "classes": [CLASS],
    "mode": "open",
    "people": 2,
    "limit": 6,
    "relax": True,
    "reserve": 1,
}


def row(pk: int, **changes: Any) -> Row:
    """Give a firm that takes part, unless something is changed."""
    values: dict[str, Any] = {
        "pk": pk,
        "code": f"91330000{pk:010d}",
        "code_is_valid": True,
        "state": "存续",
        "kind": "企业",
        "industry": "制造业",
        "region": "城东",
        "owner_id": 2,
        "grade": "A",
        "risk": "B",
        "labels": "",
        "last_visited_on": None,
    }
    return Row(**{**values, **changes})


def code(pk: int) -> str:
    """Give the code of a firm."""
    return row(pk).code


def terms(**changes: Any) -> Terms:
    """Give terms that let every firm in business take part."""
    values: dict[str, Any] = {
        "scope": {},
        "ratio_by": "",
        "split_by": "",
        "classes": {"": ("ALL.LDBZ-01",)},
        "caps": (),
        "rest_days": 90,
        "exempt_labels": frozenset({"重点项目"}),
        "excepted": frozenset(),
        "tickets": {},
        "on": ON,
    }
    return Terms(**{**values, **changes})


def cap(limit: int, visits: dict[int, int]) -> Cap:
    """Give a cap of the year with the visits that count."""
    return Cap(key="cap_year", name="年度上限", limit=limit, citation="条例第五条", visits=visits)


def inspector(pk: int, **changes: Any) -> InspectorRow:
    """Give an inspector who may be sent anywhere, unless something is changed."""
    values: dict[str, Any] = {
        "pk": pk,
        "code": f"ZF{pk:05d}",
        "name": f"许{pk}",
        "pool": POOL,
        "section": "执法一科",
        "availability": availability(),
    }
    return InspectorRow(**{**values, **changes})


def availability(**changes: Any) -> InspectorAvailability:
    """Give somebody on duty with a certificate that is in force."""
    values: dict[str, Any] = {
        "staffing": "在编",
        "duty": "在岗",
        "is_expert": False,
        "certificates": [Term(since=date(2025, 1, 1), until=None)],
        "leaves": [],
    }
    return InspectorAvailability(**{**values, **changes})


def frame(**changes: Any) -> SamplingFrame:
    """Give the frame of a draw of half of eight firms by two of three inspectors."""
    values: dict[str, Any] = {
        "heading": Heading(
            number="330102-2026-0001-01-1",
            organisation="青禾区人力资源和社会保障局",
            title="劳动用工抽查",
            plan="330102-2026-01",
            task="330102-2026-0001-01",
        ),
        "setup": SETUP,
        "team": (Need(pool=POOL, count=2),),
        "sections": {POOL: "执法一科"},
        "sources": (Dice(count=60, by="许澜", place="会议室", time="2026-03-20T02:00:00Z"),),
        "deadline": "2026-03-20T08:00:00Z",
        "read_at": "2026-03-19T01:00:00Z",
        "terms": terms(),
        "directory": [row(pk) for pk in range(1, 9)],
        "directory_root": "0" * 64,
        "salt_key": "1" * 64,
        "changes": RecentChanges(days=30),
        "inspectors": [inspector(pk) for pk in range(1, 4)],
    }
    return SamplingFrame(**{**values, **changes})
