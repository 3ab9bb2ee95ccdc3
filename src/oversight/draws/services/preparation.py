"""From decisions to files: the frozen rosters, the manifest, and all that people must see first."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from mingqian import (
    canonical,
    inclusion_probabilities,
    manifest,
    manifest_builder,
    roster,
    seed,
    sources,
)
from mingqian.manifest import Directory, Item, Manifest, Need, Reason, Rule
from mingqian.manifest_builder import Plan, Prepared, StratumPlan
from mingqian.roster import Rosters
from mingqian.sources import Witness
from mingqian_ceremony import entropy
from oversight.accounts.selectors import Actor
from oversight.audit.services import AuditActor
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.draws import fairness, rules, secrecy, selectors
from oversight.draws.audit_log import translate_core_errors
from oversight.draws.files import folder
from oversight.draws.models import Draw, JointInvitation
from oversight.draws.services import (
    change_lists,
    directory_changes,
    drafting,
    feasibility,
    overlap,
    sampling_frame,
    snapshots,
)
from oversight.draws.services.directory_changes import Watching
from oversight.draws.services.sampling_frame import SamplingFrame
from oversight.draws.services.snapshots import Snapshot
from oversight.draws.states import DRAW
from oversight.plans import rules as plan_rules
from oversight.registry.models import Subject

WORK = "prepare"
MONTH = timedelta(days=30)
_COMPARED = 200_000


@transaction.atomic
def ask(*, actor: Actor, draw_id: int) -> Draw:
    """Ask for the files to be made; the long work follows.

    Raises:
        DomainError: sources are missing, or a joint section has not answered.
    """
    draw = drafting.preparing_for(actor, draw_id, "prepare")
    if not draw.setup["sources"] or draw.deadline is None:
        raise DomainError("请先定随机来源和截止时间")
    waiting = draw.partners.filter(answer=JointInvitation.WAITING).select_related("section").first()
    if waiting is not None:
        raise DomainError(f"{waiting.section.name} 还没有答复联合检查；请等答复，或请其谢绝")
    silent = draw.witnesses.filter(commitment="").first()
    if silent is not None:
        raise DomainError(f"见证人 {silent.name} 还没有交签封；请其扫码，或先去掉这位见证人")
    draw.work, draw.work_done, draw.work_total, draw.work_problem = WORK, 0, 0, ""
    draw.work_user = actor.user_id
    draw.save(update_fields=["work", "work_done", "work_total", "work_problem", "work_user"])
    return draw


def prepare(*, actor: Actor, draw_id: int, at: datetime) -> Draw:
    """Freeze the directories, write manifest and rosters, count and rehearse.

    It may be repeated as often as anybody likes before the sealing; the last files count.

    Raises:
        DomainError: nobody takes part, or the specification is not kept.
    """
    draw = selectors.draw_for(actor, draw_id)
    if not DRAW.allows("prepare", draw.state) or draw.work != WORK:
        return draw
    try:
        return _prepare(draw, actor.author, at)
    except DomainError as error:
        Draw.objects.filter(pk=draw.pk).update(work="", work_problem=error.problem)
        raise
    except BaseException:
        told_ = "备料没有完成；请再试一次"
        Draw.objects.filter(pk=draw.pk).update(work="", work_problem=told_)
        raise


@transaction.atomic
def note_rehearsal(*, actor: Actor, draw: Draw, at: datetime) -> None:
    """Put on record that somebody tried a draw on invented numbers; nothing else stays of it."""
    actor.require_for(DRAW, "rehearse")
    DRAW.target("rehearse", draw.state)
    drafting.record("drawing.rehearsed", draw, actor.author, at, {})


def state_digest(draw: Draw) -> str:
    """Digest everything the files are made of, except the directories."""
    joined = [
        [p.section_id, p.people] for p in draw.partners.filter(answer=JointInvitation.ACCEPTED)
    ]
    seats = [[one.name, one.commitment] for one in draw.witnesses.all()]
    granted = draw.granted_exemptions.values_list("pk", flat=True)
    told_: Any = {
        "setup": _ordered(draw.setup),
        "deadline": moments.written(draw.deadline) if draw.deadline else None,
        "partners": joined,
        "witnesses": seats,
        "exceptions": sorted(granted),
    }
    return canonical.digest(canonical.write(told_))


def figures_digest(figures: Mapping[str, Any]) -> str:
    """Digest what was counted before the draw; what the drawing adds is left out."""
    counted = {name: value for name, value in figures.items() if name != "drawn_parts"}
    text = json.dumps(counted, ensure_ascii=False, sort_keys=True)
    return canonical.digest(text)


def is_current(draw: Draw) -> bool:
    """Tell whether the files are made of what is decided now."""
    return bool(draw.prepared_of) and draw.prepared_of == state_digest(draw)


def teams_of(draw: Draw) -> tuple[Need, ...]:
    """Give how many of each section go to every visit."""
    needs = {rules.pool_of(draw.owner_id): int(draw.setup["people"])}
    for one in draw.partners.filter(answer=JointInvitation.ACCEPTED):
        needs[rules.pool_of(one.section_id)] = one.people
    return tuple(Need(pool=pool, count=count) for pool, count in sorted(needs.items()))


def _prepare(draw: Draw, author: AuditActor, at: datetime) -> Draw:
    digest = state_digest(draw)
    on = moments.day_of(draw.t0 or at)
    found = directory_changes.survey(draw, terms=sampling_frame.terms_of(draw, on), at=at)
    directory_changes.require_confirmed(found)
    files = folder(draw.number)
    with snapshots.taking(files, found.terms) as snapshot:
        watch = Watching(found, snapshot)
        frozen = sampling_frame.freeze(draw, on, _progress(draw), watch)
    with translate_core_errors():
        prepared = manifest_builder.prepare(_plan(draw, frozen, snapshot, at), frozen.rosters)
    for name, data in prepared.files.items():
        files.put(name, data)
    files.put(manifest.FILE, prepared.manifest.write())
    changes_digest = change_lists.put(files, watch, at)
    figures = {**_figures(draw, frozen, prepared, on), "changes": change_lists.summary(watch)}
    examined = overlap.examine(draw, [one.id for one in frozen.rosters.subjects], at)
    figures["examined"] = examined.numbers
    declared = sources.declared_assurance(prepared.manifest.sources)
    with transaction.atomic():
        fresh = Draw.objects.select_for_update().get(pk=draw.pk)
        if not DRAW.allows("prepare", fresh.state) or state_digest(fresh) != digest:
            raise DomainError("备料时方案有变化；请再备一次料")
        again = directory_changes.survey(draw, terms=found.terms, at=at)
        directory_changes.require_confirmed(again)
        fresh.figures, fresh.prepared_of, fresh.prepared_at = figures, digest, at
        fresh.commitment = prepared.manifest.commitment
        fresh.assurance, fresh.bits = declared.level, declared.bits
        fresh.work = fresh.work_problem = ""
        overlap.put_down(fresh, examined)
        # A sealed draw must not tell even its numbers before the opening (draw-v1 3.5).
        counts = {
            "subjects": figures["subjects"],
            "excluded": figures["excluded"],
            "state": {"prepared_of": digest, "figures": figures_digest(figures)},
            "overlaps": len(examined.found),
        }
        public = {"commitment": fresh.commitment, "changes": changes_digest}
        fresh.entry = drafting.record("drawing.prepared", fresh, author, at, public, counts)
        fresh.save()
    return fresh


def _plan(draw: Draw, frozen: SamplingFrame, snapshot: Snapshot, at: datetime) -> Plan:
    setup = draw.setup
    secret = _secret(draw)
    voids = Draw.objects.filter(
        bureau_id=draw.bureau_id, task_number=draw.task_number, state=Draw.VOIDED
    )
    return Plan(
        draw=draw.number,
        organisation=draw.bureau.name,
        title=draw.title,
        plan=draw.plan_number or None,
        task=draw.task_number,
        items=[Item(**one) for one in setup["items"]],
        mode=setup["mode"],
        directory=Directory(root=snapshot.root(), size=frozen.size, at=moments.written(at)),
        strata=list(_strata(draw)),
        exclusion_reasons=[Reason(code=c, text=t) for c, t in frozen.reasons.items()],
        relax_soft=bool(setup["relax"]),
        sources=_sources(draw),
        deadline=moments.written(draw.deadline or at),
        secret_commitment=None if secret is None else seed.commit_secret(draw.number, secret),
        voids=sorted(voids.values_list("number", flat=True)),
    )


def _strata(draw: Draw) -> Iterable[StratumPlan]:
    team = teams_of(draw)
    for one in rules.drawn_classes(draw.setup):
        for item in draw.setup["items"]:
            yield StratumPlan(
                code=rules.stratum_code(one["letter"], item["code"]),
                title=f"{one['name']}·{item['title']}",
                item=item["code"],
                rule=_rule(one),
                reserve=int(draw.setup["reserve"]),
                team=team,
            )


def _rule(one: Mapping[str, Any]) -> Rule:
    count = one["count"]
    if count is None:
        return Rule(permyriad=one["permyriad"], least=0, most=one.get("most"))
    return Rule(permyriad=one["permyriad"], least=count, most=count)


def _sources(draw: Draw) -> list[sources.Source]:
    public = [drafting.source_of(one) for one in draw.setup["sources"]]
    seats = [
        Witness(name=w.name, unit=w.unit, capacity=w.capacity, commitment=w.commitment)
        for w in draw.witnesses.all()
    ]
    return [*seats, *public]


def _secret(draw: Draw) -> str | None:
    if draw.setup["mode"] != plan_rules.SEALED:
        return None
    files = folder(draw.number)
    if files.secret() is None:
        files.put_secret(entropy.secret())
    return files.secret()


def _figures(draw: Draw, frozen: SamplingFrame, prepared: Prepared, on: date) -> dict[str, Any]:
    made, read = prepared.manifest, frozen.rosters
    judged = feasibility.assess(made, read)
    strata = _odds(draw, made, read)
    return {
        "size": frozen.size,
        "subjects": len(read.subjects),
        "excluded": len(read.exclusions),
        "exclusions": [
            {"code": code, "text": text, "count": frozen.counts[code]}
            for code, text in frozen.reasons.items()
        ],
        "strata": strata,
        "parts": fairness.expected(frozen.parts, strata),
        "people": {
            "available": len(read.inspectors),
            "unavailable": [list(one) for one in frozen.unavailable],
            "capacity": sum(one.limit for one in read.inspectors),
        },
        "feasible": judged.is_feasible,
        "problem": judged.problem,
        "ways": judged.ways,
        "rehearsed": judged.rehearsed,
        "failed": judged.failed,
        "visits": [judged.fewest, judged.most],
        "slots": judged.slots,
        "conflicts": len(read.conflicts),
        "since_last": _since_last(draw, read),
        "since_month": _since_month(draw, on),
    }


def _odds(draw: Draw, made: Manifest, read: Rosters) -> list[dict[str, Any]]:
    planned = {
        rules.stratum_code(one["letter"], item["code"]): one
        for one in rules.drawn_classes(draw.setup)
        for item in draw.setup["items"]
    }
    found = []
    for stratum, chances in zip(
        made.strata, inclusion_probabilities.odds(made, read.subjects), strict=True
    ):
        told_ = planned[stratum.code]
        found.append(
            {
                "code": stratum.code,
                "class": told_["code"],
                "name": told_["name"],
                "item": stratum.item,
                "size": stratum.size,
                "draw": stratum.draw,
                "planned": told_["count"],
                "permyriad": told_["year_permyriad"],
                "reserve": stratum.reserve,
                "census": chances.is_census,
                "chances": [
                    [tickets, count, chance.numerator, chance.denominator]
                    for tickets, count, chance in chances.chances
                ],
            }
        )
    return found


def _since_last(draw: Draw, read: Rosters) -> dict[str, Any] | None:
    last = Draw.objects.filter(bureau_id=draw.bureau_id, held_at__isnull=False)
    last = last.exclude(pk__in=secrecy.unopened())
    former = last.exclude(pk=draw.pk).order_by("-held_at").first()
    if former is None or len(read.subjects) > _COMPARED:
        return None
    before = roster.read_subjects(folder(former.number).data(roster.SUBJECTS))
    then, now = {one.id for one in before}, {one.id for one in read.subjects}
    return {
        "number": former.number,
        "title": former.title,
        "added": len(now - then),
        "gone": len(then - now),
    }


def _since_month(draw: Draw, on: date) -> dict[str, Any]:
    day = on - MONTH
    moved = Subject.objects.filter(bureau_id=draw.bureau_id, since__gte=moments.end_of(day))
    return {"on": day.isoformat(), "moved": moved.count()}


def _progress(draw: Draw) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        Draw.objects.filter(pk=draw.pk).update(work_done=done, work_total=total)

    return tell


def _ordered(setup: Mapping[str, Any]) -> list[Any]:
    # Keys of people's choosing (classes, grades) are not fit for canonical objects.
    return [[name, _plain(setup[name])] for name in sorted(setup)]


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, Mapping):
        return _ordered(value)
    return [_plain(one) for one in value] if isinstance(value, list) else value
