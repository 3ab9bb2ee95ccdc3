"""``mingqian prepare``: from a plan file to a draw folder."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from mingqian import evidence, inclusion_probabilities, manifest, seed, sources
from mingqian.errors import RefusedError
from mingqian.manifest_builder import Preparation
from mingqian_ceremony import entropy
from mingqian_ceremony.draw_folder import READING, SEALING, Folder
from mingqian_cli import formatting, plan_file, prepare_from_files, reading
from mingqian_cli.commands.console import Console, console_of
from mingqian_cli.error_words import OWN
from mingqian_cli.plan import PlanFile
from mingqian_cli.prepare_from_files import Files, PreparationResult

_SHOWN = 8
PROBLEMS = f"{READING}/问题.xlsx"
ODDS = f"{READING}/机会.txt"


def run(args: argparse.Namespace) -> int:
    """Prepare a draw; the folder is written only when nothing stands in the way."""
    console = console_of(args)
    folder = Folder(path=Path(args.folder))
    plan = plan_file.read(Path(args.plan))
    folder.require_own()
    _require_unsealed(folder)
    secret = _secret(folder, plan)
    commitment = None if secret is None else seed.commit_secret(plan.draw, secret)
    files = prepare_from_files.read(plan)
    _say_tables(files, console)
    _report_problems(files, folder, console)
    _require_accepted(files, args)
    work = prepare_from_files.prepare(files, secret_commitment=commitment)
    _write(work, folder, secret)
    _say(work, folder, console)
    return 0


def _require_unsealed(folder: Folder) -> None:
    if folder.has(SEALING) or folder.has(evidence.early_proof_file(evidence.SEALED)):
        raise RefusedError(
            OWN, problem=f"{folder.path} 里的抽取已经封存，不能再准备；请另用一个文件夹"
        )


def _secret(folder: Folder, plan: PlanFile) -> str | None:
    if plan.mode != manifest.SEALED:
        return None
    return folder.secret() or entropy.secret()


def _say_tables(files: Files, console: Console) -> None:
    for table in files.tables:
        console.say(formatting.table_read(table))


def _report_problems(files: Files, folder: Folder, console: Console) -> None:
    if not files.problems:
        return
    folder.put(PROBLEMS, reading.problems_book(files.problems))
    console.say(f"读到 {len(files.problems)} 处问题，已逐行写入 {folder.path / PROBLEMS}:")
    rows = [
        (p.file, p.row or "", p.column, p.value[:24], p.reason) for p in files.problems[:_SHOWN]
    ]
    console.say(formatting.table(("文件", "行", "列", "原值", "问题"), rows))
    if len(files.problems) > _SHOWN:
        console.say(f"… 另有 {len(files.problems) - _SHOWN} 处，见上面的文件")


def _require_accepted(files: Files, args: argparse.Namespace) -> None:
    """Require that somebody accepted the problems, and as many as there are."""
    count = len(files.problems)
    named = files.plan.accepted_faults if args.accept_faults is None else args.accept_faults
    if not count and named in {None, 0}:
        return
    if named is not None and named != count:
        raise RefusedError(
            OWN, problem=f"确认了 {named} 处问题，实际有 {count} 处；请逐处看过后再确认"
        )
    if named is None and not args.accept_report:
        lost = files.directory.lost
        rows = f"(其中 {lost} 行没有可用的代码，无法列入名单)" if lost else ""
        raise RefusedError(
            OWN,
            problem=f"有 {count} 处问题{rows}。请更正后重来；逐处看过、确认就这样抽取的，"
            f"加上 --accept-faults {count}(或 --accept-report)",
        )


def _write(work: PreparationResult, folder: Folder, secret: str | None) -> None:
    if secret is not None:
        folder.put_secret(secret)
    folder.put_names(work.names)
    for name, data in work.prepared.files.items():
        folder.put(name, data)
    folder.put(ODDS, f"{_odds(work.prepared, work)}\n".encode())
    folder.put(manifest.FILE, work.prepared.manifest.write())


def _odds(prepared: Preparation, work: PreparationResult) -> str:
    manifest = prepared.manifest
    return formatting.odds_table(
        manifest, inclusion_probabilities.odds(manifest, work.files.rosters.subjects)
    )


def _say(work: PreparationResult, folder: Folder, console: Console) -> None:
    manifest = work.prepared.manifest
    draw = f"{manifest.draw},{formatting.mode(manifest)}方式"
    console.say(f"\n{manifest.organisation} {manifest.title}({draw})")
    console.say(_odds(work.prepared, work))
    console.say("应抽数 = 参加 × 比例，向上取整，再受上下限约束；机会 = 应抽 × 签数 ÷ 总签数。")
    _say_exclusions(work, console)
    _say_people(work, console)
    console.say("随机来源：")
    for number, source in enumerate(manifest.sources, start=1):
        console.say(f"  {number}. {formatting.source(source)}")
    level = sources.declared_assurance(manifest.sources)
    console.say(f"保证级别：{formatting.assurance(level)}")
    console.say(f"最早公开时间 t0:{formatting.moment(manifest.t0)}；请在此前 30 分钟以上封存")
    console.say(f"封存码(尚未封存):{formatting.grouped(manifest.commitment)}")
    console.say(f"下一步：mingqian seal {folder.path}")
    console.tell(
        {
            "command": "prepare",
            "draw": manifest.draw,
            "commitment": manifest.commitment,
            "subjects": len(work.files.rosters.subjects),
            "exclusions": len(work.files.rosters.exclusions),
            "inspectors": len(work.files.rosters.inspectors),
            "problems": len(work.files.problems),
            "assurance": level.level,
            "failed_rehearsals": work.failed_rehearsals,
        }
    )


def _say_exclusions(work: PreparationResult, console: Console) -> None:
    manifest, files = work.prepared.manifest, work.files
    texts = {reason.code: reason.text for reason in manifest.exclusion_reasons}
    counts = Counter(row.reason for row in files.rosters.exclusions)
    listed = len(files.rosters.subjects) + len(files.rosters.exclusions)
    console.say(
        f"名录 {files.directory.rows} 行 = 可抽 {len(files.rosters.subjects)}"
        f" + 不可抽 {len(files.rosters.exclusions)} + 未列入 {files.directory.rows - listed}"
    )
    for code in sorted(counts):
        console.say(f"  不可抽 {counts[code]} 家：{texts[code]}")
    for code, reason in files.directory.accepted.items():
        console.say(f"  采用校验位不符的代码 {code}：{reason}")


def _say_people(work: PreparationResult, console: Console) -> None:
    files = work.files
    refused = files.people.refused
    console.say(
        f"可派人员 {len(files.rosters.inspectors)} 名，不派 {len(files.people.left_out)} 名"
        f"{f'，未列入 {refused} 名' if refused else ''}"
    )
    for who, why in files.people.left_out[:_SHOWN]:
        console.say(f"  {work.names.get(who, '')}({who}):{why}")
    if work.failed_rehearsals:
        console.say(
            f"注意：试算 {prepare_from_files.REHEARSALS} 次，"
            f"有 {work.failed_rehearsals} 次派不齐人；缺的名额将留空，由递补规则补上"
        )
