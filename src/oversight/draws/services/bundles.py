"""What leaves the program: the evidence for everybody, the medium for the supervisor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from mingqian import canonical
from mingqian_ceremony import durable_files, steps, zip_archive
from oversight.audit import selectors as audit
from oversight.audit.services import PROGRAM
from oversight.common.errors import DomainError
from oversight.draws import records, selectors
from oversight.draws.audit_log import DatabaseLog, translate_core_errors
from oversight.draws.files import folder
from oversight.draws.models import Bundle, Draw

_README = """{title}
抽取编号：{number}
封存码：{commitment}

这是监督自己保管的材料：清单、名单和密数。请当场在自己的电脑上核对：

    mingqian medium 这个压缩包 --commitment 公示页上的封存码

没有程序也能核对：
1. 清单文件 manifest.json 的 SHA-256 就是上面的封存码，也是公示页和日志里的封存码；
2. 名单文件的 SHA-256 与清单 files 中登记的相同；
3. SHA-256("mingqian-draw/1|secret|{number}|" 加上 secret 文件里的 64 位)
   与清单的 secret_commitment 相同。
开封以前请不要把材料给任何人。
到开封时间没有开封的，凭这份材料可以自己算出全部结果。
"""


def evidence(draw: Draw) -> Path:
    """Give the zip that anybody can verify; it is made anew after every replacement.

    Raises:
        DomainError: the draw is not held, or not open yet.
        TamperedError: files are not what was logged.
    """
    record = records.read(draw)
    if not selectors.is_list_shown(record.draw):
        raise DomainError("这次抽取还没有公开的验证材料")

    def evidence_files() -> dict[str, bytes]:
        with translate_core_errors():
            return steps.publish(folder(draw.number), DatabaseLog(author=PROGRAM))

    count = audit.about("draw", draw.number).count()
    return _bundle(f"{draw.number}-{count}.zip", evidence_files)


def commitment_files(draw: Draw) -> Path:
    """Give manifest and rosters of an open draw as a zip: they are public from the sealing on.

    Raises:
        DomainError: not sealed yet, or a sealed-mode draw.
        TamperedError: files are not what was logged.
    """
    record = records.read(draw)
    if record.draw.sealed_at is None or record.manifest.is_sealed_mode:
        raise DomainError("这次抽取的名单还没有公开")
    return _bundle(f"{draw.number}-sealed.zip", record.files.files)


def medium(draw: Draw) -> bytes:
    """Give the supervisor's files of a sealed draw: manifest, rosters, secret (3.5).

    Raises:
        DomainError: not sealed yet, or an open draw.
        TamperedError: files are not what was logged.
    """
    record = records.read(draw)
    secret = folder(draw.number).secret()
    if not record.manifest.is_sealed_mode or secret is None:
        raise DomainError("只有已封存的密封抽取才有密封材料")
    readme = _README.format(
        title=record.draw.title, number=draw.number, commitment=record.draw.commitment
    )
    own = {"secret": secret.encode(), "readme.txt": readme.encode()}
    return zip_archive.write({**record.files.files(), **own})


def _bundle(name: str, write_files: Callable[[], dict[str, bytes]]) -> Path:
    """Give a bundle that is what its digest says, made anew where it is not or was never made."""
    path = Path(settings.DRAWS) / "bundles" / name
    known = Bundle.objects.filter(name=name).first()
    if known is None or not path.is_file() or canonical.digest(path.read_bytes()) != known.digest:
        data = zip_archive.write(write_files())
        durable_files.put(path, data)
        Bundle.objects.update_or_create(name=name, defaults={"digest": canonical.digest(data)})
    return path
