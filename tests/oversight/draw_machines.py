"""Rows of the draws' state machines: how they are put into a state, and their acts' services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from oversight.accounts.selectors import Actor
from oversight.common.transitions import END, StateMachine
from oversight.draws.models import Draw, DrawWitness, FrequencyCapExemption, SourceValue
from oversight.draws.services import (
    cap_exemptions,
    copies,
    drafting,
    holding,
    minutes,
    missing_values,
    overlap,
    preparation,
    revealing,
    sealing,
    witnessing,
)
from oversight.draws.services.given_values import ShownFile
from oversight.draws.services.minutes import Scan
from oversight.draws.states import DRAW, EXEMPTION, INVITATION, SEAT, VALUE, VOID
from oversight.registry.models import Subject
from tests.oversight.files import samples
from tests.support import draw_factory
from tests.support.draw_factory import MADE, NUMBER, SEALED, T0
from tests.support.platform_factory import SECTIONS, Bureau, confirmed

_DICE = 2
_LATE = T0 + timedelta(days=1)


@dataclass(kw_only=True)
class Case:
    """A row of a machine: ``put`` forces it into a state, ``read`` tells in which it is."""

    machine: StateMachine
    put: Callable[[str], object]
    read: Callable[[], str]
    acts: dict[str, Callable[[], object]]


def draw_case(own: Bureau) -> Case:
    """Prepare a sealed draw's files; each state has the times that go with it."""
    draw_factory.bureau(own, subjects=12)
    draw_factory.plan(own)
    draw = draw_factory.prepared(own, draw_factory.begun(own, mode="sealed"))
    rows = Draw.objects.filter(pk=draw.pk)
    lead, approver, supervisor = actors_of(own, "coordinator", "approver", "supervisor")
    token = draw_factory.link(own, draw)
    key: dict[str, Any] = {"actor": lead, "draw_id": draw.pk}
    second: dict[str, Any] = {"actor": approver, "draw_id": draw.pk}
    code: dict[str, Any] = {"confirmed": confirmed(lead)}
    queue: dict[str, Any] = {"enqueue": lambda _: None, "at": MADE}
    seat_id = draw.witnesses.get().pk

    def put(state: str) -> None:
        is_sealed = state not in {"preparing", "review", "dropped"}
        rows.update(state=state, sealed_at=SEALED if is_sealed else None)

    def hold() -> None:
        holding.ask(**key, **code, **queue)
        holding.hold(draw_id=draw.pk, author=lead.author, at=T0)

    return Case(
        machine=DRAW,
        put=put,
        read=lambda: rows.get().state,
        acts={
            "change": lambda: drafting.invite(
                **key, name="另一位", unit="区", capacity="监督", at=MADE
            ),
            "prepare": lambda: preparation.ask(**key, **queue),
            "rehearse": lambda: preparation.note_rehearsal(actor=lead, draw=rows.get(), at=MADE),
            "submit": lambda: sealing.submit(**key, **code, at=MADE),
            "drop": lambda: drafting.drop(**key, reason="不抽了", at=MADE),
            "justify": lambda: overlap.justify(**second, reason="上级部署的专项", at=MADE),
            "withdraw": lambda: sealing.withdraw(**key, at=MADE),
            "send_back": lambda: sealing.send_back(**second, reason="再看", at=MADE),
            "seal": lambda: sealing.seal(
                **second, seen=draw.commitment, confirmed=confirmed(approver), at=MADE
            ),
            "reissue": lambda: witnessing.reissue(actor=lead, seat_id=seat_id, at=MADE),
            "hand_over": lambda: sealing.note_handed_over(
                actor=supervisor, draw_id=draw.pk, at=MADE
            ),
            "check_copy": lambda: copies.check(
                actor=supervisor, draw_id=draw.pk, data=b"{}", name="manifest.json", at=MADE
            ),
            "reveal": lambda: revealing.reveal(
                token=token, value=NUMBER, visitor=draw_factory.PHONE, at=SEALED
            ),
            "enter": lambda: revealing.enter(**key, position=_DICE, value="1", at=T0),
            "confirm": lambda: revealing.confirm(
                actor=supervisor,
                draw_id=draw.pk,
                position=_DICE,
                value="1",
                confirmed=confirmed(supervisor),
                at=T0,
            ),
            "hold": hold,
            "hold_sealed": hold,
            "open": lambda: holding.open_by_person(**key, **code, at=_LATE),
            "file_minutes": lambda: minutes.file_signed(
                **key, scan=Scan(name="签字.pdf", chunks=[samples.PDF]), at=_LATE
            ),
            "propose_void": lambda: holding.ask_void(**key, **code, why="名录有误", at=MADE),
            "void": lambda: holding.agree_void(**second, confirmed=confirmed(approver), at=MADE),
        },
    )


def void_case(own: Bureau) -> Case:
    """Seal a draw that somebody may propose to be void."""
    draw_factory.bureau(own, subjects=12)
    draw_factory.plan(own)
    draw = draw_factory.sealed(own, draw_factory.begun(own))
    rows = Draw.objects.filter(pk=draw.pk)
    lead, approver = actors_of(own, "coordinator", "approver")

    def put(state: str) -> None:
        why = {"void_why": "" if state == "none" else "名录有误", "void_asked_user": lead.user_id}
        rows.update(state="voided" if state == "voided" else "sealed", **why)

    return Case(
        machine=VOID,
        put=put,
        read=lambda: rows.get().void_state,
        acts={
            "propose": lambda: holding.ask_void(
                actor=lead, draw_id=draw.pk, why="名录有误", confirmed=confirmed(lead), at=SEALED
            ),
            "agree": lambda: holding.agree_void(
                actor=approver, draw_id=draw.pk, confirmed=confirmed(approver), at=SEALED
            ),
            "refuse": lambda: holding.refuse_void(actor=approver, draw_id=draw.pk, at=SEALED),
            "withdraw": lambda: holding.withdraw_void(actor=lead, draw_id=draw.pk, at=SEALED),
        },
    )


def value_case(own: Bureau) -> Case:
    """Seal a draw whose dice somebody enters and another confirms."""
    draw_factory.bureau(own, subjects=12)
    draw_factory.plan(own)
    draw = draw_factory.sealed(own, draw_factory.begun(own))
    rows = SourceValue.objects.filter(draw=draw, position=_DICE)
    lead, supervisor = actors_of(own, "coordinator", "supervisor")
    file = ShownFile(name="a.txt", data=b"x", address="")
    key: dict[str, Any] = {"draw_id": draw.pk, "position": _DICE}
    dice: dict[str, Any] = {**key, "value": draw_factory.DICE}
    second: dict[str, Any] = {"actor": supervisor, "confirmed": confirmed(supervisor)}

    def put(state: str) -> None:
        rows.delete()
        value = "none" if state == "none_proposed" else draw_factory.DICE
        if state != "awaited":
            SourceValue.objects.create(
                draw=draw,
                position=_DICE,
                value=value,
                entered_by=lead.person,
                entered_user=lead.user_id,
                entered_at=T0,
                logged_at=T0 if state == "logged" else None,
            )

    def read() -> str:
        row = rows.first()
        return "awaited" if row is None else row.state

    return Case(
        machine=VALUE,
        put=put,
        read=read,
        acts={
            "enter": lambda: revealing.enter(actor=lead, **dice, at=T0),
            "confirm": lambda: revealing.confirm(**second, **dice, at=T0),
            "mismatch": lambda: revealing.confirm(**second, **key, value="1" * 60, at=T0),
            "propose_none": lambda: missing_values.propose(
                actor=lead, **key, shown=file, confirmed=confirmed(lead), at=_LATE
            ),
            "confirm_none": lambda: missing_values.confirm(**second, **key, at=_LATE),
            "refuse_none": lambda: missing_values.refuse(
                actor=supervisor, **key, reason="公告里有", at=_LATE
            ),
        },
    )


def seat_case(own: Bureau) -> Case:
    """Invite a witness."""
    draw_factory.bureau(own, subjects=3, inspectors=2)
    draw_factory.plan(own)
    draw = draw_factory.begun(own)
    rows = DrawWitness.objects.filter(draw=draw)
    token, seat = draw_factory.link(own, draw), rows.get()
    (lead,) = actors_of(own, "coordinator")

    def put(state: str) -> None:
        rows.update(
            device="" if state == "open" else seat.device,
            commitment=seat.commitment if state == "committed" else "",
        )

    def read() -> str:
        row = rows.first()
        return END if row is None else row.state

    return Case(
        machine=SEAT,
        put=put,
        read=read,
        acts={
            "bind": lambda: witnessing.arrive(token=token, visitor=draw_factory.PHONE, at=MADE),
            "commit": lambda: witnessing.promise(
                token=token, commitment="ab" * 32, visitor=draw_factory.PHONE, at=MADE
            ),
            "reissue": lambda: witnessing.reissue(actor=lead, seat_id=seat.pk, at=MADE),
            "remove": lambda: drafting.remove_witness(actor=lead, seat_id=seat.pk, at=MADE),
        },
    )


def invitation_case(own: Bureau) -> Case:
    """Ask a section to join."""
    draw_factory.bureau(own, subjects=3, inspectors=2)
    draw_factory.plan(own)
    draw = draw_factory.begun(own)
    lead, clerk = actors_of(own, "coordinator", "clerk")
    asked = drafting.ask_to_join(
        actor=lead,
        draw_id=draw.pk,
        section_id=own.sections[SECTIONS[1]].pk,
        people=1,
        at=MADE,
    )
    rows = draw.partners.filter(pk=asked.pk)
    key: dict[str, Any] = {"actor": clerk, "partner_id": asked.pk, "people": 1, "at": MADE}
    return Case(
        machine=INVITATION,
        put=lambda state: rows.update(answer=state),
        read=lambda: rows.get().answer,
        acts={
            "accept": lambda: drafting.answer(**key, accepts=True, reason=""),
            "decline": lambda: drafting.answer(**key, accepts=False, reason="人少"),
        },
    )


def exemption_case(own: Bureau) -> Case:
    """Ask for an exemption from a cap."""
    draw_factory.bureau(own, subjects=3, inspectors=2)
    draw_factory.plan(own)
    draw = draw_factory.begun(own)
    lead, approver = actors_of(own, "coordinator", "approver")
    code = Subject.objects.filter(bureau=own.organisation)[0].code
    asked = cap_exemptions.ask(
        actor=lead, draw_id=draw.pk, code=code, reason="媒体曝光", note="晚报", at=MADE
    )
    rows = FrequencyCapExemption.objects.filter(pk=asked.pk)
    key: dict[str, Any] = {"actor": approver, "exception_id": asked.pk, "at": MADE}
    return Case(
        machine=EXEMPTION,
        put=lambda state: rows.update(state=state),
        read=lambda: rows.get().state,
        acts={
            "grant": lambda: cap_exemptions.decide(**key, is_granted=True),
            "refuse": lambda: cap_exemptions.decide(**key, is_granted=False),
        },
    )


def actors_of(own: Bureau, *roles: str) -> list[Actor]:
    """Give the actors of some roles."""
    return [own.actors[role] for role in roles]
