"""Small fictional draws, one for each thing a draw can have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from mingqian import canonical, seed
from mingqian.manifest import Directory, Item, Need, Reason, Rule
from mingqian.manifest_builder import Plan, Preparation, StratumPlan, prepare
from mingqian.replacement import Replacement, ReplacementState
from mingqian.result import EvidenceFile, SourceValue
from mingqian.roster import HARD, SOFT, Conflict, Exclusion, Inspector, Rosters, Subject
from mingqian.sources import Dice, Drand, Lottery, Source, Witness
from mingqian.sources.witness import commit
from tests.support.evidence_factory import Ceremony

# Round 1000 of quicknet, as the network published it.
ROUND = Drand(round=1000)
ROUND_SIGNATURE = (
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
    "e342b73a8dd2bacbe47e4b6b63ed5e39"
)
ROUND_VALUE = "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
ROUND_GIVEN = SourceValue(value=ROUND_VALUE, signature=ROUND_SIGNATURE)
LOTTERY = Lottery(game="双色球", issue="2023097", time="2023-08-24T13:15:00Z")
KENO = Lottery(game="快乐8", issue="2023226", time="2023-08-24T13:30:00Z")
KENO_VALUE = "01.05.08.11.17.19.22.26.30.33.38.41.47.52.55.59.63.68.74.80"
DICE = Dice(count=50, by="韩静", place="三楼会议室", time="2023-08-23T15:30:00Z")
DICE_VALUE = "31625143261554321666123451236152436152435162435162"
BLUE = "02.07.11.19.25.33+08"
NOTICE = {"notice.txt": "双色球第2023097期停开(虚构的公告)\n".encode()}
NOT_DRAWN = SourceValue(
    value="none",
    evidence=(
        EvidenceFile(
            name="notice.txt",
            sha256=canonical.digest(NOTICE["notice.txt"]),
            address="https://lottery.example/notice",
        ),
    ),
)
DRAW = "2023-0003"


@dataclass(frozen=True, kw_only=True)
class Example:
    """A draw ready to be sealed, with what its sources will give."""

    plan: Plan
    rosters: Rosters
    given: tuple[SourceValue, ...]
    secret: str | None = None
    shown: Mapping[str, bytes] = field(default_factory=dict)
    prepared: Preparation = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "prepared", prepare(self.plan, self.rosters))

    def ceremony(self, **changes: object) -> Ceremony:
        """Begin the ceremony of this draw."""
        return Ceremony(
            prepared=self.prepared,
            rosters=self.rosters,
            given=self.given,
            secret=self.secret,
            shown=self.shown,
            **changes,  # type: ignore[arg-type]
        )


def witness(name: str, value: str) -> Witness:
    """Make a witness who has committed to a value."""
    return Witness(
        name=name, unit="青禾区纪委监委", capacity="监督员", commitment=commit(DRAW, name, value)
    )


ZHOU_VALUE = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
ZHOU = witness("周岚", ZHOU_VALUE)


def subjects(
    count: int, strata: Callable[[int], tuple[str, ...]], tickets: int = 1
) -> list[Subject]:
    """Make subjects with codes of the region 990107, which does not exist."""
    return [
        Subject(f"91990107MA{n:06d}0X", 1 + n % tickets, strata(n)) for n in range(1, count + 1)
    ]


def inspectors(count: int, *, limit: int = 9) -> list[Inspector]:
    """Make inspectors of two pools; every third serves both."""
    pools = (("JC",), ("JC", "ZH"), ("ZH",))
    return [Inspector(f"J{n:03d}", pools[n % 3], n % 4, limit) for n in range(1, count + 1)]


def _plan(sources: tuple[Source, ...], deadline: str = "2023-08-25T01:00:00Z") -> Plan:
    return Plan(
        draw=DRAW,
        organisation="青禾区人力资源和社会保障局",
        title="2023年第3批双随机抽查",
        plan="99010720230001",
        task="990107202308230001",
        items=[
            Item(code="GZZF", version=2, title="支付工资和最低工资标准"),
            Item(code="SHBX", version=1, title="参加社会保险和缴费"),
        ],
        mode="open",
        directory=Directory(root=None, size=60, at="2023-08-23T01:00:00Z"),
        strata=[
            StratumPlan(
                code="A",
                title="建筑施工",
                item="GZZF",
                rule=Rule(permyriad=2500, least=1, most=None),
                reserve=3,
                team=(Need(pool="JC", count=2),),
            ),
            StratumPlan(
                code="B",
                title="劳务派遣",
                item="SHBX",
                rule=Rule(permyriad=1000, least=2, most=6),
                reserve=2,
                team=(Need(pool="JC", count=1), Need(pool="ZH", count=1)),
            ),
        ],
        exclusion_reasons=[
            Reason(code="CAP2", text="本年度已检查2次"),
            Reason(code="ZX", text="已注销"),
        ],
        relax_soft=True,
        sources=sources,
        deadline=deadline,
    )


def _rosters() -> Rosters:
    drawable = subjects(40, lambda n: ("A", "B") if n % 5 == 0 else ("A",) if n % 2 else ("B",))
    return Rosters(
        subjects=drawable,
        exclusions=[Exclusion("91990107MA0000910X", "ZX"), Exclusion("91990107MA0000920X", "CAP2")],
        inspectors=inspectors(9),
        conflicts=[
            Conflict("J001", "91990107MA0000050X", HARD),
            Conflict("J002", "91990107MA0000100X", SOFT),
        ],
    )


def drand_and_witness() -> Example:
    """An open draw by drand and a witness: what most draws will be."""
    return Example(
        plan=_plan((ROUND, ZHOU)),
        rosters=_rosters(),
        given=(ROUND_GIVEN, SourceValue(value=ZHOU_VALUE)),
    )


def sealed() -> Example:
    """The same in sealed mode."""
    secret = canonical.digest("a fictional secret")
    plan = replace(
        _plan((ROUND, ZHOU)),
        mode="sealed",
        secret_commitment=seed.commit_secret(DRAW, secret),
    )
    given = (ROUND_GIVEN, SourceValue(value=ZHOU_VALUE))
    return Example(plan=plan, rosters=_rosters(), given=given, secret=secret)


def absent_witness() -> Example:
    """A witness who never came."""
    return replace(drand_and_witness(), given=(ROUND_GIVEN, SourceValue(value="absent")))


def dice_and_lottery() -> Example:
    """Dice before those present, then two lotteries; no drand."""
    return Example(
        plan=_plan((DICE, KENO, LOTTERY), "2023-08-25T12:00:00Z"),
        rosters=_rosters(),
        given=(
            SourceValue(value=DICE_VALUE),
            SourceValue(value=KENO_VALUE),
            SourceValue(value="02.07.11.19.25.33+08"),
        ),
    )


def low_assurance() -> Example:
    """One lottery only, truly labelled low."""
    return Example(
        plan=_plan((LOTTERY,)),
        rosters=_rosters(),
        given=(SourceValue(value="02.07.11.19.25.33+08"),),
    )


def declared_none() -> Example:
    """A lottery that was not drawn that day, as two persons declared with the notice."""
    return Example(
        plan=_plan((KENO, LOTTERY)),
        rosters=_rosters(),
        given=(SourceValue(value=KENO_VALUE), NOT_DRAWN),
        shown=NOTICE,
    )


def drand_and_lottery() -> Example:
    """A drand round and an issue of a lottery."""
    return Example(
        plan=_plan((ROUND, LOTTERY)),
        rosters=_rosters(),
        given=(ROUND_GIVEN, SourceValue(value=BLUE)),
    )


def tickets() -> Example:
    """Subjects with one to four tickets."""
    rosters = replace(
        _rosters(), subjects=subjects(40, lambda n: ("A",) if n % 3 else ("A", "B"), tickets=4)
    )
    return replace(drand_and_witness(), rosters=rosters)


def uneven() -> Example:
    """A few with many tickets, one of them certain to be drawn; the directory left its root."""
    rosters = _rosters()
    drawable = [s._replace(tickets=10 if n < 3 else 1) for n, s in enumerate(rosters.subjects)]
    example = replace(drand_and_witness(), rosters=replace(rosters, subjects=drawable))
    root = canonical.digest("a fictional directory")
    directory = replace(example.plan.directory, root=root)
    return replace(example, plan=replace(example.plan, directory=directory))


def one_subject() -> Example:
    """A stratum of one, and an empty one."""
    rosters = replace(_rosters(), subjects=subjects(1, lambda _: ("A",)), conflicts=[])
    return replace(drand_and_witness(), rosters=rosters)


def rare_characters() -> Example:
    """Names outside the basic plane, where naive sorting differs between languages."""
    plan = _plan((ROUND, witness("𠮷田😀\ufffd", ZHOU_VALUE)))
    return replace(
        drand_and_witness(),
        plan=replace(plan, title="𠮷祥街道😀抽查\ufffd", organisation="雲岭区“人社”局\\㐀"),
    )


def relaxed() -> Example:
    """Too few inspectors unless the rotation is relaxed."""
    people = [Inspector("J001", ("JC",), 0, 9), Inspector("J002", ("JC",), 3, 9)]
    return _with_people(people, [Conflict("J001", s.id, SOFT) for s in _rosters().subjects[:30]])


def partial() -> Example:
    """Too few inspectors whatever is done: some slots stay open."""
    people = [Inspector("J001", ("JC",), 0, 3), Inspector("J002", ("JC", "ZH"), 3, 4)]
    return _with_people(people, [Conflict("J001", "91990107MA0000050X", HARD)])


def _with_people(people: list[Inspector], conflicts: list[Conflict]) -> Example:
    example = drand_and_witness()
    if all("ZH" not in person.pools for person in people):
        strata = [replace(s, team=(Need(pool="JC", count=1),)) for s in example.plan.strata]
        plan = replace(example.plan, strata=strata)
    else:
        plan = example.plan
    rosters = replace(example.rosters, inspectors=people, conflicts=conflicts)
    return replace(example, plan=plan, rosters=rosters)


ALL: dict[str, Callable[[], Example]] = {
    "drand-and-witness": drand_and_witness,
    "sealed": sealed,
    "absent-witness": absent_witness,
    "dice-and-lottery": dice_and_lottery,
    "low-assurance": low_assurance,
    "declared-none": declared_none,
    "tickets": tickets,
    "uneven": uneven,
    "one-subject": one_subject,
    "rare-characters": rare_characters,
    "relaxed": relaxed,
    "partial": partial,
}


def takes_over(stratum: str, visit: str, incoming: str) -> Replacement:
    """A subject that takes over from another in a stratum."""
    return Replacement(
        stratum=stratum, pool=None, visit=visit, out=visit, incoming=incoming, why="MOVED"
    )


def with_replacements() -> dict[str, bytes]:
    """A draw after which a subject and an inspector were replaced, and its slots filled."""
    ceremony = drand_and_witness().ceremony()
    ceremony.seal()
    ceremony.reveal()
    ceremony.hold()
    standing = ReplacementState(ceremony.manifest, ceremony.rosters, ceremony.result())
    first, second = ceremony.result().visits[0], ceremony.result().visits[1]

    def carry_out(replacement: Replacement) -> None:
        standing.apply(replacement)
        ceremony.replace(replacement)

    carry_out(standing.subject_replacement(first.subject, "MOVED"))
    incoming = ceremony.replaced[0].incoming
    for pool in standing.open_slots(incoming):
        carry_out(standing.inspector_replacement(incoming, pool, None, "NEWVISIT"))
    slot = second.team[0]
    carry_out(standing.inspector_replacement(second.subject, slot.pool, slot.inspector, "LEAVE"))
    return ceremony.folder()
