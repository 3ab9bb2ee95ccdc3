"""送达: the ways in which a document reaches whom it concerns, what each asks for, and its day.

行政处罚法 §61 and 民事诉讼法 §87-95, which administrative bodies follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DIRECT, LEFT, POSTED = "direct", "left", "posted"
ELECTRONIC, PUBLIC = "electronic", "public"
WAYS = {
    DIRECT: "直接送达",
    LEFT: "留置送达",
    POSTED: "邮寄送达",
    ELECTRONIC: "电子送达",
    PUBLIC: "公告送达",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacts:
    """What is said of a service: how, where, by whom it was signed, and what proves it.

    ``reference`` is the number of the parcel or message, or where the notice was published.
    """

    way: str
    place: str
    receiver: str = ""
    relation: str = ""
    refusal: str = ""
    witness: str = ""
    consent: str = ""
    reference: str = ""
    note: str = ""


def problems(facts: ServiceFacts, *, has_proof: bool) -> Iterator[tuple[str, str]]:
    """Say field by field what a way of service still asks for."""
    if facts.way not in WAYS:
        yield "way", "请选送达方式"
    if not facts.place.strip():
        yield "place", "请写送达地点；电子送达写对方的地址"
    if facts.way == DIRECT and not facts.receiver.strip():
        yield "receiver", "直接送达请写签收人"
    if facts.way == LEFT:
        yield from _left(facts, has_proof=has_proof)
    if facts.way == ELECTRONIC and not facts.consent.strip():
        yield "consent", "电子送达须经当事人同意并签订确认书；请写确认书的日期，没有的请换别的方式"
    if facts.way in {POSTED, ELECTRONIC, PUBLIC} and not facts.reference.strip():
        yield "reference", "请写邮件号、电子送达的凭证，或者公告登在哪里"


def served_on(way: str, day: date, public_days: int) -> date:
    """Give the day from which terms run: a public notice is served when its time is over."""
    return day + timedelta(days=public_days) if way == PUBLIC else day


def _left(facts: ServiceFacts, *, has_proof: bool) -> Iterator[tuple[str, str]]:
    if not facts.refusal.strip():
        yield "refusal", "留置送达请写拒收的理由"
    if not facts.witness.strip() and not has_proof:
        yield "witness", "留置送达请写见证人，或者上传拍照、录像的证明"
