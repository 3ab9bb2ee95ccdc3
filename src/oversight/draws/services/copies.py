"""监督核对: whether a copy that the supervisor keeps is what was sealed, digest by digest (3.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mingqian import canonical, manifest, roster, seed
from mingqian.manifest import Manifest
from mingqian_ceremony import zip_form
from oversight.accounts.selectors import Actor
from oversight.audit import selectors as audit
from oversight.common.errors import DomainError
from oversight.draws import events, records, selectors
from oversight.draws.audit_log import translate_core_errors
from oversight.draws.records import Record
from oversight.draws.services import drafting
from oversight.draws.states import DRAW

MOST_BYTES = 128 * 2**20
SAME, DIFFERENT = "一样", "不一样"
_SECRET = "secret"  # noqa: S105 - a file's name
_ZIP = b"PK"
_TITLES = {
    roster.SUBJECTS: "参加的名单",
    roster.EXCLUSIONS: "不参加的名单和原因",
    roster.INSPECTORS: "执法人员名单",
    roster.CONFLICTS: "回避和轮换",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One part of a copy beside what was sealed: whether it is the same, and in which words."""

    title: str
    is_same: bool
    words: str


@transaction.atomic
def check(*, actor: Actor, draw_id: int, data: bytes, name: str, at: datetime) -> list[Comparison]:
    """Compare a kept copy with what was sealed, and record what came of it.

    Raises:
        DomainError: not sealed, or no file that was handed out at a sealing.
    """
    actor.require_for(DRAW, "check_copy")
    draw = selectors.draw_for(actor, draw_id)
    DRAW.target("check_copy", draw.state, refusal="还没有封存，没有可以核对的")
    record = records.read(draw)
    compared = list(_compared(record, _files(data, name)))
    is_same = all(part.is_same for part in compared)
    public = {
        "commitment": record.manifest.commitment,
        "compared": SAME if is_same else DIFFERENT,
        "parts": "、".join(part.title for part in compared if not part.is_same),
    }
    drafting.record(events.DRAWING_COPY_CHECKED, record.draw, actor.author, at, public)
    return compared


def checks_of(number: str) -> list[audit.Entry]:
    """Give the recorded checks of copies of a draw, the newest first."""
    own = audit.about(drafting.KIND, number)
    return list(own.filter(type=events.DRAWING_COPY_CHECKED.type))


def _files(data: bytes, name: str) -> Mapping[str, bytes]:
    if len(data) > MOST_BYTES:
        raise DomainError(
            f"文件超过 {MOST_BYTES // 2**20} MB，不会是封存的材料；请另选", field="file"
        )
    if data.startswith(_ZIP):
        with translate_core_errors():
            return zip_form.files(data, name)
    if data.startswith(b"{"):
        return {manifest.FILE: data}
    raise DomainError(
        "这不是封存的材料；请选封存时取出的压缩包（文件名以 -sealed.zip 结尾），"
        "或其中的 manifest.json",
        field="file",
    )


def _compared(record: Record, files: Mapping[str, bytes]) -> Iterator[Comparison]:
    sealed = record.manifest
    digest = canonical.digest(files[manifest.FILE]) if manifest.FILE in files else ""
    yield _part(
        "封存码",
        digest,
        sealed.commitment,
        f"您的一份算出来是 {digest[:8]}…{digest[-8:]}，封存的是"
        f" {sealed.commitment[:8]}…{sealed.commitment[-8:]}",
    )
    if set(files) == {manifest.FILE}:
        return
    for file in sealed.files:
        own = canonical.digest(files[file.name]) if file.name in files else ""
        yield _part(_TITLES.get(file.name, file.name), own, file.sha256, "内容和封存的不一样")
    if sealed.is_sealed_mode:
        yield _secret(sealed, files.get(_SECRET))


def _part(title: str, own: str, sealed: str, difference: str) -> Comparison:
    words = "和封存的一样" if own == sealed else difference if own else "您的一份里没有"
    return Comparison(title=title, is_same=own == sealed, words=words)


def _secret(sealed: Manifest, kept: bytes | None) -> Comparison:
    promised = sealed.secret_commitment or ""
    if kept is None:
        return _part("密数", "", promised, "")
    text = kept.decode(errors="replace").strip()
    return _part("密数", seed.commit_secret(sealed.draw, text), promised, "和封存时的承诺不一样")
