"""The command ``mingqian``."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from mingqian import __version__
from mingqian.errors import MingqianError
from mingqian_cli.commands import (
    demo,
    disclosures,
    log_compare,
    logs,
    medium,
    monitor,
    prepare,
    steps,
    verifying,
)
from mingqian_cli.error_words import problem_of, sentence_of

_REFUSED = 1
_INTERRUPTED = 130
Run = Callable[[argparse.Namespace], int]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"用法不对：{message}\n看帮助：{self.prog} --help\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command: 0 done, 1 refused or not verified, 2 wrong usage, 3 self-asserted."""
    for stream in (sys.stdout, sys.stderr):
        # A screen that lacks ✓ or a rare character shows its number instead of stopping the step.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    args = parser().parse_args(argv)
    run: Run = args.run
    try:
        return run(args)
    except MingqianError as error:
        print(f"✕ {sentence_of(error)}", file=sys.stderr)
        return _REFUSED
    except BrokenPipeError:
        return 0
    except OSError as error:
        print(f"✕ {problem_of(error)}", file=sys.stderr)
        return _REFUSED
    except KeyboardInterrupt:
        print("已中断；再运行一次即可继续", file=sys.stderr)
        return _INTERRUPTED


def parser() -> argparse.ArgumentParser:
    """Make the parser of all commands."""
    top = _Parser(prog="mingqian", description="明签：谁也做不了手脚、谁都能复算的随机抽查抽取")
    top.add_argument("--version", action="version", version=f"mingqian {__version__}")
    commands = top.add_subparsers(required=True, metavar="命令", parser_class=_Parser)
    _preparing(commands)
    _ceremony(commands)
    _verifying(commands)
    _monitor(commands)
    _log(commands)
    command = _add(commands, "demo", demo.run, "虚构单位的完整演示")
    command.add_argument("--folder", default="demo", help="演示写在哪里(默认 demo)")
    return top


_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse names it nowhere else


def _add(
    commands: _Commands[_Parser], name: str, run: Run, help_: str, codes: str | None = None
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=help_, description=help_, epilog=codes)
    command.add_argument("--json", action="store_true", help="给程序看的 JSON 输出")
    command.set_defaults(run=run)
    return command


def _step(commands: _Commands[_Parser], name: str, run: Run, help_: str) -> argparse.ArgumentParser:
    command = _add(commands, name, run, help_)
    command.add_argument("folder", metavar="抽取夹")
    _acting(command)
    return command


def _acting(command: argparse.ArgumentParser) -> None:
    command.add_argument("--log", help="日志夹(默认为抽取夹旁边的 mingqian-log)")
    command.add_argument("--at", metavar="时间", help="指定时间，如 2026-11-23T08:00:00Z；仅供演练")
    command.add_argument("--role", default="实施", help="以什么身份操作(默认 实施)")


def _preparing(commands: _Commands[_Parser]) -> None:
    command = _add(commands, "prepare", prepare.run, "由计划和名录准备一次抽取")
    command.add_argument("plan", metavar="计划.toml")
    command.add_argument("folder", metavar="抽取夹")
    command.add_argument("--accept-report", action="store_true", help="确认不列入报告里的每一行")
    command.add_argument(
        "--accept-faults", type=int, metavar="处数", help="确认报告里恰好这么多处问题"
    )
    command = _add(commands, "witness", steps.make_witness, "见证人在自己的设备上生成数和承诺")
    command.add_argument("draw", metavar="抽取编号")
    command.add_argument("name", metavar="姓名")
    command = _add(commands, "names", verifying.names, "按名称查代码")
    command.add_argument("folder", metavar="抽取夹")
    command.add_argument("part", metavar="名称的一部分")


def _ceremony(commands: _Commands[_Parser]) -> None:
    _step(commands, "seal", steps.seal, "封存：把封存码写入日志")
    _reveal(commands)
    _step(commands, "hold", steps.hold, "抽取：抽对象、派人员")
    _step(commands, "open", steps.open_, "开封：公开密封方式的结果")
    _void_and_replace(commands)
    _attach(commands)
    _step(commands, "status", steps.status, "看一次抽取进行到哪一步")
    command = _step(commands, "export", steps.export, "导出证据压缩包")
    command.add_argument("output", metavar="证据.zip")


def _reveal(commands: _Commands[_Parser]) -> None:
    command = _step(commands, "reveal", steps.reveal, "取种：记录一个来源的数")
    command.add_argument("source", type=int, metavar="第几个来源")
    given = command.add_mutually_exclusive_group(required=True)
    given.add_argument("--value", help="来源的数")
    given.add_argument(
        "--missing",
        action="store_true",
        help="见证人缺席；或彩票、骰子至截止没有公布：要有 --by 和 --evidence，drand 没有这种情形",
    )
    command.add_argument(
        "--by", nargs=2, metavar=("甲", "乙"), help="声明没有公布的两个人，写入日志"
    )
    command.add_argument("--signature", help="drand 的签名(96 位十六进制)")
    command.add_argument(
        "--evidence",
        metavar="文件",
        action="append",
        help="证明这个数、或没有公布的文件，如公告、纪要；可以写几次",
    )
    command.add_argument("--address", help="证据文件的来处，如公告网址")


def _void_and_replace(commands: _Commands[_Parser]) -> None:
    command = _step(commands, "void", steps.void, "作废：只能在 t0 之前")
    command.add_argument("--why", required=True, metavar="原因代码")
    command.add_argument("--by", nargs=2, required=True, metavar=("甲", "乙"), help="决定的两个人")
    command = _step(commands, "replace", steps.replace, "递补：按公布的次序接替")
    command.add_argument("visit", metavar="对象代码")
    command.add_argument("--why", required=True, metavar="原因代码")
    command.add_argument("--pool", help="接替人员时：人员组")
    command.add_argument("--out", help="接替人员时：被接替的人；不写则补空缺")


def _attach(commands: _Commands[_Parser]) -> None:
    command = _add(commands, "attach", steps.attach, "加入外部见证：见证签名行，或时间戳(.tsr)")
    command.add_argument("folder", metavar="抽取夹")
    command.add_argument("event", metavar="事件", help="sealed、reveal-1 …、held")
    command.add_argument("file", metavar="文件")
    command.add_argument("--replace", action="store_true", help="换掉已有的时间戳")


def _verifying(commands: _Commands[_Parser]) -> None:
    command = _add(
        commands,
        "verify",
        verifying.check,
        "核对证据夹或证据压缩包；或用 --site 从外面核对一个单位",
        "退出码：0 没有不通过、也没有仅为自述的项目；1 有不通过的；2 用法不对；3 有仅为自述的"
        "(如没有外部见证的时间)，不能算作通过。--site 时 2 也表示无法判断(读不到、文件损坏)",
    )
    command.add_argument("evidence", metavar="证据", nargs="?")
    command.add_argument("--site", metavar="网址", help="整个日志、每一次抽取、缺了和晚了什么")
    command.add_argument("--state", metavar="文件夹", help="--site 时：读过的不再读，中断可续")
    command.add_argument("--kept", metavar="检查点", help="--site 时：以前留存的检查点")
    command.add_argument("--vkey", metavar="公钥", help="--site 时：日志公钥")
    command.add_argument("--at", metavar="时间", help=argparse.SUPPRESS)
    command.add_argument("--policy", metavar="文件", help="验证配置：日志公钥和见证人(tlog-policy)")
    command.add_argument("--log", metavar="日志夹", help="整个日志，用来核对一个任务只抽一次")
    command.add_argument(
        "--tsa-roots", nargs="*", default=[], metavar="PEM", help="时间戳机构的根证书"
    )
    command.add_argument("--signed-printouts", action="store_true", help="手上有见证人签字的纸件")
    command.add_argument("--strict", action="store_true", help="仅为自述的项目也算不通过(退出码 1)")
    _medium(commands)
    command = _add(
        commands, "verify-disclosure", disclosures.check, "核对公示页下载的公开记录(.json)"
    )
    command.add_argument("file", metavar="公开记录.json")
    command.add_argument("--log", metavar="日志夹", help="整个日志，用来核对它确被批准、没有撤下")
    for name, run, help_ in (
        ("explain", verifying.explain, "我为什么被抽中，或没被抽中"),
        ("prove", verifying.prove, "证明名单里的一行"),
    ):
        command = _add(commands, name, run, help_)
        command.add_argument("evidence", metavar="证据")
        command.add_argument("id", metavar="代码")


def _medium(commands: _Commands[_Parser]) -> None:
    command = _add(commands, "medium", medium.check, "监督核对自己保管的密封材料")
    command.add_argument("medium", metavar="密封材料.zip")
    known = command.add_mutually_exclusive_group(required=True)
    known.add_argument("--commitment", metavar="封存码", help="抄下的、公示页上的封存码")
    known.add_argument("--entry", metavar="文件", help="日志里的封存记录(sealed.entry)")


def _monitor(commands: _Commands[_Parser]) -> None:
    command = _add(
        commands,
        "monitor",
        monitor.monitor,
        "从外面一直看着一个单位的日志，有不对的就报警(每件事一次)",
        "退出码(--once)：0 没有新的警报；1 有新的警报；2 这一次读不到；130 被中断，可以接着看",
    )
    command.add_argument("address", metavar="网址")
    command.add_argument("--state", metavar="文件夹", help="记住看到哪里、报过什么警")
    command.add_argument("--vkey", metavar="公钥", help="日志公钥，印在公示网站和纪要上")
    command.add_argument("--once", action="store_true", help="只看一次")
    command.add_argument("--interval", type=float, default=300, metavar="秒", help="隔多久看一次")
    command.add_argument("--mail-to", action="append", metavar="邮箱", help="警报发到；可以写几次")
    command.add_argument("--mail-from", metavar="邮箱", help="发件人(默认同收件人)")
    command.add_argument("--smtp", metavar="主机:端口", help="发信服务器(默认 localhost:25)")
    command.add_argument("--at", metavar="时间", help=argparse.SUPPRESS)


def _log(commands: _Commands[_Parser]) -> None:
    top = commands.add_parser("log", help="日志")
    inner = top.add_subparsers(required=True, metavar="命令", parser_class=_Parser)
    log_commands = {
        "init": (logs.init, "建立日志和密钥"),
        "append": (logs.append, "追加一条记录"),
        "checkpoint": (logs.checkpoint, "显示最新检查点"),
        "prove": (logs.prove, "证明第几条记录"),
        "fsck": (logs.fsck, "核对整个日志"),
        "show": (logs.show, "列出记录"),
    }
    for name, (run, help_) in log_commands.items():
        command = _add(inner, name, run, help_)
        command.add_argument("--log", help="日志夹(默认 mingqian-log)")
        if name == "init":
            command.add_argument(
                "--origin", required=True, help="日志的名称，如 log.example.gov.cn/2026"
            )
        if name == "append":
            command.add_argument("entry", metavar="记录.json")
        if name == "prove":
            command.add_argument("index", type=int, metavar="第几条")
    _comparing(inner)


def _comparing(inner: _Commands[_Parser]) -> None:
    comparing = _add(
        inner,
        "compare",
        log_compare.compare,
        "比较同一个日志的两份：检查点文件、日志夹或网址",
        "退出码：0 一致或较旧；1 分叉；2 无法判断(不同的日志或密钥、文件损坏、读不到)或用法不对",
    )
    comparing.add_argument("first", metavar="A")
    comparing.add_argument("second", metavar="B")
    comparing.add_argument("--out", metavar="文件", help="分叉时写下证据，任何人都可以核对")
    checking = _add(inner, "check-fork", log_compare.check_fork, "核对分叉的证据")
    checking.add_argument("evidence", metavar="证据.json")
    for command in (comparing, checking):
        known = command.add_mutually_exclusive_group()
        known.add_argument("--vkey", metavar="公钥", help="日志公钥，印在公示网站和纪要上")
        known.add_argument("--policy", metavar="文件", help="验证配置中的日志公钥(tlog-policy)")


if __name__ == "__main__":
    raise SystemExit(main())
