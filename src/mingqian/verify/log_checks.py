"""Checks of the log entries and their proofs (spec draw-v1 6.2, 6.4, 7.3, 7.6)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from mingqian import canonical, declaration, evidence, result, sources
from mingqian.canonical import Json
from mingqian.log import note, tree
from mingqian.log.entry import Entry
from mingqian.sources import Witness
from mingqian.verify.case import Case, ReadProof
from mingqian.verify.findings import DifferenceError, Finding, by_eye, passed, require_equal

_REPLACED = {"commitment", "visit", "out", "in", "why"}


def log_key(case: Case) -> Finding:
    """Require one key's signature under every checkpoint; compare it with the configured key."""
    key = case.log_key
    for name, proof in _all_proofs(case):
        require_equal(
            "检查点的来源与公钥的名称不一样",
            where=name,
            expected=key.name,
            actual=proof.checkpoint.origin,
        )
        signed = bool(note.verified(proof.note, [key], case.crypto, name))
        require_equal("检查点没有日志公钥的签名", where=name, expected=True, actual=signed)
    policy = case.configuration.policy
    if policy is None:
        return by_eye(f"请与公示网站、纪要或往次抽取上的日志公钥核对：{key.vkey}")
    known = [log.key.vkey for log in policy.logs]
    if key.vkey not in known:
        raise DifferenceError(
            "日志公钥不是配置中的公钥",
            where=evidence.VKEY,
            expected="、".join(known) or "(配置中没有日志公钥)",
            actual=key.vkey,
        )
    return passed("日志公钥是配置中的公钥，每个检查点都有它的签名")


def log_order(case: Case) -> Finding:
    """Require the form of every entry and the order of all of them (6.4, 7.2)."""
    for event in case.events:
        _require_form(case, event, case.entry(event))
    _require_one_index(case)
    _require_sequence(case)
    by_index = sorted(case.events, key=lambda event: case.final_proof(event).index)
    for before, after in itertools.pairwise(by_index):
        if case.entry(before).at > case.entry(after).at:
            raise DifferenceError(
                f"记录的时间倒退：{before} 之后是 {after}",
                where=evidence.entry_file(after),
                expected=f"不早于 {case.entry(before).at}",
                actual=case.entry(after).at,
            )
    return passed(f"{len(case.events)} 条记录次序正确，时间不倒退")


def commitment_logged(case: Case) -> Finding:
    """Compare the sealing entry with the manifest, field by field, and prove its inclusion."""
    public = case.entry(evidence.SEALED).public
    for name, expected in _sealed_fields(case).items():
        require_equal(
            "封存记录与清单不一样",
            where=f"log/sealed.entry {name}",
            expected=expected,
            actual=public.get(name),
        )
    _require_included(case, evidence.SEALED, evidence.early_proof_file(evidence.SEALED))
    _require_included(case, evidence.SEALED, evidence.final_proof_file(evidence.SEALED))
    return passed(f"封存码 {case.manifest.commitment[:8]}… 在日志里，与清单一样")


def result_logged(case: Case) -> Finding:
    """Compare the entry of the holding with the result, and prove its inclusion."""
    public = case.entry(evidence.HELD).public
    expected = {
        "commitment": case.manifest.commitment,
        "result": canonical.digest(case.file(result.FILE)),
    }
    for name, value in expected.items():
        require_equal(
            "抽取记录与结果不一样",
            where=f"log/held.entry {name}",
            expected=value,
            actual=public.get(name),
        )
    _require_included(case, evidence.HELD, evidence.final_proof_file(evidence.HELD))
    return passed("结果的摘要在日志里")


def log_consistency(case: Case) -> Finding:
    """Prove all entries under one final checkpoint, and every early one its beginning."""
    final = case.final_proof(evidence.SEALED)
    for event in case.events:
        name = evidence.final_proof_file(event)
        require_equal(
            "各条记录的证明不在同一个检查点下",
            where=name,
            expected=_head(final),
            actual=_head(case.proof(name)),
        )
        _require_included(case, event, name)
    for event in case.early_proofs():
        _require_included(case, event, evidence.early_proof_file(event))
    _require_beginnings(case, final)
    return passed(f"{len(case.events)} 条记录都在大小为 {final.checkpoint.size} 的日志里")


def _all_proofs(case: Case) -> Iterator[tuple[str, ReadProof]]:
    for event, proof in case.early_proofs().items():
        yield evidence.early_proof_file(event), proof
    for event in case.events:
        yield evidence.final_proof_file(event), case.final_proof(event)


def _head(proof: ReadProof) -> str:
    return f"{proof.checkpoint.size} {proof.checkpoint.root.hex()}"


def _require_included(case: Case, event: str, proof_name: str) -> None:
    proof = case.proof(proof_name)
    computed = tree.root_from_inclusion(
        tree.leaf_hash(case.file(evidence.entry_file(event))),
        index=proof.index,
        size=proof.checkpoint.size,
        proof=proof.hashes,
    )
    require_equal(
        "记录不在检查点的日志里",
        where=proof_name,
        expected=proof.checkpoint.root.hex(),
        actual=computed.hex(),
    )


def _require_beginnings(case: Case, final: ReadProof) -> None:
    given = {step.old: step for step in evidence.read_consistency(case.file(evidence.CONSISTENCY))}
    early = {proof.checkpoint.size: proof for proof in case.early_proofs().values()}
    for proof in case.early_proofs().values():
        require_equal(
            "同一大小有两个不同的检查点",
            where="log/",
            expected=_head(early[proof.checkpoint.size]),
            actual=_head(proof),
        )
    if final.checkpoint.size in early:
        same = early.pop(final.checkpoint.size)
        require_equal(
            "同一大小有两个不同的检查点", where="log/", expected=_head(final), actual=_head(same)
        )
    require_equal(
        "一致性证明的大小不一样",
        where=evidence.CONSISTENCY,
        expected=[(size, final.checkpoint.size) for size in sorted(early)],
        actual=[(step.old, step.new) for step in given.values()],
    )
    for size, proof in early.items():
        tree.require_consistency(
            old=size,
            old_root=proof.checkpoint.root,
            new=final.checkpoint.size,
            new_root=final.checkpoint.root,
            proof=given[size].hashes,
        )


def _sealed_fields(case: Case) -> dict[str, Json]:
    manifest = case.manifest
    return {
        "commitment": manifest.commitment,
        "mode": manifest.mode,
        "task": manifest.task,
        "sources": [source.json() for source in manifest.sources],
        "t0": manifest.t0,
        "deadline": manifest.deadline,
    }


def _require_form(case: Case, event: str, entry: Entry) -> None:
    where = evidence.entry_file(event)
    kind = event.partition("-")[0].replace("reveal", "revealed")
    require_equal("记录的类型不对", where=where, expected=f"draw.{kind}", actual=entry.type)
    require_equal(
        "记录不是关于这次抽取的",
        where=where,
        expected=("draw", case.manifest.draw),
        actual=(entry.about.kind, entry.about.number),
    )
    expected = _field_names(case, event, entry)
    require_equal(
        "记录的字段不对", where=where, expected=sorted(expected), actual=sorted(entry.public)
    )
    if kind == "revealed":
        position = int(event.partition("-")[2])
        require_equal(
            "来源的序号不对", where=where, expected=position, actual=entry.public["source"]
        )
        if expected >= declaration.FIELDS:
            declaration.read(entry.public, where)


def _field_names(case: Case, event: str, entry: Entry) -> set[str]:
    if event == evidence.SEALED:
        return {"commitment", "mode", "task", "sources", "t0", "deadline"}
    if event == evidence.HELD:
        return {"commitment", "result"}
    if event == evidence.OPENED:
        return {"secret"}
    if event.startswith("replaced"):
        return _REPLACED | ({"pool"} if "pool" in entry.public else {"stratum"})
    source = case.manifest.sources[int(event.partition("-")[2]) - 1]
    is_hidden = case.manifest.is_sealed_mode and isinstance(source, Witness)
    is_none = sources.is_none(source, str(entry.public.get("value")))
    return {"source", "digest" if is_hidden else "value"} | (
        declaration.FIELDS if is_none else set()
    )


def _require_one_index(case: Case) -> None:
    for event, proof in case.early_proofs().items():
        require_equal(
            "同一条记录在两个检查点下的序号不一样",
            where=evidence.early_proof_file(event),
            expected=case.final_proof(event).index,
            actual=proof.index,
        )


def _require_sequence(case: Case) -> None:
    indexes = {event: case.final_proof(event).index for event in case.events}
    reveals = [evidence.reveal(n) for n in range(1, len(case.manifest.sources) + 1)]
    later = case.events[1 + len(reveals) :]
    chains = [[evidence.SEALED, reveal, evidence.HELD] for reveal in reveals] + [later]
    for chain in chains:
        for before, after in itertools.pairwise(chain):
            if indexes[before] >= indexes[after]:
                raise DifferenceError(
                    f"{before} 应在 {after} 之前记录",
                    where=evidence.entry_file(after),
                    expected=f"序号大于 {indexes[before]}",
                    actual=indexes[after],
                )
