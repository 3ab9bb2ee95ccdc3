"""取种: what witnesses and public sources give, each in its time, none by one person alone."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from mingqian import sources
from mingqian.manifest import Manifest
from mingqian.result import EvidenceFile
from mingqian.result import SourceValue as Given
from mingqian.sources import Drand, Witness, drand
from mingqian.verify.timing import ABSENT_FROM
from mingqian_ceremony import sealed_files, steps
from mingqian_ceremony.draw_log import StepContext
from oversight.accounts.selectors import Actor
from oversight.accounts.services.sessions import Confirmation
from oversight.audit.services import PROGRAM, AuditActor
from oversight.common import moments
from oversight.common.errors import DomainError, TamperedError
from oversight.draws import selectors
from oversight.draws.audit_log import DatabaseLog, translate_core_errors
from oversight.draws.files import folder
from oversight.draws.models import Draw, SourceValue
from oversight.draws.services import drafting, witnessing
from oversight.draws.services.witnessing import Visitor
from oversight.draws.states import DRAW, VALUE, ValueState

MOST_EVIDENCE = 8 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """A file that shows a public value: the notice, a photograph."""

    name: str
    data: bytes
    address: str


def reveal(*, token: str, value: str, visitor: Visitor, at: datetime) -> Draw:
    """Take the number of a witness, which must be the one promised (draw-v1 3.2).

    Raises:
        NotThisDeviceError: it comes from another device than the seat's.
        DomainError: another number, not sealed yet, or t0 has come.
    """
    seat = witnessing.arrive(token=token, visitor=visitor, at=at)
    draw = seat.draw
    manifest = sealed_manifest(draw)
    position = next(
        (
            n
            for n, one in enumerate(manifest.sources, start=1)
            if isinstance(one, Witness) and one.name == seat.name
        ),
        None,
    )
    if position is None:
        raise DomainError("封存的清单里没有这位见证人")
    author = drafting.witness_author(seat, visitor.address)
    return log_value(draw, position, Given(value=value, signature=None, evidence=()), author, at)


@transaction.atomic
def enter(
    *,
    actor: Actor,
    draw_id: int,
    position: int,
    value: str,
    shown: ShownFile | None = None,
    at: datetime,
) -> SourceValue:
    """Enter what a public source gave; another person confirms it.

    Raises:
        DomainError: not in its form or time, or entered before by somebody else.
    """
    actor.require_for(DRAW, "enter")
    draw = selectors.draw_for(actor, draw_id, lock=True)
    source = public_source(sealed_manifest(draw), position)
    wrong = sources.problem(source, value) if value != source.missing else "请写公开数"
    if wrong:
        raise DomainError(wrong, field="value")
    if source.time and at < selectors.moment(source.time):
        raise DomainError("公开数还没有产生；请等到约定的时间", field="value")
    made = replace_entered(draw, position, value, shown, actor, at)
    drafting.record("drawing.value-entered", draw, actor.author, at, {"source": position})
    return made


def confirm(
    *,
    actor: Actor,
    draw_id: int,
    position: int,
    value: str,
    confirmed: Confirmation,
    at: datetime,
) -> Draw:
    """Type the number a second time, as another person; equal numbers go into the log.

    Raises:
        DomainError: the same person, or the two numbers differ: then it is entered anew.
    """
    actor.require_for(DRAW, "confirm")
    confirmed.require(actor)
    draw = selectors.draw_for(actor, draw_id)
    source = public_source(sealed_manifest(draw), position)
    entered = draw.values.filter(position=position).first()
    if entered is None or entered.value == source.missing:
        raise DomainError("还没有人录入这个公开数")
    if entered.state == ValueState.LOGGED:
        return draw
    VALUE.target("confirm", entered.state)
    if entered.entered_user == actor.user_id:
        raise DomainError("录入的人不能核对；请另一位看着公告再填一遍")
    if entered.value != value:
        _refuse(draw, entered, actor, at)
        raise DomainError("和第一次录入的不一样；两次都作废，请对着公告重新录入", field="value")
    return log_value(draw, position, given_of(entered), actor.author, at, confirmed_by=actor.person)


def enter_drand(
    *,
    actor: Actor,
    draw_id: int,
    position: int,
    signature: str,
    confirmed: Confirmation,
    at: datetime,
) -> Draw:
    """Take a drand round: its signature says more than a second pair of eyes.

    Raises:
        DomainError: the signature is not of this round.
    """
    actor.require_for(DRAW, "enter")
    confirmed.require(actor)
    draw = selectors.draw_for(actor, draw_id)
    if not isinstance(public_source(sealed_manifest(draw), position), Drand):
        raise DomainError("这个来源不是 drand")
    given = round_value(signature)
    return log_value(draw, position, given, actor.author, at, confirmed_by="签名")


def round_value(signature: str) -> Given:
    """Give what a round's signature says, which may stand in the network's whole answer.

    Raises:
        DomainError: it cannot be read; whether it is of the round is the core's question.
    """
    told_ = _answered(signature).strip().lower()
    return Given(value=_from_signature(told_), signature=told_, evidence=())


def replace_entered(
    draw: Draw, position: int, value: str, shown: ShownFile | None, actor: Actor, at: datetime
) -> SourceValue:
    """Write what one person says a source gave, in place of what was entered before.

    Raises:
        DomainError: it is in the log already, or the file is too large.
    """
    before = draw.values.filter(position=position).first()
    state = ValueState.AWAITED if before is None else before.state
    act = "propose_none" if value == sources.NONE else "enter"
    VALUE.target(act, state, refusal="这个公开数已经记入日志，不能再改")
    if before is not None:
        before.delete()
    if shown is not None:
        _keep(draw, position, shown)
    return SourceValue.objects.create(
        draw=draw,
        position=position,
        value=value,
        evidence_name=_plain(shown) if shown else "",
        evidence_digest=hashlib.sha256(shown.data).hexdigest() if shown else "",
        address=shown.address if shown else "",
        entered_by=actor.person,
        entered_user=actor.user_id,
        entered_at=at,
    )


def run_due(*, at: datetime) -> list[str]:
    """Log ``absent`` for witnesses that are silent ten minutes before t0. Gives the draws."""
    coming = Draw.objects.filter(
        state__in=DRAW.sources(["seed"]), t0__gt=at, t0__lte=at + timedelta(seconds=ABSENT_FROM)
    )
    touched = []
    for draw in coming.select_related("bureau"):
        # Files that were changed stop their own draw, and no other.
        with contextlib.suppress(TamperedError):
            for position in list(_silent(draw)):
                missing = Given(value=Witness.missing, signature=None, evidence=())
                log_value(draw, position, missing, PROGRAM, at)
                touched.append(draw.number)
    return touched


def _silent(draw: Draw) -> Iterable[int]:
    given = set(draw.values.filter(logged_at__isnull=False).values_list("position", flat=True))
    for position, source in enumerate(sealed_manifest(draw).sources, start=1):
        if isinstance(source, Witness) and position not in given:
            yield position


def log_value(
    draw: Draw,
    position: int,
    given: Given,
    author: AuditActor,
    at: datetime,
    *,
    confirmed_by: str = "",
    persons: Sequence[str] = (),
) -> Draw:
    """Log what a source gave, and mark the draw when it was the last.

    ``persons`` are the two who declare that a lottery or dice gave nothing (draw-v1 3.2).

    Raises:
        DomainError: the step is refused.
    """

    def then(_: str, index: int) -> None:
        SourceValue.objects.update_or_create(
            draw=draw,
            position=position,
            defaults={
                "value": given.value,
                "signature": given.signature or "",
                "confirmed_by": confirmed_by,
                "logged_at": at,
            },
            create_defaults={
                "value": given.value,
                "signature": given.signature or "",
                "confirmed_by": confirmed_by,
                "logged_at": at,
                "entered_by": author.person or author.role,
                "entered_at": at,
            },
        )
        _mark_seeded(draw, index, at)

    files = folder(draw.number)
    shown = {file.name: files.shown(position, file) for file in given.evidence}
    private = {"persons": list(persons)} if persons else {}
    book = DatabaseLog(author=author, title=draw.title, private=private, then=then)
    with translate_core_errors():
        office = StepContext(book=book, at=moments.written(at))
        steps.reveal(files, office, position, given, shown, persons=persons)
    draw.refresh_from_db()
    return draw


def _mark_seeded(draw: Draw, index: int, at: datetime) -> None:
    given = draw.values.filter(logged_at__isnull=False).count()
    changes: dict[str, object] = {"entry": index}
    (source,) = DRAW.sources(["seed"])
    if given == len(sealed_manifest(draw).sources):
        changes |= {"state": DRAW.target("seed", source), "seeded_at": at}
    Draw.objects.filter(pk=draw.pk, state=source).update(**changes)


def sealed_manifest(draw: Draw) -> Manifest:
    """Read the manifest of a draw that takes numbers now.

    Raises:
        DomainError: it is not sealed yet, or past it.
    """
    DRAW.target(
        "reveal", draw.state, refusal=f"这次抽取现在是“{DRAW.label(draw.state)}”，不收随机数"
    )
    with translate_core_errors():
        return sealed_files.read_manifest(folder(draw.number), DatabaseLog(author=PROGRAM))[0]


def public_source(manifest: Manifest, position: int) -> sources.Source:
    """Find a source that is no witness.

    Raises:
        DomainError: there is none, or it is a witness.
    """
    with translate_core_errors():
        source = steps.source(manifest, position)
    if isinstance(source, Witness):
        raise DomainError("见证人的数由本人在自己的手机上亮出")
    return source


@transaction.atomic
def _refuse(draw: Draw, entered: SourceValue, actor: Actor, at: datetime) -> None:
    VALUE.target("mismatch", entered.state)
    entered.delete()
    public = {"source": entered.position}
    drafting.record("drawing.value-refused", draw, actor.author, at, public)


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


def shown_file(draw: Draw, position: int) -> bytes:
    """Give the file that was entered with a number, before it is published.

    Raises:
        DomainError: there is none.
    """
    entered = draw.values.filter(position=position).first()
    if entered is None or not entered.evidence_name:
        raise DomainError("这个来源没有附材料")
    return folder(draw.number).shown(position, given_of(entered).evidence[0])


def _keep(draw: Draw, position: int, shown: ShownFile) -> None:
    if len(shown.data) > MOST_EVIDENCE:
        raise DomainError(f"证据文件超过 {MOST_EVIDENCE // 2**20} MB；请缩小", field="evidence")
    folder(draw.number).put_shown(position, _plain(shown), shown.data)


def _plain(shown: ShownFile) -> str:
    """Give a file of evidence a name that any system can hold (draw-v1 6.2).

    It is made of what is in it: two files of one name do not overwrite each other.
    """
    suffix = shown.name.rsplit(".", 1)[-1].lower() if "." in shown.name else ""
    kind = suffix if suffix.isascii() and suffix.isalnum() and len(suffix) <= 5 else "bin"  # noqa: PLR2004
    return f"notice-{hashlib.sha256(shown.data).hexdigest()[:8]}.{kind}"


def _answered(text: str) -> str:
    """Take the signature out of the network's whole answer, or as it is."""
    if not text.strip().startswith("{"):
        return text
    try:
        found = json.loads(text)["signature"]
    except (ValueError, KeyError, TypeError):
        raise DomainError(
            "看不懂粘贴的内容；请粘贴 drand 的整段回答或签名", field="signature"
        ) from None
    return str(found)


def _from_signature(signature: str) -> str:
    try:
        return drand.value_of(bytes.fromhex(signature))
    except ValueError:
        raise DomainError("签名应为十六进制数；请整段粘贴", field="signature") from None
