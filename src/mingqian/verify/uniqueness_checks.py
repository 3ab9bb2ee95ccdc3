"""Checks that need the whole log: one task, one draw (spec draw-v1 2.6, 7.4)."""

from __future__ import annotations

from collections.abc import Sequence

from mingqian import declaration, evidence, sources, times
from mingqian.canonical import Json
from mingqian.errors import FormatError, LogError
from mingqian.fields import Fields
from mingqian.log import checkpoint, note, tiles, tree
from mingqian.log import entry as entries
from mingqian.log.entry import Entry
from mingqian.sources import Source
from mingqian.verify.case import Case, WholeLog
from mingqian.verify.findings import (
    DifferenceError,
    Finding,
    by_eye,
    passed,
    require_equal,
    self_asserted,
)
from mingqian.verify.timing import GRACE


def uniqueness(case: Case) -> Finding:
    """Require that this draw is the one that counts for its task, and its first entries count."""
    whole = case.configuration.whole_log
    if whole is None:
        return by_eye("仅凭证据夹看不出有没有另一次抽取；请提供整个日志，或查看公示的全部抽取")
    seen = _read_whole(case, whole)
    _require_first(case, seen)
    _require_all_replacements(case, seen)
    draws = _sealed_of_task(case, seen)
    voided = _voided(seen)
    standing = [(index, draw) for index, draw in draws if draw not in voided]
    require_equal(
        "本任务有效的不是这次抽取",
        where="日志",
        expected=case.manifest.draw,
        actual=standing[0][1] if standing else "没有",
    )
    ruled = [d for _, d in draws if d in voided and _is_void_by_rule(seen, d)]
    if ruled:
        return by_eye(
            f"此前的 {'、'.join(ruled)} 因公开来源没有公布而按规则作废；请到该来源的公开网站"
            f"核对确未公布：{';'.join(line for draw in ruled for line in _declared(seen, draw))}"
        )
    return passed(f"日志共 {len(seen)} 条与抽取有关的记录，本任务只有这一次有效")


def voids(case: Case) -> Finding:
    """Compare the voids that the manifest lists with those of the task in the whole log."""
    whole = case.configuration.whole_log
    listed = list(case.manifest.voids)
    if whole is None:
        return by_eye(f"清单列出作废 {len(listed)} 次；请与公示页上本任务的作废次数核对")
    seen = _read_whole(case, whole)
    sealed_at = case.final_proof(evidence.SEALED).index
    voided = _voided(seen)
    logged = sorted(
        draw
        for index, draw in _sealed_of_task(case, seen)
        if draw in voided and voided[draw] < sealed_at
    )
    require_equal(
        "作废的抽取与日志不一样", where="manifest.json voids", expected=logged, actual=listed
    )
    says = f"本任务作废 {len(listed)} 次，与日志一样"
    # Only the bureau's own word says that a void came before the public number.
    return self_asserted(f"{says}；作废的时间只是自述") if listed else passed(says)


def _read_whole(case: Case, whole: WholeLog) -> list[tuple[int, Entry]]:
    """Read all entries about draws, after the log was found to continue the folder's."""
    case.require_passed("log-key", "log-order", "log-consistency")
    head, signed = checkpoint.parse_note(whole.checkpoint, "checkpoint")
    key = case.log_key
    if head.origin != key.name or not note.verified(signed, [key], case.crypto, "checkpoint"):
        raise LogError("log.not-signed", file="checkpoint", rule="draw-v1 7.4")
    final = case.final_proof(evidence.SEALED).checkpoint
    if head.size < final.size:
        raise LogError("log.shorter", file="checkpoint", size=head.size, final=final.size)
    hashes = []
    seen = []
    newest = ""
    for index, data in enumerate(tiles.Tiles(whole.read, head.size).entries()):
        hashes.append(tree.leaf_hash(data))
        entry = entries.parse(data, f"日志第 {index} 条")
        _require_later(index, newest, entry.at)
        newest = entry.at
        if entry.about.kind == "draw":
            seen.append((index, entry))
    _require_heads(hashes, head, final)
    return seen


def _require_later(index: int, before: str, at: str) -> None:
    # log-v1 3: a backdated entry would stand behind later ones.
    if at < before:
        raise DifferenceError(
            "日志的时间倒退", where=f"日志第 {index} 条", expected=f"不早于 {before}", actual=at
        )


def _require_heads(
    hashes: list[bytes], head: checkpoint.Checkpoint, final: checkpoint.Checkpoint
) -> None:
    for signed_head in (head, final):
        require_equal(
            f"整个日志的前 {signed_head.size} 条与检查点不一样",
            where="checkpoint",
            expected=signed_head.root.hex(),
            actual=tree.root_of_hashes(hashes[: signed_head.size]).hex(),
        )


def _require_first(case: Case, seen: list[tuple[int, Entry]]) -> None:
    for event in case.events:
        if event.startswith("replaced"):
            continue
        index = case.final_proof(event).index
        entry = case.entry(event)
        first = next(
            position
            for position, earlier in seen
            if earlier.type == entry.type
            and earlier.about == entry.about
            and earlier.public.get("source") == entry.public.get("source")
        )
        require_equal(
            "同样的记录先有另一条", where=evidence.entry_file(event), expected=first, actual=index
        )


def _require_all_replacements(case: Case, seen: list[tuple[int, Entry]]) -> None:
    final = case.final_proof(evidence.SEALED).checkpoint
    about = case.entry(evidence.SEALED).about
    logged = sum(
        entry.type == "draw.replaced" and entry.about == about and index < final.size
        for index, entry in seen
    )
    require_equal(
        "证据夹里的递补记录与日志不一样多",
        where="log/",
        expected=logged,
        actual=evidence.replacements(list(case.files)),
    )


def _is_void_by_rule(seen: list[tuple[int, Entry]], draw: str) -> bool:
    about = [entry for _, entry in seen if entry.about.number == draw]
    sealed = next(entry for entry in about if entry.type == "draw.sealed")
    void = next(entry for entry in about if entry.type == "draw.voided")
    return void.at >= str(sealed.public.get("t0"))


def _sealed_of_task(case: Case, seen: list[tuple[int, Entry]]) -> list[tuple[int, str]]:
    return [
        (index, entry.about.number)
        for index, entry in seen
        if entry.type == "draw.sealed" and entry.public.get("task") == case.manifest.task
    ]


def _voided(seen: list[tuple[int, Entry]]) -> dict[str, int]:
    """Map draws that were voided by the rules to the index of the entry (2.6, 3.2)."""
    reasons: dict[str, int] = {}
    for index, entry in seen:
        if entry.type == "draw.voided":
            draw = [earlier for _, earlier in seen if earlier.about == entry.about]
            if _is_lawful(entry, draw):
                reasons.setdefault(entry.about.number, index)
    return reasons


def _is_lawful(void: Entry, draw: list[Entry]) -> bool:
    """Before t0 a void may be declared; later only the rule of 3.2 makes one, not a word."""
    return any(
        void.at < str(sealed.public.get("t0")) or _lost_assurance(sealed, draw)
        for sealed in [entry for entry in draw if entry.type == "draw.sealed"][:1]
    )


def _lost_assurance(sealed: Entry, draw: list[Entry]) -> bool:
    holder = Fields(dict(sealed.public), file="draw.sealed", rule="draw-v1 6.4")
    declared = holder.objects("sources", sources.read)
    deadline = holder.time("deadline")
    given: dict[Json, str] = {}
    for entry in draw:
        if entry.type == "draw.revealed" and _counts(entry, declared, deadline):
            # A hidden witness value counts for nothing here, so any word will do for it.
            given.setdefault(entry.public.get("source"), str(entry.public.get("value")))
    values = [given.get(position, "") for position in range(1, len(declared) + 1)]
    reached = sources.assurance(declared, values)
    return reached.is_below(sources.declared_assurance(declared))


def _counts(entry: Entry, declared: Sequence[Source], deadline: str) -> bool:
    """Tell whether a reveal says anything: a ``none`` only of whom, when and as 3.2 has it."""
    if entry.public.get("value") != sources.NONE:
        return True
    position = entry.public.get("source")
    is_of_source = any(
        number == position and sources.is_none(source, sources.NONE)
        for number, source in enumerate(declared, start=1)
    )
    # Nobody can know before the deadline that a source will not come.
    is_in_time = deadline <= entry.at <= times.shift(deadline, GRACE)
    return is_of_source and is_in_time and _declaration(entry) is not None


def _declaration(entry: Entry) -> declaration.Declaration | None:
    try:
        return declaration.read(entry.public, "draw.revealed")
    except FormatError:
        return None


def _declared(seen: Sequence[tuple[int, Entry]], draw: str) -> list[str]:
    """Say who declared which source of a draw to have given nothing, by which files."""
    return [
        f"第 {entry.public.get('source')} 个来源由 {'、'.join(declared.persons)} 声明，"
        f"证据摘要 {'、'.join(declared.evidence)}"
        for _, entry in seen
        if entry.type == "draw.revealed"
        and entry.about.number == draw
        and entry.public.get("value") == sources.NONE
        for declared in [_declaration(entry)]
        if declared is not None
    ]
