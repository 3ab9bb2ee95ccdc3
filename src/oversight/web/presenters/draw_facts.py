"""What somebody is asked to agree to in a draw: the answers that are checked before an act."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from oversight.common import moments
from oversight.draws import selectors
from oversight.draws.models import Draw
from oversight.plans.rules import MODES
from oversight.web.presenters.draws import class_rows

Fact = tuple[str, str]


def facts_of(draw: Draw) -> tuple[Fact, ...]:
    """Give who asks, how many take part and are to be drawn, when, by which numbers."""
    facts = [("提交人", _submitted(draw)), *_counted(draw.figures), *_times(draw)]
    manifest = selectors.manifest_of(draw)
    if manifest is not None:
        titles = [selectors.source_title(source) for source in manifest.sources]
        facts.append(("随机数从哪里来", "、".join(titles)))
    return tuple((words, value) for words, value in facts if value)


def void_facts(draw: Draw) -> tuple[Fact, ...]:
    """Give what is known of a draw that may become void: never what nobody may see yet."""
    asked = (("提出人", draw.void_asked_by), ("原因", draw.void_why)) if draw.void_why else ()
    sealed = (
        ("封存", f"{_moment(draw.sealed_at)}，{draw.submitted_by} 提交，{draw.approved_by} 复核"),
    )
    after = "这次抽取永远公开列为作废；这个任务可以重新准备、另抽一次"
    return (*asked, *sealed, ("公开数产生", _moment(draw.t0)), ("作废以后", after))


def hold_facts(draw: Draw) -> tuple[Fact, ...]:
    """Give which numbers the result is computed of, and what comes then."""
    manifest = selectors.manifest_of(draw)
    states = [] if manifest is None else selectors.source_states(draw, manifest)
    numbers = "；".join(_number(state) for state in states)
    then = "名单到开封时公布" if draw.is_sealed_mode else "名单和派员立即公布，检查任务发给各科室"
    return (*_counted(draw.figures), ("收到的数", numbers), ("抽取以后", then))


def opening_facts(draw: Draw) -> tuple[Fact, ...]:
    """Give when the result was made, and what becomes public."""
    return (
        ("抽取", _moment(draw.held_at)),
        ("约定的开封时间", _moment(draw.opens_at)),
        ("开封以后", "名单、派员、密数和全部验证材料公布，检查任务发给各科室"),
    )


def _submitted(draw: Draw) -> str:
    if draw.submitted_at is None:
        return ""
    return f"{draw.submitted_by}，{_moment(draw.submitted_at)}"


def _counted(figures: dict[str, Any]) -> list[Fact]:
    if not figures:
        return []
    rows = class_rows(figures["strata"])
    drawn = sum(row["draw"] for row in rows)
    classes = "，".join(f"{row['name']} {row['size']} 家抽 {row['draw']} 家" for row in rows)
    return [
        ("参加", f"{figures['subjects']:,} 家；不参加 {figures['excluded']:,} 家，每家都有原因"),
        ("应抽", f"{drawn} 家（{classes}）"),
        ("可派人员", f"{figures['people']['available']} 人，最多要 {figures['slots']} 人次"),
    ]


def _times(draw: Draw) -> list[Fact]:
    opens = _moment(draw.opens_at) if draw.is_sealed_mode else ""
    return [
        ("方式", dict(MODES).get(str(draw.setup.get("mode", "")), "")),
        ("公开数产生", _moment(draw.t0)),
        ("截止时间", _moment(draw.deadline)),
        ("开封时间", opens),
    ]


def _number(state: selectors.SourceState) -> str:
    if state.is_missing:
        return f"{state.title} 没有给出"
    persons = (
        f"（{state.entered_by} 录入，{state.confirmed_by} 核对）" if state.confirmed_by else ""
    )
    return f"{state.title}{persons}"


def _moment(at: datetime | None) -> str:
    return "" if at is None else moments.in_words(at)
