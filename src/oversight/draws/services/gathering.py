"""Gathering: reading from the database, once, all that a draw is prepared from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q

from mingqian import seed
from mingqian.manifest import Need
from mingqian.sources import Source, Witness
from mingqian_ceremony import entropy
from mingqian_ceremony.draw_folder import Folder
from oversight.common import moments
from oversight.draws.files import folder
from oversight.draws.models import Draw, JointInvitation
from oversight.draws.rules import Row
from oversight.draws.rules.frame import DirectoryTable, Heading, InspectorRow, SamplingFrame
from oversight.draws.services import directory_changes, drafting, sampling_frame, snapshots
from oversight.draws.services.directory_changes import Survey
from oversight.draws.services.snapshots import Snapshot
from oversight.jobs.services import Progress
from oversight.plans import rules as plan_rules
from oversight.registry.models import Inspector, Recusal, Subject
from oversight.registry.selectors import ledger
from oversight.registry.selectors.inspectors import availability_of
from oversight.regulations import selectors as regulations


def gather(draw: Draw, survey: Survey, *, at: datetime, progress: Progress) -> SamplingFrame:
    """Read the sampling frame of a draw, and keep the snapshot that proves it (draw-v1 2.7).

    Raises:
        DomainError: a row of the directory cannot be written down.
    """
    files = folder(draw.number)
    departed = directory_changes.departed_rows(survey)
    with snapshots.taking(files, survey.terms) as snapshot:
        directory = _directory(draw.bureau_id, snapshot, progress)
        for row in departed:
            snapshot.add(row, is_listed=False)
    on = survey.terms.on
    sections = sampling_frame.sections(draw)
    section_ids = [section.pk for section in sections]
    return SamplingFrame(
        heading=_heading(draw),
        setup=draw.setup,
        team=teams_of(draw),
        sections={section.code: section.name for section in sections},
        sources=_sources(draw),
        deadline=moments.written(draw.deadline or at),
        read_at=moments.written(at),
        secret_commitment=_secret_commitment(draw, files),
        terms=survey.terms,
        directory=directory,
        directory_root=snapshot.root(),
        salt_key=snapshot.key,
        changes=directory_changes.recent_changes(survey, departed),
        inspectors=_inspectors(draw, section_ids, on),
        recusals=_recusals(section_ids, on),
        recent_visits=_recent_visits(draw.bureau_id, on),
    )


def teams_of(draw: Draw) -> tuple[Need, ...]:
    """Give how many of each section go to every visit."""
    needs = {draw.owner.code: int(draw.setup["people"])}
    joined = draw.partners.filter(answer=JointInvitation.ACCEPTED)
    for partner in joined.select_related("section"):
        needs[partner.section.code] = partner.people
    return tuple(Need(pool=pool, count=count) for pool, count in sorted(needs.items()))


def _directory(bureau_id: int, snapshot: Snapshot, progress: Progress) -> DirectoryTable:
    """Read the directory in parts; the snapshot takes every row at the moment of its reading."""
    total = Subject.objects.filter(bureau_id=bureau_id, is_listed=True).count()
    table = DirectoryTable()
    done = 0
    for chunk in sampling_frame.listed_rows(bureau_id):
        _take(chunk, table, snapshot)
        done += len(chunk)
        progress(done, total)
    return table


def _take(chunk: Iterable[Row], table: DirectoryTable, snapshot: Snapshot) -> None:
    for row in chunk:
        snapshot.add(row)
        table.add(row)


def _heading(draw: Draw) -> Heading:
    voids = Draw.objects.filter(
        bureau_id=draw.bureau_id, task_number=draw.task_number, state=Draw.VOIDED
    )
    return Heading(
        number=draw.number,
        organisation=draw.bureau.name,
        title=draw.title,
        plan=draw.plan_number,
        task=draw.task_number,
        voids=tuple(voids.values_list("number", flat=True)),
    )


def _sources(draw: Draw) -> list[Source]:
    public = [drafting.source_of(source) for source in draw.setup["sources"]]
    seats = [
        Witness(name=w.name, unit=w.unit, capacity=w.capacity, commitment=w.commitment)
        for w in draw.witnesses.all()
    ]
    return [*seats, *public]


def _secret_commitment(draw: Draw, files: Folder) -> str | None:
    """Give the commitment to a sealed draw's secret, which is made at the first preparation."""
    if draw.setup["mode"] != plan_rules.SEALED:
        return None
    secret = files.secret()
    if secret is None:
        secret = entropy.secret()
        files.put_secret(secret)
    return seed.commit_secret(draw.number, secret)


def _inspectors(draw: Draw, section_ids: list[int], on: date) -> list[InspectorRow]:
    loads = ledger.loads(draw.bureau_id, on.year)
    rows = Inspector.objects.filter(owner_id__in=section_ids).select_related("owner")
    rows = rows.prefetch_related("certificates", "leaves")
    return [_inspector(inspector, loads.get(inspector.pk, 0), on) for inspector in rows]


def _inspector(inspector: Inspector, load: int, on: date) -> InspectorRow:
    outside = inspector.load if inspector.load_year == on.year else 0
    return InspectorRow(
        pk=inspector.pk,
        code=inspector.code,
        name=inspector.name,
        pool=inspector.owner.code,
        section=inspector.owner.name,
        availability=availability_of(inspector),
        items=tuple(inspector.items),
        regions=tuple(inspector.regions),
        load=outside + load,
    )


def _recusals(section_ids: list[int], on: date) -> frozenset[tuple[int, int]]:
    """Give the recusals in force on a day: inspector and subject."""
    rows = Recusal.objects.filter(inspector__owner_id__in=section_ids, since__lte=on)
    rows = rows.filter(Q(until=None) | Q(until__gt=on))
    return frozenset(rows.values_list("inspector_id", "subject_id"))


def _recent_visits(bureau_id: int, on: date) -> frozenset[tuple[int, int]]:
    days = regulations.number(bureau_id, "rotation_days", on)
    return frozenset(ledger.sent_since(bureau_id, on - timedelta(days=days)))
