"""Read settings from environment variables; an invalid value raises."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from oversight.common.personal_keys import PersonalKeys, read_keys


def folder(name: str, usual: Path) -> Path:
    """Give a folder's path, the usual one if the variable is not set."""
    return Path(os.environ.get(name, "") or usual).resolve()


def words(name: str) -> list[str]:
    """Read a list, separated by commas."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def networks(name: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Read a list of addresses and networks, such as ``127.0.0.1, 10.1.0.0/16``.

    Raises:
        ImproperlyConfigured: a word is neither an address nor a network.
    """
    addresses = []
    for word in words(name):
        try:
            addresses.append(ipaddress.ip_network(word))
        except ValueError:
            raise ImproperlyConfigured(
                f"{name} 里的 {word!r} 不是地址或网段；应写作 127.0.0.1,10.1.0.0/16"
            ) from None
    return addresses


def switch(name: str, *, usual: bool) -> bool:
    """Read a switch, which is ``True`` or ``False`` and nothing else."""
    value = os.environ.get(name, str(usual))
    if value not in {"True", "False"}:
        raise ImproperlyConfigured(f"{name} 只能是 True 或 False，现为 {value!r}")
    return value == "True"


def mebibytes(name: str, usual: int) -> int:
    """Read a size in whole MB, and give it in bytes.

    Raises:
        ImproperlyConfigured: it is no positive whole number.
    """
    return _whole_number(name, usual, "MB") * 2**20


def seconds(name: str, usual: int) -> int:
    """Read a number of seconds.

    Raises:
        ImproperlyConfigured: it is no positive whole number.
    """
    return _whole_number(name, usual, "秒")


def _whole_number(name: str, usual: int, unit: str) -> int:
    value = os.environ.get(name, str(usual))
    if not (value.isascii() and value.isdigit() and int(value)):
        raise ImproperlyConfigured(f"{name} 应写整数（{unit}），例如 {usual}，现为 {value!r}")
    return int(value)


def keep_private() -> None:
    """Set the umask so that only this user can read what the process writes."""
    os.umask(0o077)


def secret(path: Path) -> str:
    """Read the secret key from its file.

    Raises:
        ImproperlyConfigured: there is none, or it is too short to be one.
    """
    if not path.is_file():
        raise ImproperlyConfigured(f"没有密钥文件 {path}；先运行 ./dev serve --init 建立")
    value = path.read_text().strip()
    if len(value) < 50:  # noqa: PLR2004 - the length Django asks for
        raise ImproperlyConfigured(f"密钥文件 {path} 太短；请从备份恢复")
    return value


def personal_keys(path: Path) -> PersonalKeys:
    """Read the keys of the personal data from their file.

    Raises:
        ImproperlyConfigured: there is none, or it is damaged.
    """
    if not path.is_file():
        raise ImproperlyConfigured(
            f"没有个人信息的密钥文件 {path}；数据库里加密的手机号等没有它解不开，请从备份恢复。"
            "新建的网站先运行 ./dev serve --prepare-only"
        )
    try:
        return read_keys(path.read_text())
    except ValueError:
        raise ImproperlyConfigured(f"个人信息的密钥文件 {path} 已损坏；请从备份恢复") from None


def database(url: str, sqlite: Path) -> dict[str, Any]:
    """Describe the database: PostgreSQL by its address, or SQLite in the folder.

    Raises:
        ImproperlyConfigured: the address is not one of PostgreSQL.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sqlite,
            "OPTIONS": {
                # A writer takes its turn at BEGIN: appends to the trail cannot fork.
                "transaction_mode": "IMMEDIATE",
                "timeout": 60,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                    "PRAGMA cache_size=-64000;PRAGMA mmap_size=268435456;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("MINGQIAN_DATABASE 应写作 postgresql://用户:口令@主机/库名")
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }
