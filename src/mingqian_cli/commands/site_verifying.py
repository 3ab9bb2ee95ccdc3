"""``verify --site``: a bureau checked from outside: its whole log, every draw, what is missing."""

from __future__ import annotations

import argparse
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from mingqian.canonical import Json
from mingqian.errors import FormatError, LogError, MingqianError
from mingqian.log import check, checkpoint, entry, fork, note, policy, proof
from mingqian.log import compare as comparison
from mingqian.log.checkpoint import Checkpoint
from mingqian.log.compare import Relation, View
from mingqian.log.note import Key
from mingqian.log.watching import Watch
from mingqian.verify import Configuration, Outcome, WholeLog, verify
from mingqian_ceremony import durable_files, zip_archive
from mingqian_ceremony.file_log import CHECKPOINT, VKEY
from mingqian_cli import alarms, clock, site
from mingqian_cli.commands.console import Console, console_of
from mingqian_cli.error_words import OWN, sentence_of
from mingqian_cli.monitoring import MOST_FILES, evidence_name, shown_since
from mingqian_cli.site import Site
from mingqian_crypto import default_crypto
from mingqian_engines import engine_for

FAILED, UNDECIDED, SELF_ASSERTED = 1, 2, 3
_FORK = "fork.json"
_MIRROR = "log"
_PROOF = proof.HEADER.encode()


@dataclass(kw_only=True)
class _Findings:
    """What was found so far; ``problems`` make the check fail."""

    problems: list[str] = field(default_factory=list)
    draws: list[dict[str, Json]] = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)
    is_self_asserted: bool = False
    relation: str | None = None

    @property
    def status(self) -> int:
        """Give the exit status."""
        if self.problems:
            return FAILED
        return SELF_ASSERTED if self.is_self_asserted else 0


@dataclass(kw_only=True)
class _Mirror:
    """A site's log, read once: what lies in the folder is not asked for again."""

    source: Site
    folder: Path
    has_kept: bool = False

    def read(self, name: str) -> bytes | None:
        """Read a file of the log, from the folder or else from the site."""
        path = self.folder / name
        if path.is_file():
            self.has_kept = True
            return path.read_bytes()
        data = self.source.read(name)
        if data is not None:
            durable_files.put(path, data)
        return data

    def drop(self) -> None:
        """Forget everything that was read."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.has_kept = False


def check_site(args: argparse.Namespace) -> int:
    """Check a bureau: 0 in order, 1 something is wrong, 2 it cannot be told, 3 self-asserted."""
    console = console_of(args)
    folder = Path(args.state or f"mingqian-site-{urlsplit(args.site).netloc or 'site'}")
    try:
        source, signed = site.find(args.site, most_files=MOST_FILES)
        key = _key(args, source, signed, console)
        findings = _checked(args, _Site(source, signed, key, folder), console)
    except (MingqianError, OSError) as error:
        problem = sentence_of(error)
        print(f"✕ 无法判断：{problem}", file=sys.stderr)
        console.tell({"command": "verify --site", "problem": problem})
        return UNDECIDED
    _say(findings, console)
    return findings.status


@dataclass(frozen=True)
class _Site:
    """A site that is checked: its checkpoint as shown first, its key, where its files are kept."""

    source: Site
    signed: bytes
    key: Key
    folder: Path

    @property
    def head(self) -> Checkpoint:
        """Give the checkpoint."""
        return checkpoint.parse_note(self.signed, CHECKPOINT)[0]


def _checked(args: argparse.Namespace, checked: _Site, console: Console) -> _Findings:
    findings = _Findings()
    kept = _kept(args, checked.folder)
    mirror = _Mirror(source=checked.source, folder=checked.folder / _MIRROR)
    if kept is not None and not _is_continued(kept, checked, findings, console):
        return findings
    _read_log(checked, mirror, findings, console)
    durable_files.put(checked.folder / CHECKPOINT, checked.signed)
    at = clock.now(args.at)
    findings.problems += [
        alarms.of_finding(finding, at).text for finding in findings.watch.findings(at)
    ]
    _check_draws(args, checked, mirror, findings, console)
    return findings


def _key(args: argparse.Namespace, source: Site, signed: bytes, console: Console) -> Key:
    """Give the log's key: the person's, that of the policy, or the site's own; it must have signed.

    Raises:
        LogError: it did not.
    """
    head, read = checkpoint.parse_note(signed, CHECKPOINT)
    if args.vkey:
        key = note.parse_vkey(args.vkey, "--vkey")
    elif args.policy:
        logs = _policy(args).logs
        key = next((log.key for log in logs if log.key.name == head.origin), logs[0].key)
    else:
        key = note.parse_vkey((source.read(VKEY) or b"").decode(errors="replace").strip(), VKEY)
        console.say(f"日志公钥是网站自己给的，请与纪要、凭条上的核对：{key.vkey}")
    if key.name != head.origin or not note.verified(read, [key], default_crypto(), CHECKPOINT):
        raise LogError(OWN, problem=f"检查点不是 {key.name} 的这把密钥签的", rule="log-v1 2")
    return key


def _kept(args: argparse.Namespace, folder: Path) -> bytes | None:
    """Give the checkpoint that somebody kept, or that of the last check."""
    path = Path(args.kept) if args.kept else folder / CHECKPOINT
    if not args.kept and not path.is_file():
        return None
    data = durable_files.read(path, "检查点")
    return proof.parse(data, path.name).checkpoint if data.startswith(_PROOF) else data


def _is_continued(kept: bytes, checked: _Site, findings: _Findings, console: Console) -> bool:
    """Compare the kept checkpoint with the log; tells whether this is its continuation."""
    former = checkpoint.parse_note(kept, "留存的检查点")[0]
    if former.size > checked.head.size:
        findings.problems.append(
            f"日志退回了：留存的检查点有 {former.size} 条，现在只有 {checked.head.size} 条"
        )
        return False
    first = View(name="留存的检查点", signed=kept)
    second = View(name="现在的网站", signed=checked.signed, read=checked.source.read)
    result = comparison.compare(first, second, key=checked.key, crypto=default_crypto())
    findings.relation = str(result.relation)
    if result.relation is not Relation.FORK or result.fork is None:
        console.say(f"✓ 是留存的检查点({former.size} 条)的延续")
        return True
    durable_files.put(checked.folder / _FORK, result.fork.write())
    findings.problems.append(
        f"分叉：和留存的检查点({former.size} 条)不是同一段历史；证据在 "
        f"{checked.folder / _FORK}，用 mingqian log check-fork 核对(规则 {fork.RULE})"
    )
    return False


def _read_log(checked: _Site, mirror: _Mirror, findings: _Findings, console: Console) -> None:
    """Recompute the whole log; once more from the site where the files kept here do not fit.

    Raises:
        LogError: the site's files are not those of its checkpoint.
    """
    try:
        findings.watch = _watched(checked.head, mirror, console)
    except LogError:
        if not mirror.has_kept:
            raise
        mirror.drop()
        findings.watch = _watched(checked.head, mirror, console)
    console.say(f"✓ 日志 {checked.head.size} 条逐条重算，与签名的链头一样")


def _watched(head: Checkpoint, mirror: _Mirror, console: Console) -> Watch:
    watch = Watch()
    for done in check.whole(mirror.read, head):
        for index, data in enumerate(done.entries, start=done.start):
            try:
                watch.add(entry.parse(data, f"日志第 {index} 条"))
            except FormatError as error:
                console.say(f"  {sentence_of(error)}")
        console.progress("读取日志", done.start + len(done.entries), head.size)
    return watch


def _check_draws(
    args: argparse.Namespace, checked: _Site, mirror: _Mirror, findings: _Findings, console: Console
) -> None:
    """Verify the evidence of every draw whose result is public."""
    root = checked.source.root()
    numbers = [draw.number for draw in findings.watch.draws.values() if shown_since(draw)]
    if root is None and numbers:
        findings.problems.append("只给了日志的网址，没有核对抽取；请给网站首页的网址")
        return
    known = Configuration(
        policy=_policy(args) if args.policy else policy.Policy(logs=(policy.Log(key=checked.key),)),
        whole_log=WholeLog(checkpoint=checked.signed, read=mirror.read),
        has_signed_printouts=args.signed_printouts,
    )
    crypto = default_crypto([durable_files.read(Path(path), "证书") for path in args.tsa_roots])
    for done, number in enumerate(numbers, start=1):
        data = root.read(evidence_name(number)) if root else None
        if data is None:
            findings.problems.append(f"抽取 {number} 的验证材料没有公布")
            findings.draws.append({"draw": number, "status": None, "failed": []})
            continue
        path = checked.folder / "evidence.zip"
        durable_files.put(path, data)
        files = zip_archive.read(path)
        report = verify(files, crypto=crypto, configuration=known, engine=engine_for)
        failed = [c.name for c in report.checks if c.outcome is Outcome.FAILED]
        if report.draw != number:
            failed.append("draw")
        _take(number, report.status, failed, findings, console)
        console.progress("核对抽取", done, len(numbers))


def _take(
    number: str, status: int, failed: list[str], findings: _Findings, console: Console
) -> None:
    names: list[Json] = [*failed]
    findings.draws.append({"draw": number, "status": status, "failed": names})
    findings.is_self_asserted |= status == SELF_ASSERTED
    if failed:
        findings.problems.append(f"抽取 {number} 不通过：{'、'.join(failed)}")
    else:
        word = "通过，有仅为自述的项目" if status == SELF_ASSERTED else "通过"
        console.say(f"✓ 抽取 {number}：{word}")


def _policy(args: argparse.Namespace) -> policy.Policy:
    path = Path(args.policy)
    known = policy.parse(durable_files.read(path, "验证配置"), path.name)
    if not known.logs:
        raise LogError(OWN, problem="验证配置里没有日志公钥(log 行)", file=path.name)
    return known


def _say(findings: _Findings, console: Console) -> None:
    for problem in findings.problems:
        console.say(f"✕ {problem}")
    waiting = [d.number for d in findings.watch.draws.values() if not shown_since(d)]
    if waiting:
        shown = "、".join(waiting[:20])
        console.say(f"  还没有公开结果，或已作废的抽取 {len(waiting)} 次：{shown}")
    if not findings.problems:
        console.say(f"✓ 没有不对的：抽取 {len(findings.draws)} 次都核对过")
    console.tell(
        {
            "command": "verify --site",
            "status": findings.status,
            "kept": findings.relation,
            "problems": [*findings.problems],
            "draws": [*findings.draws],
            "waiting": [*waiting],
        }
    )
