"""Everything that is fixed before the randomness exists (spec draw-v1 2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mingqian import canonical, roster, sources
from mingqian.canonical import Json
from mingqian.errors import FormatError
from mingqian.fields import MAX_COUNT, Fields
from mingqian.roster import Rosters
from mingqian.sources import Source

FORMAT = "mingqian-draw/1"
FILE = "manifest.json"
RULE = "draw-v1 2.2"
OPEN = "open"
SEALED = "sealed"
MAX_BASE = 2520
PERMYRIAD = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An inspection item (抽查事项) in the version that applies."""

    code: str
    version: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The published directory snapshot of which the rosters are the slice."""

    root: str | None
    size: int
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """Name, number of rows and digest of a roster file."""

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How many are drawn of a stratum: a share in 1/10000 with floor and ceiling (2.3)."""

    permyriad: int
    least: int
    most: int | None

    def draw(self, size: int) -> int:
        """Compute the number drawn of a stratum of this size."""
        share = -(-size * self.permyriad // PERMYRIAD)
        bounded = max(self.least, share)
        return min(size, bounded if self.most is None else min(bounded, self.most))


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """How many persons of a pool a visit needs."""

    pool: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """A group of subjects from which a number is drawn for one item."""

    code: str
    title: str
    item: str
    size: int
    rule: Rule
    draw: int
    reserve: int
    team: tuple[Need, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason for which subjects may not be drawn."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The whole of what a draw commits to; its bytes are its only identity."""

    draw: str
    organisation: str
    title: str
    plan: str | None
    task: str
    items: tuple[Item, ...]
    mode: str
    directory: Directory
    files: tuple[FileEntry, ...]
    candidates_root: str
    strata: tuple[Stratum, ...]
    ticket_base: int
    exclusion_reasons: tuple[Reason, ...]
    relax_soft: bool
    sources: tuple[Source, ...]
    t0: str
    deadline: str
    secret_commitment: str | None
    voids: tuple[str, ...]

    def write(self) -> bytes:
        """Write ``manifest.json``."""
        return canonical.write(_json(self))

    @property
    def commitment(self) -> str:
        """The digest that is logged before the randomness exists (2.5)."""
        return canonical.digest(self.write())

    @property
    def is_sealed_mode(self) -> bool:
        """Whether the result stays unseen until the opening (3.5)."""
        return self.mode == SEALED

    def stratum(self, code: str) -> Stratum:
        """Find a stratum by its code; the code must be one of the manifest's."""
        return next(stratum for stratum in self.strata if stratum.code == code)


def read(data: bytes) -> Manifest:
    """Read ``manifest.json`` and require everything that it alone can show (2.2, 2.3, 3).

    Raises:
        FormatError: bytes not canonical, a field wrong, an order or a bound not kept.
    """
    fields = Fields(canonical.parse(data, FILE), file=FILE, rule=RULE)
    fields.word("format", FORMAT)
    manifest = Manifest(
        draw=fields.code("draw"),
        organisation=fields.text("organisation"),
        title=fields.text("title"),
        plan=fields.code_or_null("plan"),
        task=fields.code("task"),
        items=fields.objects("items", _item),
        mode=fields.word("mode", OPEN, SEALED),
        directory=_directory(fields.child("directory")),
        files=fields.objects("files", _file),
        candidates_root=fields.hex("candidates_root"),
        strata=fields.objects("strata", _stratum),
        ticket_base=fields.integer("ticket_base", least=1, most=MAX_BASE),
        exclusion_reasons=fields.objects("exclusion_reasons", _reason),
        relax_soft=fields.boolean("relax_soft"),
        sources=fields.objects("sources", sources.read),
        t0=fields.time("t0"),
        deadline=fields.time("deadline"),
        secret_commitment=fields.hex_or_null("secret_commitment"),
        voids=fields.codes("voids"),
    )
    fields.done()
    _require_orders(manifest, fields)
    _require_whole(manifest, fields)
    _require_times(manifest, fields)
    return manifest


def require_declared(manifest: Manifest, rosters: Rosters) -> None:
    """Require that every code of the rosters is declared in the manifest (2.1).

    Raises:
        FormatError: a stratum, reason or pool that the manifest does not name.
    """
    strata = {stratum.code for stratum in manifest.strata}
    reasons = {reason.code for reason in manifest.exclusion_reasons}
    pools = {need.pool for stratum in manifest.strata for need in stratum.team}
    _require_known(
        roster.SUBJECTS, [s.strata for s in rosters.subjects], strata, "roster.stratum-undeclared"
    )
    _require_known(
        roster.EXCLUSIONS,
        [(e.reason,) for e in rosters.exclusions],
        reasons,
        "roster.reason-undeclared",
    )
    _require_known(
        roster.INSPECTORS, [i.pools for i in rosters.inspectors], pools, "roster.pool-undeclared"
    )


def _require_known(file: str, rows: Sequence[tuple[str, ...]], known: set[str], error: str) -> None:
    for line, names in enumerate(rows, start=2):
        for name in names:
            if name not in known:
                raise FormatError(error, name=name, file=file, line=line, rule="draw-v1 2.1")


def _item(fields: Fields) -> Item:
    return Item(
        code=fields.code("code"), version=fields.integer("version"), title=fields.text("title")
    )


def _directory(fields: Fields) -> Directory:
    directory = Directory(
        root=fields.hex_or_null("root"), size=fields.integer("size"), at=fields.time("at")
    )
    fields.done()
    return directory


def _file(fields: Fields) -> FileEntry:
    return FileEntry(
        name=fields.word("name", *roster.NAMES),
        rows=fields.integer("rows"),
        sha256=fields.hex("sha256"),
    )


def _stratum(fields: Fields) -> Stratum:
    stratum = Stratum(
        code=fields.code("code"),
        title=fields.text("title"),
        item=fields.code("item"),
        size=fields.integer("size"),
        rule=_rule(fields.child("rule")),
        draw=fields.integer("draw"),
        reserve=fields.integer("reserve", most=MAX_COUNT),
        team=fields.objects("team", _need),
    )
    fields.require_ordered("team", [need.pool for need in stratum.team])
    return stratum


def _rule(fields: Fields) -> Rule:
    permyriad = fields.integer("permyriad", most=PERMYRIAD)
    least = fields.integer("min", most=MAX_COUNT)
    most = fields.take("max")
    if most is not None and (
        isinstance(most, bool) or not isinstance(most, int) or not least <= most <= MAX_COUNT
    ):
        fields.refuse("manifest.rule-most", where=fields.where, least=least)
    fields.done()
    return Rule(permyriad=permyriad, least=least, most=most)


def _need(fields: Fields) -> Need:
    return Need(pool=fields.code("pool"), count=fields.integer("count", least=1, most=MAX_COUNT))


def _reason(fields: Fields) -> Reason:
    return Reason(code=fields.code("code"), text=fields.text("text"))


def _require_orders(manifest: Manifest, fields: Fields) -> None:
    fields.require_ordered("items", [item.code for item in manifest.items])
    fields.require_ordered("files", [entry.name for entry in manifest.files])
    fields.require_ordered("strata", [stratum.code for stratum in manifest.strata])
    fields.require_ordered("exclusion_reasons", [r.code for r in manifest.exclusion_reasons])
    fields.require_ordered("voids", manifest.voids)


def _require_whole(manifest: Manifest, fields: Fields) -> None:
    if tuple(entry.name for entry in manifest.files) != roster.NAMES:
        fields.refuse("manifest.files", names=roster.NAMES)
    for name in ("items", "strata", "sources"):
        if not getattr(manifest, name):
            fields.refuse("manifest.empty", name=name)
    items = {item.code for item in manifest.items}
    for stratum in manifest.strata:
        if stratum.item not in items:
            fields.refuse("manifest.item-undeclared", stratum=stratum.code, item=stratum.item)
    if manifest.is_sealed_mode != (manifest.secret_commitment is not None):
        fields.refuse("manifest.secret")


def _require_times(manifest: Manifest, fields: Fields) -> None:
    sources.require_fit(manifest.sources, fields)
    first = sources.t0(manifest.sources)
    last = sources.last_public_time(manifest.sources)
    if first is None or last is None:
        fields.refuse("manifest.no-public-source")
    if manifest.t0 != first:
        fields.refuse("manifest.t0", first=first, t0=manifest.t0)
    if manifest.deadline <= last:
        fields.refuse("manifest.deadline", deadline=manifest.deadline, last=last)


def _json(manifest: Manifest) -> Json:
    return {
        "format": FORMAT,
        "draw": manifest.draw,
        "organisation": manifest.organisation,
        "title": manifest.title,
        "plan": manifest.plan,
        "task": manifest.task,
        "items": [{"code": i.code, "version": i.version, "title": i.title} for i in manifest.items],
        "mode": manifest.mode,
        "directory": {
            "root": manifest.directory.root,
            "size": manifest.directory.size,
            "at": manifest.directory.at,
        },
        "files": [{"name": f.name, "rows": f.rows, "sha256": f.sha256} for f in manifest.files],
        "candidates_root": manifest.candidates_root,
        "strata": [_stratum_json(stratum) for stratum in manifest.strata],
        "ticket_base": manifest.ticket_base,
        "exclusion_reasons": [{"code": r.code, "text": r.text} for r in manifest.exclusion_reasons],
        "relax_soft": manifest.relax_soft,
        "sources": [source.json() for source in manifest.sources],
        "t0": manifest.t0,
        "deadline": manifest.deadline,
        "secret_commitment": manifest.secret_commitment,
        "voids": list(manifest.voids),
    }


def _stratum_json(stratum: Stratum) -> Json:
    rule = stratum.rule
    return {
        "code": stratum.code,
        "title": stratum.title,
        "item": stratum.item,
        "size": stratum.size,
        "rule": {"permyriad": rule.permyriad, "min": rule.least, "max": rule.most},
        "draw": stratum.draw,
        "reserve": stratum.reserve,
        "team": [{"pool": need.pool, "count": need.count} for need in stratum.team],
    }
