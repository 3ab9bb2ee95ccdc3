"""Everything that goes with a referral as one PDF: cover with the list, documents, evidence.

令310 §6: the letter, the report, the list of goods, expert opinions, other material; the list says
of each how many pages it has and by which digest it can be known again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from mingqian import canonical
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.cases import events, selectors, states
from oversight.cases.kinds import ReferralKind
from oversight.cases.models import Evidence, Referral, ReferralPackage
from oversight.cases.services import recording, referring
from oversight.cases.states import EvidenceState, ReferralState
from oversight.common import moments
from oversight.common.errors import DomainError, TamperedError
from oversight.documents import joining
from oversight.documents import selectors as documents
from oversight.documents.models import Document
from oversight.documents.services import issuing
from oversight.files import selectors as files
from oversight.files.rules import PDF, Group
from oversight.files.services import storing
from oversight.inspections import visit_papers
from oversight.rectifications.models import Rectification

TYPE = "transfer-package"
_KINDS = (ReferralKind.POLICE, ReferralKind.PROSECUTOR)
_NOT_YET = (ReferralState.DRAFTED, ReferralState.REFUSED)
_RECTIFICATION = "rectification"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A document or a piece of evidence: its title, its digest, and its PDF if it has one."""

    title: str
    digest: str
    pdf: bytes = b""

    @property
    def pages(self) -> int:
        """Count its pages; 0 where it goes along as a file of its own."""
        return joining.pages_of(self.pdf) if self.pdf else 0


def may_pack(actor: Actor, referral: Referral) -> bool:
    """Tell whether somebody can make the package of a referral now."""
    is_approved = referral.state not in _NOT_YET
    return actor.may(Permission.MAKE_CASES) and referral.kind in _KINDS and is_approved


def parts_of(referral: Referral) -> list[Part]:
    """Give what goes along, in order: papers of the referral, case, visit, orders; evidence."""
    return [*_papers(referral), *_evidence(referral)]


@transaction.atomic
def pack(*, actor: Actor, referral_id: int, at: datetime) -> ReferralPackage:
    """Join everything into one PDF behind a numbered cover with the list; keep it by its digest.

    Raises:
        DomainError: not for the police or prosecutors, or not approved yet.
    """
    actor.require(Permission.MAKE_CASES)
    referral = selectors.referral_for(actor, referral_id, lock=True)
    _require_approved(referral)
    parts = parts_of(referral)
    # The list names the first page of each; how long it is itself shows when it is set.
    cover, document = _cover(referral, parts, actor, at)
    joined = [(document.number, cover), *((p.title, p.pdf) for p in parts if p.pages)]
    content = joining.joined(joined, f"移送材料 {referral.number}")
    stored = storing.store_produced(
        data=content, kind=PDF, bureau_id=referral.bureau_id, actor=actor, at=at
    )
    details = {"digest": stored.digest, "to": referral.receiver}
    entry = recording.keep_referral(
        referral,
        states.PACK,
        events.REFERRAL_PACKED,
        actor=actor,
        at=at,
        details=details,
        document=document,
    )
    return ReferralPackage.objects.create(
        referral=referral,
        document=document,
        digest=stored.digest,
        pages=joining.pages_of(content),
        made_by=actor.person,
        made_at=at,
        entry=entry,
    )


def content_of(package: ReferralPackage) -> bytes:
    """Give the file of a package.

    Raises:
        TamperedError: it is missing, or was changed.
    """
    return files.read_whole(package.digest)


def _require_approved(referral: Referral) -> None:
    if referral.kind not in _KINDS:
        raise DomainError("只有移送公安机关、检察机关的要制作移送材料；其他的送移送函")
    if referral.state in _NOT_YET:
        raise DomainError("移送还没有批准；批准以后再制作移送材料")


def _cover(
    referral: Referral, parts: list[Part], actor: Actor, at: datetime
) -> tuple[bytes, Document]:
    on = moments.day_of(at)
    draft = issuing.preview_pdf(
        type_code=TYPE, organisation=referral.bureau, data=_data(referral, parts, 1, on), at=at
    )
    first = joining.pages_of(draft) + 1
    data = _data(referral, parts, first, on)
    document = referring.issue(referral, TYPE, data, actor=actor, at=at)
    return issuing.render_pdf(document), document


def _data(referral: Referral, parts: list[Part], first: int, on: date) -> dict[str, object]:
    inside = [part for part in parts if part.pages]
    pages = sum(part.pages for part in inside)
    total = f"{len(parts)} 件，并入本册 {len(inside)} 件共 {pages} 页"
    beside = len(parts) - len(inside)
    return {
        "referral": referral.number,
        "receiver": referral.receiver,
        "subject": referral.name,
        "code": referral.code,
        "visit": referral.visit.number,
        "total": f"{total}，另附 {beside} 件" if beside else total,
        "contents": list(_rows(parts, first)),
        "signed_on": str(on),
    }


def _rows(parts: Iterable[Part], first: int) -> Iterator[dict[str, str]]:
    page = first
    for part in parts:
        is_inside = part.pages > 0
        yield {
            "title": part.title,
            "from_page": str(page) if is_inside else "—",
            "pages": str(part.pages) if is_inside else "—",
            "digest": part.digest or "没有电子文件",
            "how": "并入本册" if is_inside else "另附",
        }
        page += part.pages


def _papers(referral: Referral) -> Iterator[Part]:
    about = [(events.REFERRAL.name, referral.number)]
    if referral.case is not None:
        about.append((events.CASE.name, referral.case.number))
    orders = Rectification.objects.filter(visit=referral.visit).order_by("pk")
    about += [(_RECTIFICATION, row.number) for row in orders]
    about.append((visit_papers.KIND, referral.visit.number))
    rows = [row for kind, key in about for row in _standing(kind, key)]
    rows.sort(key=lambda row: row.pk != referral.document_id)  # the letter comes first
    for row in rows:
        title = f"{documents.type_of(row.type).title} {row.number}"
        yield Part(title=title, digest=row.pdf_digest, pdf=issuing.render_pdf(row))


def _standing(kind: str, key: str) -> list[Document]:
    """Give the documents about a row that are not void, as they were issued; no earlier package."""
    rows = documents.documents_about(kind, key)
    kept = [row for row in rows if row.type != TYPE and not issuing.is_void(row)]
    return sorted(kept, key=lambda row: row.pk)


def _evidence(referral: Referral) -> Iterator[Part]:
    if referral.case is None:
        return
    for row in referral.case.evidence.filter(state=EvidenceState.ACCEPTED).order_by("pk"):
        pdf = _pdf_of(row) if row.digest else b""
        yield Part(title=f"证据：{row.title}", digest=row.digest, pdf=pdf)


def _pdf_of(row: Evidence) -> bytes:
    """Give the pages of a piece of evidence; none of what is neither PDF nor picture."""
    stored = selectors.evidence_file(row)
    kind = stored.kind_of
    if kind.name != "pdf" and kind.group != Group.PICTURE:
        return b""
    with files.open_file(stored) as stream:
        content = stream.read()
    if canonical.digest(content) != row.digest:
        raise TamperedError(
            f"证据“{row.title}”的文件和登记的摘要不一致；请告诉系统管理员从备份恢复"
        )
    return content if kind.name == "pdf" else joining.page_of_picture(content)
