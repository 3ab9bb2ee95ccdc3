"""The site's command line: ``serve``, ``demo``, ``work``, and what an operator does by hand."""

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

from mingqian.errors import MingqianError
from oversight import operating, serving
from oversight.common.core_words import problem_of
from oversight.common.errors import DomainError
from oversight.serving import backup_commands, tls_commands, witness_commands
from oversight.serving.certificates import Certificate

PORT = 8023
ORIGIN = "mingqian.local/log"
CHECK_SECONDS = 10
_NO_TLS = (
    "没有启动：只允许 https 登录（MINGQIAN_TLS 为 True），但没有证书，也没有写明代理。\n"
    "四种办法选一种：\n"
    "  没有证书时用 ./dev tls new 建立本单位自己的根证书，再用 ./dev serve --tls 启动；\n"
    "  用 --certificate 链.pem --key 私钥.pem 给出证书；\n"
    "  由反向代理提供 https，并用 MINGQIAN_TRUSTED_PROXIES 写明它的地址；\n"
    "  办公网内没有证书时写 MINGQIAN_TLS=False，代价是口令在网上是明文。"
)


def main(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name and give its exit code."""
    parser = argparse.ArgumentParser(prog="./dev serve", description="明签平台")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, summary in (("serve", "启动网站"), ("demo", "启动带虚构数据的演示网站")):
        command = commands.add_parser(name, help=summary)
        command.add_argument("--home", type=Path, help="数据文件夹")
        command.add_argument("--host", help="监听的地址（默认只有本机；--tls 时是全部网卡）")
        command.add_argument("--port", type=int, default=PORT, help="端口")
        command.add_argument("--origin", default=ORIGIN, help="日志名称，建立后不能改")
        command.add_argument(
            "--certificate", type=Path, help="TLS 证书链（PEM），与 --key 一起给出"
        )
        command.add_argument("--key", type=Path, help="TLS 证书的私钥（PEM）")
        tls_commands.add_serving_options(command, PORT + 1)
        command.add_argument("--prepare-only", action="store_true", help="准备好就退出")
    work = commands.add_parser("work", help="后台任务（serve 会自动启动）")
    work.add_argument("--after-crash", action="store_true", help="上一个后台程序意外退出之后")
    operating.add_commands(commands)
    tls_commands.add_commands(commands)
    backup_commands.add_commands(commands)
    witness_commands.add_commands(commands)
    options = parser.parse_args(arguments)
    runs = {"serve": _serve, "demo": _serve, "work": _work, "tls": tls_commands.run}
    runs.update(dict.fromkeys(backup_commands.COMMANDS, backup_commands.run))
    runs["witness"] = witness_commands.run
    run = runs.get(options.command, operating.run)
    try:
        return run(options)
    except (DomainError, MingqianError) as error:
        print(f"没有做：{problem_of(error)}", file=sys.stderr)
        return 2


def _serve(options: argparse.Namespace) -> int:
    is_demo = options.command == "demo"
    root = Path(__file__).resolve().parents[2]
    home = (options.home or root / ("demo/site" if is_demo else "site")).resolve()
    os.environ["MINGQIAN_HOME"] = str(home)
    os.environ[serving.SETTINGS] = f"oversight.settings.{'demo' if is_demo else 'production'}"
    for line in _keep_private(home):
        print(line)
    certificate = _certificate(options, home)
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
    _answer(options, certificate)
    return 0


def _answer(options: argparse.Namespace, certificate: Certificate | None) -> None:
    from django.conf import settings  # noqa: PLC0415 - needs the settings

    from oversight.serving import server, supervision  # noqa: PLC0415
    from oversight.wsgi import application  # noqa: PLC0415

    if getattr(settings, "HAS_TLS", False) and not (certificate or settings.TRUSTED_PROXIES):
        raise SystemExit(_NO_TLS)
    host = options.host or ("0.0.0.0" if options.tls else "127.0.0.1")  # noqa: S104 - for phones
    plain_port = options.plain_port if options.tls else 0
    for line in tls_commands.addresses(certificate, host, options.port, plain_port):
        print(line, flush=True)
    with supervision.worker():
        server.run(
            application,
            host=host,
            port=options.port,
            body_limit=settings.UPLOAD_LIMIT + 2**20,
            certificate=certificate,
            plain_port=plain_port,
        )


def _certificate(options: argparse.Namespace, home: Path) -> Certificate | None:
    """Find the certificate that is to be shown, and tell the settings of it."""
    certificate = tls_commands.certificate(options, home)
    if certificate is not None:
        os.environ.update(tls_commands.environment(certificate, home))
        os.environ["MINGQIAN_PLAIN_PORT"] = str(options.plain_port if options.tls else 0)
    return certificate


def _keep_private(home: Path) -> list[str]:
    try:
        return serving.keep_private(home)
    except OSError as error:
        reason = problem_of(error) if error.errno else str(error)
        raise SystemExit(f"没有启动：{reason}") from None


def _fill_demo() -> None:
    from oversight.demo import accounts as demo_accounts  # noqa: PLC0415 - needs the settings
    from oversight.demo import scenario  # noqa: PLC0415

    if scenario.is_seeded():
        print("虚构数据已经在了。")
    else:
        print("正在写入虚构的青禾区（约一分钟）…", flush=True)
        for line in scenario.seed():
            print(f"  {line}", flush=True)
    print(f"\n演示账号（口令都是 {demo_accounts.PASSWORD}，动态码在登录页显示）：")
    for account in demo_accounts.accounts():
        print(f"  {account.username:<14}{account.role}　{account.name}　{account.organisation}")


def _say_first_steps(home: Path) -> None:
    from oversight.accounts.models import User  # noqa: PLC0415 - needs the settings

    if not User.objects.exists():
        word = (home / "keys" / serving.SETUP_TOKEN).read_text().strip()
        print(f"还没有系统管理员：请打开 /first/ 设立，安装口令是\n  {word}")


def _work(options: argparse.Namespace) -> int:
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings

    from oversight.web import jobs  # noqa: PLC0415

    jobs.begin_work(is_after_crash=options.after_crash)
    for due in (jobs.run_due, jobs.watch, jobs.ask_outside):
        threading.Thread(target=_run_forever, args=(due,), daemon=True).start()
    call_command("db_worker", interval=1, verbosity=0, startup_delay=False)
    return 0


def _run_forever(due: Callable[[], None]) -> None:
    """Do what is due again and again; log a failure and go on."""
    while True:
        try:
            due()
        except Exception:
            logging.getLogger(__name__).exception("tend")
        time.sleep(CHECK_SECONDS)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
