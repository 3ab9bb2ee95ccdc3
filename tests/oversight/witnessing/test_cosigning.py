"""This bureau as a witness: what it cosigns, what it refuses and how, and what it keeps."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mingqian.log import checkpoint, fork, note
from mingqian_crypto import default_crypto
from oversight.audit import reconciliation
from oversight.audit import selectors as audit
from oversight.audit.selectors import Difference
from oversight.common.errors import DomainError, NotAllowedError
from oversight.witnessing.models import FollowedLog
from oversight.witnessing.services import cosigning, following, keys
from tests.oversight.witnessing.neighbours import ORIGIN, Neighbour
from tests.support.platform_factory import NOON, Bureau

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database,
    pytest.mark.usefixtures("followed"),
]
ADDRESS = "/log-witness/add-checkpoint"
LOG = Neighbour()


@pytest.fixture
def followed(own: Bureau) -> FollowedLog:
    """Follow the neighbour's log."""
    neighbour = following.Neighbour(title="邻县", vkey=LOG.vkey, reason="互相见证")
    return following.follow(actor=own.actors["administrator"], neighbour=neighbour, at=NOON)


def sent(client: Client, data: bytes) -> Any:
    return client.post(ADDRESS, data, content_type="text/plain; charset=utf-8")


def row() -> FollowedLog:
    return FollowedLog.objects.get(origin=ORIGIN)


def test_a_log_that_is_followed_gets_a_cosignature_of_our_key(client: Client) -> None:
    response = sent(client, LOG.request(0, 5))

    assert response.status_code == 200
    (cosignature,) = note.parse_signatures(response.content, "answer")
    cosigned = note.with_signatures(note.parse(LOG.checkpoint(5), "checkpoint"), [cosignature])
    key = note.parse_vkey(client.get("/log-witness/vkey").content.decode().strip())
    (verified,) = note.verified(cosigned, [key], default_crypto(), "checkpoint")
    assert (verified.key.name, row().size) == ("tests.example/log/witness", 5)
    assert "Set-Cookie" not in response.headers


def test_the_next_checkpoint_continues_the_last_one(client: Client) -> None:
    assert sent(client, LOG.request(0, 5)).status_code == 200
    assert sent(client, LOG.request(5, 9)).status_code == 200
    assert sent(client, LOG.request(9, 9)).status_code == 200
    assert row().size == 9


def test_another_size_than_the_last_one_is_a_conflict_that_names_it(client: Client) -> None:
    sent(client, LOG.request(0, 5))

    response = sent(client, LOG.request(0, 9))

    assert (response.status_code, response.content) == (409, b"5\n")
    assert response["Content-Type"] == "text/x.tlog.size"
    assert row().size == 5


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"old 0\n", 400),
        (LOG.request(9, 5), 400),
        (Neighbour(origin="other.example").request(0, 5), 404),
        (Neighbour(seed=8).request(0, 5), 403),
        (LOG.request(0, 5).replace(b"\n5\n", b"\n6\n"), 403),
        (LOG.request(0, 5).replace(b"old 0\n", b"old 0\n" + b"A" * 43 + b"=\n"), 422),
    ],
)
def test_what_the_protocol_refuses_is_refused_with_its_status(
    client: Client, data: bytes, status: int
) -> None:
    assert sent(client, data).status_code == status
    assert row().cosigned == ""


def test_a_history_that_does_not_continue_the_last_one_is_not_cosigned(client: Client) -> None:
    sent(client, LOG.request(0, 5))

    assert sent(client, LOG.request(5, 9, "forged")).status_code == 422
    assert (row().size, row().fork) == (5, "")


def test_two_heads_of_one_size_are_evidence_that_anybody_can_verify(
    client: Client, own: Bureau, signed_in: Any
) -> None:
    sent(client, LOG.request(0, 5))

    responses = [sent(client, LOG.request(5, 5, "forged")) for _ in range(2)]

    assert [response.status_code for response in responses] == [422, 422]
    supervisor = signed_in(own, "supervisor")
    page = supervisor.get("/office/log-witnesses/").content.decode()
    assert "两段历史" in page
    assert "邻县的日志有两段历史" in supervisor.get("/office/").content.decode()
    evidence = supervisor.get(f"/office/log-witnesses/{row().pk}/fork.json").content
    smaller, larger = fork.require_proven(fork.parse(evidence, "fork"), default_crypto())
    assert (smaller.size, larger.size) == (5, 5)
    seen = audit.of_types(["cosigner.fork-seen"])
    assert [entry.public["size"] for entry in seen] == [5]
    assert [entry.public["evidence"] for entry in seen] == [hashlib.sha256(evidence).hexdigest()]


def test_what_was_cosigned_is_there_for_monitors(client: Client) -> None:
    address = f"/log-witness/{hashlib.sha256(ORIGIN.encode()).hexdigest()}/checkpoint"
    assert client.get(address).status_code == 404

    sent(client, LOG.request(0, 5))

    head, read = checkpoint.parse_note(client.get(address).content, "checkpoint")
    known = [LOG.signer.key, keys.signer().key]
    assert (head.origin, head.size) == (ORIGIN, 5)
    assert len(note.verified(read, known, default_crypto(), "checkpoint")) == 2


def test_without_its_key_nothing_is_cosigned_and_nothing_stored(
    client: Client, log_folder: Path
) -> None:
    (log_folder / "private" / "witness.pem").unlink()

    response = sent(client, LOG.request(0, 5))

    assert response.status_code == 503
    assert "见证私钥不在" in response.content.decode()
    assert row().cosigned == ""


def test_a_request_that_is_too_long_is_not_read(client: Client) -> None:
    assert sent(client, b"x" * 1_100_000).status_code == 413


def test_cosigning_makes_no_entry_or_two_logs_would_never_rest() -> None:
    size = audit.size()

    for old, new in ((0, 5), (5, 9)):
        assert cosigning.add_checkpoint(data=LOG.request(old, new), at=NOON).status == 200

    assert audit.size() == size


def test_a_log_that_is_followed_no_more_is_unknown_and_later_goes_on(
    followed: FollowedLog, client: Client, own: Bureau
) -> None:
    sent(client, LOG.request(0, 5))
    administrator = own.actors["administrator"]

    following.end(actor=administrator, log_id=followed.pk, reason="改由市局见证", at=NOON)
    assert sent(client, LOG.request(5, 9)).status_code == 404

    neighbour = following.Neighbour(title="邻县", vkey=LOG.vkey, reason="恢复")
    following.follow(actor=administrator, neighbour=neighbour, at=NOON)
    assert sent(client, LOG.request(5, 9)).status_code == 200


def test_a_new_key_of_a_followed_log_is_put_in_on_record(client: Client, own: Bureau) -> None:
    sent(client, LOG.request(0, 5))
    changed = Neighbour(seed=9)
    neighbour = following.Neighbour(title="邻县", vkey=changed.vkey, reason="换了密钥")

    following.follow(actor=own.actors["administrator"], neighbour=neighbour, at=NOON)

    assert sent(client, changed.request(5, 9)).status_code == 200
    assert sent(client, LOG.request(9, 10)).status_code == 403
    (entry,) = [e for e in audit.of_types(["cosigner.followed"]) if "before" in e.public]
    assert entry.public["before"] == LOG.vkey


@pytest.mark.parametrize(
    ("vkey", "says"),
    [
        ("", "这不是日志公钥"),
        ("log.example+00000000+AAAA", "这不是日志公钥"),
        (f"{'x' * 101}", "这不是日志公钥"),
        (Neighbour(origin="tests.example/log").vkey, "和本单位的一样"),
        (Neighbour(origin="x" * 101).vkey, "超过 100 个字"),
        (LOG.vkey, "已经在见证"),
    ],
)
def test_a_log_that_cannot_be_followed_is_refused_with_what_to_do(
    own: Bureau, vkey: str, says: str
) -> None:
    neighbour = following.Neighbour(title="邻县", vkey=vkey, reason="互相见证")

    with pytest.raises(DomainError, match=says):
        following.follow(actor=own.actors["administrator"], neighbour=neighbour, at=NOON)


def test_the_key_of_a_witness_is_not_that_of_a_log(own: Bureau) -> None:
    neighbour = following.Neighbour(title="邻县", vkey=keys.vkey(), reason="互相见证")

    with pytest.raises(DomainError, match="这是见证公钥"):
        following.follow(actor=own.actors["administrator"], neighbour=neighbour, at=NOON)


def test_only_who_keeps_the_installation_decides_whom_to_follow(own: Bureau) -> None:
    neighbour = following.Neighbour(title="邻县", vkey=LOG.vkey, reason="互相见证")

    with pytest.raises(NotAllowedError):
        following.follow(actor=own.actors["supervisor"], neighbour=neighbour, at=NOON)


def test_the_administrator_follows_and_ends_on_the_pages(own: Bureau, signed_in: Any) -> None:
    client, other = signed_in(own, "administrator"), Neighbour(origin="log.city.example")
    values = {"title": "市局", "vkey": f"  {other.vkey}\n", "reason": "互相见证"}

    response = client.post("/office/log-witnesses/new/", values, follow=True)
    assert "已开始见证" in response.content.decode()
    assert "市局" in client.get("/log/").content.decode()

    wrong = client.post("/office/log-witnesses/new/", {**values, "vkey": "x"}).content.decode()
    assert "请整行抄写对方" in wrong
    log = FollowedLog.objects.get(origin="log.city.example")
    assert "签到" in client.get(f"/office/log-witnesses/{log.pk}/end/").content.decode()
    client.post(f"/office/log-witnesses/{log.pk}/end/", {"reason": "到期"})
    log.refresh_from_db()
    assert log.ended_at is not None


def test_a_lost_key_is_made_anew_on_record(log_folder: Path) -> None:
    former = keys.vkey()
    assert keys.prepare(at=NOON) == former
    (log_folder / "private" / "witness.pem").unlink()

    current = keys.prepare(at=NOON)

    assert current != former
    made = audit.of_types(["cosigner.key-made"]).order_by("index")
    assert [entry.public.get("before") for entry in made] == [None, former]


def test_rows_that_differ_from_the_log_are_named() -> None:
    FollowedLog.objects.update(vkey=Neighbour(seed=9).vkey)
    FollowedLog.objects.create(origin="unknown.example", vkey="x", title="没有", followed_at=NOON)

    for _ in reconciliation.run(is_whole=True, at=NOON):
        pass

    standing = Difference.objects.filter(kind="cosigner").values_list("number", "logged")
    assert set(standing) == {(ORIGIN, LOG.vkey), ("unknown.example", "没有任何记录")}
