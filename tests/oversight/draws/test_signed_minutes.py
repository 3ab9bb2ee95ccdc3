"""The signed minutes come back as a scan: by digest, for those who may read the draw, for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from oversight.audit import reconciliation
from oversight.audit import selectors as audit
from oversight.common.errors import DomainError, NotAllowedError, NotFoundError
from oversight.draws import signed_scans
from oversight.draws.models import Draw, SignedMinutes
from oversight.draws.services import minutes
from oversight.draws.services.minutes import Scan
from oversight.files import rules as files
from oversight.files import selectors
from oversight.files.models import StoredFile
from oversight.files.services import examining, sweeping
from tests.oversight.files import samples
from tests.support.draw_factory import OPENS
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
PAPER = samples.picture("PNG", (900, 1300))


def filed(
    own: Bureau, draw: Draw, data: bytes = samples.PDF, reason: str = "", who: str = "coordinator"
) -> SignedMinutes:
    scan = Scan(name="签字.pdf", chunks=[data], reason=reason)
    return minutes.file_signed(actor=own.actors[who], draw_id=draw.pk, scan=scan, at=OPENS)


def sent(client: Client, draw: Draw, data: bytes, **more: str) -> Any:
    """Send a scan through the page."""
    form = {"file": SimpleUploadedFile("签字.pdf", data), **more}
    return client.post(f"/office/draws/{draw.pk}/signed/", form)


def test_a_scan_is_filed_with_its_digest_on_record(own: Bureau, draw: Draw) -> None:
    scan = filed(own, draw)

    (entry,) = audit.of_types(["drawing.minutes-filed"])
    assert entry.public == {"file": samples.sha(samples.PDF)}
    assert (entry.about_number, entry.person) == (draw.number, own.actors["coordinator"].person)
    assert scan.digest == samples.sha(samples.PDF)
    assert StoredFile.objects.get().organisation == own.organisation


def test_one_more_scan_says_why_and_the_older_one_stays(own: Bureau, draw: Draw) -> None:
    first = filed(own, draw)
    with pytest.raises(DomainError, match="已经存过一份；请写明为什么再存一份") as refused:
        filed(own, draw, PAPER)
    second = filed(own, draw, PAPER, "第一份漏扫了签字页")

    scans = signed_scans.scans_of(draw)
    assert refused.value.field == "reason"
    assert [(scan.row.pk, scan.is_newest) for scan in scans] == [
        (second.pk, True),
        (first.pk, False),
    ]
    reasons = {
        entry.public["file"]: entry.public.get("reason")
        for entry in audit.of_types(["drawing.minutes-filed"])
    }
    assert reasons == {first.digest: None, second.digest: "第一份漏扫了签字页"}


def test_the_same_scan_is_not_filed_twice(own: Bureau, draw: Draw) -> None:
    filed(own, draw)

    with pytest.raises(DomainError, match="这份扫描件已经存过了；请核对选的文件"):
        filed(own, draw, reason="再存一次")

    assert len(audit.of_types(["drawing.minutes-filed"])) == 1


@pytest.mark.parametrize("kind", ["docx", "heic", "mp4"])
def test_only_what_a_scanner_makes_is_taken(own: Bureau, draw: Draw, kind: str) -> None:
    with pytest.raises(DomainError, match="不收这种文件；请上传 JPEG、PNG、PDF"):
        filed(own, draw, samples.OF_KIND[kind])

    assert not SignedMinutes.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "approver", "supervisor", "inspector"])
def test_only_who_holds_draws_files_a_scan(own: Bureau, draw: Draw, who: str) -> None:
    with pytest.raises(NotAllowedError):
        filed(own, draw, who=who)


def test_before_the_list_is_published_there_is_nothing_to_file(own: Bureau, draw: Draw) -> None:
    Draw.objects.filter(pk=draw.pk).update(state=Draw.HELD)

    with pytest.raises(DomainError, match="结果公布以后才能存入签字的抽取记录"):
        filed(own, draw)


def test_a_draw_of_another_bureau_takes_no_scan(own: Bureau, foreign: Bureau, draw: Draw) -> None:
    scan = filed(own, draw)

    with pytest.raises(NotFoundError):
        filed(foreign, draw)
    with pytest.raises(NotFoundError):
        signed_scans.scan_file(foreign.actors["coordinator"], scan.pk)


def test_a_scan_is_never_swept(own: Bureau, draw: Draw) -> None:
    filed(own, draw)

    swept = sweeping.sweep(at=OPENS + 10 * files.UNUSED_LIFE + timedelta(days=1))

    assert swept.files == 0
    assert selectors.is_here(own.organisation.pk, samples.sha(samples.PDF))


@pytest.mark.parametrize(
    "tamper",
    [
        lambda rows: rows.update(digest=samples.sha(b"another")),
        lambda rows: rows.update(added_by="别人"),
        lambda rows: rows.delete(),
    ],
    ids=["digest", "person", "gone"],
)
def test_a_row_changed_behind_the_log_is_named(own: Bureau, draw: Draw, tamper: Any) -> None:
    filed(own, draw)
    assert _differences() == []

    tamper(SignedMinutes.objects.all())

    assert any("签字的抽取记录" in sentence for sentence in _differences())


def _differences() -> list[str]:
    for _ in reconciliation.run(is_whole=True, at=OPENS):
        pass
    return reconciliation.standing_sentences(50)


def test_the_lead_files_a_scan_on_the_page_and_everybody_there_sees_it(
    own: Bureau, draw: Draw, signed_in: Any
) -> None:
    client = signed_in(own, "coordinator")
    before = client.get(f"/office/draws/{draw.pk}/").content.decode()
    assert "还没有存入。抽取记录签字以后，扫描或拍照存回这里。" in before

    response = sent(client, draw, PAPER)
    examining.examine(file_id=StoredFile.objects.get().pk, at=OPENS)

    assert response.status_code == 302
    page = client.get(f"/office/draws/{draw.pk}/").content.decode()
    scan = SignedMinutes.objects.get()
    assert "以这份为准" in page
    assert "病毒：未检查" in page
    assert f'src="/office/signed-minutes/{scan.pk}/small/"' in page
    assert samples.sha(PAPER) not in page


def test_a_refused_file_is_said_at_its_field(own: Bureau, draw: Draw, signed_in: Any) -> None:
    client = signed_in(own, "coordinator")

    page = sent(client, draw, b"MZ\x90\x00").content.decode()

    assert "不收这种文件；请上传 JPEG、PNG、PDF" in page
    assert "JPEG、PNG、PDF；图片最大 20 MB、文档最大 50 MB" in page
    assert not SignedMinutes.objects.exists()


@pytest.mark.parametrize(("data", "opens"), [(PAPER, "inline"), (samples.PDF, "attachment")])
def test_a_scan_is_sent_so_that_it_runs_nothing(
    own: Bureau, draw: Draw, signed_in: Any, data: bytes, opens: str
) -> None:
    scan = filed(own, draw, data)
    examining.examine(file_id=StoredFile.objects.get().pk, at=OPENS)
    client = signed_in(own, "clerk")

    response = client.get(f"/office/signed-minutes/{scan.pk}/")

    assert b"".join(response.streaming_content) == data
    assert response["Content-Disposition"].split(";")[0] == opens
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Type"] == ("image/png" if opens == "inline" else "application/pdf")
    assert int(response["Content-Length"]) == len(data)


def test_a_scan_is_not_among_what_is_public(own: Bureau, draw: Draw) -> None:
    scan = filed(own, draw, PAPER)
    stranger = Client()

    assert stranger.get(f"/office/signed-minutes/{scan.pk}/").status_code == 302
    page = stranger.get(f"/draws/{draw.number}/").content.decode()
    assert "signed-minutes" not in page
    assert "扫描件" not in page
