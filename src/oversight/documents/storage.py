"""Files of documents on disc, each under its digest: never changed, never overwritten."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from mingqian import canonical
from mingqian_ceremony import durable_files
from oversight.common.errors import TamperedError

_PREFIX = 2


def keep(content: bytes) -> str:
    """Keep a file durably, and give its digest; where it is there already, nothing is done.

    What a transaction that fails has kept stays, and harms nobody: no row names it.
    """
    digest = canonical.digest(content)
    durable_files.put(_path(digest), content, is_private=True)
    return digest


def read(digest: str) -> bytes:
    """Give the file with a digest.

    Raises:
        TamperedError: it is missing, or was changed.
    """
    path = _path(digest)
    content = path.read_bytes() if path.is_file() else None
    if content is None or canonical.digest(content) != digest:
        missing = "找不到了" if content is None else "被改动过"
        raise TamperedError(
            f"保存的文书文件{missing}，和留痕里的摘要不一致；请告诉系统管理员从备份恢复"
        )
    return content


def _path(digest: str) -> Path:
    return Path(settings.DOCUMENTS) / digest[:_PREFIX] / digest
