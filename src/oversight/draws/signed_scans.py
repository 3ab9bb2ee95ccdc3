"""The scans of a draw's signed minutes, for those who may read the draw."""

from __future__ import annotations

from dataclasses import dataclass

from oversight.accounts.actors import Actor
from oversight.common.errors import NotFoundError
from oversight.draws import selectors
from oversight.draws.models import Draw, SignedMinutes
from oversight.files import selectors as files
from oversight.files.models import StoredFile


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedScan:
    """A scan that was filed, with its file; None where the file is not in the store any more."""

    row: SignedMinutes
    file: StoredFile | None
    is_newest: bool

    @property
    def scan_words(self) -> str:
        """Say what the virus scanner said."""
        return files.scan_words(self.file) if self.file is not None else ""


def scans_of(draw: Draw) -> list[SignedScan]:
    """Give the scans of a draw, the newest first."""
    rows = list(draw.signed_minutes.all())
    stored = files.files_of(draw.bureau_id, {row.digest for row in rows})
    return [
        SignedScan(row=row, file=stored.get(row.digest), is_newest=row is rows[0]) for row in rows
    ]


def scan_file(actor: Actor, scan_id: int) -> tuple[Draw, StoredFile]:
    """Load the file of a scan, for somebody who may read its draw.

    Raises:
        NotFoundError: there is none, or it is out of reach.
    """
    rows = SignedMinutes.objects.filter(pk=scan_id, draw__in=selectors.draws(actor))
    row = rows.select_related("draw").first()
    if row is None:
        raise NotFoundError("没有这份扫描件，或不在您的范围内")
    return row.draw, files.file_of(row.draw.bureau_id, row.digest)
