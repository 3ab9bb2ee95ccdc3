"""What a draw waits for until it is sealed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from oversight.common import moments
from oversight.draws import draw_details, selectors
from oversight.draws.models import Draw, JointInvitation
from oversight.draws.services import (
    directory_changes,
    drafting,
    preparation,
    sampling_frame,
    sealing,
)
from oversight.draws.states import EXEMPTION, INVITATION
from oversight.draws.waits.wait import Wait, only


def before_review(draw: Draw, at: datetime) -> Iterator[Wait]:
    """Give what sections, witnesses and the approver are awaited for, then what the host does."""
    if not draw.setup.get("sources") or draw.deadline is None:
        yield _change(draw, "先定随机数从哪里来、什么时候产生。")
        return
    others = [*_sections(draw), *_witnesses(draw, "交签封"), *_approvals(draw, at)]
    yield from others
    yield _preparation(draw, at, others)


def _preparation(draw: Draw, at: datetime, others: list[Wait]) -> Wait:
    """Give what the host has to do next: change the scheme, prepare, or submit."""
    obstacles = sealing.blockers(draw, at)
    if draw.t0 is not None and drafting.earliest_t0(at) > draw.t0:
        return _change(draw, f"{obstacles[-1]}。")
    if not draw.prepared_of or not preparation.is_current(draw):
        return _prepare(draw, "备料：冻结名录，算出每家的机会和人够不够。", others)
    if not draw.figures.get("feasible", False):
        return _change(draw, f"人员不够：{str(draw.figures.get('problem', '')).rstrip('。')}。")
    is_undecided = _is_exemption_undecided(draw)
    if obstacles and not is_undecided:
        return _prepare(draw, f"{obstacles[0]}。", others)
    return Wait(
        act="submit",
        verb="提交复核",
        sentence="料已备好，看过以后提交复核。",
        button="提交复核",
        view="office:draw-submit",
        until=_last_sealing(draw),
        hindrance=f"{obstacles[-1]}。" if is_undecided else "",
    )


def _prepare(draw: Draw, sentence: str, others: list[Wait]) -> Wait:
    return Wait(
        act="prepare",
        verb="备料",
        sentence=sentence,
        button="备料",
        view="office:draw-prepare",
        reason=_returned(draw),
        is_post=True,
        hindrance=next((wait.sentence for wait in others if wait.act != "justify"), ""),
    )


def _returned(draw: Draw) -> str:
    return f"被退回：{draw.returned}" if draw.returned else ""


def _change(draw: Draw, sentence: str) -> Wait:
    return Wait(
        act="change",
        verb="定方案",
        sentence=sentence,
        button="定方案",
        view="office:draw-setup",
        reason=_returned(draw),
    )


def _sections(draw: Draw) -> Iterator[Wait]:
    for invitation in draw_details.invitations(draw).filter(answer=JointInvitation.WAITING):
        yield Wait(
            machine=INVITATION,
            act="accept",
            verb="答复联合检查",
            sentence="科室答复联合检查以后才能备料。",
            button="去答复",
            view="office:joint",
            args=(invitation.pk,),
            people=invitation.section.name,
            reason=f"请 {invitation.section.name} 每家派 {invitation.people} 人",
            place=invitation.section.code,
            scope=invitation.section.path,
        )


def _witnesses(draw: Draw, verb: str) -> Iterator[Wait]:
    names = [seat.name for seat in draw_details.witnesses(draw) if not seat.commitment]
    if names:
        yield Wait(verb=verb, sentence="见证人都交了签封才能备料。", people="、".join(names))


def _approvals(draw: Draw, at: datetime) -> Iterator[Wait]:
    """Give what the approver must settle while a draw is prepared."""
    if _is_change_unconfirmed(draw, at):
        yield Wait(
            act="justify",
            verb="核对名录变动",
            sentence="第二人核对名录变动以后才能备料。",
            button="核对名录变动",
            view="office:draw-changes",
            place="changes",
        )
    if _is_exemption_undecided(draw):
        yield Wait(
            act="justify",
            verb="决定超上限例外",
            sentence="超上限例外要先决定：请在下面“超上限例外”里同意或不同意。",
            reason="抽取要等决定以后才能封存",
            place="exemption",
        )
    yield from _overlap(draw)


def _is_change_unconfirmed(draw: Draw, at: datetime) -> bool:
    """Tell whether a preparation was refused for changes that nobody has looked at since."""
    if not selectors.is_refused_for_changes(draw):
        return False
    terms = sampling_frame.terms_of(draw, moments.day_of(draw.t0 or at))
    return bool(directory_changes.survey(draw, terms=terms, at=at).unconfirmed())


def _is_exemption_undecided(draw: Draw) -> bool:
    return draw.exceptions.filter(state__in=EXEMPTION.sources(["grant"])).exists()


def _overlap(draw: Draw) -> Iterator[Wait]:
    if draw_details.is_overlap_unexplained(draw):
        yield Wait(
            act="justify",
            verb="写明再抽一次的理由",
            sentence="对象和已封存的抽取重叠，要先写明再抽一次的理由。",
            button="写再抽一次的理由",
            view="office:draw-overlap",
            place="overlap",
            barred=only(draw.submitted_user),
        )


def in_review(draw: Draw, at: datetime) -> Iterator[Wait]:
    """Give what the approver has to do with a submitted draw."""
    overlap = list(_overlap(draw))
    yield from overlap
    obstacles = sealing.blockers(draw, at)
    if obstacles:
        yield Wait(
            act="send_back",
            verb="退回",
            sentence=f"现在不能封存：{obstacles[0]}。请退回，改好再提交。",
            button="退回",
            view="office:draw-send-back",
            since=draw.submitted_at,
        )
        return
    yield Wait(
        act="seal",
        verb="复核",
        sentence="看过名录、比例和来源，没有问题就封存；封存以后任何人不能再改。",
        button="看过，同意并封存",
        view="office:draw-seal",
        until=_last_sealing(draw),
        reason=f"{draw.submitted_by}提交",
        since=draw.submitted_at,
        hindrance=overlap[0].sentence if overlap else "",
        barred=only(draw.submitted_user),
    )


def _last_sealing(draw: Draw) -> datetime | None:
    """Give the last moment at which a draw can be sealed for its public number."""
    return None if draw.t0 is None else draw.t0 - (drafting.earliest_t0(draw.t0) - draw.t0)
