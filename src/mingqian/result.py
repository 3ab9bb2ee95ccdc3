"""What a draw came to: ``result.json`` (spec draw-v1 6.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mingqian import canonical
from mingqian.assignment import Slot
from mingqian.canonical import Json
from mingqian.fields import Fields
from mingqian.manifest import FORMAT
from mingqian.sources import LEVELS, Assurance
from mingqian.sources.drand import SIGNATURE_DIGITS

FILE = "result.json"
RULE = "draw-v1 6.1"
_VALUE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """A file in ``evidence/`` that shows a source's value, and where it can be found again."""

    name: str
    sha256: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceValue:
    """What a source gave; ``signature`` is a drand round's, in hex."""

    value: str
    signature: str | None = None
    evidence: tuple[EvidenceFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutoff:
    """The last drawn of a stratum: nobody above it is drawn (4.3)."""

    value: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedSubject:
    """A subject with its number."""

    id: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumResult:
    """The drawn and the reserves of a stratum, in the order of 4.3."""

    code: str
    cutoff: Cutoff | None
    drawn: tuple[NumberedSubject, ...]
    reserves: tuple[NumberedSubject, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitResult:
    """One visit: the subject, the strata that drew it, and who goes."""

    subject: str
    strata: tuple[str, ...]
    team: tuple[Slot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How many tasks of this draw an inspector has."""

    inspector: str
    tasks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The whole outcome of a draw."""

    draw: str
    commitment: str
    assurance: Assurance
    sources: tuple[SourceValue, ...]
    secret: str | None
    seed: str
    relaxed: bool
    strata: tuple[StratumResult, ...]
    visits: tuple[VisitResult, ...]
    loads: tuple[Load, ...]

    def write(self) -> bytes:
        """Write ``result.json``."""
        return canonical.write(_json(self))

    @property
    def values(self) -> tuple[str, ...]:
        """The values of the sources, in their order."""
        return tuple(source.value for source in self.sources)


def read(data: bytes) -> Result:
    """Read ``result.json``.

    Raises:
        FormatError: bytes not canonical, or a field wrong.
    """
    fields = Fields(canonical.parse(data, FILE), file=FILE, rule=RULE)
    fields.word("format", FORMAT)
    result = Result(
        draw=fields.code("draw"),
        commitment=fields.hex("commitment"),
        assurance=_assurance(fields.child("assurance")),
        sources=fields.objects("sources", _source),
        secret=fields.hex_or_null("secret"),
        seed=fields.hex("seed"),
        relaxed=fields.boolean("relaxed"),
        strata=fields.objects("strata", _stratum),
        visits=fields.objects("visits", _visit),
        loads=fields.objects("loads", _load),
    )
    fields.done()
    fields.require_ordered("strata", [stratum.code for stratum in result.strata])
    fields.require_ordered("visits", [visit.subject for visit in result.visits])
    fields.require_ordered("loads", [load.inspector for load in result.loads])
    return result


def _assurance(fields: Fields) -> Assurance:
    assurance = Assurance(level=fields.word("level", *LEVELS), bits=fields.integer("bits"))
    fields.done()
    return assurance


def _source(fields: Fields) -> SourceValue:
    source = SourceValue(
        value=fields.text("value"),
        signature=fields.hex_or_null("signature", SIGNATURE_DIGITS),
        evidence=fields.objects("evidence", _evidence),
    )
    fields.require_ordered("evidence", [file.name for file in source.evidence])
    return source


def _evidence(fields: Fields) -> EvidenceFile:
    return EvidenceFile(
        name=fields.code("name"), sha256=fields.hex("sha256"), address=fields.text("address")
    )


def _stratum(fields: Fields) -> StratumResult:
    return StratumResult(
        code=fields.code("code"),
        cutoff=_cutoff(fields),
        drawn=fields.objects("drawn", _numbered),
        reserves=fields.objects("reserves", _numbered),
    )


def _cutoff(fields: Fields) -> Cutoff | None:
    if fields.is_null("cutoff"):
        return None
    inner = fields.child("cutoff")
    value = inner.text("value")
    if _VALUE.fullmatch(value) is None:
        inner.refuse("result.number", where=inner.where, value=value)
    cutoff = Cutoff(value=int(value), number=inner.hex("number"))
    inner.done()
    return cutoff


def _numbered(fields: Fields) -> NumberedSubject:
    return NumberedSubject(id=fields.code("id"), number=fields.hex("number"))


def _visit(fields: Fields) -> VisitResult:
    visit = VisitResult(
        subject=fields.code("subject"),
        strata=fields.codes("strata"),
        team=fields.objects("team", _slot),
    )
    fields.require_ordered("strata", visit.strata)
    return visit


def _slot(fields: Fields) -> Slot:
    return Slot(
        pool=fields.code("pool"),
        inspector=fields.code_or_null("inspector"),
        leader=fields.boolean("leader"),
    )


def _load(fields: Fields) -> Load:
    return Load(inspector=fields.code("inspector"), tasks=fields.integer("tasks", least=1))


def _json(result: Result) -> Json:
    return {
        "format": FORMAT,
        "draw": result.draw,
        "commitment": result.commitment,
        "assurance": {"level": result.assurance.level, "bits": result.assurance.bits},
        "sources": [_source_json(source) for source in result.sources],
        "secret": result.secret,
        "seed": result.seed,
        "relaxed": result.relaxed,
        "strata": [_stratum_json(stratum) for stratum in result.strata],
        "visits": [_visit_json(visit) for visit in result.visits],
        "loads": [{"inspector": load.inspector, "tasks": load.tasks} for load in result.loads],
    }


def _source_json(source: SourceValue) -> Json:
    return {
        "value": source.value,
        "signature": source.signature,
        "evidence": [
            {"name": file.name, "sha256": file.sha256, "address": file.address}
            for file in source.evidence
        ],
    }


def _stratum_json(stratum: StratumResult) -> Json:
    cutoff: Json = None
    if stratum.cutoff is not None:
        cutoff = {"value": str(stratum.cutoff.value), "number": stratum.cutoff.number}
    return {
        "code": stratum.code,
        "cutoff": cutoff,
        "drawn": [{"id": ticket.id, "number": ticket.number} for ticket in stratum.drawn],
        "reserves": [{"id": ticket.id, "number": ticket.number} for ticket in stratum.reserves],
    }


def _visit_json(visit: VisitResult) -> Json:
    return {
        "subject": visit.subject,
        "strata": list(visit.strata),
        "team": [
            {"pool": slot.pool, "inspector": slot.inspector, "leader": slot.leader}
            for slot in visit.team
        ],
    }
