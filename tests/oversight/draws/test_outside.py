"""Somebody outside sees the sealing before t0, or every page says that nobody did."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from mingqian import verify
from mingqian.log import note, policy
from mingqian.verify.case import Configuration
from mingqian.verify.report import Outcome
from mingqian_ceremony import zip_archive
from mingqian_ceremony.file_log import FileLog
from mingqian_crypto import default_crypto
from mingqian_crypto.ed25519 import Ed25519Signer
from oversight.audit import custody, publication, services, witness_client
from oversight.audit.custody import Operator
from oversight.audit.models import Head, OutsideWitness
from oversight.audit.services import PROGRAM, AuditEvent
from oversight.common import moments
from oversight.draws.files import folder
from oversight.draws.models import Draw
from oversight.draws.services import bundles, dating
from tests.oversight.outside_servers import (
    Outsider,
    Reply,
    Stamper,
    dripping,
    endless,
    served,
    silent,
)
from tests.support import draw_factory
from tests.support.audit_events import TEST_DONE
from tests.support.pages import text_of
from tests.support.platform_factory import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stocked"), pytest.mark.any_database]
SOON = draw_factory.SEALED + timedelta(minutes=1)
SEEN = moments.written(draw_factory.SEALED + timedelta(minutes=2))
STAMPED = f"{draw_factory.SEALED + timedelta(minutes=3):%Y%m%d%H%M%SZ}"
ONLY_OWN_WORD = "封存时间只有本机构自己的话"


@pytest.fixture
def outsider(log_folder: Path) -> Outsider:
    """Give a witness that knows this log."""
    key = note.parse_vkey(FileLog(log_folder).vkey)
    return Outsider(log=key, at=SEEN)


@pytest.fixture
def configure(settings: Any, tmp_path: Path) -> Callable[..., None]:
    """Write who is asked into the settings."""

    def write(
        witnesses: dict[str, tuple[str, str]], stamper: Stamper | None = None, tsa: str = ""
    ) -> None:
        lines = [f"witness {name} {vkey} {url}\n" for name, (vkey, url) in witnesses.items()]
        path = tmp_path / f"policy-{len(list(tmp_path.glob('policy-*')))}"
        path.write_text("".join(lines) + "quorum none\n")
        settings.WITNESS_POLICY = str(path)
        if stamper is not None:
            roots = tmp_path / "roots.pem"
            roots.write_bytes(stamper.authority.root_pem)
            settings.TSA_URL, settings.TSA_ROOTS = tsa, str(roots)

    return write


def ready(own: Bureau, **values: Any) -> Draw:
    """Give a draw that is sealed."""
    draw_factory.plan(own)
    return draw_factory.sealed(own, draw_factory.begun(own, **values))


def outcomes(
    draw: Draw, outsider: Outsider, roots: list[bytes] | None = None
) -> dict[str, Outcome]:
    """Verify the evidence with the witness in the verifier's own policy."""
    own = policy.Policy(
        logs=(policy.Log(key=outsider.log),),
        witnesses=(policy.Witness(name="市局", key=outsider.signer.key),),
        quorum="市局",
    )
    report = verify.verify(
        zip_archive.read(bundles.evidence(draw)),
        crypto=default_crypto(roots or ()),
        configuration=Configuration(policy=own),
    )
    return {one.name: one.outcome for one in report.checks}


def test_a_witness_sees_the_sealing_before_t0_and_the_evidence_proves_it(
    own: Bureau, outsider: Outsider, configure: Callable[..., None], client: Client
) -> None:
    draw = ready(own)
    with served(outsider) as url:
        configure({"市局": (outsider.signer.vkey, url)})

        assert dating.run_due(at=SOON) == [draw.number]
        assert dating.run_due(at=SOON) == []

    page = text_of(client.get(f"/draws/{draw.number}/"))
    assert outsider.asked[0] == "/add-checkpoint"
    assert "封存有外面的人证明时间：" in page
    assert "市局于" in page
    assert ONLY_OWN_WORD not in page
    held = draw_factory.held(own, draw_factory.seeded(own, draw))
    found = outcomes(held, outsider)
    assert found["sealed-before-t0"] is Outcome.PASSED
    assert [name for name, outcome in found.items() if outcome is Outcome.FAILED] == []


def test_witness_and_authority_together(
    own: Bureau, outsider: Outsider, configure: Callable[..., None]
) -> None:
    draw, stamper = ready(own), Stamper(at=STAMPED)
    with served(outsider) as url, served(stamper) as tsa:
        configure({"市局": (outsider.signer.vkey, url)}, stamper, tsa)
        dating.run_due(at=SOON)

    assert folder(draw.number).has("log/sealed.tsr")
    assert [(one.who, one.at) for one in dating.events(draw)[0].in_time] == [
        ("市局", SEEN),
        ("时间戳机构", moments.written(draw_factory.SEALED + timedelta(minutes=3))),
    ]
    held = draw_factory.held(own, draw_factory.seeded(own, draw))
    found = outcomes(held, outsider, [stamper.authority.root_pem])
    assert found["sealed-before-t0"] is Outcome.PASSED
    assert [name for name, outcome in found.items() if outcome is Outcome.FAILED] == []


def test_a_witness_that_comes_back_later_is_added_and_the_token_made_anew(
    own: Bureau, outsider: Outsider, configure: Callable[..., None]
) -> None:
    draw, stamper = ready(own), Stamper(at=STAMPED)
    with served(outsider) as url, served(stamper) as tsa:
        configure({"市局": (outsider.signer.vkey, "http://127.0.0.1:9")}, stamper, tsa)
        dating.run_due(at=SOON)
        first = folder(draw.number).data("log/sealed.tsr")
        services.record(AuditEvent(type=TEST_DONE, number="x"), by=PROGRAM, at=SOON)
        services.publish_pending()

        configure({"市局": (outsider.signer.vkey, url)}, stamper, tsa)
        dating.run_due(at=SOON + timedelta(seconds=30))
        assert folder(draw.number).data("log/sealed.tsr") == first
        dating.run_due(at=SOON + timedelta(seconds=90))

    assert {one.who for one in dating.events(draw)[0].in_time} == {"市局", "时间戳机构"}


def test_reveals_and_the_result_are_dated_too(
    own: Bureau, outsider: Outsider, configure: Callable[..., None]
) -> None:
    draw = ready(own)
    with served(outsider) as url:
        configure({"市局": (outsider.signer.vkey, url)})
        dating.run_due(at=SOON)
        outsider.at = moments.written(draw_factory.SEALED + timedelta(minutes=12))
        draw = draw_factory.seeded(own, draw)
        dating.run_due(at=draw_factory.SEALED + timedelta(minutes=12))
        outsider.at = moments.written(draw_factory.T0 + timedelta(minutes=6))
        held = draw_factory.held(own, draw)
        dating.run_due(at=draw_factory.T0 + timedelta(minutes=6))

    found = outcomes(held, outsider)
    names = ("sealed-before-t0", "reveals-before-t0", "deadline")
    assert [found[name] for name in names] == [Outcome.PASSED] * 3


def test_without_anybody_outside_every_page_says_so_and_how_to_mend_it(
    own: Bureau, client: Client, signed_in: Any
) -> None:
    draw = draw_factory.held(own, draw_factory.seeded(own, ready(own)))
    office = signed_in(own, "supervisor")
    pages = [
        *(client.get(f"/draws/{draw.number}/{end}") for end in ("", "slip/", "screen/")),
        *(
            client.get(f"/draws/{draw.number}/screen/?step={step}")
            for step in ("seal", "seed", "draw")
        ),
        *(office.get(f"/office/draws/{draw.pk}/{end}") for end in ("", "results/")),
    ]

    for page in pages:
        assert ONLY_OWN_WORD in page.content.decode()
    for page in (pages[0], pages[6]):
        assert "封存凭条" in page.content.decode()
        assert "见证机构、时间戳机构" in page.content.decode()


def test_nobody_is_asked_and_nothing_is_sent_unless_it_is_set(
    own: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(own)
    monkeypatch.setattr(witness_client, "post", lambda *_: pytest.fail("the network was used"))

    assert dating.run_due(at=SOON) == []


def test_whoever_sees_it_after_t0_dates_nothing(
    own: Bureau, outsider: Outsider, configure: Callable[..., None], client: Client
) -> None:
    draw = ready(own)
    outsider.at = moments.written(draw_factory.T0 + timedelta(seconds=1))
    with served(outsider) as url:
        configure({"市局": (outsider.signer.vkey, url)})
        dating.run_due(at=SOON)

    page = text_of(client.get(f"/draws/{draw.number}/"))
    assert ONLY_OWN_WORD in page
    assert "才见过" in page


def _impostor(outsider: Outsider) -> Outsider:
    seed = bytes(reversed(range(32)))
    signer = Ed25519Signer.from_seed("witness.example/w", seed, note.COSIGNATURE)
    return Outsider(log=outsider.log, at=SEEN, signer=signer)


def _redirecting(_: str, __: bytes) -> Reply:
    return 302, b"http://127.0.0.1:9/elsewhere"


def _garbage(_: str, __: bytes) -> Reply:
    return 200, b"\xff\xfe not a signature\n"


def _failing(_: str, __: bytes) -> Reply:
    return 500, b"out of order\n"


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (silent, "联系不上"),
        (dripping, "回答太慢"),
        (endless, "超过 100000 字节"),
        (_redirecting, "没有签名（302）"),
        (_garbage, "签名不对"),
        (_failing, "没有签名（500）：out of order"),
    ],
)
def test_an_outsider_that_misbehaves_changes_nothing_and_is_named(
    own: Bureau,
    outsider: Outsider,
    configure: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    reply: Callable[[str, bytes], Reply],
    said: str,
) -> None:
    draw = ready(own)
    before = folder(draw.number).data("log/sealed.proof")
    monkeypatch.setattr(witness_client, "SECONDS", 1)
    with served(reply) as url:
        configure({"市局": (outsider.signer.vkey, url)})

        assert dating.run_due(at=SOON) == []

    assert folder(draw.number).data("log/sealed.proof") == before
    assert said in OutsideWitness.objects.get(name="市局").problem


def test_a_signature_of_another_key_is_not_taken(
    own: Bureau, outsider: Outsider, configure: Callable[..., None]
) -> None:
    draw = ready(own)
    before = folder(draw.number).data("log/sealed.proof")
    with served(_impostor(outsider)) as url:
        configure({"市局": (outsider.signer.vkey, url)})
        dating.run_due(at=SOON)

    assert folder(draw.number).data("log/sealed.proof") == before
    assert "没有它自己的签名" in OutsideWitness.objects.get(name="市局").problem


def _wrong() -> Stamper:
    return Stamper(at=STAMPED, wrong=True)


def _untrusted() -> Stamper:
    made = Stamper(at=STAMPED)
    made.trusted = Stamper(at=STAMPED).authority  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize("make", [_wrong, _untrusted])
def test_a_token_for_something_else_or_of_nobody_known_is_not_taken(
    own: Bureau,
    configure: Callable[..., None],
    settings: Any,
    tmp_path: Path,
    make: Callable[[], Stamper],
) -> None:
    draw, stamper = ready(own), make()
    with served(stamper) as tsa:
        configure({}, stamper, tsa)
        if hasattr(stamper, "trusted"):
            roots = tmp_path / "others.pem"
            roots.write_bytes(stamper.trusted.root_pem)
            settings.TSA_ROOTS = str(roots)
        dating.run_due(at=SOON)

    assert not folder(draw.number).has("log/sealed.tsr")
    assert "不能用" in OutsideWitness.objects.get(name="时间戳机构").problem


def append(count: int, word: str) -> None:
    for number in range(count):
        act = AuditEvent(type=TEST_DONE, number=f"{word}{number}")
        services.record(act, by=PROGRAM, at=SOON)
    services.publish_pending()


def rewrite(log: Path, count: int) -> None:
    """Write another history with the log's own key."""
    key = (log / "private" / "key.pem").read_bytes()
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON audit_entry"
        cursor.execute("DROP TRIGGER entry_is_never_deleted" + on)
        cursor.execute("DELETE FROM audit_entry")
    Head.objects.filter(pk=1).update(size=0, at=None)
    shutil.rmtree(log)
    (log / "private").mkdir(parents=True)
    (log / "private" / "key.pem").write_bytes(key)
    publication.init("tests.example/log")
    append(count, "forged")


@pytest.mark.parametrize(
    ("count", "said"), [(400, "不是同一段历史"), (3, "被截短或恢复成了旧的备份")]
)
def test_a_history_rewritten_with_the_key_is_noticed_by_the_witness(
    own: Bureau,
    outsider: Outsider,
    configure: Callable[..., None],
    log_folder: Path,
    signed_in: Any,
    count: int,
    said: str,
) -> None:
    draw = ready(own)
    with served(outsider) as url:
        configure({"市局": (outsider.signer.vkey, url)})
        dating.run_due(at=SOON)
        rewrite(log_folder, count)
        folder(draw.number).put(
            "log/sealed.proof",
            FileLog(log_folder).proof(0, FileLog(log_folder).head()),
        )

        dating.run_due(at=SOON + timedelta(minutes=2))

    row = OutsideWitness.objects.get(name="市局")
    assert said in row.problem
    assert row.is_fork
    assert said in text_of(signed_in(own, "supervisor").get("/office/"))


def test_the_log_head_stands_on_the_slip(own: Bureau, client: Client) -> None:
    draw = ready(own)
    head = dating.head(draw)

    page = text_of(client.get(f"/draws/{draw.number}/slip/"))

    assert head is not None
    assert f"第 {head.size} 条时的链头" in page
    assert head.root.hex() in page


def test_after_a_change_of_key_old_draws_still_verify_under_the_new_one(
    own: Bureau, outsider: Outsider, configure: Callable[..., None]
) -> None:
    draw = ready(own)
    with served(outsider) as url:
        configure({"市局": (outsider.signer.vkey, url)})
        dating.run_due(at=SOON)
    held = draw_factory.held(own, draw_factory.seeded(own, draw))
    before = outcomes(held, outsider)

    vkey = custody.change_key(
        operator=Operator(name="祁运维", reason="到期"), is_old_lost=False, at=draw_factory.OPENS
    )
    assert dating.sign_again() == 4

    outsider.log = note.parse_vkey(vkey)
    after = outcomes(held, outsider)
    assert before["sealed-before-t0"] is after["sealed-before-t0"] is Outcome.PASSED
    assert [name for name, outcome in after.items() if outcome is Outcome.FAILED] == []
