"""Questions to the draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import QuerySet

from mingqian import manifest as manifests
from mingqian import sources
from mingqian.manifest import Manifest
from mingqian.sources import Witness
from oversight.accounts import selectors as accounts
from oversight.accounts.models import Organisation
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.errors import NotFoundError
from oversight.draws import rules
from oversight.draws.files import folder
from oversight.draws.models import Draw, DrawWitness
from oversight.draws.states import ValueState
from oversight.jobs import selectors as jobs
from oversight.jobs.models import Job
from oversight.registry.models import Inspector


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """A source of the manifest with what is known of it."""

    position: int
    kind: str
    title: str
    detail: str
    time: datetime | None
    value: str
    logged_at: datetime | None
    entered_by: str
    confirmed_by: str
    is_missing: bool
    evidence: str = ""
    """Digest of the file that shows what was entered."""
    is_none_proposed: bool = False

    @property
    def is_witness(self) -> bool:
        """Tell whether a person gives it."""
        return self.kind == "witness"


def draws(actor: Actor) -> QuerySet[Draw]:
    """Give the draws of the bureaus within reach."""
    keys = list(accounts.bureaus(actor).values_list("pk", flat=True))
    return Draw.objects.filter(bureau_id__in=keys).select_related("owner", "bureau")


def draw_for(actor: Actor, draw_id: int, *, lock: bool = False) -> Draw:
    """Load a draw of one's bureau.

    Raises:
        NotFoundError: there is none.
    """
    reach = draws(actor).filter(pk=draw_id)
    draw = (reach.select_for_update(of=("self",)) if lock else reach).first()
    if draw is None:
        raise NotFoundError("没有这次抽取，或不在您的范围内")
    return draw


def current_job(draw: Draw) -> Job | None:
    """Give the background job of a draw that was asked for last, open or ended."""
    return jobs.latest([rules.PREPARE_DRAW, rules.HOLD_DRAW], draw.pk)


def is_busy(draw: Draw) -> bool:
    """Tell whether a background job of a draw waits or runs."""
    job = current_job(draw)
    return job is not None and job.is_open


def is_refused_for_changes(draw: Draw) -> bool:
    """Tell whether the last preparation was refused for changes that nobody had confirmed."""
    refused = jobs.refused_targets(rules.PREPARE_DRAW, rules.UNCONFIRMED_CHANGES)
    return refused.filter(target=draw.pk).exists()


def of_tasks(bureau_id: int) -> dict[str, Draw]:
    """Give the draws that stand, by the number of their task."""
    rows = Draw.objects.filter(bureau_id=bureau_id)
    standing = rows.exclude(state__in=Draw.ENDED)
    return {draw.task_number: draw for draw in standing}


def public(bureau_id: int | None = None) -> QuerySet[Draw]:
    """Give the draws the public sees: all that were ever sealed, also the void ones."""
    rows = Draw.objects.filter(sealed_at__isnull=False).select_related("owner", "bureau")
    return rows.filter(bureau_id=bureau_id) if bureau_id else rows


def public_draw(number: str) -> Draw:
    """Load a draw that the public sees.

    Raises:
        NotFoundError: there is none.
    """
    draw = public().filter(number=number).first()
    if draw is None:
        raise NotFoundError("没有这次抽取，或还没有封存")
    return draw


def voids(bureau_id: int) -> int:
    """Count the void draws of a bureau."""
    return Draw.objects.filter(bureau_id=bureau_id, state=Draw.VOIDED).count()


def task_voids(draw: Draw) -> int:
    """Count the void draws of a draw's task, itself included."""
    same = Draw.objects.filter(bureau_id=draw.bureau_id, task_number=draw.task_number)
    return same.filter(state=Draw.VOIDED).count()


def seat_of(token: str) -> DrawWitness:
    """Find a witness's seat by the token of the link.

    Raises:
        NotFoundError: there is none.
    """
    seats = DrawWitness.objects.filter(link=rules.link_digest(token))
    seat = seats.select_related("draw__bureau").first()
    if seat is None:
        raise NotFoundError("没有这个见证链接，或已重发过；请向主持人要新的二维码")
    return seat


def manifest_of(draw: Draw) -> Manifest | None:
    """Read the manifest of a draw; None before its files were prepared."""
    files = folder(draw.number)
    return files.manifest() if files.has(manifests.FILE) else None


def is_list_shown(draw: Draw) -> bool:
    """Tell whether the drawn subjects may be shown to everybody."""
    if draw.is_void or draw.held_at is None:
        return False
    return not draw.is_sealed_mode or draw.opened_at is not None


def is_content_shown(draw: Draw) -> bool:
    """Tell whether manifest and rosters are public: in sealed mode only after the opening (3.5)."""
    return not draw.is_sealed_mode or draw.opened_at is not None


def may_see_list(actor: Actor, draw: Draw) -> bool:
    """Tell whether somebody may see who was drawn, before the opening too."""
    if draw.held_at is None:
        return False
    return is_list_shown(draw) or actor.may(Permission.SEE_SEALED)


def source_states(draw: Draw, manifest: Manifest) -> list[SourceState]:
    """Give the sources in their order with what each gave so far."""
    values = {value.position: value for value in draw.values.all()}
    states = []
    for position, source in enumerate(manifest.sources, start=1):
        value = values.get(position)
        is_hidden = isinstance(source, Witness) and draw.is_sealed_mode and not draw.opened_at
        is_logged = value is not None and value.logged_at is not None
        shown = value.value if value and is_logged and not is_hidden else ""
        states.append(
            SourceState(
                position=position,
                kind=source.kind,
                title=source_title(source),
                detail=source_detail(source),
                time=moment(source.time) if source.time else None,
                value=shown,
                logged_at=value.logged_at if value else None,
                entered_by=value.entered_by if value else "",
                confirmed_by=value.confirmed_by if value else "",
                is_missing=bool(value and is_logged and value.value == source.missing),
                evidence=value.evidence_digest if value else "",
                is_none_proposed=value is not None and value.state == ValueState.NONE_PROPOSED,
            )
        )
    return states


def source_title(source: sources.Source) -> str:
    """Name a source for people."""
    if isinstance(source, Witness):
        return source.name
    if isinstance(source, sources.Lottery):
        return f"{source.game} 第 {source.issue} 期"
    if isinstance(source, sources.Dice):
        return f"现场掷骰子 {source.count} 次"
    return f"drand 第 {source.round} 轮"


def source_detail(source: sources.Source) -> str:
    """Say who gives it, or how it is known."""
    if isinstance(source, Witness):
        return f"{source.unit} · {source.capacity}"
    if isinstance(source, sources.Lottery):
        return "以官方开奖公告为准"
    if isinstance(source, sources.Dice):
        return f"{source.by} 在 {source.place} 当众掷出"
    return "全球公开的签名随机数，任何人可以验证签名"


def moment(time: str) -> datetime:
    """Read a time of the specification."""
    return datetime.strptime(time, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def people(codes: Iterable[str]) -> Mapping[str, Inspector]:
    """Find inspectors by their codes in rosters and results."""
    inspectors = Inspector.objects.filter(code__in=set(codes)).select_related("owner")
    return {inspector.code: inspector for inspector in inspectors}


def section_keys(codes: Iterable[str]) -> dict[str, int]:
    """Find sections by their codes, which name the pools of their inspectors."""
    sections = Organisation.objects.filter(code__in=set(codes))
    return dict(sections.values_list("code", "pk"))
