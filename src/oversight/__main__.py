"""The site's command line: ``serve``, ``work``, ``fsck``, ``demo``, and Django's own commands."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import django

from mingqian_ceremony import durable_files, entropy
from oversight import serving

PORT = 8023
ORIGIN = "mingqian.local/log"
TEND_SECONDS = 10


def main(arguments: Sequence[str]) -> int:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="./dev serve", description="明签平台")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, told in (("serve", "启动网站"), ("demo", "启动带虚构数据的演示网站")):
        one = commands.add_parser(name, help=told)
        one.add_argument("--home", type=Path, help="数据文件夹")
        one.add_argument("--host", default="127.0.0.1", help="监听的地址")
        one.add_argument("--port", type=int, default=PORT, help="端口")
        one.add_argument("--origin", default=ORIGIN, help="日志名称，建立后不能改")
        one.add_argument("--prepare-only", action="store_true", help="准备好就退出")
    commands.add_parser("work", help="后台任务（serve 会自动启动）")
    fsck = commands.add_parser("fsck", help="逐条校验留痕")
    fsck.add_argument("--home", type=Path, help="数据文件夹")
    rescue = commands.add_parser("rescue", help="没有人能解除时，重设一个账号的口令和动态码")
    rescue.add_argument("username", help="账号")
    rescue.add_argument("--home", type=Path, help="数据文件夹")
    options = parser.parse_args(arguments)
    done = {"serve": _serve, "demo": _serve, "work": _work, "fsck": _fsck, "rescue": _rescue}
    return done[options.command](options)


def _serve(options: argparse.Namespace) -> int:
    is_demo = options.command == "demo"
    root = Path(__file__).resolve().parents[2]
    home = (options.home or root / ("demo/site" if is_demo else "site")).resolve()
    os.environ["MINGQIAN_HOME"] = str(home)
    os.environ[serving.SETTINGS] = f"oversight.settings.{'demo' if is_demo else 'production'}"
    for line in _kept_private(home):
        print(line)
    serving.prepare_folder(home)
    django.setup()
    serving.prepare_database(options.origin)
    if is_demo:
        _fill_demo()
    for line in serving.begin():
        print(line)
    if not is_demo:
        _say_first_steps(home)
    if options.prepare_only:
        return 0
    address = f"http://{options.host}:{options.port}/"
    print(f"\n网站已启动：{address}（按 Ctrl+C 停止）", flush=True)
    with serving.worker():
        serving.run(options.host, options.port)
    return 0


def _kept_private(home: Path) -> list[str]:
    try:
        return serving.keep_private(home)
    except OSError as error:
        told = durable_files.told(error) if error.errno else str(error)
        raise SystemExit(f"没有启动：{told}") from None


def _fill_demo() -> None:
    from oversight.web import demo  # noqa: PLC0415 - needs the settings
    from oversight.web.fiction import story  # noqa: PLC0415

    if story.is_told():
        print("虚构数据已经在了。")
    else:
        print("正在写入虚构的青禾区（约一分钟）…", flush=True)
        for line in story.tell():
            print(f"  {line}", flush=True)
    print(f"\n演示账号（口令都是 {demo.PASSWORD}，动态码在登录页显示）：")
    for one in demo.accounts():
        print(f"  {one.username:<14}{one.role}　{one.name}　{one.organisation}")


def _say_first_steps(home: Path) -> None:
    from oversight.accounts.models import User  # noqa: PLC0415 - needs the settings

    if not User.objects.exists():
        word = (home / "keys" / serving.SETUP_WORD).read_text().strip()
        print(f"还没有系统管理员：请打开 /first/ 设立，安装口令是\n  {word}")


def _work(_: argparse.Namespace) -> int:
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings

    from oversight.web import jobs  # noqa: PLC0415

    jobs.resume()
    threading.Thread(target=_tend, args=(jobs.tend,), daemon=True).start()
    call_command("db_worker", interval=1, verbosity=0, startup_delay=False)
    return 0


def _tend(due: Callable[[], None]) -> None:
    """Do what is due, for ever; a failure now must not keep it from being done next time."""
    while True:
        try:
            due()
        except Exception:
            logging.getLogger(__name__).exception("tend")
        time.sleep(TEND_SECONDS)


def _fsck(options: argparse.Namespace) -> int:
    if options.home:
        os.environ["MINGQIAN_HOME"] = str(options.home.resolve())
    os.environ.setdefault(serving.SETTINGS, "oversight.settings.production")
    django.setup()
    from oversight.audit import selectors  # noqa: PLC0415 - needs the settings

    finding = None
    for finding in selectors.fsck(is_whole=True):
        print(f"\r已校验 {finding.written} / {finding.size} 条", end="", flush=True)
    print()
    if finding is None or finding.problem:
        print(f"不一样：{finding.problem if finding else '没有日志'}")
        return 1
    print(f"一样：{finding.size} 条，{finding.kept} 个留存的链头都相符")
    return 0


def _rescue(options: argparse.Namespace) -> int:
    if options.home:
        os.environ["MINGQIAN_HOME"] = str(options.home.resolve())
    os.environ.setdefault(serving.SETTINGS, "oversight.settings.production")
    django.setup()
    from oversight.accounts.services import appointments  # noqa: PLC0415 - needs the settings
    from oversight.common.errors import DomainError  # noqa: PLC0415
    from oversight.web import clock  # noqa: PLC0415

    password = entropy.secret()[:16]
    try:
        user = appointments.rescue(username=options.username, password=password, at=clock.now())
    except DomainError as error:
        print(error.problem, file=sys.stderr)
        return 1
    print(f"{user.name}的初始口令是 {password}，第一次登录时必须改；这一步已记入公开的日志")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
