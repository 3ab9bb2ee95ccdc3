"""Questions to publications; each gives only what is within the actor's reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from mingqian.disclosure import FieldOpening, Opening, write_opening
from oversight.accounts import selectors as accounts
from oversight.accounts.selectors import Actor
from oversight.common.errors import NotFoundError
from oversight.disclosures import sources, states
from oversight.disclosures.kinds import WITHDRAWN_WORDS
from oversight.disclosures.models import Disclosure, DisclosureField
from oversight.disclosures.states import DisclosureState

_GONE = "没有这件公示，或不在您的范围内"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureQuestion:
    """What the list is filtered by; empty means no condition."""

    words: str = ""
    kind: str = ""
    state: str = ""
    section: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPair:
    """A field beside the original as it is now, which the reviewer compares."""

    field: DisclosureField
    original: object
    original_words: str
    is_same: bool


def disclosures(actor: Actor) -> QuerySet[Disclosure]:
    """Give those within reach: of the bureau, or of one's own section."""
    keys = list(accounts.bureaus(actor).values_list("pk", flat=True))
    rows = Disclosure.objects.filter(bureau_id__in=keys).select_related("owner", "bureau")
    if actor.organisation_id == actor.bureau_id or actor.bureau_id is None:
        return rows
    return rows.filter(Q(owner_id=actor.organisation_id) | Q(owner_id=actor.bureau_id))


def find(actor: Actor, question: DisclosureQuestion) -> QuerySet[Disclosure]:
    """Give those that the question asks for, the newest first."""
    rows = _matching(disclosures(actor), question.words, question.kind)
    if question.state:
        rows = rows.filter(state=question.state)
    if question.section is not None:
        rows = rows.filter(owner_id=question.section)
    return rows.order_by("-pk")


def disclosure_for(actor: Actor, disclosure_id: int, *, lock: bool = False) -> Disclosure:
    """Load one within reach; locked until the caller's transaction ends, if asked.

    Raises:
        NotFoundError: there is none.
    """
    rows = disclosures(actor).filter(pk=disclosure_id)
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None:
        raise NotFoundError(_GONE)
    return row


def versions(row: Disclosure) -> QuerySet[Disclosure]:
    """Give all versions of a publication, the newest first."""
    return Disclosure.objects.filter(number=row.number).order_by("-version")


def pairs(row: Disclosure) -> list[FieldPair]:
    """Put the fields of a version beside the original as it is now."""
    content = sources.source_of(row.kind).content(row.bureau_id, row.key)
    originals = {field.name: field for field in content.fields} if content else {}
    return [
        FieldPair(
            field=field,
            original=original.value if original is not None else None,
            original_words=original.words if original is not None else "",
            is_same=original is not None and original.value == field.value,
        )
        for field in row.fields.all()
        for original in (originals.get(field.name),)
    ]


def is_as_original(row: Disclosure) -> bool:
    """Tell whether a version says what the original says now, and nothing is missing."""
    content = sources.source_of(row.kind).content(row.bureau_id, row.key)
    if content is None:
        return False
    values = {field.name: field.value for field in row.fields.all()}
    return values == {field.name: field.value for field in content.fields}


def shown(bureau_id: int | None = None, *, words: str = "", kind: str = "") -> QuerySet[Disclosure]:
    """Give what the public site lists, the newest first: the version in force, or the withdrawn."""
    rows = Disclosure.objects.filter(
        published_at__isnull=False, state__in=(DisclosureState.PUBLISHED, DisclosureState.WITHDRAWN)
    )
    if bureau_id is not None:
        rows = rows.filter(bureau_id=bureau_id)
    later = Disclosure.objects.filter(
        number=OuterRef("number"), version__gt=OuterRef("version"), published_at__isnull=False
    )
    rows = _matching(rows.select_related("bureau"), words, kind).exclude(Exists(later))
    return rows.order_by("-published_at", "-pk")


def shown_version(number: str, version: int) -> Disclosure | None:
    """Load a version that is or was public, by number and version; None where there is none."""
    rows = Disclosure.objects.filter(number=number, version=version, published_at__isnull=False)
    return rows.filter(state__in=states.SHOWN).select_related("bureau", "owner").first()


def shown_versions(number: str) -> QuerySet[Disclosure]:
    """Give the public versions of a publication, the newest first."""
    rows = Disclosure.objects.filter(number=number, published_at__isnull=False)
    return rows.filter(state__in=states.SHOWN).order_by("-version").prefetch_related("fields")


def opening_of(row: Disclosure) -> bytes:
    """Write the published file of a version (disclosure-v1 4).

    Raises:
        FormatError, RefusedError: the rows are not what was sealed.
    """
    is_withdrawn = row.state == DisclosureState.WITHDRAWN
    fields = list(row.fields.all())
    opened = [] if is_withdrawn else [field for field in fields if not field.withheld]
    return write_opening(
        Opening(
            record=row.record.encode(),
            opened=tuple(
                FieldOpening(field.name, field.value, bytes.fromhex(field.salt)) for field in opened
            ),
            withheld={
                field.name: WITHDRAWN_WORDS if is_withdrawn else field.withheld_words
                for field in fields
                if is_withdrawn or field.withheld
            },
        )
    )


def published_between(bureau_id: int, since: date, until: date) -> QuerySet[Disclosure]:
    """Give the first versions of a bureau whose term ended between two days, both included."""
    return Disclosure.objects.filter(bureau_id=bureau_id, version=1, due_on__range=(since, until))


def _matching(rows: QuerySet[Disclosure], words: str, kind: str) -> QuerySet[Disclosure]:
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(number__icontains=words))
    return rows.filter(kind=kind) if kind else rows
