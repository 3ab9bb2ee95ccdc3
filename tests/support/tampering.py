"""Forged draws: in each one thing is false, and all else was made to agree with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from mingqian import canonical, times
from mingqian.canonical import Json
from mingqian.draw import hold
from mingqian.manifest_builder import Preparation
from mingqian.result import Load, NumberedSubject, SourceValue
from mingqian.roster import SUBJECTS
from mingqian.verify import Configuration
from tests.support import examples
from tests.support.evidence_factory import Ceremony, Key
from tests.support.examples import Example
from tests.support.verification import configured, policy_of

Evidence = tuple[dict[str, bytes], Configuration]


def published(ceremony: Ceremony) -> Evidence:
    """Hold a whole ceremony; give its folder and all that a verifier can bring along."""
    files = ceremony.all()
    return files, configured(ceremony.log)


def honest() -> Ceremony:
    return examples.drand_and_witness().ceremony()


def committed(**changes: object) -> Evidence:
    """Publish a draw whose manifest was falsified before it was sealed."""
    example = examples.drand_and_witness()
    forged = replace(example.prepared.manifest, **changes)  # type: ignore[arg-type]
    prepared = Preparation(manifest=forged, files=example.prepared.files)
    return published(Ceremony(prepared=prepared, rosters=example.rosters, given=example.given))


def twisted(event: str, field: str, value: Json, example: Example | None = None) -> Evidence:
    """Publish a draw in which one field of one entry was falsified before it was logged."""

    def twist(name: str, public: dict[str, Json]) -> dict[str, Json]:
        return {**public, field: value} if name == event else public

    return published((example or examples.drand_and_witness()).ceremony(twist=twist))


def other_result(**changes: object) -> Evidence:
    """Publish a draw that publishes another result than the true one."""
    result = replace(honest().result(), **changes)  # type: ignore[arg-type]
    return published(replace(honest(), final=result))


def late(event: str, at: str) -> Evidence:
    """Publish a draw of which one entry was logged too late."""
    return published(replace(honest(), at={event: at}))


def patched(name: str, change: Callable[[bytes], bytes]) -> Evidence:
    """Give an honest folder of which one file was changed afterwards."""
    ceremony = honest()
    files = ceremony.all()
    files[name] = change(files[name])
    return (files, configured(ceremony.log))


def another_file() -> Evidence:
    ceremony = honest()
    return ({**ceremony.all(), "notes.txt": b"\n"}, configured(ceremony.log))


def a_space_in_the_manifest() -> Evidence:
    return patched("manifest.json", lambda data: data.replace(b":", b": ", 1))


def rows_in_another_order() -> Evidence:
    example = examples.drand_and_witness()
    lines = example.prepared.files[SUBJECTS].splitlines(keepends=True)
    lines[1], lines[2] = lines[2], lines[1]
    files = {**example.prepared.files, SUBJECTS: b"".join(lines)}
    entries = tuple(
        replace(entry, sha256=canonical.digest(files[entry.name]))
        for entry in example.prepared.manifest.files
    )
    forged = replace(example.prepared.manifest, files=entries)
    prepared = Preparation(manifest=forged, files=files)
    return published(Ceremony(prepared=prepared, rosters=example.rosters, given=example.given))


def another_digest() -> Evidence:
    entries = examples.drand_and_witness().prepared.manifest.files
    return committed(files=(replace(entries[0], sha256="0" * 64), *entries[1:]))


def one_more_to_draw() -> Evidence:
    strata = examples.drand_and_witness().prepared.manifest.strata
    return committed(strata=(replace(strata[0], draw=strata[0].draw + 1), *strata[1:]))


def a_log_of_its_own() -> Evidence:
    ceremony = honest()
    known = replace(configured(ceremony.log), policy=policy_of(Key("log.other.example")))
    return (ceremony.all(), known)


def a_second_sealing_of_the_task() -> Evidence:
    first = honest()
    other = replace(first.manifest, draw="2023-0002")
    log = first.log
    Ceremony(
        prepared=Preparation(manifest=other, files=first.prepared.files),
        rosters=first.rosters,
        given=first.given,
        log=log,
    ).seal()
    return published(replace(first, log=log))


def another_value_than_the_witness_promised() -> Evidence:
    example = examples.drand_and_witness()
    given = (example.given[0], SourceValue(value="0" * 32))
    return published(replace(example, given=given).ceremony())


def a_signature_of_nobody() -> Evidence:
    example = examples.drand_and_witness()
    signature = bytes.fromhex(examples.ROUND_SIGNATURE)[:-1] + b"\0"
    forged = SourceValue(value=canonical.digest(signature), signature=signature.hex())
    return published(replace(example, given=(forged, example.given[1])).ceremony())


def the_seed_of_other_numbers() -> Evidence:
    ceremony = honest()
    other = (ceremony.given[0], SourceValue(value="0" * 32))
    result = hold(ceremony.manifest, ceremony.rosters, other)
    return published(replace(ceremony, final=replace(result, sources=tuple(ceremony.given))))


def one_digit_of_one_number() -> Evidence:
    strata = honest().result().strata
    first = strata[0].drawn[0]
    digit = "1" if first.number[-1] == "0" else "0"
    forged = NumberedSubject(id=first.id, number=first.number[:-1] + digit)
    return other_result(
        strata=(replace(strata[0], drawn=(forged, *strata[0].drawn[1:])), *strata[1:])
    )


def a_friend_spared() -> Evidence:
    """The first drawn and the first reserve change places, each with its true number."""
    strata = honest().result().strata
    drawn, reserves = strata[0].drawn, strata[0].reserves
    swapped = replace(
        strata[0], drawn=(reserves[0], *drawn[1:]), reserves=(drawn[0], *reserves[1:])
    )
    return other_result(strata=(swapped, *strata[1:]))


def somebody_sent_to_the_wrong_pool() -> Evidence:
    visit = next(v for v in honest().result().visits if v.team)
    wrong = next(
        person.id
        for person in honest().rosters.inspectors
        if visit.team[0].pool not in person.pools
    )
    return sent(visit.subject, 0, wrong)


def another_share_of_the_work() -> Evidence:
    """Somebody who was not the turn, but might have gone."""
    ceremony = honest()
    visit = ceremony.result().visits[0]
    slot = visit.team[0]
    barred = {slot.inspector for slot in visit.team}
    other = next(
        person.id
        for person in reversed(ceremony.rosters.inspectors)
        if slot.pool in person.pools and person.id not in barred
    )
    return sent(visit.subject, 0, other)


def sent(subject: str, position: int, who: str) -> Evidence:
    result = honest().result()
    visits = []
    for visit in result.visits:
        team = list(visit.team)
        if visit.subject == subject:
            team[position] = replace(team[position], inspector=who)
        visits.append(replace(visit, team=tuple(team)))
    counts: dict[str, int] = {}
    for visit in visits:
        for slot in visit.team:
            if slot.inspector is not None:
                counts[slot.inspector] = counts.get(slot.inspector, 0) + 1
    loads = tuple(Load(inspector=code, tasks=counts[code]) for code in sorted(counts))
    return other_result(visits=tuple(visits), loads=loads)


def another_leader() -> Evidence:
    visits = honest().result().visits
    team = tuple(replace(slot, leader=not slot.leader) for slot in visits[0].team)
    return other_result(visits=(replace(visits[0], team=team), *visits[1:]))


def a_favourite_takes_over() -> Evidence:
    ceremony = honest()
    ceremony.seal()
    ceremony.reveal()
    ceremony.hold()
    result = ceremony.result()
    stratum = next(
        stratum for stratum in result.strata if stratum.code == result.visits[0].strata[0]
    )
    ceremony.replace(
        examples.takes_over(stratum.code, result.visits[0].subject, stratum.reserves[-1].id)
    )
    return (ceremony.folder(), configured(ceremony.log))


def another_hash_of_consistency() -> Evidence:
    def change(data: bytes) -> bytes:
        lines = data.split(b"\n")
        lines[1] = b"A" * 43 + b"="
        return b"\n".join(lines)

    return patched("log/consistency", change)


def a_round_that_never_came() -> Evidence:
    """The coordinator saw what the round would draw, and says that there was none."""
    example = examples.drand_and_lottery()
    given = (SourceValue(value="none"), example.given[1])
    return published(replace(example, given=given).ceremony())


def a_round_declared_never_to_have_come() -> Evidence:
    """The same with two persons and a notice, as would do for a lottery."""
    example = examples.drand_and_lottery()
    given = (examples.NOT_DRAWN, example.given[1])
    names: list[Json] = ["周岚", "韩静"]
    digests: list[Json] = [file.sha256 for file in examples.NOT_DRAWN.evidence]

    def declare(event: str, public: dict[str, Json]) -> dict[str, Json]:
        return (
            {**public, "declared_by": names, "evidence": digests} if event == "reveal-1" else public
        )

    forged = replace(example, given=given, shown=examples.NOTICE)
    return published(forged.ceremony(twist=declare))


def declared(**changes: Json) -> Evidence:
    """A lottery that was not drawn, whose declaration in the log was falsified; None: left out."""

    def twist(event: str, public: dict[str, Json]) -> dict[str, Json]:
        if event != "reveal-2":
            return public
        return {name: value for name, value in {**public, **changes}.items() if value is not None}

    return published(examples.declared_none().ceremony(twist=twist))


def none_without_a_file() -> Evidence:
    """The log names a notice; the published result shows none."""
    example = examples.declared_none()
    ceremony = example.ceremony()
    given = (example.given[0], SourceValue(value="none"))
    final = replace(ceremony.result(), sources=given)
    return published(replace(ceremony, final=final, shown={}))


def none_with_another_file() -> Evidence:
    """The notice was exchanged after the two had declared."""
    example = examples.declared_none()
    other = "本期正常停开\n".encode()
    file = replace(examples.NOT_DRAWN.evidence[0], sha256=canonical.digest(other))
    given = (example.given[0], SourceValue(value="none", evidence=(file,)))
    ceremony = example.ceremony()
    final = replace(ceremony.result(), sources=given)
    return published(replace(ceremony, final=final, shown={"notice.txt": other}))


T0 = honest().manifest.t0

FORGERIES: Mapping[str, Callable[[], Evidence]] = {
    "folder-files": another_file,
    "manifest-canonical": a_space_in_the_manifest,
    "roster-format": rows_in_another_order,
    "roster-digests": another_digest,
    "candidates-root": lambda: committed(candidates_root="0" * 64),
    "strata-counts": one_more_to_draw,
    "log-key": a_log_of_its_own,
    "log-order": lambda: twisted("reveal-2", "source", 1),
    "commitment-logged": lambda: twisted("sealed", "mode", "sealed"),
    "sealed-before-t0": lambda: late("sealed", times.shift(T0, -1799)),
    "reveals-before-t0": lambda: late("reveal-2", T0),
    "uniqueness": a_second_sealing_of_the_task,
    "source-values": lambda: twisted("reveal-2", "value", "0" * 32),
    "witness-commitments": another_value_than_the_witness_promised,
    "drand-signature": a_signature_of_nobody,
    "secret-commitment": lambda: twisted("opened", "secret", "0" * 64, examples.sealed()),
    "assurance": lambda: other_result(assurance=replace(honest().result().assurance, bits=257)),
    "seed": the_seed_of_other_numbers,
    "numbers": one_digit_of_one_number,
    "selection": a_friend_spared,
    "assignment-complete": somebody_sent_to_the_wrong_pool,
    "assignment-quotas": another_share_of_the_work,
    "assignment-order": another_leader,
    "replacements": a_favourite_takes_over,
    "result-logged": lambda: twisted("held", "result", "0" * 64),
    "log-consistency": another_hash_of_consistency,
    "deadline": lambda: late("held", times.shift(honest().manifest.deadline, 1)),
    "voids": lambda: committed(voids=("2023-0002",)),
}

_DIGEST = examples.NOT_DRAWN.evidence[0].sha256
NONE_FORGERIES: Mapping[str, tuple[Callable[[], Evidence], tuple[str, ...]]] = {
    "none-of-drand": (a_round_that_never_came, ("source-values", "drand-signature")),
    "none-of-drand-declared": (
        a_round_declared_never_to_have_come,
        ("log-order", "source-values", "drand-signature"),
    ),
    "none-undeclared": (lambda: declared(declared_by=None, evidence=None), ("log-order",)),
    "none-by-one": (lambda: declared(declared_by=["周岚"]), ("log-order",)),
    "none-by-one-twice": (lambda: declared(declared_by=["周岚", "周岚"]), ("log-order",)),
    "none-by-nobody": (lambda: declared(declared_by=None), ("log-order",)),
    "none-by-empty": (lambda: declared(declared_by=["", "周岚"]), ("log-order",)),
    "none-logged-without-file": (lambda: declared(evidence=[]), ("log-order",)),
    "none-logged-with-words": (lambda: declared(evidence=["notice.txt"]), ("log-order",)),
    "none-file-twice": (lambda: declared(evidence=[_DIGEST, _DIGEST]), ("log-order",)),
    "none-without-file": (none_without_a_file, ("source-values",)),
    "none-with-another-file": (none_with_another_file, ("source-values",)),
}
"""False words that a source gave nothing, with the checks that find them (3.2)."""
