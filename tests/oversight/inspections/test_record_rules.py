"""What keeps a record from the signatures: open items, codes, evidence, paths, minutes."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from oversight.inspections.record_content import is_plain, record_digest
from oversight.inspections.rules import minutes
from oversight.inspections.rules.contents import read_record
from oversight.inspections.rules.facts import ItemFacts, Officer, VisitFacts
from oversight.inspections.rules.problems import problems
from tests.oversight.inspections import record_samples as samples

CODE = "LDBZ-01"
FACTS = VisitFacts(
    items=(ItemFacts(code=CODE, name="劳动合同", points=("签订", "履行"), section="劳动科"),),
    officers=(Officer(name="支行舟", section="劳动科"), Officer(name="罗听雪", section="劳动科")),
    is_shown=True,
    today=date(2026, 4, 7),
)
CLEAN = samples.clean((CODE, 2))
BROKEN = samples.with_breach(CLEAN, CODE)
NOBODY = samples.without_anybody(CLEAN)
Change = Callable[[dict[str, Any]], object]


def changed(content: dict[str, Any], change: Change) -> dict[str, Any]:
    own = copy.deepcopy(content)
    change(own)
    return own


def fields(content: dict[str, Any], facts: VisitFacts = FACTS) -> list[str]:
    return [field for field, _ in problems(content, facts)]


def on_path(path: str, codes: list[str], facts: dict[str, Any], *slots: str) -> dict[str, Any]:
    evidence = [
        {"digest": samples.DIGEST, "name": "照片", "pages": 1, "point": slot} for slot in slots
    ]
    result = {"codes": codes, "path": path, "path_facts": facts}
    return {**CLEAN, "answers": {}, "result": result, "evidence": evidence}


REFUSED = {
    "basis_read": True,
    "consequence_read": True,
    "refused_at": "2026-04-07T09:20:00+08:00",
    "words": "老板不在，谁也不许进",
    "witness": "社区工作人员路遥",
}
STATED = {"statement": "上月已经停业", "speaker": "房东何时雨"}
EXTRACT = {"status": "ZX", "as_of": "2026-04-07", "source": "国家企业信用信息公示系统"}
UNCOOPERATIVE = on_path("uncooperative", ["BPH"], REFUSED)
CLOSED = on_path("closed", ["GBT"], STATED, "path.premises")
NO_BUSINESS = on_path("no_business", ["WJY"], STATED, "path.premises", "path.licence")
GONE = on_path("deregistered", ["ZX"], EXTRACT, "path.extract")


@pytest.mark.parametrize(
    "content", [CLEAN, BROKEN, NOBODY, UNCOOPERATIVE, CLOSED, NO_BUSINESS, GONE]
)
def test_a_whole_record_has_nothing_against_it(content: dict[str, Any]) -> None:
    assert problems(content, FACTS) == []
    assert is_plain(samples.signed(content, "支行舟", "罗听雪"))


def answer(content: dict[str, Any]) -> Any:
    return content["answers"][CODE]


def at(content: dict[str, Any], point: int) -> Any:
    return answer(content)["points"][point - 1]


OPEN: list[tuple[dict[str, Any], Change, list[str]]] = [
    (CLEAN, lambda c: answer(c)["points"].pop(), [f"answers.{CODE}.2"]),
    (CLEAN, lambda c: at(c, 1).update(answer=""), [f"answers.{CODE}.1"]),
    (CLEAN, lambda c: at(c, 1).update(answer="skipped"), [f"answers.{CODE}.1"]),
    (CLEAN, lambda c: at(c, 1).update(answer="skipped", why="原件不在"), []),
    (CLEAN, lambda c: at(c, 2).update(n=3), [f"answers.{CODE}.2", f"answers.{CODE}"]),
    (CLEAN, lambda c: at(c, 2).update(n=True), [f"answers.{CODE}.2", f"answers.{CODE}"]),
    (CLEAN, lambda c: c["answers"].update(X={}), ["answers.X"]),
    (CLEAN, lambda c: answer(c).update(methods=[]), [f"answers.{CODE}.methods"]),
    (CLEAN, lambda c: answer(c).update(methods=["sit"]), [f"answers.{CODE}.methods"]),
    (CLEAN, lambda c: answer(c).update(finding="缺合同"), [f"answers.{CODE}.finding"]),
    (CLEAN, lambda c: answer(c).update(disposition=["order"]), [f"answers.{CODE}.disposition"]),
    (BROKEN, lambda c: answer(c).update(finding=" "), [f"answers.{CODE}.finding"]),
    (BROKEN, lambda c: answer(c).update(provision=""), [f"answers.{CODE}.provision"]),
    (BROKEN, lambda c: answer(c).update(kinds=["V1"]), [f"answers.{CODE}.kinds"]),
    (BROKEN, lambda c: answer(c).update(codes=["DHC"]), [f"answers.{CODE}.codes"]),
    (BROKEN, lambda c: answer(c).update(codes=["D"]), [f"answers.{CODE}.codes"]),
    (BROKEN, lambda c: answer(c).update(codes=["ZLGZ"]), []),
    (
        BROKEN,
        lambda c: answer(c).update(disposition=["order", "none"]),
        [f"answers.{CODE}.disposition"],
    ),
    (
        BROKEN,
        lambda c: answer(c).update(disposition=[]),
        [f"answers.{CODE}.disposition", "result.codes"],
    ),
    (
        BROKEN,
        lambda c: answer(c).update(disposition=["order", "x"]),
        [f"answers.{CODE}.disposition"],
    ),
    (BROKEN, lambda c: answer(c).update(kinds=["V10"]), [f"answers.{CODE}.disposition"]),
    (BROKEN, lambda c: answer(c).update(kinds=["V10"], disposition=["order", "levy"]), []),
]


@pytest.mark.parametrize(("content", "change", "expected"), OPEN)
def test_an_open_answer_is_named_at_its_field(
    content: dict[str, Any], change: Change, expected: list[str]
) -> None:
    assert fields(changed(content, change)) == expected


CODES: list[tuple[list[str], list[str]]] = [
    ([], ["result.codes", "result.codes"]),
    (["WFX"], ["result.codes"]),
    (["ZLGZ", "WFX"], ["result.codes"]),
    (["YGZ"], ["result.order.cured"]),
    (["ZLGZ", "YGZ"], ["result.codes", "result.order.cured"]),
    (["ZLGZ", "ZL"], ["result.codes"]),
    (["DHC"], []),
    (["WGS"], []),
    (["XJZ"], ["evidence"]),
    (["ZLGZ", "WLX"], ["result.path", "result.codes"]),
]


@pytest.mark.parametrize(("codes", "expected"), CODES)
def test_codes_of_a_breach_exclude_each_other(codes: list[str], expected: list[str]) -> None:
    content = changed(BROKEN, lambda c: c["result"].update(codes=codes))

    assert fields(content) == expected


def test_a_code_demands_its_evidence() -> None:
    bare = changed(BROKEN, lambda c: c.update(evidence=[]))
    no_order = changed(BROKEN, lambda c: c["result"].update(order={}))

    assert fields(changed(bare, lambda c: c["result"].update(codes=["WGS"]))) == ["evidence"]
    assert fields(no_order) == ["result.order.number", "result.order.due"]
    assert problems(changed(CLEAN, lambda c: c["result"].update(codes=["DHC"])), FACTS) == [
        ("result.codes", "没有不合格的要点，检查结果不能是“发现问题待后续处理”")
    ]


def test_cured_on_the_spot_needs_the_picture_and_no_term() -> None:
    cured = changed(BROKEN, lambda c: c["result"]["order"].update(cured=True, due=""))
    proof = {"digest": samples.DIGEST, "name": "补签后的合同", "pages": 1, "point": "cured"}

    assert fields(cured) == ["result.order.cured"]
    assert fields(changed(cured, lambda c: c["evidence"].append(proof))) == []


def test_nothing_looked_at_is_not_nothing_found() -> None:
    content = copy.deepcopy(CLEAN)
    for point in answer(content)["points"]:
        point.update(answer="none", why="没有员工")

    assert problems(content, FACTS) == [
        ("result.codes", "一项也没有检查，不能写“未发现问题”"),
    ]


PATHS: list[tuple[dict[str, Any], Change, list[str]]] = [
    (NOBODY, lambda c: c.update(evidence=[]), ["path.door"]),
    (NOBODY, lambda c: c["result"]["path_facts"].update(calls=[]), ["path.calls"]),
    (NOBODY, lambda c: c["result"]["path_facts"]["calls"][0].update(at="x"), ["path.calls"]),
    (NOBODY, lambda c: c["result"]["path_facts"].pop("neighbour"), ["path.neighbour"]),
    (NOBODY, lambda c: c["result"].update(codes=["GBT"]), ["result.codes"]),
    (UNCOOPERATIVE, lambda c: c["result"].update(path="x"), ["result.path"]),
    (
        UNCOOPERATIVE,
        lambda c: c["result"].update(path_facts={}),
        [
            *("path.basis_read", "path.consequence_read", "path.refused_at", "path.words"),
            *(),
        ],
    ),
    (
        UNCOOPERATIVE,
        lambda c: (c.update(recordings=[]), c["result"]["path_facts"].pop("witness")),
        ["path.witness"],
    ),
    (CLOSED, lambda c: c.update(evidence=[]), ["path.premises"]),
    (CLOSED, lambda c: c["result"].update(path_facts={}), ["path.notice"]),
    (
        NO_BUSINESS,
        lambda c: (c.update(evidence=[]), c["result"].update(path_facts={})),
        ["path.premises", "path.licence", "path.statement"],
    ),
    (GONE, lambda c: c["result"].update(codes=["DX"]), ["result.codes"]),
    (
        GONE,
        lambda c: (c.update(evidence=[]), c["result"].update(path_facts={})),
        ["path.status", "path.as_of", "path.source", "path.extract"],
    ),
    (GONE, lambda c: c["result"]["path_facts"].update(as_of="2026-04-01"), ["path.as_of"]),
]


@pytest.mark.parametrize(("content", "change", "expected"), PATHS)
def test_a_path_demands_its_own_evidence(
    content: dict[str, Any], change: Change, expected: list[str]
) -> None:
    assert fields(changed(content, change)) == expected


def test_uncooperative_is_locked_before_certificates_are_shown() -> None:
    lacking = changed(UNCOOPERATIVE, lambda c: c["minutes"].update(shown_at=""))

    assert problems(UNCOOPERATIVE, replace(FACTS, is_shown=False)) == [
        (
            "minutes.shown_at",
            "没有出示两名人员的执法证件，企业有权拒绝检查，不能定为不配合；请改为中止",
        )
    ]
    assert fields(lacking) == ["minutes.shown_at", "minutes.shown_at"]


def test_a_second_visit_in_another_half_day_stands_for_a_neighbour() -> None:
    def again(moment: str) -> dict[str, Any]:
        facts = {"calls": NOBODY["result"]["path_facts"]["calls"], "second_visit": moment}
        return changed(NOBODY, lambda c: c["result"].update(path_facts=facts))

    assert fields(again("2026-04-07T15:00:00+08:00")) == []
    assert fields(again("2026-04-08T09:00:00+08:00")) == []
    assert fields(again("2026-04-07T10:00:00+08:00")) == ["path.neighbour"]
    assert fields(again("2026-04-08T09:00:00")) == ["path.neighbour"]


def test_registered_dormancy_is_not_out_of_reach() -> None:
    dormant = replace(FACTS, is_dormant=True)
    tried = {"dormant_attempt": "寄往文书送达地址，已签收"}
    content = changed(NOBODY, lambda c: c["result"]["path_facts"].update(tried))

    assert fields(NOBODY, dormant) == ["path.dormant_attempt"]
    assert fields(content, dormant) == []


def test_a_breach_found_before_the_refusal_is_kept_with_its_basis() -> None:
    both = {**BROKEN, "result": {**UNCOOPERATIVE["result"], "codes": ["BPH", "DHC"]}}
    bare = changed(both, lambda c: answer(c).update(provision=""))

    assert fields(both) == []
    assert fields(bare) == [f"answers.{CODE}.provision"]


def test_a_subject_that_is_gone_needs_no_visit() -> None:
    assert fields(changed(GONE, lambda c: c.update(minutes={}))) == []


MINUTES: list[tuple[Change, list[str]]] = [
    (lambda m: m.update(place=""), ["minutes.place"]),
    (lambda m: m.update(start=""), ["minutes.start"]),
    (lambda m: m.update(end="2026-04-07T11:10:00"), ["minutes.end"]),
    (lambda m: m.update(end="2026-04-07T09:05:00+08:00"), ["minutes.end", "minutes.shown_at"]),
    (lambda m: m.update(shown_at=""), ["minutes.shown_at"]),
    (lambda m: m.update(recusal_told="true"), ["minutes.recusal_told"]),
    (lambda m: m.update(recusal_answer=""), ["minutes.recusal_answer"]),
    (lambda m: m["person"].update(name=""), ["minutes.person.name"]),
    (lambda m: m["person"].update(post=""), ["minutes.person.post"]),
    (lambda m: m["person"].update(identity=""), []),
    (lambda m: m.update(facts=3), ["minutes.facts"]),
]


@pytest.mark.parametrize(("change", "expected"), MINUTES)
def test_minutes_cannot_close_without_what_they_need(change: Change, expected: list[str]) -> None:
    assert fields(changed(CLEAN, lambda c: change(c["minutes"]))) == expected


def test_minutes_cannot_close_with_one_officer_or_torn_proofs() -> None:
    alone = replace(FACTS, officers=FACTS.officers[:1])
    torn = changed(CLEAN, lambda c: c["recordings"][0].update(end=""))
    unnamed = changed(BROKEN, lambda c: c["evidence"][0].update(name=""))

    assert fields(CLEAN, alone) == ["officers"]
    assert fields(torn) == ["recordings"]
    assert fields(unnamed) == ["evidence"]


def missing(content: dict[str, Any], facts: VisitFacts = FACTS) -> list[str]:
    record = read_record(content)
    return [field for field, _ in minutes.signature_problems(record, record_digest(content), facts)]


def test_both_officers_and_the_person_on_the_spot_sign_the_same_text() -> None:
    whole = samples.signed(CLEAN, "支行舟", "罗听雪")
    later = changed(whole, lambda c: c["minutes"].update(facts="改过"))

    assert missing(whole) == []
    assert missing(samples.signed(CLEAN, "支行舟")) == ["signatures.officer"]
    assert missing(samples.signed(CLEAN, "支行舟", "路遥")) == ["signatures.officer"]
    assert missing(later) == ["signatures.officer"] * 3 + ["signatures.subject"]
    assert missing(samples.signed(CLEAN, "支行舟", "罗听雪", subject="")) == ["signatures.subject"]
    assert missing(changed(whole, lambda c: c.update(paper=[samples.DIGEST]))) == []
    empty = changed(whole, lambda c: c["signatures"][0].update(strokes=[]))
    assert missing(empty) == ["signatures.officer", "signatures.officer"]


def test_a_refusal_needs_its_reason_and_a_witness_who_is_not_an_officer() -> None:
    bare = samples.signed({**CLEAN, "recordings": []}, "支行舟", "罗听雪", subject="")

    def refused(witness: str) -> list[str]:
        refusal = {"reason": "要请示总部", "witness": witness}
        return missing({**bare, "refusal": refusal})

    assert refused("社区工作人员路遥") == []
    assert refused("支行舟") == ["refusal.witness"]
    assert refused("") == ["refusal.witness"]
    recorded = samples.signed(CLEAN, "支行舟", "罗听雪", subject="")
    assert missing({**recorded, "refusal": {"reason": "要请示总部", "witness": ""}}) == []


def test_in_a_joint_visit_each_unit_signs_its_own_items() -> None:
    third = Officer(name="路遥", section="社保科")
    item = ItemFacts(code="SB-01", name="社保登记", points=("登记",), section="社保科")
    joint = replace(FACTS, items=(*FACTS.items, item), officers=(*FACTS.officers, third))

    assert missing(samples.signed(CLEAN, "支行舟", "罗听雪"), joint) == ["signatures.officer"]
    assert missing(samples.signed(CLEAN, "支行舟", "路遥"), joint) == []
    assert missing(samples.signed(NOBODY, "支行舟", "路遥", subject=""), joint) == []


def test_codes_of_an_item_follow_from_the_record() -> None:
    assert read_record(CLEAN).codes_of(CODE) == ("WFX",)
    assert read_record(BROKEN).codes_of(CODE) == ("ZLGZ",)
    assert read_record(NOBODY).codes_of(CODE) == ("WLX",)
    assert read_record({}).codes_of(CODE) == ()


def test_nonsense_reads_as_nothing_said_and_breaks_nothing() -> None:
    nonsense: list[Any] = [None, 3, "x", [], [1, {"n": -1}], {"points": "x"}, {"calls": [3]}]
    for value in nonsense:
        names = ("answers", "result", "minutes", "recordings", "evidence", "signatures", "paper")
        assert fields(dict.fromkeys(names, value))
        assert fields({**CLEAN, "answers": {CODE: value}})


def test_a_signature_names_the_digest_of_sorted_json_without_spaces() -> None:
    own = {n: BROKEN[n] for n in ("v", "answers", "result", "minutes", "recordings", "evidence")}
    text = json.dumps(own, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert (
        record_digest(samples.signed(BROKEN, "支行舟")) == hashlib.sha256(text.encode()).hexdigest()
    )
