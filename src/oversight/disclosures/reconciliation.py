"""What the log says of publications against their rows: state, digest, fields, what is withheld."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mingqian import disclosure
from mingqian.errors import MingqianError
from oversight.audit import selectors as audit
from oversight.audit.differences import Difference, Subject
from oversight.audit.reconciliation import Range, Step
from oversight.audit.selectors import Entry
from oversight.disclosures import events
from oversight.disclosures.models import Disclosure
from oversight.disclosures.services.recording import content_digest, withheld_of
from oversight.disclosures.states import DISCLOSURE, DisclosureState

KIND = events.DISCLOSURE.name
_BATCH = 200
_S = DisclosureState
_STATES: Mapping[str, str] = {
    events.DISCLOSURE_DRAFTED.type: _S.DRAFT,
    events.DISCLOSURE_SUBMITTED.type: _S.REVIEW,
    events.DISCLOSURE_RETURNED.type: _S.DRAFT,
    events.DISCLOSURE_APPROVED.type: _S.APPROVED,
    events.DISCLOSURE_PUBLISHED.type: _S.PUBLISHED,
    events.DISCLOSURE_WITHDRAWN.type: _S.WITHDRAWN,
    events.DISCLOSURE_ARCHIVED.type: _S.ARCHIVED,
}


@dataclass(slots=True)
class _Version:
    """A version as the log has it."""

    state: str = ""
    digest: str = ""
    content: str = ""
    withheld: dict[str, str] = field(default_factory=dict)
    reason: str = ""


def check(wanted: Range) -> Iterator[Step]:
    """Compare every publication that was touched, and name those whose row is gone."""
    touched = wanted.numbers(KIND)
    rows = Disclosure.objects.select_related("owner").order_by("pk")
    if touched is not None:
        rows = rows.filter(number__in=touched)
    total = rows.count()
    for done, row in enumerate(rows.iterator(chunk_size=_BATCH), start=1):
        yield done, total, list(_row(row))
    yield total, total, list(_gone(touched))


def _gone(touched: set[str] | None) -> Iterator[Difference]:
    present = set(Disclosure.objects.values_list("number", flat=True))
    for entry in audit.of_types([events.DISCLOSURE_APPROVED.type]):
        number = entry.about_number
        if number not in present and (touched is None or number in touched):
            yield Subject(kind=KIND, number=number, scope=entry.scope).is_missing()


def _row(row: Disclosure) -> Iterator[Difference]:
    about = Subject(kind=KIND, number=row.number, scope=row.owner.path)
    logged = _replayed(sorted(audit.about(KIND, row.number), key=lambda entry: entry.index))
    version = logged.get(row.version)
    if version is None:
        yield about.is_unexplained()
        return
    yield from about.differs("状态", DISCLOSURE.label(version.state), DISCLOSURE.label(row.state))
    yield from about.differs("封存摘要", version.digest, row.digest)
    if row.state != _S.WITHDRAWN:
        yield from about.differs("内容", version.content, content_digest(row))
    else:
        yield from about.differs("撤下的理由", version.reason, row.ended_reason)
    if row.published_at is not None:
        yield from about.differs("不公开的字段", version.withheld, withheld_of(row))
    yield from _sealed(row, about)


def _sealed(row: Disclosure, about: Subject) -> Iterator[Difference]:
    """Compare the sealed record with its digest, and each field with its commitment."""
    if not row.record:
        return
    yield from about.differs("封存的记录", row.digest, disclosure.digest(row.record.encode()))
    if row.state == _S.WITHDRAWN:
        return
    opened = [
        disclosure.FieldOpening(field.name, field.value, bytes.fromhex(field.salt))
        for field in row.fields.all()
    ]
    try:
        withheld = disclosure.open_fields(row.record.encode(), opened).withheld
    except (MingqianError, ValueError) as error:
        yield about.says("封存的字段", "与封存时一样", str(error))
    else:
        yield from about.differs("缺少的字段", [], list(withheld))


def _replayed(acts: list[Entry]) -> dict[int, _Version]:
    """Give what the entries of one publication make of its versions."""
    versions: dict[int, _Version] = {}
    number = 0
    for act in acts:
        details = {**act.public, **(act.private or {})}
        # An approval names the record's own version, which is another's count where it was sealed.
        is_approval = act.type == events.DISCLOSURE_APPROVED.type
        number = number if is_approval else details.get("version", number)
        if act.type == events.DISCLOSURE_DROPPED.type:
            versions.pop(number, None)
        else:
            _replay(act.type, details, versions.setdefault(number, _Version()))
        if act.type == events.DISCLOSURE_PUBLISHED.type:
            _supersede(versions, number)
    return versions


def _supersede(versions: Mapping[int, _Version], number: int) -> None:
    for other, version in versions.items():
        if other != number and version.state == _S.PUBLISHED:
            version.state = _S.CORRECTED


def _replay(type_: str, details: Mapping[str, Any], version: _Version) -> None:
    version.state = _STATES.get(type_, version.state)
    if type_ == events.DISCLOSURE_APPROVED.type:
        version.digest = details["record"]
    if "content" in details:
        version.content = details["content"]
    if type_ == events.DISCLOSURE_PUBLISHED.type:
        version.withheld = details["withheld"]
    if type_ == events.DISCLOSURE_WITHDRAWN.type:
        version.reason = details["reason"]
