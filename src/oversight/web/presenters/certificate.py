"""The site's certificate and root in words: how long they last, and what is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from oversight.serving import certificates
from oversight.serving.certificates import CertificateFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateState:
    """The certificate that the program shows, the office's own root, and what is left of each."""

    facts: CertificateFacts
    is_own: bool
    root: CertificateFacts | None
    days: int
    is_due: bool
    is_root_due: bool

    @property
    def tone(self) -> str:
        """Name the tone of what is left."""
        if self.days < 0:
            return "bad"
        return "due" if self.is_due else "ok"

    @property
    def words(self) -> str:
        """Say what is left."""
        return "已过期" if self.days < 0 else f"还有 {self.days} 天"


def certificate_state(at: datetime) -> CertificateState | None:
    """Give the state of the certificate, or None where a proxy or nobody does https."""
    if not settings.CERTIFICATE:
        return None
    path = Path(settings.CERTIFICATE)
    facts = certificates.read(path)
    if facts is None:
        return None
    is_own = certificates.is_issued_by(path, settings.OWN_ROOT)
    root = certificates.read(settings.OWN_ROOT) if is_own else None
    return CertificateState(
        facts=facts,
        is_own=is_own,
        root=root,
        days=facts.days_left(at),
        is_due=facts.is_due(at),
        is_root_due=bool(root and root.days_left(at) < certificates.LEAF_LIFETIME.days),
    )
