"""Everything that a draw waits for in its state, in the order in which it is to be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from mingqian.verify.timing import ABSENT_FROM
from oversight.accounts import rules
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.transitions import StateMachine
from oversight.draws import draw_details, selectors
from oversight.draws.models import Draw, JointInvitation
from oversight.draws.services import drafting, given_values, preparation, sealing
from oversight.draws.states import DRAW, EXEMPTION, INVITATION, VALUE, ValueState, VoidState


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """An act that a draw waits for; ``machine`` and ``act`` say in which table it stands.

    ``verb`` says what somebody is awaited for. ``not_before`` and ``hindrance`` say why it cannot
    be done yet. Those in ``barred`` may not do it although their role may. ``people`` names who is
    awaited where it is not whoever has the permission; ``section_id`` is the section that must act.
    """

    act: str = ""
    verb: str = ""
    sentence: str
    button: str = ""
    view: str = ""
    args: tuple[int | str, ...] = ()
    is_post: bool = False
    machine: StateMachine = DRAW
    until: datetime | None = None
    not_before: datetime | None = None
    hindrance: str = ""
    people: str = ""
    section_id: int | None = None
    barred: frozenset[int] = frozenset()
    is_barred_to_hosts: bool = False

    def is_of(self, actor: Actor) -> bool:
        """Tell whether the actor is among those who may do it."""
        if not self.act or actor.user_id in self.barred:
            return False
        if self.is_barred_to_hosts and actor.may(Permission.HOLD_DRAWS):
            return False
        if self.section_id is not None and self.section_id != actor.organisation_id:
            return False
        return actor.may(self.permission)

    @property
    def permission(self) -> Permission:
        """Give what somebody must be allowed for the act."""
        return rules.permission_of(self.machine, self.act)


def _only(user_id: int | None) -> frozenset[int]:
    return frozenset() if user_id is None else frozenset({user_id})


def waits_of(draw: Draw, at: datetime) -> list[Wait]:
    """Give everything that a draw waits for, in the order in which it is to be done."""
    if selectors.is_busy(draw):
        return [Wait(sentence="程序正在办，办完这一页自己更新。")]
    if DRAW.allows("prepare", draw.state):
        return list(_before_review(draw, at))
    if DRAW.allows("seal", draw.state):
        return list(_in_review(draw, at))
    if DRAW.allows("hold", draw.state) or DRAW.allows("seed", draw.state):
        return [*_beside_the_seed(draw, at), *_until_the_result(draw, at)]
    if DRAW.allows("open", draw.state) and draw.opened_at is None:
        return [_opening(draw)]
    return [Wait(sentence=_ENDS.get(draw.state, "结果已经公布，检查任务已发给各科室。"))]


_ENDS: dict[str, str] = {
    Draw.VOIDED: "这次抽取已作废，永远公开；这个任务可以重新准备。",
    Draw.DROPPED: "这次抽取已放弃；这个任务可以重新准备。",
}


def _before_review(draw: Draw, at: datetime) -> Iterator[Wait]:
    if not draw.setup.get("sources") or draw.deadline is None:
        yield _change("先定随机数从哪里来、什么时候产生。")
        return
    others = [*_sections(draw), *_witnesses(draw, "交签封"), *_approvals(draw)]
    yield from others
    yield _preparation(draw, at, others)


def _preparation(draw: Draw, at: datetime, others: list[Wait]) -> Wait:
    """Give what the host has to do next: change the scheme, prepare, or submit."""
    obstacles = sealing.blockers(draw, at)
    if draw.t0 is not None and drafting.earliest_t0(at) > draw.t0:
        return _change(f"{obstacles[-1]}。")
    if not draw.prepared_of or not preparation.is_current(draw):
        return _prepare("备料：冻结名录，算出每家的机会和人够不够。", others)
    if not draw.figures.get("feasible", False):
        return _change(f"人员不够：{draw.figures.get('problem', '')}。")
    is_undecided = _is_exemption_undecided(draw)
    if obstacles and not is_undecided:
        return _prepare(f"{obstacles[0]}。", others)
    return Wait(
        act="submit",
        verb="提交复核",
        sentence="料已备好，看过以后提交复核。",
        button="提交复核",
        view="office:draw-submit",
        until=_last_sealing(draw),
        hindrance=f"{obstacles[-1]}。" if is_undecided else "",
    )


def _prepare(sentence: str, others: list[Wait]) -> Wait:
    return Wait(
        act="prepare",
        verb="备料",
        sentence=sentence,
        button="备料",
        view="office:draw-prepare",
        is_post=True,
        hindrance=next((wait.sentence for wait in others if wait.act != "justify"), ""),
    )


def _change(sentence: str) -> Wait:
    return Wait(
        act="change",
        verb="定方案",
        sentence=sentence,
        button="定方案",
        view="office:draw-setup",
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
            section_id=invitation.section_id,
        )


def _witnesses(draw: Draw, verb: str) -> Iterator[Wait]:
    names = [seat.name for seat in draw_details.witnesses(draw) if not seat.commitment]
    if names:
        yield Wait(verb=verb, sentence="见证人都交了签封才能备料。", people="、".join(names))


def _approvals(draw: Draw) -> Iterator[Wait]:
    """Give what the approver must settle while a draw is prepared."""
    if selectors.with_unconfirmed_changes(Draw.objects.filter(pk=draw.pk)).exists():
        yield Wait(
            act="justify",
            verb="核对名录变动",
            sentence="第二人核对名录变动以后才能备料。",
            button="核对名录变动",
            view="office:draw-changes",
        )
    if _is_exemption_undecided(draw):
        yield Wait(
            act="justify",
            verb="决定超上限例外",
            sentence="超上限例外要先决定：请在下面“超上限例外”里同意或不同意。",
        )
    yield from _overlap(draw)


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
            barred=_only(draw.submitted_user),
        )


def _in_review(draw: Draw, at: datetime) -> Iterator[Wait]:
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
        )
        return
    yield Wait(
        act="seal",
        verb="复核",
        sentence="看过名录、比例和来源，没有问题就封存；封存以后任何人不能再改。",
        button="看过，同意并封存",
        view="office:draw-seal",
        until=_last_sealing(draw),
        hindrance=overlap[0].sentence if overlap else "",
        barred=_only(draw.submitted_user),
    )


def _last_sealing(draw: Draw) -> datetime | None:
    """Give the last moment at which a draw can be sealed for its public number."""
    return None if draw.t0 is None else draw.t0 - (drafting.earliest_t0(draw.t0) - draw.t0)


def _beside_the_seed(draw: Draw, at: datetime) -> Iterator[Wait]:
    """Give what has to be done before the public number is known, beside the numbers."""
    if draw.t0 is None or draw.t0 <= at:
        return
    if draw.void_state == VoidState.PROPOSED:
        yield Wait(
            act="void",
            verb="决定是否作废",
            sentence=f"{draw.void_asked_by}提出作废：{draw.void_why}。请在公开数产生以前决定。",
            button="同意作废",
            view="office:draw-void-agree",
            until=draw.t0,
            barred=_only(draw.void_asked_user),
        )
    if draw.is_sealed_mode and draw.handed_over_at is None:
        yield Wait(
            act="hand_over",
            verb="取密封材料",
            sentence="清单、名单和密数存到监督自己的介质，当场核对封存码。",
            button="取密封材料",
            view="office:draw-medium",
            is_post=True,
            until=draw.t0,
        )


def _until_the_result(draw: Draw, at: datetime) -> Iterator[Wait]:
    if DRAW.allows("hold", draw.state):
        yield Wait(
            act="hold",
            verb="开始抽取",
            sentence="来源已齐，种子已定，可以抽取了。",
            button="开始抽取",
            view="office:draw-hold",
            until=draw.deadline,
        )
        return
    values = list(_values(draw, at))
    yield from values
    if not values:
        yield Wait(sentence="公开数已经记下，程序正在合成种子。")


def _values(draw: Draw, at: datetime) -> Iterator[Wait]:
    """Give what each source waits for: a number, its second look, or that there is none."""
    manifest = selectors.manifest_of(draw)
    if manifest is None:
        return
    rows = {value.position: value for value in draw.values.all()}
    for source in selectors.source_states(draw, manifest):
        if source.logged_at is not None:
            continue
        row = rows.get(source.position)
        state = row.state if row else ValueState.AWAITED
        if source.is_witness:
            yield _of_witness(draw, source.title, at)
        elif state == ValueState.AWAITED:
            yield _entry(draw, source)
        else:
            yield _second_look(draw, source.position, state, row.entered_user if row else None)


def _of_witness(draw: Draw, name: str, at: datetime) -> Wait:
    until = draw.t0 - timedelta(seconds=ABSENT_FROM) if draw.t0 else None
    is_over = until is not None and until <= at
    return Wait(
        verb="" if is_over else "亮数",
        sentence="等见证人亮出自己的数。",
        people=name,
        until=None if is_over else until,
    )


def _entry(draw: Draw, source: selectors.SourceState) -> Wait:
    mismatch = given_values.last_mismatch(draw, source.position)
    return Wait(
        act="enter",
        verb="录入公开数",
        sentence=f"{source.title}：{mismatch or '结果出来以后，照公告录入公开数'}。",
        button="录入",
        view="office:draw-value",
        args=(draw.pk, source.position),
        not_before=source.time,
        until=draw.deadline,
    )


def _second_look(draw: Draw, position: int, state: ValueState, entered_by: int | None) -> Wait:
    is_none = state == ValueState.NONE_PROPOSED
    return Wait(
        machine=VALUE,
        act="confirm_none" if is_none else "confirm",
        verb="决定是否记为没有" if is_none else "核对公开数",
        sentence="有人提出到期没有公开数，请看过材料决定。"
        if is_none
        else "对着公告再填一遍公开数。",
        button="同意记为没有" if is_none else "核对",
        view="office:draw-value-none-confirm" if is_none else "office:draw-value-confirm",
        args=(draw.pk, position),
        until=draw.deadline,
        barred=_only(entered_by),
        is_barred_to_hosts=is_none,
    )


def _opening(draw: Draw) -> Wait:
    return Wait(
        act="open",
        verb="开封",
        sentence="结果已经产生，仍然密封；到时程序自动开封。",
        button="开封",
        view="office:draw-open",
        not_before=draw.opens_at,
    )
