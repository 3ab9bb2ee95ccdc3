"""Evidence folders with something beside the evidence: time stamps, and what packers add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mingqian import evidence
from mingqian.log import proof
from mingqian_ceremony import readme
from tests import tokens
from tests.support import examples

UNDATED = "undated"
PACKED: Mapping[str, tuple[str, ...]] = {
    "macos": ("__MACOSX/._manifest.json", ".DS_Store", "log/.DS_Store"),
    "windows": ("log/desktop.ini", "Thumbs.db"),
}


def undated() -> dict[str, bytes]:
    """An honest draw that no witness dated."""
    return examples.drand_and_witness().ceremony(is_dated=False).all()


def stamped(files: Mapping[str, bytes], event: str, data: bytes | None = None) -> dict[str, bytes]:
    """Put a token beside an early proof; its own if none is given."""
    early = files[evidence.early_proof_file(event)]
    imprint = proof.parse(early, event).imprint
    token = tokens.token(tokens.info(imprint)) if data is None else data
    return {**files, evidence.token_file(event): token}


def folders() -> Iterator[tuple[str, dict[str, bytes]]]:
    """Make the folders that are vectors."""
    dated = examples.drand_and_witness().ceremony().all()
    yield "stamped", stamped(undated(), evidence.SEALED)
    yield "stamped-something-else", stamped(undated(), evidence.SEALED, tokens.token())
    yield "stamped-by-no-token", stamped(undated(), evidence.SEALED, b"time stamp\n")
    yield "stamped-wrongly-though-witnessed", stamped(dated, evidence.SEALED, tokens.token())
    round_ = evidence.reveal(1)
    early = {evidence.early_proof_file(round_): dated[evidence.final_proof_file(round_)]}
    yield "stamped-a-round", stamped({**dated, **early}, round_)
    yield "stamped-wrongly-a-round", stamped({**dated, **early}, round_, tokens.token())
    yield "stamped-wrongly-a-witness", stamped(dated, evidence.reveal(2), tokens.token())
    yield "stamped-wrongly-the-result", stamped(dated, evidence.HELD, tokens.token())
    for name, more in PACKED.items():
        yield f"packed-by-{name}", {**dated, **dict.fromkeys(more, b"\0")}
    yield "with-readme", {**dated, evidence.README: readme.BYTES}
    yield "with-another-readme", {**dated, evidence.README: readme.BYTES + "请勿外传\n".encode()}
    yield "in-an-outer-folder", {f"证据/{name}": data for name, data in dated.items()}
