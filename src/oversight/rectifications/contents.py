"""The digests that bind points and reports to their entries of the trail."""

from __future__ import annotations

from mingqian import canonical
from mingqian.canonical import Json
from oversight.rectifications.models import EnterpriseReport, Rectification


def of_points(rectification: Rectification) -> str:
    """Compute the digest of all points with what came of them."""
    rows: list[Json] = [
        {
            "what": point.what,
            "provision": point.provision,
            "demand": point.demand,
            "state": str(point.state),
            "note": point.note,
        }
        for point in rectification.points.order_by("order", "pk")
    ]
    return canonical.digest(canonical.write(rows))


def of_report(report: EnterpriseReport) -> str:
    """Compute the digest of what an enterprise reported, with its files."""
    files: list[Json] = [proof.digest for proof in report.proofs.order_by("pk")]
    content: dict[str, Json] = {
        "text": report.text,
        "reporter": report.reporter,
        "phone": report.phone,
        "files": files,
    }
    return canonical.digest(canonical.write(content))
