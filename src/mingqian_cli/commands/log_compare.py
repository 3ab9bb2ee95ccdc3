"""``mingqian log compare``: what somebody kept against what is shown now (log-v1 10)."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from mingqian.canonical import Json
from mingqian.errors import FormatError, LogError, MingqianError
from mingqian.log import check, checkpoint, fork, note, policy, proof
from mingqian.log import compare as comparison
from mingqian.log.compare import Comparison, Relation, View
from mingqian.log.fork import Fork
from mingqian.log.note import Key
from mingqian_ceremony import durable_files
from mingqian_ceremony.file_log import CHECKPOINT, VKEY
from mingqian_cli import site
from mingqian_cli.commands.console import Console, console_of
from mingqian_cli.error_words import OWN, sentence_of
from mingqian_crypto import default_crypto

FORKED = 1
UNDECIDED = 2
_SAYS = {
    Relation.CONSISTENT: "一致 consistent：两边是同一个日志，{first} 条，树根一样",
    Relation.OLDER: "较旧 older：A({first} 条)是 B({second} 条)的开头，B 是它的延续，没有改过",
    Relation.NEWER: "较旧 older：B({second} 条)是 A({first} 条)的开头，A 是它的延续，没有改过",
    Relation.FORK: (
        "分叉 fork：同一把密钥签了两部不能并存的历史(A {first} 条，B {second} 条)。日志被改写过"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _ComparedLog:
    """One side as it was named: a checkpoint, a log folder or a site."""

    view: View
    vkey: str | None
    is_folder: bool = False


def compare(args: argparse.Namespace) -> int:
    """Compare two views of a log: 0 consistent or older, 1 fork, 2 it cannot be told."""
    console = console_of(args)
    try:
        given = [_given(name, text) for name, text in (("A", args.first), ("B", args.second))]
        key = _key(args, given)
        result = comparison.compare(given[0].view, given[1].view, key=key, crypto=default_crypto())
        if result.relation is not Relation.FORK:
            _require_whole(given, result, console)
    except (MingqianError, OSError) as error:
        problem = sentence_of(error)
        print(f"✕ 无法判断：{problem}", file=sys.stderr)
        console.tell({"command": "log compare", "relation": "undecided", "problem": problem})
        return UNDECIDED
    _say(args, result, key, console)
    return FORKED if result.relation is Relation.FORK else 0


def check_fork(args: argparse.Namespace) -> int:
    """Check the evidence of a fork; 0 if it proves one."""
    console = console_of(args)
    path = Path(args.evidence)
    evidence = fork.parse(durable_files.read(path, "分叉证据"), path.name)
    smaller, larger = fork.require_proven(evidence, default_crypto())
    known = _known_keys(args)
    if known and evidence.key not in known:
        raise LogError(
            OWN, problem=f"证据里的公钥 {evidence.key.vkey} 不是您给出的公钥", rule=fork.RULE
        )
    console.say(
        f"✓ 证据成立：日志 {evidence.key.name} 用同一把密钥签了两部不能并存的历史"
        f"({smaller.size} 条和 {larger.size} 条)"
    )
    if not known:
        console.say(f"公钥是证据自己带来的，请与公示网站、纪要上的核对：{evidence.key.vkey}")
    _say_difference(evidence, console)
    console.tell(
        {
            "command": "log check-fork",
            "vkey": evidence.key.vkey,
            "sizes": [smaller.size, larger.size],
            "index": None if evidence.difference is None else evidence.difference.index,
        }
    )
    return 0


def _given(name: str, text: str) -> _ComparedLog:
    if site.is_address(text):
        source, signed = site.find(text)
        vkey = source.read(VKEY)
        view = View(name=f"{name} {source.base}", signed=signed, read=source.read)
        return _ComparedLog(view=view, vkey=None if vkey is None else _line(vkey))
    path = Path(text)
    if path.is_dir():
        return _folder(name, path)
    data = durable_files.read(path, "检查点")
    if data.startswith(proof.HEADER.encode()):
        data = proof.parse(data, path.name).checkpoint
    return _ComparedLog(view=View(name=f"{name} {text}", signed=data), vkey=None)


def _folder(name: str, path: Path) -> _ComparedLog:
    def read(tile: str) -> bytes | None:
        file = path / tile
        return file.read_bytes() if file.is_file() else None

    signed, vkey = read(CHECKPOINT), read(VKEY)
    if signed is None:
        raise FormatError(
            OWN, problem=f"{path} 里没有 {CHECKPOINT}；请给出日志夹、检查点文件或网址"
        )
    view = View(name=f"{name} {path}", signed=signed, read=read)
    return _ComparedLog(view=view, vkey=None if vkey is None else _line(vkey), is_folder=True)


def _line(data: bytes) -> str:
    return data.decode(errors="replace").strip()


def _key(args: argparse.Namespace, given: list[_ComparedLog]) -> Key:
    known = _known_keys(args)
    if known:
        origin = checkpoint.parse_note(given[0].view.signed, given[0].view.name)[0].origin
        return next((key for key in known if key.name == origin), known[0])
    for view in given:
        if view.vkey is not None:
            return note.parse_vkey(view.vkey, f"{view.view.name} {VKEY}")
    raise LogError(
        OWN,
        problem="两边都没有带来日志公钥；请用 --vkey 给出(印在公示网站和纪要上)，或用 --policy",
        rule=fork.RULE,
    )


def _known_keys(args: argparse.Namespace) -> list[Key]:
    if args.vkey:
        return [note.parse_vkey(args.vkey, "--vkey")]
    if args.policy:
        path = Path(args.policy)
        config = policy.parse(durable_files.read(path, "验证配置"), path.name)
        return [log.key for log in config.logs]
    return []


def _require_whole(given: list[_ComparedLog], result: Comparison, console: Console) -> None:
    """Read every entry of the folders at hand: what lies deeper than the proofs may be damaged."""
    for view, head in zip(given, (result.first, result.second), strict=True):
        if view.is_folder and view.view.read is not None:
            try:
                for done in check.whole(view.view.read, head):
                    console.progress("核对", done.start + len(done.entries), head.size)
            except LogError as error:
                raise LogError(
                    OWN,
                    problem=f"{view.view.name} 自己就不完整：{sentence_of(error)}",
                    rule=fork.RULE,
                ) from None


def _say(args: argparse.Namespace, result: Comparison, key: Key, console: Console) -> None:
    console.say(_SAYS[result.relation].format(first=result.first.size, second=result.second.size))
    if not args.vkey and not args.policy:
        console.say(f"公钥是其中一边自己带来的，请与公示网站、纪要上的核对：{key.vkey}")
    facts: dict[str, Json] = {
        "command": "log compare",
        "relation": str(result.relation),
        "first": {"size": result.first.size, "root": result.first.root.hex()},
        "second": {"size": result.second.size, "root": result.second.root.hex()},
        "index": None,
        "evidence": None,
    }
    if result.fork is not None:
        difference = result.fork.difference
        facts["index"] = None if difference is None else difference.index
        facts["evidence"] = args.out
        _say_difference(result.fork, console)
        _keep(args, result.fork, console)
    console.tell(facts)


def _say_difference(evidence: Fork, console: Console) -> None:
    difference = evidence.difference
    if difference is None:
        console.say("不能指出从哪一条起不同：至少一边没有可读的记录。两个检查点已足以证明分叉")
        return
    console.say(f"第 {difference.index} 条(从 0 数起)起不同，此前都一样：")
    for word, leaf in (("较短的一边", difference.smaller), ("较长的一边", difference.larger)):
        text = "(记录读不到)" if leaf.entry is None else repr(leaf.entry.decode(errors="replace"))
        console.say(f"  {word}：{text}")


def _keep(args: argparse.Namespace, evidence: Fork, console: Console) -> None:
    if args.out is None:
        console.say("请加 --out 文件 写下证据：任何人都可以用 mingqian log check-fork 核对")
        return
    durable_files.put(Path(args.out), evidence.write())
    console.say(
        f"证据已写入 {args.out}：任何人都可以用 mingqian log check-fork 核对；请交给监督和审计"
    )
