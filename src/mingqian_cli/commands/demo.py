"""``mingqian demo``: a whole draw of a fictional bureau, by the very commands anybody uses."""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from mingqian import canonical
from mingqian.errors import RefusedError
from mingqian.sources import witness
from mingqian.verify import SELF_ASSERTED
from mingqian_ceremony import durable_files
from mingqian_ceremony.draw_folder import Folder
from mingqian_cli import fiction
from mingqian_cli.commands.console import Console, console_of
from mingqian_cli.error_words import OWN
from mingqian_tables import sample_codes

DRAW = "2023-0003"
MARK = ".mingqian-demo"
PAGE = "mingqian-verifier.html"
_WITNESSES = (("周岚", "青禾区纪委监委(虚构)", "监督员"), ("韩静", "石桥商会(虚构)", "企业代表"))
# Round 1000 of drand quicknet as it was published; it came out on 2023-08-23 at 15:59:24 UTC.
_SIGNATURE = (
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
    "e342b73a8dd2bacbe47e4b6b63ed5e39"
)
_SEALED_AT = "2023-08-23T15:00:00Z"
_REVEALED_AT = ("2023-08-23T15:40:00Z", "2023-08-23T15:41:00Z")
_DRAND_AT = "2023-08-23T16:00:00Z"
_HELD_AT = "2023-08-23T16:05:00Z"


def run(args: argparse.Namespace) -> int:
    """Hold the whole draw in a folder of its own."""
    console = console_of(args)
    # For a program the last line alone goes to the output; people's words go beside it.
    with contextlib.redirect_stdout(sys.stderr) if console.is_json else contextlib.nullcontext():
        code = _hold(Path(args.folder), console)
    if not code:
        console.tell({"command": "demo", "evidence": str(Path(args.folder) / "证据.zip")})
    return code


def _hold(place: Path, console: Console) -> int:
    _clear(place, console)
    console.say("演示：虚构的青禾区人社局。人名、企业和代码都是编造的；时间是模拟的 2023-08-23。")
    console.say("公开数是真的：drand quicknet 第 1000 轮，签名由程序中固定的公钥验证。\n")
    values = _write_files(place)
    for title, words in _steps(place, values):
        console.say(f"\n━━ {title}")
        console.say(f"$ mingqian {' '.join(words)}")
        code = _command(words)
        if code == SELF_ASSERTED:
            console.say("(退出码 3：演示没有外部见证，时间只是自述)")
        elif code:
            return code
    _explain(place, console)
    _finish(place, console)
    return 0


def _clear(place: Path, console: Console) -> None:
    if place.exists() and any(place.iterdir()):
        if not (place / MARK).is_file():
            raise RefusedError(
                OWN,
                problem=f"{place} 里有别的东西；演示只清理自己建的文件夹，请用 --folder 另指一处",
            )
        console.say(f"清理上一次的演示 {place}")
        shutil.rmtree(place)
    durable_files.put(place / MARK, b"\n")


def _write_files(place: Path) -> list[str]:
    values = [canonical.digest(f"demo value of {name}")[:32] for name, _, _ in _WITNESSES]
    promised = [
        (*person, witness.commit(DRAW, person[0], value))
        for person, value in zip(_WITNESSES, values, strict=True)
    ]
    files = {
        "名录.csv": fiction.directory(),
        "人员.csv": fiction.inspectors(),
        "回避.csv": fiction.conflicts(),
        "计划.toml": fiction.plan(promised),
    }
    for name, text in files.items():
        durable_files.put(place / "资料" / name, text.encode())
    return values


def _steps(place: Path, values: Sequence[str]) -> list[tuple[str, list[str]]]:
    draw, log = str(place / DRAW), ["--log", str(place / "mingqian-log")]
    drand = canonical.digest(bytes.fromhex(_SIGNATURE))
    reveals = [
        (
            f"取种：见证人 {witness[0]}",
            ["reveal", draw, str(at + 2), "--value", values[at], *log, "--at", _REVEALED_AT[at]],
        )
        for at, witness in enumerate(_WITNESSES)
    ]
    public = ["--value", drand, "--signature", _SIGNATURE, *log, "--at", _DRAND_AT]
    return [
        ("建立日志", ["log", "init", "--origin", "log.qinghe.example/2023", *log]),
        ("备料", ["prepare", str(place / "资料" / "计划.toml"), draw]),
        ("封存", ["seal", draw, *log, "--at", _SEALED_AT]),
        *reveals,
        ("取种：公开数", ["reveal", draw, "1", *public]),
        ("抽取与派员", ["hold", draw, *log, "--at", _HELD_AT]),
        ("导出证据", ["export", draw, str(place / "证据.zip"), *log, "--at", _HELD_AT]),
        ("核对", ["verify", str(place / "证据.zip"), *log]),
    ]


def _explain(place: Path, console: Console) -> None:
    """Ask as two enterprises would: one that was drawn and one that perhaps was not."""
    drawn = Folder(path=place / DRAW).result().visits[0].subject
    for code in (drawn, sample_codes.subject_code(1)):
        console.say(
            f"\n━━ 我为什么被抽中、没被抽中\n$ mingqian explain {place / '证据.zip'} {code}"
        )
        _command(["explain", str(place / "证据.zip"), code])


def _command(words: Sequence[str]) -> int:
    # Imported late: the parser of all commands knows this one.
    from mingqian_cli.__main__ import main  # noqa: PLC0415

    run_again: Callable[[Sequence[str]], int] = main
    return run_again(words)


def _finish(place: Path, console: Console) -> None:
    page = Path(__file__).resolve().parents[3] / "verifier" / PAGE
    console.say("\n━━ 完成")
    console.say(f"证据：{place / '证据.zip'}(任何人可以核对：mingqian verify)")
    if page.is_file():
        durable_files.put(place / PAGE, page.read_bytes())
        console.say(f"浏览器核对页：{place / PAGE}(用浏览器打开，不需要网络，拖入证据.zip)")
    console.say(f"日志：{place / 'mingqian-log'}(mingqian log show / fsck)")
