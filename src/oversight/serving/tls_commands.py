"""TLS without a specialist: an authority of the office's own by one command, and its renewals."""

from __future__ import annotations

import argparse
import contextlib
import getpass
import ipaddress
import os
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.serving import authority, certificates
from oversight.serving.certificates import Certificate, CertificateFacts

KEYS = ("MINGQIAN_CERTIFICATE", "MINGQIAN_KEY")
_T = TypeVar("_T")
_NONE = (
    "没有启动：还没有证书。\n"
    "  有证书：用 --certificate 链.pem --key 私钥.pem 给出，"
    "或写在环境变量 MINGQIAN_CERTIFICATE、MINGQIAN_KEY 里；\n"
    "  没有证书：接上一个 U 盘，运行 ./dev tls new --office 单位名称 --authority U盘上的文件夹"
)
_NEW = """根证书已建立，私钥加密存放在 {path}。
口令只显示这一次，请抄在纸上，与存放私钥的盘分开保管：

    {words}

网站证书已放好，有效到 {until}。下一步：
  1. 取下存放私钥的盘；网站运行时用不到它。
  2. 启动网站：./dev serve --tls
  3. 手机和电脑打开 http://{host}:端口/trust/，按说明安装根证书，并核对指纹：
     {fingerprint}"""


def add_serving_options(command: argparse.ArgumentParser, plain_port: int) -> None:
    """Add what ``serve`` needs for TLS."""
    command.add_argument(
        "--tls", action="store_true", help="以 https 提供服务，证书取自设置或 ./dev tls new"
    )
    command.add_argument(
        "--plain-port", type=int, default=plain_port, help="--tls 时安装根证书的 http 端口，0 不开"
    )


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``tls`` with its acts to the parser."""
    acts = commands.add_parser("tls", help="网站的证书").add_subparsers(dest="act", required=True)
    new = acts.add_parser("new", help="建立本单位自己的根证书，并签发网站证书")
    new.add_argument("--office", required=True, help="单位名称，写在根证书上")
    new.add_argument("--domain", default="", help="本单位内网的域名，例如 qinghe.lan")
    new.add_argument("--network", action="append", default=[], help="专用网段以外还要允许的网段")
    renewal = acts.add_parser("issue", help="换发网站证书，网站不用重启")
    status = acts.add_parser("status", help="看证书有效到哪一天")
    for act in (new, renewal):
        act.add_argument("--authority", type=Path, required=True, help="存放根证书私钥的文件夹")
        act.add_argument("--name", action="append", default=[], help="网站的主机名")
        act.add_argument("--address", action="append", default=[], help="网站的 IP 地址")
    for act in (new, renewal, status):
        act.add_argument("--home", type=Path, help="数据文件夹")


def run(options: argparse.Namespace) -> int:
    """Run an act and give its exit code.

    Raises:
        DomainError: it cannot be done; the text says why and what to do next.
    """
    home = (options.home or Path(__file__).resolve().parents[3] / "site").resolve()
    return {"new": _new, "issue": _issue, "status": _status}[options.act](options, home)


def certificate(options: argparse.Namespace, home: Path) -> Certificate | None:
    """Give the certificate that the site is to show: by arguments, settings or own authority.

    Raises:
        DomainError: it does not fit its key.
        SystemExit: it is asked for and there is none, or only half of it.
    """
    chain, key = (
        (options.certificate, options.key) if options.certificate or options.key else _set()
    )
    own = home / "tls" / authority.SITE
    if not chain and not key:
        if not options.tls:
            return None
        if not own.is_file():
            raise SystemExit(_NONE)
        chain = key = own
    if not (chain and key and chain.is_file() and key.is_file()):
        raise SystemExit("证书链和私钥要一起给出，且都是已有的文件（--certificate、--key）")
    result = Certificate(chain=chain.resolve(), key=key.resolve())
    result.require_usable()
    return result


def environment(chosen: Certificate, home: Path) -> dict[str, str]:
    """Give what the settings are to know of the certificate: where it is, whose, for which hosts.

    HSTS is promised only where the certificate is not by the office's own root.
    """
    is_own = certificates.is_issued_by(chosen.chain, home / "tls" / authority.ROOT)
    facts = certificates.read(chosen.chain)
    names = [*facts.names, *facts.addresses] if facts else []
    hosts = [word for word in os.environ.get("MINGQIAN_HOSTS", "").split(",") if word.strip()]
    return {
        **({"MINGQIAN_HSTS": "False"} if is_own else {}),
        KEYS[0]: str(chosen.chain),
        "MINGQIAN_HOSTS": ",".join([*hosts, *(f"[{n}]" if ":" in n else n for n in names)]),
    }


def addresses(chosen: Certificate | None, host: str, port: int, plain_port: int) -> Iterator[str]:
    """Give the lines that say where the site is."""
    scheme = "https" if chosen else "http"
    facts = certificates.read(chosen.chain) if chosen else None
    names = [*facts.names, *facts.addresses] if facts and host == "0.0.0.0" else [host]  # noqa: S104
    for name in names:
        yield f"\n网站已启动：{scheme}://{name}:{port}/（按 Ctrl+C 停止）"
    if plain_port:
        yield f"手机第一次用先安装根证书：http://{names[0]}:{plain_port}/trust/"
    if facts and facts.is_due(_now()):
        yield f"网站证书{_until(facts.expires_at)}到期，请尽快换新。"


def _set() -> tuple[Path | None, Path | None]:
    """Give chain and key as the environment names them."""
    chain, key = (os.environ.get(name, "") for name in KEYS)
    return (Path(chain) if chain else None, Path(key) if key else None)


def _new(options: argparse.Namespace, home: Path) -> int:
    path = _apart(options.authority, home) / authority.AUTHORITY
    networks = tuple(_parsed(options.network, ipaddress.ip_network))
    words = authority.passphrase()
    root = authority.create(
        office=options.office, domain=options.domain.lower(), networks=networks, at=_now()
    )
    site = authority.issue(root, _names(options, None), at=_now())
    authority.save(root, path, words)
    authority.install(home / "tls", root.root, site)
    facts = certificates.read(home / "tls" / authority.SITE)
    if facts is None:
        raise DomainError(f"{home / 'tls'} 里的证书读不出来；请检查磁盘后再做一次")
    print(
        _NEW.format(
            path=path,
            words=words,
            until=_until(facts.expires_at),
            host=[*facts.names, *facts.addresses][0],
            fingerprint=certificates.fingerprint(root.root),
        )
    )
    return 0


def _issue(options: argparse.Namespace, home: Path) -> int:
    path = _apart(options.authority, home) / authority.AUTHORITY
    present = certificates.read(home / "tls" / authority.SITE)
    root = authority.load(path, _ask())
    site = authority.issue(root, _names(options, present), at=_now())
    authority.install(home / "tls", root.root, site)
    facts = certificates.read(home / "tls" / authority.SITE)
    if facts:
        print(f"网站证书已换新，有效到 {_until(facts.expires_at)}；运行中的网站一分钟内自动换上。")
    return 0


def _status(_: argparse.Namespace, home: Path) -> int:
    for title, name in (("网站证书", authority.SITE), ("根证书", authority.ROOT)):
        facts = certificates.read(home / "tls" / name)
        if facts is None:
            print(f"{title}：没有（{home / 'tls' / name}）")
            continue
        days = facts.days_left(_now())
        print(f"{title}：{facts.subject}，有效到 {_until(facts.expires_at)}，还有 {days} 天")
        print(f"  指纹 {facts.fingerprint}")
    return 0


def _apart(folder: Path, home: Path) -> Path:
    resolved = folder.resolve()
    if resolved == home or home in resolved.parents:
        raise DomainError("根证书的私钥不能和网站放在一起；请用 U 盘或另一台机器上的文件夹")
    return resolved


def _names(options: argparse.Namespace, present: CertificateFacts | None) -> authority.Names:
    """Give the names to vouch for: those asked for, else the present ones, else this machine's."""
    names = tuple(name.lower() for name in options.name)
    words: Sequence[str] = options.address
    if not names and not words:
        names, words = (present.names, present.addresses) if present else ((), _own_addresses())
    return authority.Names(hosts=names, addresses=tuple(_parsed(words, ipaddress.ip_address)))


def _parsed(words: Sequence[str], parse: Callable[[str], _T]) -> Iterator[_T]:
    for word in words:
        try:
            yield parse(word)
        except ValueError:
            raise DomainError(
                f"{word!r} 不是地址或网段；应写作 192.168.1.20 或 10.1.0.0/16"
            ) from None


def _own_addresses() -> list[str]:
    """Give this machine's address in its network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("10.255.255.255", 9))
        return [str(probe.getsockname()[0])]
    return ["127.0.0.1"]


def _ask() -> str:
    """Ask for the passphrase; from a pipe its first line is taken."""
    if sys.stdin.isatty():
        return getpass.getpass("根证书的口令：").strip()
    return sys.stdin.readline().strip()


def _now() -> datetime:
    return datetime.now(UTC)


def _until(moment: datetime) -> str:
    day = moments.day_of(moment)
    return f"{day.year}年{day.month}月{day.day}日"
