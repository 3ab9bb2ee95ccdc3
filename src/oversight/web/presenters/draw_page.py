"""What the office's page of a draw shows: the tasks of the preparation, and the steps folded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from oversight.common import moments
from oversight.draws import draw_details, selectors
from oversight.draws.models import Draw, JointInvitation
from oversight.draws.next_act import AwaitedAct, NextAct
from oversight.draws.records import Record
from oversight.draws.services import preparation
from oversight.draws.states import DRAW
from oversight.inspections import drawn_visits
from oversight.reminders import selectors as reminders
from oversight.reminders.selectors import Reminder

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
DONE, OPEN, OPTIONAL, SHORT = "办好", "未办", "可以不请", "人不够"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationTask:
    """One line of the preparation: how far it is, in words and tone, and what came of it."""

    key: str
    title: str
    state: str
    detail: str = ""

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is missing."""
        return self.state == DONE

    @property
    def tone(self) -> str:
        """Give the tone of the state's tag."""
        return {DONE: "ok", OPEN: "", OPTIONAL: "plain", SHORT: "bad"}.get(self.state, "run")


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedRow:
    """Somebody who is awaited, with the last reminder, and whether another can be sent now."""

    act: AwaitedAct
    reminder: Reminder | None
    may_remind: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSection:
    """One step of the page: its name, its result in one line, whether it is unfolded."""

    key: str
    name: str
    result: str
    is_done: bool
    is_open: bool

    @property
    def template(self) -> str:
        """Give the template that shows what belongs to the step."""
        return f"office/draws/steps/_{self.key}.html"


def tasks(draw: Draw, step: NextAct) -> list[PreparationTask]:
    """List the tasks of the preparation in their order."""
    is_current = bool(draw.prepared_of) and preparation.is_current(draw)
    figures = draw.figures if is_current else {}
    return [
        _sources(draw),
        _witnesses(draw),
        _sections(draw),
        _roster(draw, figures),
        _people(figures),
        _rehearsal(figures),
        _submission(draw, step),
    ]


def _submission(draw: Draw, step: NextAct) -> PreparationTask:
    if draw.submitted_at is not None and not DRAW.allows("submit", draw.state):
        detail = f"{draw.submitted_by} {_moment(draw.submitted_at)} 提交"
        return PreparationTask(key="submit", title="提交", state=DONE, detail=detail)
    is_ready = step.act == "submit"
    detail = step.reason if is_ready else "前面几项办好以后提交"
    return PreparationTask(key="submit", title="提交", state=OPEN, detail=detail)


def _sources(draw: Draw) -> PreparationTask:
    is_done = bool(draw.setup.get("sources")) and draw.deadline is not None
    detail = f"公开数 {_moment(draw.t0)} 产生，{_moment(draw.deadline)} 截止" if draw.t0 else ""
    return PreparationTask(
        key="sources",
        title="来源和时间",
        state=DONE if is_done else OPEN,
        detail=detail if is_done else "",
    )


def _witnesses(draw: Draw) -> PreparationTask:
    names = [seat.name for seat in draw_details.witnesses(draw) if not seat.commitment]
    seats, committed = draw_details.seat_counts(draw)
    return PreparationTask(
        key="witnesses",
        title="见证人",
        state=f"在等 {'、'.join(names)}" if names else DONE if seats else OPTIONAL,
        detail=f"{seats} 位，{committed} 位已交签封" if seats else "",
    )


def _sections(draw: Draw) -> PreparationTask:
    answers = list(draw_details.invitations(draw))
    waiting = [row.section.name for row in answers if row.answer == JointInvitation.WAITING]
    return PreparationTask(
        key="sections",
        title="科室答复",
        state=f"在等 {'、'.join(waiting)}" if waiting else DONE if answers else OPTIONAL,
        detail="" if answers else "只有发起部门自己去",
    )


def _roster(draw: Draw, figures: dict[str, object]) -> PreparationTask:
    detail = ""
    if figures:
        detail = f"参加 {figures['subjects']:,} 家，不参加 {figures['excluded']:,} 家"
    is_stale = bool(draw.prepared_of) and not figures
    return PreparationTask(
        key="roster",
        title="名录",
        state=DONE if figures else OPEN,
        detail="方案在备料之后有变化，请再备一次料" if is_stale else detail or "还没有备料",
    )


def _people(figures: dict[str, object]) -> PreparationTask:
    is_enough = bool(figures.get("feasible"))
    return PreparationTask(
        key="people",
        title="人员",
        state=DONE if is_enough else SHORT if figures else OPEN,
        detail="各科室的人够用" if is_enough else str(figures.get("problem", "")),
    )


def _rehearsal(figures: dict[str, object]) -> PreparationTask:
    count, failed = figures.get("rehearsed"), figures.get("failed")
    return PreparationTask(
        key="rehearsal",
        title="试抽",
        state=DONE if count else OPEN,
        detail=f"备料时试抽 {count} 次，{failed or 0} 次派不齐" if count else "",
    )


def sections(draw: Draw, drawn: object) -> list[StepSection]:
    """Give the steps of the page; the current one is unfolded, the others say what came of them.

    ``drawn`` is how many subjects were drawn, None where that is not known or not shown.
    """
    current = _CURRENT.get(draw.state, "")
    return [
        StepSection(key=key, name=name, result=result, is_done=is_done, is_open=key == current)
        for key, name, is_done, result in _results(draw, drawn)
    ]


_CURRENT: dict[str, str] = {
    Draw.PREPARING: "prepare",
    Draw.REVIEW: "seal",
    Draw.SEALED: "seed",
    Draw.SEEDED: "draw",
    Draw.HELD: "publish",
    Draw.PUBLISHED: "publish",
}


def _results(draw: Draw, drawn: object) -> Iterator[tuple[str, str, bool, str]]:
    figures = draw.figures
    is_prepared = bool(draw.prepared_of and figures)
    counted = f"参加 {figures.get('subjects', 0):,} 家，不参加 {figures.get('excluded', 0):,} 家"
    yield (
        "prepare",
        "备料",
        is_prepared and draw.submitted_at is not None,
        (counted if is_prepared else "还没有备料"),
    )
    sealed = f"{_moment(draw.sealed_at)} 封存，{draw.approved_by} 复核"
    yield "seal", "封存", draw.sealed_at is not None, sealed if draw.sealed_at else "还没有封存"
    yield "seed", "取种", draw.seeded_at is not None, _seed(draw)
    yield "draw", "抽取和派员", draw.held_at is not None, _drawn(draw, drawn)
    is_published = draw.state == Draw.PUBLISHED
    yield "publish", "公示和归档", is_published, _published(draw)


def _seed(draw: Draw) -> str:
    if draw.seeded_at is not None:
        return f"{_moment(draw.seeded_at)} 种子已定"
    return f"公开数 {_moment(draw.t0)} 产生" if draw.t0 else "还没有定来源"


def _drawn(draw: Draw, drawn: object) -> str:
    if draw.held_at is None:
        return "还没有抽取"
    counted = f"，抽中 {drawn} 家" if drawn is not None else "，密封"
    return f"{_moment(draw.held_at)} 抽取{counted}"


def _published(draw: Draw) -> str:
    if draw.opened_at is not None:
        return f"{_moment(draw.opened_at)} 开封公布"
    if draw.state == Draw.PUBLISHED:
        return "结果和证据已公布"
    return (
        f"{_moment(draw.opens_at)} 开封"
        if draw.is_sealed_mode and draw.opens_at
        else "抽取以后公布"
    )


def result_figures(record: Record | None) -> dict[str, object]:
    """Count a result for the page: drawn subjects, places, inspectors and their load.

    Gives nothing before the draw, and nothing of a list that is not shown yet.
    """
    if record is None or not selectors.is_list_shown(record.draw):
        return {}
    visits = [visit for visit in drawn_visits.visits_of(record) if not visit.is_out]
    codes = [place.code for visit in visits for place in visit.team]
    people = len({code for code in codes if code})
    load = f"{len(codes) / people:.1f}" if people else "0"
    return {"drawn": len(visits), "places": len(codes), "inspectors": people, "load": load}


def now_context(step: NextAct, at: datetime) -> dict[str, object]:
    """Give what the page says of the act that is to be done now, with the time that is left."""
    args = step.link.args if step.link and step.is_own else ()
    return {
        "now_act": step,
        "awaited": _awaited(step, at),
        "left": remaining(step.until, at),
        "left_seconds": seconds_until(step.until, at),
        "opens_in": remaining(step.not_before, at),
        "opens_in_seconds": seconds_until(step.not_before, at),
        "primary_position": args[1] if len(args) > 1 else None,
    }


def _awaited(step: NextAct, at: datetime) -> list[AwaitedRow]:
    """Give who else is awaited, each with the last reminder."""
    sent = reminders.last_reminders([act.key for act in step.awaited_acts if act.key])
    rows = []
    for act in step.awaited_acts:
        reminder = reminders.last_of([act.key], act.since, sent)
        is_today = reminder is not None and reminder.is_of_today(at)
        rows.append(
            AwaitedRow(act=act, reminder=reminder, may_remind=bool(act.key) and not is_today)
        )
    return rows


def seconds_until(until: datetime | None, at: datetime) -> int | None:
    """Give how many seconds it is until a moment; negative when it is over."""
    return None if until is None else int((until - at).total_seconds())


def remaining(until: datetime | None, at: datetime) -> str:
    """Say how long it is until a moment, in the two largest units: 还有 2 天 3 小时."""
    if until is None:
        return ""
    seconds = int((until - at).total_seconds())
    words = _span(abs(seconds))
    return f"还有 {words}" if seconds > 0 else f"已过 {words}"


def _span(seconds: int) -> str:
    days, hours = seconds // _DAY, seconds % _DAY // _HOUR
    minutes = seconds % _HOUR // _MINUTE
    if days:
        return f"{days} 天 {hours} 小时"
    return f"{hours} 小时 {minutes} 分钟" if hours else f"{minutes} 分钟"


def _moment(at: datetime | None) -> str:
    if at is None:
        return "—"
    beijing = at.astimezone(moments.BEIJING)
    return f"{beijing.month}月{beijing.day}日 {beijing:%H:%M}"
