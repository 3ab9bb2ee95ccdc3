"""The log of a public site, read over the network as C2SP tlog-tiles lays it out (log-v1 1).

What a site sends is not believed: whoever reads through this compares it with a checkpoint.
"""

from __future__ import annotations

import threading
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from typing import NoReturn

from mingqian.errors import LogError, shown
from mingqian.log import note, tree
from mingqian.log.tiles import MAX_ENTRY_BYTES, WIDTH
from mingqian_ceremony.file_log import CHECKPOINT
from mingqian_cli.error_words import OWN

SCHEMES = ("http", "https")
TIMEOUT = 15.0
"""Seconds that a site may be silent."""
LONGEST = 60.0
"""Seconds that one file may take, however it trickles."""
LONGEST_EVIDENCE = 600.0
"""Seconds that the evidence of a draw may take."""
MOST_FILES = 2000
_MISSING = (404, 410)
_MOVED = range(300, 400)
_LOG = "log/"
_UNDER = ("", _LOG)
_MOST_EVIDENCE_BYTES = 2**30


def is_address(text: str) -> bool:
    """Tell whether something is meant as an address and not as a path."""
    return text.lower().startswith(tuple(f"{scheme}://" for scheme in SCHEMES))


@dataclass
class Site:
    """A site's log below ``base``, which ends with a slash."""

    base: str
    timeout: float = TIMEOUT
    longest: float = LONGEST
    most_files: int = MOST_FILES
    _files: int = field(default=0, init=False)

    def read(self, name: str) -> bytes | None:
        """Read a file by its C2SP name; None where the site has no such file.

        Raises:
            LogError: the site is not reached, too slow, sends too much, or asks to go elsewhere.
        """
        self._files += 1
        if self._files > self.most_files:
            self._refuse(name, f"已读取 {self.most_files} 个文件，超过上限；请把日志夹拷下来再比较")
        answers: list[bytes | LogError | None] = []
        # A thread of its own: a site that trickles byte by byte is never silent for long.
        worker = threading.Thread(target=lambda: answers.append(self._answer(name)), daemon=True)
        worker.start()
        worker.join(self.longest)
        if not answers:
            self._refuse(name, f"超过 {self.longest:g} 秒还没有传完；请检查网络，稍后再试")
        if isinstance(answers[0], LogError):
            raise answers[0]
        return answers[0]

    def has(self, name: str) -> bool:
        """Tell whether a site has a file, without reading it.

        Raises:
            LogError: the site is not reached, or answers with an error.
        """
        request = urllib.request.Request(f"{self.base}{name}", method="HEAD")  # noqa: S310 - of _base
        try:
            with _opener().open(request, timeout=self.timeout):
                return True
        except urllib.error.HTTPError as error:
            with error:
                if (failure := self._failure(error, name)) is not None:
                    raise failure from None
                return False
        except (OSError, HTTPException, ValueError) as error:
            raise self._unread(name, error) from None

    def root(self) -> Site | None:
        """Give the site that publishes the log below ``log/``; None where only the log is known."""
        if not self.base.endswith(f"/{_LOG}"):
            return None
        return replace(self, base=self.base.removesuffix(_LOG), longest=LONGEST_EVIDENCE)

    def _answer(self, name: str) -> bytes | LogError | None:
        limit = _limit(name)
        try:
            with _opener().open(f"{self.base}{name}", timeout=self.timeout) as answer:
                data: bytes = answer.read(limit + 1)
        except urllib.error.HTTPError as error:
            with error:
                return self._failure(error, name)
        except (OSError, HTTPException, ValueError) as error:
            return self._unread(name, error)
        return (
            data if len(data) <= limit else self._error(name, f"超过 {limit} 字节，不是日志的文件")
        )

    def _failure(self, error: urllib.error.HTTPError, name: str) -> LogError | None:
        if error.code in _MISSING:
            return None
        if error.code in _MOVED:
            target = shown(error.headers.get("Location", ""), 200)
            return self._error(name, f"网站要求改址到 {target}；核对无误后请直接写新的网址")
        return self._error(name, f"网站回答 {error.code}")

    def _unread(self, name: str, error: Exception) -> LogError:
        reason = getattr(error, "reason", None) or error
        return self._error(name, f"读取失败：{reason}；请检查网址和网络，稍后再试")

    def _error(self, name: str, problem: str) -> LogError:
        return LogError(OWN, problem=problem, file=f"{self.base}{name}", rule="log-v1 10")

    def _refuse(self, name: str, problem: str) -> NoReturn:
        raise self._error(name, problem)


def find(address: str, *, most_files: int = MOST_FILES) -> tuple[Site, bytes]:
    """Find the log of a site, at the address itself or below ``log/``, and its checkpoint.

    Raises:
        LogError: no address of a site, or no checkpoint there.
    """
    base = _base(address)
    for under in _UNDER:
        site = Site(base=f"{base}{under}", most_files=most_files)
        signed = site.read(CHECKPOINT)
        if signed is not None:
            return site, signed
    raise LogError(
        OWN, problem=f"{address} 没有公布检查点({CHECKPOINT}、log/{CHECKPOINT} 都没有)；请核对网址"
    )


def _base(address: str) -> str:
    try:
        parts = urllib.parse.urlsplit(address)
        port = parts.port
    except ValueError:
        raise LogError(OWN, problem=f"{address} 不是网址") from None
    if not parts.hostname or parts.username or parts.query or parts.fragment or port == 0:
        raise LogError(
            OWN, problem=f"{address} 应是 https://主机/ 形式的网址，不带用户名、问号和井号"
        )
    path = parts.path.removesuffix(CHECKPOINT)
    path = path if path.endswith("/") else f"{path}/"
    return f"{parts.scheme.lower()}://{parts.netloc}{urllib.parse.quote(path, safe='/%')}"


def _limit(name: str) -> int:
    if name.endswith(".zip"):
        return _MOST_EVIDENCE_BYTES
    if name.startswith("tile/entries/"):
        return WIDTH * (MAX_ENTRY_BYTES + 2)
    return WIDTH * tree.HASH_BYTES if name.startswith("tile/") else note.MAX_BYTES


def _opener() -> urllib.request.OpenerDirector:
    """Give an opener for these two schemes only, which follows nobody elsewhere."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener
