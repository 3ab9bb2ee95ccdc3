"""Answers to the points, findings and result codes: what they lack, what contradicts (guide 2)."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.inspections.rules.codes import (
    FINDING_CODES,
    PATH_CODES,
    ROUTES,
    CheckMethod,
    Disposition,
    FindingKind,
    Path,
    PointState,
    ResultCode,
    excluded_pairs,
    unknown,
)
from oversight.inspections.rules.contents import ItemAnswer, Record
from oversight.inspections.rules.facts import ItemFacts, Problem, VisitFacts

_ORDERS = (Disposition.ORDER, Disposition.PAY)
_TWO = 2


def problems(record: Record, facts: VisitFacts) -> Iterator[Problem]:
    """Say which items are open, and what the findings lack."""
    known = {item.code for item in facts.items}
    for code in record.answers:
        if code not in known:
            yield f"answers.{code}", f"事项 {code} 没有批准检查；要查请另行报批"
    for item in facts.items:
        yield from _item(item, record.answers.get(item.code, ItemAnswer()), record)
    yield from _codes_and_answers(record)


def problems_beside_a_path(record: Record, facts: VisitFacts) -> Iterator[Problem]:
    """Say what the findings lack that were made before nothing more could be inspected."""
    for item in facts.items:
        answer = record.answers.get(item.code, ItemAnswer())
        if answer.is_bad:
            yield from _finding(item, answer, record)


def _item(item: ItemFacts, answer: ItemAnswer, record: Record) -> Iterator[Problem]:
    field = f"answers.{item.code}"
    yield from _points(item, answer)
    if answer.is_checked and not answer.methods:
        yield f"{field}.methods", f"请选“{item.name}”的核查方式"
    if unknown(answer.methods, CheckMethod):
        yield f"{field}.methods", f"“{item.name}”的核查方式不对；请重新选"
    if answer.is_bad:
        yield from _finding(item, answer, record)
    elif any(token in _ORDERS for token in answer.disposition):
        yield f"{field}.disposition", f"“{item.name}”没有不合格的，不能责令改正；请改处置"
    elif answer.finding:
        yield f"{field}.finding", f"“{item.name}”写了问题，却没有不合格的要点；请改其中一个"


def _points(item: ItemFacts, answer: ItemAnswer) -> Iterator[Problem]:
    given = {point.n: point for point in answer.points}
    for n, title in enumerate(item.points, start=1):
        field, point = f"answers.{item.code}.{n}", given.get(n)
        if point is None or unknown([point.answer], PointState):
            yield field, f"“{item.name}”第 {n} 点没有答：{title}"
        elif point.answer in (PointState.SKIPPED, PointState.NONE) and not point.why:
            yield field, f"“{item.name}”第 {n} 点是“{PointState(point.answer).label}”，请写理由"
    for n in given.keys() - set(range(1, len(item.points) + 1)):
        yield f"answers.{item.code}", f"“{item.name}”没有第 {n} 点；请刷新页面后重新填"


def _finding(item: ItemFacts, answer: ItemAnswer, record: Record) -> Iterator[Problem]:
    field = f"answers.{item.code}"
    if not answer.finding:
        yield f"{field}.finding", f"请写“{item.name}”发现了什么问题，写事实，不写结论"
    if not answer.provision:
        yield f"{field}.provision", f"请写“{item.name}”的问题违反哪一条；没有依据的不能提交"
    if unknown(answer.kinds, FindingKind):
        yield f"{field}.kinds", f"“{item.name}”的问题分类不对；请重新选"
    yield from _disposition(item, answer)
    for token in record.codes_of(item.code):
        if token not in record.codes:
            label = ResultCode(token).label if token in ResultCode.values() else token
            yield f"{field}.codes", f"“{item.name}”的结果“{label}”不在整体结果里；请改一致"


def _disposition(item: ItemFacts, answer: ItemAnswer) -> Iterator[Problem]:
    field, tokens = f"answers.{item.code}.disposition", answer.disposition
    if unknown(tokens, Disposition):
        yield field, f"“{item.name}”的后续处置不对；请重新选"
    elif not tokens:
        yield field, f"请选“{item.name}”的后续处置"
    elif Disposition.NONE in tokens and len(tokens) > 1:
        yield field, "选了“无需后续处置”，不能再选别的"
    for kind in answer.kinds:
        fitting = ROUTES.get(kind, ())
        if fitting and not any(token in fitting for token in tokens):
            words = "或者".join(f"“{disposition.label}”" for disposition in fitting)
            yield field, f"“{FindingKind(kind).label}”的后续处置请选{words}"


def _codes_and_answers(record: Record) -> Iterator[Problem]:
    """Say where the result of the whole does not fit the answers."""
    answers = record.answers.values()
    is_bad = any(answer.is_bad for answer in answers)
    findings = [code for code in record.codes if code in FINDING_CODES]
    if not record.codes:
        yield "result.codes", "请选检查结果"
    if is_bad and not findings:
        yield "result.codes", "有不合格的要点，检查结果请选发现问题的一种"
    if findings and not is_bad:
        label = ResultCode(findings[0]).label
        yield "result.codes", f"没有不合格的要点，检查结果不能是“{label}”"
    if ResultCode.WFX in record.codes and not any(answer.is_checked for answer in answers):
        yield "result.codes", "一项也没有检查，不能写“未发现问题”"
    for path, codes in PATH_CODES.items():
        if any(code in record.codes for code in codes):
            yield "result.path", f"这个结果要走“{Path(path).label}”，并附它要的证据；请选情形"


def code_problems(record: Record) -> Iterator[Problem]:
    """Say which codes exclude each other, and which demand more evidence."""
    for token in unknown(record.codes, ResultCode):
        yield "result.codes", f"没有“{token}”这种检查结果；请重新选"
    for first, second in excluded_pairs(record.codes):
        yield "result.codes", f"“{first.label}”和“{second.label}”不能同时选"
    if ResultCode.WGS in record.codes and not record.evidence:
        yield "evidence", "“未按规定公示”要有照片或截图"
    if ResultCode.XJZ in record.codes and len(record.evidence) < _TWO:
        yield "evidence", "“弄虚作假”要有两处来源的对比；请至少附两件证据"
    if ResultCode.ZLGZ in record.codes or ResultCode.YGZ in record.codes:
        yield from _order(record)


def _order(record: Record) -> Iterator[Problem]:
    order, is_cured = record.order, ResultCode.YGZ in record.codes or record.order.is_cured
    if not order.number:
        yield "result.order.number", "责令改正要写指令书的文号"
    if order.due is None and not is_cured:
        yield "result.order.due", "请写改正的期限"
    if is_cured and not record.evidence_at("cured"):
        yield "result.order.cured", "当场改正的，要有改正后的照片；请归到“已改正”"
    if not any(token in _ORDERS for row in record.answers.values() for token in row.disposition):
        yield "result.codes", "结果是责令改正，至少一个事项的处置要选“责令改正”或“责令限期支付”"
