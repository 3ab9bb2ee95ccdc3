"""Samples of records as telephones send them (``field-record-v1``), for tests on both sides."""

from __future__ import annotations

from typing import Any

from oversight.inspections.record_content import record_digest

DIGEST = "3f9a20c1" * 8
STROKES = [[[12, 40, 0], [30, 22, 16], [48, 41, 33]], [[60, 20, 90], [60, 44, 120]]]


def clean(*items: tuple[str, int]) -> dict[str, Any]:
    """Give a record in which every point of some items (code, number of points) is in order."""
    return {
        "v": 1,
        "answers": {
            code: {
                "points": [{"n": n, "answer": "ok", "why": ""} for n in range(1, count + 1)],
                "finding": "",
                "provision": "",
                "kinds": [],
                "disposition": ["none"],
                "methods": ["site"],
            }
            for code, count in items
        },
        "result": {"codes": ["WFX"], "path": "", "path_facts": {}},
        "minutes": {
            "place": "青禾区和顺路18号",
            "person": {"name": "何时雨", "post": "店长", "identity": "现场负责人"},
            "start": "2026-04-07T09:05:00+08:00",
            "end": "2026-04-07T11:10:00+08:00",
            "shown_at": "2026-04-07T09:06:00+08:00",
            "recusal_told": True,
            "recusal_answer": "不申请回避",
            "facts": "店内有员工12人，考勤表、工资表齐全。",
            "statement": "以上情况属实。",
            "changes": "",
        },
        "recordings": [
            {
                "device": "执法记录仪 07",
                "start": "2026-04-07T09:04:00+08:00",
                "end": "2026-04-07T11:12:00+08:00",
            }
        ],
        "evidence": [],
        "signatures": [],
        "refusal": {"reason": "", "witness": ""},
        "paper": [],
    }


def with_breach(content: dict[str, Any], code: str, point: int = 1) -> dict[str, Any]:
    """Give a record in which a point of an item is a breach that was ordered to be corrected."""
    answer = content["answers"][code]
    points = [
        {**row, "answer": "bad", "why": ""} if row["n"] == point else row
        for row in answer["points"]
    ]
    broken = {
        **answer,
        "points": points,
        "finding": "两名员工没有订立书面劳动合同",
        "provision": "《中华人民共和国劳动合同法》第十条",
        "kinds": ["V02"],
        "disposition": ["order"],
    }
    order = {"number": "青人社劳监令字〔2026〕第0001号", "due": "2026-04-22", "cured": False}
    return {
        **content,
        "answers": {**content["answers"], code: broken},
        "result": {"codes": ["ZLGZ"], "order": order, "path": "", "path_facts": {}},
        "evidence": [
            {"digest": DIGEST, "name": "劳动合同登记簿", "pages": 1, "point": f"{code}.{point}"}
        ],
    }


def without_anybody(content: dict[str, Any]) -> dict[str, Any]:
    """Give a record of 无法联系: nobody at the registered address, nobody on the telephone."""
    facts = {
        "calls": [
            {
                "number": "0379-0000002",
                "at": "2026-04-07T09:20:00+08:00",
                "result": "无人接听",
            }
        ],
        "neighbour": "物业称该公司半年前搬走",
        "neighbour_name": "物业经理路遥",
    }
    nobody = {"person": {"name": "", "post": "", "identity": ""}, "statement": ""}
    untold = {"shown_at": "", "recusal_told": False, "recusal_answer": ""}
    return {
        **content,
        "answers": {},
        "minutes": {**content["minutes"], **nobody, **untold, "facts": "大门紧锁，室内无人。"},
        "result": {"codes": ["WLX"], "path": "unreachable", "path_facts": facts},
        "evidence": [{"digest": DIGEST, "name": "门牌照片", "pages": 1, "point": "path.door"}],
    }


def signature(content: dict[str, Any], who: str, name: str) -> dict[str, Any]:
    """Give a signature under a record as it is."""
    return {
        "who": who,
        "name": name,
        "strokes": STROKES,
        "signed": record_digest(content),
        "at": "2026-04-07T11:15:00+08:00",
    }


def signed(content: dict[str, Any], *officers: str, subject: str = "何时雨") -> dict[str, Any]:
    """Give a record that officers and the person on the spot have signed."""
    signatures = [signature(content, "officer", name) for name in officers]
    if subject:
        signatures.append(signature(content, "subject", subject))
    return {**content, "signatures": signatures}
