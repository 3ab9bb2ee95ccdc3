"""``verify``, ``explain`` and ``prove``: what anybody may do with the evidence."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from mingqian import explain as explaining
from mingqian import manifest, packing, result, roster
from mingqian.canonical import Json
from mingqian.errors import FormatError, RefusedError
from mingqian.explain import DRAWN, RESERVE, Explanation
from mingqian.log import policy, tree
from mingqian.manifest import Manifest
from mingqian.verify import Configuration, WholeLog, verify
from mingqian_ceremony import durable_files, zip_archive
from mingqian_ceremony.draw_folder import PRIVATE, READING
from mingqian_ceremony.file_log import CHECKPOINT
from mingqian_cli import formatting
from mingqian_cli.commands.console import Console, console_of, folder
from mingqian_cli.commands.site_verifying import check_site
from mingqian_cli.error_words import OWN
from mingqian_crypto import default_crypto
from mingqian_engines import engine_for
from mingqian_tables import uscc


def check(args: argparse.Namespace) -> int:
    """Verify an evidence folder or zip: 0, or 1 failed, or 3 self-asserted (with --strict: 1)."""
    console = console_of(args)
    if bool(args.site) == bool(args.evidence):
        print("用法不对：请给出一份证据，或用 --site 给出一个网址", file=sys.stderr)
        return 2
    if args.site:
        return check_site(args)
    files = _evidence(Path(args.evidence))
    report = verify(
        files,
        crypto=default_crypto([durable_files.read(Path(path), "证书") for path in args.tsa_roots]),
        configuration=_configuration(args),
        engine=engine_for,
    )
    console.say(formatting.report(report))
    if console.is_json:
        print(json.dumps(report.json(), ensure_ascii=False, sort_keys=True))
    return 1 if args.strict and report.status else report.status


def explain(args: argparse.Namespace) -> int:
    """Say why a subject was drawn or not."""
    console = console_of(args)
    files = _evidence(Path(args.evidence))
    sealed, explanation = _explained(files, args.id)
    _say_explanation(sealed, explanation, console)
    console.tell(
        {
            "command": "explain",
            "id": explanation.id,
            "number": None if explanation.ticket is None else explanation.ticket.number,
            "excluded_for": explanation.excluded_for,
            "standings": [
                {"stratum": standing.stratum, "outcome": standing.outcome}
                for standing in explanation.standings
            ],
        }
    )
    return 0


def prove(args: argparse.Namespace) -> int:
    """Write the proof that a row stands in the committed rosters."""
    files = _evidence(Path(args.evidence))
    sealed, explanation = _explained(files, args.id)
    if explanation.leaf is None:
        raise RefusedError(OWN, problem=f"{args.id} 不在这次抽取的名单里，没有可证明的行")
    lines = list(roster.candidate_lines(files))
    hashes = tree.Tree.of(lines).inclusion_proof(explanation.leaf)
    facts: dict[str, Json] = {
        "format": "mingqian-row-proof/1",
        "draw": sealed.draw,
        "row": lines[explanation.leaf].decode(),
        "index": explanation.leaf,
        "size": len(lines),
        "hashes": [digest.hex() for digest in hashes],
        "root": sealed.candidates_root,
    }
    print(json.dumps(facts, ensure_ascii=False, indent=1))
    return 0


def names(args: argparse.Namespace) -> int:
    """Find ids by a part of their name, in the private list of a draw folder."""
    console = console_of(args)
    matches = {who: name for who, name in folder(args).names().items() if args.part in name}
    console.say(formatting.table(("代码", "名称"), list(matches.items())))
    console.tell({"command": "names", "found": dict(matches)})
    return 0


def _evidence(path: Path) -> dict[str, bytes]:
    skipped = (f"{PRIVATE}/", f"{READING}/")
    return {
        name: data for name, data in zip_archive.read(path).items() if not name.startswith(skipped)
    }


def _missing(files: dict[str, bytes]) -> str:
    folder = packing.outer_folder(files)
    if folder is not None:
        return packing.too_deep(folder)
    return "没有这个文件；请给出抽取之后的证据夹或压缩包"


def _configuration(args: argparse.Namespace) -> Configuration:
    known = None
    if args.policy:
        known = policy.parse(
            durable_files.read(Path(args.policy), "验证配置"), Path(args.policy).name
        )
    if args.strict and known is None:
        raise RefusedError(OWN, problem="--strict 要有 --policy 指明的日志公钥和见证人")
    whole = None
    if args.log:
        log = Path(args.log)
        whole = WholeLog(
            checkpoint=durable_files.read(log / CHECKPOINT, "日志检查点"),
            read=lambda name: (log / name).read_bytes() if (log / name).is_file() else None,
        )
    return Configuration(policy=known, whole_log=whole, has_signed_printouts=args.signed_printouts)


def _explained(files: dict[str, bytes], wanted: str) -> tuple[Manifest, Explanation]:
    for name in (manifest.FILE, result.FILE, *roster.NAMES):
        if name not in files:
            raise FormatError(OWN, problem=_missing(files), file=name)
    sealed = manifest.read(files[manifest.FILE])
    rosters = roster.read(files)
    explanation = explaining.explain(sealed, rosters, result.read(files[result.FILE]), wanted)
    if explanation.leaf is None:
        tidy = uscc.normalized(wanted)
        explanation = explaining.explain(sealed, rosters, result.read(files[result.FILE]), tidy)
    return sealed, explanation


def _say_explanation(sealed: Manifest, explanation: Explanation, console: Console) -> None:
    texts = {reason.code: reason.text for reason in sealed.exclusion_reasons}
    if explanation.excluded_for is not None:
        reason = texts.get(explanation.excluded_for, explanation.excluded_for)
        console.say(f"{explanation.id} 不参加这次抽取：{reason}")
        return
    if explanation.ticket is None or explanation.subject is None:
        console.say(f"{explanation.id} 不在这次抽取的名单里。请核对代码；也可能不属于本次名录。")
        return
    console.say(f"{explanation.id} 的签值(谁都可以自己算):")
    console.say(f"  printf '%s,%s' {explanation.key} {explanation.id} | sha256sum")
    console.say(f"  {formatting.grouped(explanation.ticket.number)}")
    if sealed.ticket_base > 1:
        console.say(
            f"  签数 {explanation.subject.tickets}：前 12 位 × {sealed.ticket_base}"
            f" ÷ {explanation.subject.tickets} = {explanation.ticket.value}"
        )
    for standing in explanation.standings:
        _say_standing(sealed, explanation, standing, console)


def _say_standing(
    sealed: Manifest,
    explanation: Explanation,
    standing: explaining.StratumOutcome,
    console: Console,
) -> None:
    stratum = sealed.stratum(standing.stratum)
    mine = explanation.ticket.value if explanation.ticket is not None else 0
    line = "没有入选线(应抽 0 家)" if standing.cutoff is None else f"入选线 {standing.cutoff.value}"
    sentences = {
        DRAWN: "不高于入选线，抽中",
        RESERVE: f"高于入选线，未抽中，列为备选第 {standing.reserve_rank} 位",
    }.get(standing.outcome, "高于入选线，未抽中" if standing.cutoff else "未抽中")
    console.say(f"  {stratum.title}({stratum.code})：本家 {mine},{line};{sentences}")
