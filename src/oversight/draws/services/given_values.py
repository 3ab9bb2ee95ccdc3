"""What a source gave, as somebody hands it in: a number, a drand answer, a file that shows it."""

from __future__ import annotations

import hashlib
import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from mingqian import sources
from mingqian.result import EvidenceFile
from mingqian.result import SourceValue as Given
from mingqian.sources import Dice, drand
from oversight.audit import selectors as audit
from oversight.common.errors import DomainError
from oversight.draws import events
from oversight.draws.files import folder
from oversight.draws.models import Draw, SourceValue
from oversight.draws.services import drafting

ROW = 10  # throws of dice are written down, and compared, in rows of ten
MOST_EVIDENCE = 8 * 2**20
_LONGEST_SUFFIX = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """A file that shows a public value: the notice, a photograph."""

    name: str
    data: bytes
    address: str


def round_value(signature: str) -> Given:
    """Give what a round's signature says, which may stand in the network's whole answer.

    Raises:
        DomainError: it cannot be read; whether it is of the round is the core's question.
    """
    signature = _signature_in(signature).strip().lower()
    return Given(value=_value_of(signature), signature=signature, evidence=())


def different_rows(source: sources.Source, first: str, second: str) -> list[int]:
    """Give which rows of ten throws differ between two entries, from 1; of dice only."""
    if not isinstance(source, Dice):
        return []
    pairs = zip(textwrap.wrap(first, ROW), textwrap.wrap(second, ROW), strict=True)
    return [number for number, (own, typed) in enumerate(pairs, start=1) if own != typed]


def rows_words(rows: Sequence[int | str]) -> str:
    """Say which rows differ, in brackets; nothing where there are no rows."""
    return f"（第 {'、'.join(map(str, rows))} 行不同）" if rows else ""


def last_mismatch(draw: Draw, position: int) -> str:
    """Say which rows differed when a number was refused last, until it is entered anew."""
    own = audit.about(drafting.KIND, draw.number).filter(
        type__in=[events.DRAWING_VALUE_ENTERED.type, events.DRAWING_VALUE_REFUSED.type]
    )
    last = next((entry for entry in own if entry.public.get("source") == position), None)
    if last is None or last.type != events.DRAWING_VALUE_REFUSED.type:
        return ""
    rows = str(last.public.get("rows", ""))
    return f"两个人填的不一样{rows_words([rows] if rows else [])}，请对着骰子或公告重新录入"


def given_of(entered: SourceValue) -> Given:
    """Give what was entered as the result has it."""
    files: tuple[EvidenceFile, ...] = ()
    if entered.evidence_name:
        file = EvidenceFile(
            name=entered.evidence_name,
            sha256=entered.evidence_digest,
            address=entered.address or "-",
        )
        files = (file,)
    return Given(value=entered.value, signature=entered.signature or None, evidence=files)


def shown_file(draw: Draw, position: int) -> tuple[str, bytes]:
    """Give the name and the bytes of the file entered with a number, before it is published.

    Raises:
        DomainError: there is none.
    """
    entered = draw.values.filter(position=position).first()
    if entered is None or not entered.evidence_name:
        raise DomainError("这个来源没有附材料")
    data = folder(draw.number).shown(position, given_of(entered).evidence[0])
    return entered.evidence_name, data


def put_file(draw: Draw, position: int, shown: ShownFile) -> None:
    """Store a file in the draw's folder, before it is published.

    Raises:
        DomainError: it is too large.
    """
    if len(shown.data) > MOST_EVIDENCE:
        raise DomainError(f"证据文件超过 {MOST_EVIDENCE // 2**20} MB；请缩小", field="evidence")
    folder(draw.number).put_shown(position, file_name(shown), shown.data)


def file_name(shown: ShownFile) -> str:
    """Give a file of evidence a name that any system can hold (draw-v1 6.2).

    It is made of what is in it: two files of one name do not overwrite each other.
    """
    suffix = shown.name.rsplit(".", 1)[-1].lower() if "." in shown.name else ""
    is_plain = suffix.isascii() and suffix.isalnum() and len(suffix) <= _LONGEST_SUFFIX
    kind = suffix if is_plain else "bin"
    return f"notice-{hashlib.sha256(shown.data).hexdigest()[:8]}.{kind}"


def _signature_in(text: str) -> str:
    """Take the signature out of the network's whole answer, or as it is."""
    if not text.strip().startswith("{"):
        return text
    try:
        return str(json.loads(text)["signature"])
    except (ValueError, KeyError, TypeError):
        raise DomainError(
            "看不懂粘贴的内容；请粘贴 drand 的整段回答或签名", field="signature"
        ) from None


def _value_of(signature: str) -> str:
    try:
        return drand.value_of(bytes.fromhex(signature))
    except ValueError:
        raise DomainError("签名应为十六进制数；请整段粘贴", field="signature") from None
