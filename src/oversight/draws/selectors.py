"""Questions to the draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Q, QuerySet

from mingqian import manifest as manifests
from mingqian import sources
from mingqian.manifest import Manifest
from mingqian.sources import Witness
from oversight.accounts import selectors as accounts
from oversight.accounts.models import Organisation
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.errors import NotFoundError
from oversight.draws import rules, secrecy
from oversight.draws.files import folder
from oversight.draws.models import Draw, DrawWitness, InspectionTask, ReplacementRequest, TeamMember
from oversight.draws.states import DRAW, ValueState
from oversight.jobs import selectors as jobs
from oversight.jobs.models import Job
from oversight.registry.models import Inspector

# With fewer characters of a commitment nobody means one draw.
SHORTEST_COMMITMENT = 8


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


def find(actor: Actor, words: str) -> QuerySet[Draw]:
    """Find draws within reach by title, number, task or the beginning of the commitment."""
    asked = words.strip()
    if not asked:
        return draws(actor)
    wanted = Q(title__icontains=asked) | Q(number__icontains=asked) | Q(task_number=asked)
    digest = asked.lower().replace(" ", "")
    if len(digest) >= SHORTEST_COMMITMENT:
        wanted |= Q(commitment__startswith=digest)
    return draws(actor).filter(wanted)


def draw_for(actor: Actor, draw_id: int, *, lock: bool = False) -> Draw:
    """Load a draw of one's bureau.

    Raises:
        NotFoundError: there is none.
    """
    reach = draws(actor).filter(pk=draw_id)
    found = (reach.select_for_update(of=("self",)) if lock else reach).first()
    if found is None:
        raise NotFoundError("没有这次抽取，或不在您的范围内")
    return found


def current_job(draw: Draw) -> Job | None:
    """Give the background job of a draw that was asked for last, open or ended."""
    return jobs.latest([rules.PREPARE_DRAW, rules.HOLD_DRAW], draw.pk)


def is_busy(draw: Draw) -> bool:
    """Tell whether a background job of a draw waits or runs."""
    job = current_job(draw)
    return job is not None and job.is_open


def awaiting_change_review(actor: Actor) -> QuerySet[Draw]:
    """Give the draws whose preparation waits for a second look at changes of the directory."""
    return with_unconfirmed_changes(draws(actor).filter(state__in=DRAW.sources(["prepare"])))


def with_unconfirmed_changes(rows: QuerySet[Draw]) -> QuerySet[Draw]:
    """Keep the draws whose last preparation was refused for changes that nobody confirmed."""
    refused = jobs.refused_targets(rules.PREPARE_DRAW, rules.UNCONFIRMED_CHANGES)
    return rows.filter(pk__in=refused)


def of_tasks(bureau_id: int) -> dict[str, Draw]:
    """Give the draws that stand, by the number of their task."""
    found = Draw.objects.filter(bureau_id=bureau_id)
    standing = found.exclude(state__in=Draw.ENDED)
    return {one.task_number: one for one in standing}


def public(bureau_id: int | None = None) -> QuerySet[Draw]:
    """Give the draws the public sees: all that were ever sealed, also the void ones."""
    found = Draw.objects.filter(sealed_at__isnull=False).select_related("owner", "bureau")
    return found.filter(bureau_id=bureau_id) if bureau_id else found


def public_draw(number: str) -> Draw:
    """Load a draw that the public sees.

    Raises:
        NotFoundError: there is none.
    """
    found = public().filter(number=number).first()
    if found is None:
        raise NotFoundError("没有这次抽取，或还没有封存")
    return found


def voids(bureau_id: int) -> int:
    """Count the void draws of a bureau; zero is printed too."""
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
    found = seats.select_related("draw__bureau").first()
    if found is None:
        raise NotFoundError("没有这个见证链接，或已重发过；请向主持人要新的二维码")
    return found


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


def source_states(draw: Draw, found: Manifest) -> list[SourceState]:
    """Give the sources in their order with what each gave so far."""
    given = {one.position: one for one in draw.values.all()}
    states = []
    for position, source in enumerate(found.sources, start=1):
        value = given.get(position)
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


def visits(draw: Draw) -> QuerySet[InspectionTask]:
    """Give the visits of a draw with their teams."""
    return draw.visits.select_related("subject").prefetch_related("slots__inspector__owner")


def my_visits(actor: Actor) -> QuerySet[InspectionTask]:
    """Give the visits that somebody has to do with: an inspector own ones, others their reach's.

    Those of a sealed draw do not exist before its opening, neither for those who will go.
    """
    live = Q(draw__state__in=(Draw.HELD, Draw.PUBLISHED)) & ~Q(draw__in=secrecy.unopened())
    found = InspectionTask.objects.filter(live).select_related("draw", "subject")
    found = found.prefetch_related("slots__inspector", "slots__section")
    if not actor.may(Permission.SEE_DRAWS):
        return found.filter(slots__inspector__user_id=actor.user_id or 0).distinct()
    keys = list(accounts.bureaus(actor).values_list("pk", flat=True))
    found = found.filter(draw__bureau_id__in=keys)
    if actor.organisation_id == actor.bureau_id or actor.bureau_id is None:
        return found
    return found.filter(slots__section_id=actor.organisation_id).distinct()


def visit_for(actor: Actor, visit_id: int) -> InspectionTask:
    """Load a visit within reach.

    Raises:
        NotFoundError: there is none.
    """
    found = my_visits(actor).filter(pk=visit_id).first()
    if found is None:
        raise NotFoundError("没有这个检查任务，或不在您的范围内；密封的抽取到开封以后才有")
    return found


def requests(actor: Actor, state: str = ReplacementRequest.WAITING) -> QuerySet[ReplacementRequest]:
    """Give the requests for replacement or recusal in one's bureau."""
    keys = list(accounts.bureaus(actor).values_list("pk", flat=True))
    found = ReplacementRequest.objects.filter(visit__draw__bureau_id__in=keys, state=state)
    return found.select_related("visit__draw", "visit__subject", "slot__inspector")


def tasks_in_year(bureau_id: int, year: int) -> dict[int, int]:
    """Count the tasks that every inspector got by draws of a year that are no secret."""
    counts: dict[int, int] = {}
    rows = TeamMember.objects.filter(
        visit__draw__bureau_id=bureau_id,
        visit__draw__held_at__year=year,
        visit__is_out=False,
        visit__merged_into=None,
        inspector__isnull=False,
    ).exclude(visit__draw__state=Draw.VOIDED)
    rows = rows.exclude(visit__draw__in=secrecy.unopened())
    for who in rows.values_list("inspector_id", flat=True):
        counts[who] = counts.get(who, 0) + 1
    return counts


def pending_visits(bureau_id: int, year: int) -> Iterator[tuple[int, list[int]]]:
    """Give the visits of a year that were drawn and not yet done: subject, sections that go.

    Those of sealed draws count from the opening on (ADR 5).
    """
    rows = InspectionTask.objects.filter(
        draw__bureau_id=bureau_id,
        draw__held_at__year=year,
        is_out=False,
        merged_into=None,
        done_on=None,
    ).exclude(draw__state=Draw.VOIDED)
    rows = rows.exclude(draw__in=secrecy.unopened())
    for visit in rows.prefetch_related("slots"):
        yield visit.subject_id, [slot.section_id for slot in visit.slots.all()]


def went_to(bureau_id: int, since: date) -> set[tuple[int, int]]:
    """Give who was sent where since a day: inspector and subject, for the rotation."""
    rows = TeamMember.objects.filter(
        visit__draw__bureau_id=bureau_id,
        visit__draw__held_at__date__gte=since,
        visit__is_out=False,
        inspector__isnull=False,
    ).exclude(visit__draw__state=Draw.VOIDED)
    rows = rows.exclude(visit__draw__in=secrecy.unopened())
    return set(rows.values_list("inspector_id", "visit__subject_id"))


def overlaps(draw: Draw) -> list[tuple[InspectionTask, InspectionTask]]:
    """Find visits of other draws in the same quarter that go to the same subject."""
    if not is_list_shown(draw) or draw.held_at is None:
        return []
    own = {visit.subject_id: visit for visit in draw.visits.filter(is_out=False, merged_into=None)}
    first_month = (draw.held_at.month - 1) // 3 * 3 + 1
    others = (
        InspectionTask.objects.filter(
            subject_id__in=own,
            is_out=False,
            merged_into=None,
            done_on=None,
            draw__bureau_id=draw.bureau_id,
            draw__held_at__year=draw.held_at.year,
            draw__held_at__month__range=(first_month, first_month + 2),
        )
        .exclude(draw=draw)
        .exclude(draw__state=Draw.VOIDED)
        .exclude(draw__in=secrecy.unopened())
    )
    return [(own[other.subject_id], other) for other in others.select_related("draw")]


def people(codes: Iterable[str]) -> Mapping[str, Inspector]:
    """Find inspectors by their codes in rosters and results."""
    found = Inspector.objects.filter(code__in=set(codes)).select_related("owner")
    return {one.code: one for one in found}


def section_keys(codes: Iterable[str]) -> dict[str, int]:
    """Find sections by their codes, which name the pools of their inspectors."""
    found = Organisation.objects.filter(code__in=set(codes))
    return dict(found.values_list("code", "pk"))
