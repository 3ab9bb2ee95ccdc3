"""What pages of a draw show in the office and to the public: steps, classes, checks, codes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe

from oversight.accounts.rules import permission_of
from oversight.common import moments
from oversight.draws import draw_details, selectors
from oversight.draws.models import Draw, SeatOpening
from oversight.draws.services import drafting, preparation
from oversight.draws.states import DRAW, EXEMPTION, INVITATION, VOID
from oversight.web.access import ActingRequest

ASSURANCE = {
    "public": "公开来源，任何人都不能左右",
    "present": "现场掷骰，在场的人都看着",
    "low": "保证不足：能在许多名单里挑选的人，还留有一点影响",
    "": "定了随机来源并备料以后，这里写明保证到什么程度",
}
STEPS = ("备料", "封存", "取种", "抽取", "派员", "公示")


def stepper(draw: Draw, *, is_content_shown: bool = True) -> list[tuple[int, str, str, str]]:
    """Give the six steps: number, name, state, words."""
    figures = draw.figures
    finished_at = (
        draw.prepared_at,
        draw.sealed_at,
        draw.seeded_at,
        draw.held_at,
        draw.held_at,
        None,
    )
    published = draw.opened_at or (draw.held_at if not draw.is_sealed_mode else None)
    times = [*finished_at[:5], published]
    words = [
        f"{figures.get('subjects', 0):,} 家参加"
        if draw.prepared_at and is_content_shown
        else "名录、比例、人员",
        "之后任何人不能再改",
        "见证人和公开数",
        "签值由小到大",
        "回避、轮换、均匀",
        "结果和证据同时公布",
    ]
    steps, is_open = [], not draw.is_void
    for number, (name, at, word) in enumerate(zip(STEPS, times, words, strict=True), start=1):
        is_done = at is not None and (number > 1 or draw.is_fixed)
        state = ("seal" if number == 2 else "ok") if is_done else "now" if is_open else ""  # noqa: PLR2004
        is_open = is_open and is_done
        label = moments.minute_in_words(at) if is_done and at is not None and number > 1 else word
        steps.append((number, name, state, label))
    return steps


def class_rows(strata: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Merge the strata of each class, which differ by item only, into one row with its items."""
    rows: dict[str, dict[str, Any]] = {}
    for stratum in strata:
        row = rows.setdefault(stratum["class"], {**stratum, "items": []})
        row["items"].append(stratum["item"])
    return list(rows.values())


def qr(address: str) -> SafeString:
    """Draw a QR code as SVG."""
    svg = segno.make(address, error="m").svg_inline(
        scale=4, border=2, svgclass="mq-qr", lineclass=None, omitsize=True
    )
    return mark_safe(svg)  # noqa: S308 - made here of an address


# What came of opening a witness's link, as the person who invited reads it.
OPENINGS = {
    SeatOpening.BOUND: "第一次打开，认定这台设备",
    SeatOpening.OTHER: "在另一台设备上打开，没有放行",
    SeatOpening.SIGNED_IN: "浏览器登录着本单位账号，没有放行",
    SeatOpening.HOST: "在主持一方的设备上打开，没有放行",
    SeatOpening.SECOND: "设备已占另一席，没有放行",
}


def is_overdue(draw: Draw, at: datetime) -> bool:
    """Tell whether a sealed draw should have had its result by now."""
    is_waiting = DRAW.allows("reveal", draw.state)
    return is_waiting and draw.deadline is not None and draw.deadline <= at


def may(request: ActingRequest, draw: Draw) -> dict[str, bool]:
    """Tell what the actor may do with a draw in its state."""
    permissions = request.actor.permissions
    acts = {row.act for row in DRAW.acts(draw.state, permissions)}
    is_idle = not selectors.is_busy(draw)
    is_waiting = draw.t0 is not None and request.at < draw.t0
    may_decide = request.actor.may(permission_of(EXEMPTION, "grant"))
    may_answer = request.actor.may(permission_of(INVITATION, "accept"))
    may_agree_void = VOID.is_open("agree", draw.void_state, permissions)
    return {
        "may_prepare": "prepare" in acts and is_idle,
        "may_reissue": "reissue" in acts,
        "may_decide": may_decide and DRAW.allows("change", draw.state),
        "may_answer": may_answer and DRAW.allows("change", draw.state),
        "may_justify": "justify" in acts,
        "may_seal": "seal" in acts,
        "may_enter": "enter" in acts,
        "may_confirm": "confirm" in acts,
        "may_hold": "hold" in acts and is_idle,
        "may_open": "open" in acts,
        "may_file": "file_minutes" in acts,
        "may_ask_void": "propose_void" in acts and is_waiting,
        "may_agree_void": "void" in acts and may_agree_void and is_waiting,
        "may_take_medium": "hand_over" in acts and draw.is_sealed_mode and not draw.opened_at,
        "may_check_copy": "check_copy" in acts,
        "is_in_review": DRAW.allows("seal", draw.state),
    }


def checks(draw: Draw, at: datetime) -> list[tuple[bool, str, str]]:
    """List what must hold before the sealing: whether it does, in words, with a figure."""
    figures = draw.figures
    seats, committed = draw_details.seat_counts(draw)
    overlaps = draw.overlaps.count()
    current = bool(draw.prepared_of) and preparation.is_current(draw)
    t0_is_far = draw.t0 is not None and drafting.earliest_t0(at) <= draw.t0
    return [
        (bool(draw.setup["items"]), "事项已公布，且在有效期内", f"{len(draw.setup['items'])} 项"),
        (
            bool(draw.document_number or draw.why),
            "有批准的计划，或写明理由的临时抽查",
            draw.document_number or "临时",
        ),
        (bool(draw.setup["sources"]), "定了随机来源和截止时间", ""),
        (t0_is_far or draw.is_fixed, "公开数在封存至少 30 分钟以后才产生", ""),
        (
            seats == committed,
            "见证人都交了签封" if seats else "没有请见证人（可以不请）",
            f"{committed} / {seats}" if seats else "",
        ),
        (
            not draw_details.is_answer_missing(draw),
            "配合科室都答复了",
            "",
        ),
        (
            not draw_details.is_overlap_unexplained(draw),
            "没有对同一批对象再抽，或审批人写了理由",
            f"{overlaps} 次" if overlaps else "",
        ),
        (current or draw.is_fixed, "名录已备好，方案没有再变", ""),
        (bool(figures.get("feasible")), "执法人员够用", ""),
    ]
