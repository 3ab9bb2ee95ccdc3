"""One empty result for each item of a task, from the moment of the draw: nobody is forgotten."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from oversight.draws.models import Draw
from oversight.draws.services import sampling_frame
from oversight.inspections.models import InspectionTask, ItemResult
from oversight.registry.models import ItemVersion

_BATCH = 900


def create_drawn(draw: Draw, strata: Mapping[int, Collection[str]]) -> None:
    """Create the empty results of drawn tasks; ``strata`` are those each task was drawn in.

    A stratum names its item (`draws.rules.stratum_code`).
    """
    versions = _versions_of(draw)
    going = {section.pk for section in sampling_frame.sections(draw)}
    _create(
        ItemResult(
            visit_id=visit_id,
            section_id=version.item.owner_id if version.item.owner_id in going else draw.owner_id,
            item=version.item,
            version=version,
            order=order,
        )
        for visit_id, own in strata.items()
        for order, version in enumerate(_items_of(own, versions))
    )


def create_for(task: InspectionTask, versions: Iterable[ItemVersion]) -> None:
    """Create the empty results of a task that no draw decided: each item is its owner's."""
    _create(
        ItemResult(
            visit=task,
            section_id=version.item.owner_id,
            item=version.item,
            version=version,
            order=order,
        )
        for order, version in enumerate(versions)
    )


def copy_to(substitute: InspectionTask, leaving: InspectionTask) -> None:
    """Give a subject that takes over the items of the one that it takes over from."""
    _create(
        ItemResult(
            visit=substitute,
            section_id=row.section_id,
            item_id=row.item_id,
            version_id=row.version_id,
            order=row.order,
        )
        for row in leaving.results.all()
    )


def _create(rows: Iterable[ItemResult]) -> None:
    ItemResult.objects.bulk_create(rows, batch_size=_BATCH)


def _versions_of(draw: Draw) -> list[ItemVersion]:
    """Give the items of a draw as they were published when it began, in its order."""
    numbers = {item["code"]: item["version"] for item in draw.setup["items"]}
    rows = ItemVersion.objects.filter(
        item__bureau_id=draw.bureau_id, item__code__in=numbers, published_at__isnull=False
    )
    versions = {
        row.item.code: row
        for row in rows.select_related("item")
        if row.number == numbers[row.item.code]
    }
    return [versions[code] for code in numbers]


def _items_of(strata: Collection[str], versions: list[ItemVersion]) -> list[ItemVersion]:
    codes = {stratum.partition(".")[2] for stratum in strata}
    return [version for version in versions if version.item.code in codes]
