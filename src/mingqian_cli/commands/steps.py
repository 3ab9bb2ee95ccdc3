"""The steps of the ceremony as commands."""

from __future__ import annotations

import argparse
from pathlib import Path

from mingqian import canonical, evidence, sources
from mingqian.errors import FormatError, RefusedError
from mingqian.log import timestamp
from mingqian.replacement import Replacement, ReplacementState
from mingqian.result import EvidenceFile, Result, SourceValue
from mingqian.sources import witness
from mingqian_ceremony import draw_log, durable_files, entropy, sealed_files, steps, zip_archive
from mingqian_ceremony.draw_folder import READING, Folder
from mingqian_ceremony.draw_log import StepContext
from mingqian_ceremony.file_log import FileLog
from mingqian_cli import clock, formatting, reading
from mingqian_cli.commands.console import Console, console_of, folder, log_folder, step_context
from mingqian_cli.error_words import OWN
from mingqian_engines import engine_for

RESULT = f"{READING}/抽取结果.xlsx"


def seal(args: argparse.Namespace) -> int:
    """Log the commitment."""
    console, draw = console_of(args), folder(args)
    done = steps.seal(draw, step_context(args))
    manifest = draw.manifest()
    console.say("已封存。" if done.is_new else f"此前已于 {done.logged.entry.at} 封存，没有改变。")
    console.say(f"封存码：{formatting.grouped(manifest.commitment)}")
    console.say(f"日志第 {done.logged.index} 条，{formatting.moment(done.logged.entry.at)}")
    console.say("请见证人和监督员抄下封存码，签名、写明时间，自己保存。")
    console.say(f"可送时间戳机构的摘要(SHA-256)：{draw_log.imprint(draw, 'sealed')}")
    if manifest.is_sealed_mode:
        console.say(
            f"密封方式：t0 之前，请把 {draw.path} 中的清单、名单和 private/secret"
            "拷给监督员自己的介质，并当场核对摘要。"
        )
    console.say(
        f"下一步：{formatting.moment(manifest.t0)} 之前由见证人给出各自的数(mingqian reveal)"
    )
    console.tell(
        {
            "command": "seal",
            "commitment": manifest.commitment,
            "index": done.logged.index,
            "at": done.logged.entry.at,
            "is_new": done.is_new,
        }
    )
    return 0


def reveal(args: argparse.Namespace) -> int:
    """Log what a source gave."""
    console, draw = console_of(args), folder(args)
    acting = step_context(args)
    source = steps.source(sealed_files.read_manifest(draw, acting.book)[0], args.source)
    evidence_files = {
        path.name: durable_files.read(path, "证据文件") for path in map(Path, args.evidence or [])
    }
    files = tuple(
        _evidence_file(name, data, args.address) for name, data in sorted(evidence_files.items())
    )
    # A drand round has no word for a missing value; the step refuses the general one.
    value = args.value if args.value is not None else source.missing or sources.NONE
    given = SourceValue(value=value, signature=args.signature, evidence=files)
    done = steps.reveal(draw, acting, args.source, given, evidence_files, persons=args.by or ())
    word = "已记录" if done.is_new else "此前已记录，没有改变"
    console.say(f"{word}：来源 {args.source}({formatting.source(source)})= {value}")
    console.tell(
        {"command": "reveal", "source": args.source, "value": value, "is_new": done.is_new}
    )
    return 0


def hold(args: argparse.Namespace) -> int:
    """Draw."""
    console, draw = console_of(args), folder(args)
    acting = step_context(args)
    done = steps.hold(
        draw,
        acting,
        engine=engine_for,
        progress=lambda visits, total: console.progress("派员", visits, total),
    )
    result = draw.result()
    console.say("已抽取。" if done.is_new else "此前已抽取，结果没有改变。")
    console.say(f"种子：{formatting.grouped(result.seed)}")
    _show_result(draw, acting, result, console)
    console.say(
        f"抽中 {len(result.visits)} 家，派出 {sum(load.tasks for load in result.loads)} 人次"
    )
    console.tell(
        {
            "command": "hold",
            "seed": result.seed,
            "visits": len(result.visits),
            "relaxed": result.relaxed,
            "is_new": done.is_new,
        }
    )
    return 0


def _show_result(draw: Folder, acting: StepContext, result: Result, console: Console) -> None:
    manifest = draw.manifest()
    if not manifest.is_sealed_mode or draw.has("result.json"):
        steps.publish(draw, acting.book)
        draw.put(RESULT, reading.result_book(manifest, result, draw.names()))
        console.say(formatting.visits_table(result, draw.names(), formatting.titles(manifest)))
        console.say(f"供人阅读的结果：{draw.path / RESULT}")
        console.say(f"下一步：mingqian verify {draw.path}，或 mingqian export {draw.path} 证据.zip")
    else:
        console.say(f"密封方式：结果暂不公开。到约定时间再用 mingqian open {draw.path}")


def open_(args: argparse.Namespace) -> int:
    """Open a sealed draw."""
    console, draw = console_of(args), folder(args)
    acting = step_context(args)
    done = steps.open_(draw, acting)
    steps.publish(draw, acting.book)
    draw.put(RESULT, reading.result_book(draw.manifest(), draw.result(), draw.names()))
    console.say("已开封，结果和密数可以公开。" if done.is_new else "此前已开封，没有改变。")
    console.tell({"command": "open", "is_new": done.is_new})
    return 0


def void(args: argparse.Namespace) -> int:
    """Declare a draw void."""
    console = console_of(args)
    done = steps.void(
        folder(args), step_context(args), why=args.why, persons=(args.by[0], args.by[1])
    )
    console.say("已作废，永远列在公示中。" if done.is_new else "此前已作废，没有改变。")
    console.tell({"command": "void", "is_new": done.is_new})
    return 0


def replace(args: argparse.Namespace) -> int:
    """Let the next in order take over."""
    console, draw = console_of(args), folder(args)
    acting = step_context(args)

    def find(standing: ReplacementState) -> Replacement:
        if args.pool is None:
            return standing.subject_replacement(args.visit, args.why)
        return standing.inspector_replacement(args.visit, args.pool, args.out, args.why)

    _, chosen = steps.replace(draw, acting, find)
    steps.publish(draw, acting.book)
    names = draw.names()
    where = f"层 {chosen.stratum}" if chosen.pool is None else f"{chosen.pool} 组"
    console.say(
        f"{where}：由 {chosen.incoming} {names.get(chosen.incoming, '')} 接替"
        f" {chosen.out or '空缺'} {names.get(chosen.out or '', '')}(原因 {chosen.why})"
    )
    _say_what_is_open(steps.standing_of(draw, acting.book), console)
    console.tell({"command": "replace", "in": chosen.incoming, "out": chosen.out})
    return 0


def export(args: argparse.Namespace) -> int:
    """Write the evidence as one zip."""
    console, draw = console_of(args), folder(args)
    sealed = sealed_files.read(draw, FileLog(log_folder(args)))
    draw.result()
    draw.require_own()
    output = Path(args.output)
    if output.is_dir() or output.resolve().is_relative_to(draw.path.resolve()):
        raise RefusedError(OWN, problem=f"{output} 应是抽取夹之外的一个文件，如 证据.zip")
    if sealed.manifest.is_sealed_mode and not draw.has("result.json"):
        raise RefusedError(OWN, problem="密封方式在开封之前不能导出证据；请先用 mingqian open")
    data = zip_archive.write(steps.publish(draw, FileLog(log_folder(args))))
    durable_files.put(output, data)
    console.say(f"证据已写入 {args.output}({len(data)} 字节)")
    console.tell({"command": "export", "file": args.output, "size": len(data)})
    return 0


def attach(args: argparse.Namespace) -> int:
    """Add a witness's cosignature or a time stamp to an event's early proof."""
    console, draw = console_of(args), folder(args)
    if args.event not in evidence.datable(len(draw.manifest().sources)):
        raise RefusedError(
            OWN, problem=f"没有可以证明时间的事件 {args.event}；应为 sealed、reveal-1 …、held"
        )
    data = durable_files.read(Path(args.file), "文件")
    former = _kept_token(draw, args.event)
    name = draw_log.attach(draw, args.event, data, may_replace=args.replace)
    if former == data:
        console.say(f"{draw.path / name} 里已经是它，没有改变")
    elif former is not None:
        console.say(f"已换掉原来的时间戳 {draw.path / name}(原来的摘要 {canonical.digest(former)})")
    else:
        console.say(f"已加入 {draw.path / name}；是否可信由 mingqian verify 按您的配置核对")
    if name == evidence.token_file(args.event):
        _say_what_it_stamps(draw, args.event, data, console)
    is_replaced = former is not None and former != data
    console.tell({"command": "attach", "file": name, "is_replaced": is_replaced})
    return 0


def _kept_token(draw: Folder, event: str) -> bytes | None:
    name = evidence.token_file(event)
    return draw.data(name) if draw.has(name) else None


def _say_what_it_stamps(draw: Folder, event: str, data: bytes, console: Console) -> None:
    imprint = bytes.fromhex(draw_log.imprint(draw, event))
    token = timestamp.read(data, imprint, evidence.token_file(event))
    console.say(f"时间戳写的时间：{formatting.moment(token.at)}；签名还没有核对")
    if not token.has_certificates:
        console.say(
            "注意：里面没有签发机构的证书，凭根证书也核对不了签名；"
            "请重新取一个带证书的(如 openssl ts -query -cert)，再用 --replace 换上"
        )


def make_witness(args: argparse.Namespace) -> int:
    """Make a witness's slip, on the witness's own device."""
    console = console_of(args)
    value = entropy.witness_value()
    commitment = witness.commit(args.draw, args.name, value)
    console.say(f"抽取 {args.draw}，见证人 {args.name}")
    console.say(f"您的数(自己保存，t0 之前才给出):{formatting.grouped(value)}")
    console.say(f"承诺(现在交给主持人):{formatting.grouped(commitment)}")
    console.tell({"command": "witness", "value": value, "commitment": commitment})
    return 0


def status(args: argparse.Namespace) -> int:
    """Tell how far a draw is, and what comes next."""
    console, draw = console_of(args), folder(args)
    manifest = draw.manifest()
    book = FileLog(log_folder(args))
    events = draw_log.events(manifest, book)
    console.say(f"{manifest.title}({manifest.draw},{formatting.mode(manifest)}方式)")
    for event, logged in events.items():
        console.say(f"  {event}：第 {logged.index} 条，{formatting.moment(logged.entry.at)}")
    level = sources.declared_assurance(manifest.sources)
    console.say(f"t0 {formatting.moment(manifest.t0)}；截止 {formatting.moment(manifest.deadline)}")
    console.say(f"保证级别：{formatting.assurance(level)}")
    is_overdue = steps.is_overdue(draw, events, clock.now(args.at))
    if is_overdue:
        console.say(
            "逾期未出结果：公示页按名列出；不能再抽取，不能作废，也不能重抽(规则 draw-v1 3.2)"
        )
    console.tell(
        {
            "command": "status",
            "draw": manifest.draw,
            "events": list(events),
            "is_overdue": is_overdue,
        }
    )
    return 0


def _evidence_file(name: str, data: bytes, address: str | None) -> EvidenceFile:
    if not canonical.is_code(name):
        raise FormatError(
            OWN, problem=f"证据文件名 {name!r} 应由字母、数字或 ._- 组成", rule="draw-v1 6.2"
        )
    return EvidenceFile(name=name, sha256=canonical.digest(data), address=address or name)


def _say_what_is_open(standing: ReplacementState, console: Console) -> None:
    open_slots = [
        (visit, pool) for visit in standing.current() for pool in standing.open_slots(visit)
    ]
    for visit, pool in open_slots:
        console.say(f"  还空缺：{visit} 的 {pool} 组；用 mingqian replace … --pool {pool} 补上")
