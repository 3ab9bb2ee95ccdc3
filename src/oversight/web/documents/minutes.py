"""抽取记录: what was sealed, which numbers came, who was drawn and who goes, to be signed."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import segno
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

from mingqian import evidence
from oversight.common import moments
from oversight.draws import draw_details, explanations, records, selectors
from oversight.draws.models import Draw
from oversight.draws.records import Record
from oversight.draws.services import dating
from oversight.inspections import drawn_visits
from oversight.inspections.drawn_visits import DrawnVisit
from oversight.web.presenters.draws import ASSURANCE, class_rows

TEMPLATE = Path(__file__).resolve().parent / "minutes.docx"
_MODES = {"open": "公开方式", "sealed": "密封方式"}
_NOT_YET = "开封时公布"


def minutes(draw: Draw, *, address: str, printed_by: str, at: datetime) -> bytes:
    """Write the minutes of a draw that was held, as .docx.

    Before the opening of a sealed draw neither seed, witnesses' numbers, names nor how many are
    in them.
    """
    record = records.read(draw)
    document = DocxTemplate(str(TEMPLATE))
    context = {
        **facts(record),
        "address": address,
        "printed_by": printed_by,
        "printed_at": _moment(at),
        "qr": _qr(document, address),
    }
    document.render(context, autoescape=True)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def facts(record: Record) -> dict[str, Any]:
    """Give the template's values, from the draw's files and the log."""
    draw = record.draw
    figures, is_shown = draw.figures, selectors.is_list_shown(draw)
    visits = drawn_visits.visits_of(record) if is_shown else []
    exclusions = (figures or {}).get("exclusions", [])
    return {
        "organisation": draw.bureau.name,
        "title": draw.title,
        "number": draw.number,
        "task": draw.task_number,
        "plan": f"{draw.plan_number}　{draw.document_number}" if draw.plan_number else draw.why,
        "kind": f"{draw.kind}　{_MODES[draw.setup['mode']]}",
        "items": "；".join(
            f"{item['title']}（第{item['version']}版）" for item in draw.setup["items"]
        ),
        "owner": draw.owner.name,
        "partners": _partners(draw),
        "sealed_at": _sealed(draw),
        "commitment": _grouped(draw.commitment),
        "log_head": _log_head(draw),
        "subjects": figures["subjects"],
        "excluded": figures["excluded"],
        "exclusions": "；".join(
            f"{exclusion['text']} {exclusion['count']} 家" for exclusion in exclusions
        )
        or "没有",
        "held_at": _moment(draw.held_at),
        "seed": _grouped(explanations.seed_of(record)) or _NOT_YET,
        "assurance": f"{ASSURANCE[draw.assurance]}（{draw.bits} 位）",
        "rates": class_rows(figures["strata"]),
        "sources": _sources(record),
        "drawn": f"{len(record.result.visits)} 家" if is_shown else _NOT_YET,
        "hidden": "" if is_shown else f"名单到 {_moment(draw.opens_at)} 开封时公布。",
        "visits": [_visit(visit) for visit in visits],
        "changes": len(record.changes()),
        "voids": f"本任务 {selectors.task_voids(draw)} 次，"
        f"本单位累计 {selectors.voids(draw.bureau_id)}",
        "signs": _signs(draw),
    }


def _sealed(draw: Draw) -> str:
    """Write when the draw was sealed, and who outside confirmed it in time."""
    sealing = [event for event in dating.events(draw) if event.name == evidence.SEALED]
    seen = "、".join(sight.who for event in sealing for sight in event.in_time)
    word = f"外面有人证明：{seen}" if seen else "只有本机构自己的话，外面没有人证明"
    return f"{_moment(draw.sealed_at)}（{word}）"


def _log_head(draw: Draw) -> str:
    """Write the log's size and head at the sealing."""
    head = dating.head(draw)
    return f"第 {head.size} 条，链头 {_grouped(head.root.hex())}" if head else "—"


def _partners(draw: Draw) -> str:
    invitations = draw_details.accepted_invitations(draw)
    return "、".join(invitation.section.name for invitation in invitations) or "没有"


def _sources(record: Record) -> list[dict[str, str]]:
    return [
        {
            "title": f"{source.title}（{source.detail}）",
            "value": "没有给出" if source.is_missing else source.value or _NOT_YET,
            "at": _moment(source.logged_at),
            "who": f"{source.entered_by}、{source.confirmed_by}"
            if source.confirmed_by
            else source.entered_by,
        }
        for source in record.source_states()
    ]


def _visit(visit: DrawnVisit) -> dict[str, str]:
    team = [
        f"{slot.inspector.name}（组长）" if slot.is_leader else slot.inspector.name
        for slot in visit.team
        if slot.inspector
    ]
    name = f"{visit.name}（已递补）" if visit.is_out else visit.name
    return {
        "place": str(visit.place),
        "name": name,
        "code": visit.code,
        "team": "、".join(team) or "空缺",
    }


def _signs(draw: Draw) -> list[dict[str, str]]:
    signers = [f"主持人（{draw.submitted_by}）", f"复核人（{draw.approved_by}）"]
    signers += [f"见证人（{witness.name}，{witness.capacity}）" for witness in draw.witnesses.all()]
    return [{"who": signer} for signer in (*signers, "监督")]


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _moment(at: datetime | None) -> str:
    return moments.in_words(at) if at else "—"


def _qr(document: DocxTemplate, address: str) -> InlineImage:
    image = io.BytesIO()
    segno.make(address, error="m").save(image, kind="png", scale=8)
    image.seek(0)
    return InlineImage(document, image, width=Mm(30))
