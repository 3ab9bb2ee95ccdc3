"""What leaves the program: the evidence for everybody, the medium for the supervisor."""

from __future__ import annotations

from pathlib import Path

from mingqian import manifest, roster
from mingqian_ceremony import draw_log, durable_files, zip_archive
from oversight.audit import selectors as audit
from oversight.audit.services import PROGRAM
from oversight.common.errors import DomainError
from oversight.draws import selectors
from oversight.draws.book import TrailBook, told
from oversight.draws.files import folder
from oversight.draws.models import Draw

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
    """
    if not selectors.is_list_shown(draw):
        raise DomainError("这次抽取还没有公开的验证材料")
    files = folder(draw.number)
    count = audit.about("draw", draw.number).count()
    path = files.path.parent / "bundles" / f"{draw.number}-{count}.zip"
    if not path.is_file():
        with told():
            draw_log.publish(files, TrailBook(author=PROGRAM))
            durable_files.put(path, zip_archive.write(files.evidence()))
    return path


def commitment_files(draw: Draw) -> Path:
    """Give manifest and rosters of an open draw as a zip: they are public from the sealing on.

    Raises:
        DomainError: not sealed yet, or a sealed-mode draw.
    """
    if draw.sealed_at is None or draw.is_sealed_mode:
        raise DomainError("这次抽取的名单还没有公开")
    path = folder(draw.number).path.parent / "bundles" / f"{draw.number}-sealed.zip"
    if not path.is_file():
        durable_files.put(path, zip_archive.write(_frozen(draw)))
    return path


def medium(draw: Draw) -> bytes:
    """Give the supervisor's files of a sealed draw: manifest, rosters, secret (3.5)."""
    files = folder(draw.number)
    secret = files.secret()
    if not draw.is_sealed_mode or draw.sealed_at is None or secret is None:
        raise DomainError("只有已封存的密封抽取才有密封材料")
    told_ = _README.format(title=draw.title, number=draw.number, commitment=draw.commitment)
    own = {"secret": secret.encode(), "readme.txt": told_.encode()}
    return zip_archive.write({**_frozen(draw), **own})


def _frozen(draw: Draw) -> dict[str, bytes]:
    files = folder(draw.number)
    return {name: files.data(name) for name in (manifest.FILE, *roster.NAMES)}
