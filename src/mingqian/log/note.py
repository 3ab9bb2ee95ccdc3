"""Signed notes: a text with signatures under it, as C2SP signed-note has them (spec log-v1 2, 3).

Two types of key are read: 0x01, by which a log signs its checkpoints, and 0x04, by which a
witness states that it has seen one and when. Signatures of unknown keys are carried along and
count for nothing; a bad signature of a known key condemns the note.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mingqian import times
from mingqian.crypto import Crypto, Signer
from mingqian.errors import LogError
from mingqian.log.encoding import Place, from_base64, text_of, to_base64

ED25519 = 0x01
COSIGNATURE = 0x04
MAX_BYTES = 1_000_000
MAX_SIGNATURES = 64
RULE = "log-v1 2"

_DASH = "\u2014 "
_ID_BYTES = 4
_KEY_BYTES = 32
_SIGNATURE_BYTES = 64
_TIME_BYTES = 8
_TYPES = {ED25519: "Ed25519", COSIGNATURE: "cosignature/v1"}
_LATEST = times.seconds("9999-12-31T23:59:59Z")
# Unicode's White_Space without the control characters, which no note may hold anyway.
_SPACES = " \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_NAME = re.compile(rf"[^\x00-\x1f+{_SPACES}\ud800-\udfff]+")
_KEY = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([0-9A-Za-z+/=]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A public key that somebody trusts, with the name it signs under."""

    name: str
    kind: int
    public_key: bytes

    def __post_init__(self) -> None:
        """Refuse what could not be written and read again."""
        place = Place(file="vkey", rule=RULE)
        if _NAME.fullmatch(self.name) is None:
            place.refuse("key.name", name=self.name)
        if self.kind not in _TYPES:
            place.refuse("key.type", kind=self.kind)
        if len(self.public_key) != _KEY_BYTES:
            place.refuse("key.length", expected=_KEY_BYTES, count=len(self.public_key))

    @property
    def key_id(self) -> bytes:
        """The four bytes that lead its signatures."""
        head = self.name.encode() + b"\n" + bytes([self.kind]) + self.public_key
        return hashlib.sha256(head).digest()[:_ID_BYTES]

    @property
    def vkey(self) -> str:
        """The verifier key: name, id and key in one word."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([self.kind]) + self.public_key)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One line under a note, not verified."""

    name: str
    key_id: bytes
    value: bytes

    def line(self) -> str:
        """Write the line with its end."""
        return f"{_DASH}{self.name} {to_base64(self.key_id + self.value)}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text, which ends with LF, and the signatures under it, not verified."""

    text: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedSignature:
    """A verified signature: whose, and for a cosignature at what time."""

    key: Key
    at: str | None


def parse_vkey(text: str, file: str = "vkey") -> Key:
    """Read a verifier key, without a line end.

    Raises:
        LogError: not of that form, an unknown type, or an id that is not that of the key.
    """
    place = Place(file=file, rule=RULE)
    match = _KEY.fullmatch(text)
    if match is None:
        place.refuse("key.form", text=text)
    name, key_id, encoded = match.groups()
    raw = from_base64(encoded, place)
    try:
        key = Key(name=name, kind=int.from_bytes(raw[:1], "big"), public_key=raw[1:])
    except LogError as error:
        raise error.at(file=place.file, rule=place.rule) from None
    if key.key_id.hex() != key_id:
        place.refuse("key.id", expected=key.key_id.hex(), key_id=key_id)
    return key


def parse(data: bytes, file: str) -> Note:
    """Read a note: the last blank line parts the text from the signatures.

    Raises:
        LogError: not written as signed-note requires.
    """
    place = Place(file=file, rule=RULE)
    content = text_of(data, place, limit=MAX_BYTES)
    text, blank, below = content.rpartition("\n\n")
    if not blank or not text:
        place.refuse("note.form")
    text += "\n"
    return Note(text=text, signatures=_signatures(below, place, first_line=text.count("\n") + 2))


def parse_signatures(data: bytes, file: str) -> tuple[Signature, ...]:
    """Read signature lines alone, as a witness answers with them."""
    place = Place(file=file, rule=RULE)
    return _signatures(text_of(data, place, limit=MAX_BYTES), place, first_line=1)


def write(note: Note) -> bytes:
    """Write a note; the inverse of `parse`."""
    return (note.text + "\n" + "".join(s.line() for s in note.signatures)).encode()


def signed(text: str, signer: Signer) -> Signature:
    """Sign a text with a key of type 0x01.

    Raises:
        LogError: the key is not of that type.
    """
    key = _key_of(signer, ED25519)
    value = signer.sign(text.encode())
    return Signature(name=key.name, key_id=key.key_id, value=value)


def cosigned(text: str, signer: Signer, *, at: str) -> Signature:
    """Sign the text of a checkpoint as a witness, with the time, by a key of type 0x04.

    Raises:
        LogError: the key is not of that type, or the time is before 1970.
        FormatError: at is not a time.
    """
    key = _key_of(signer, COSIGNATURE)
    seconds = times.seconds(at)
    if seconds < 0:
        raise LogError("cosignature.time", rule=RULE, at=at)
    stamp = seconds.to_bytes(_TIME_BYTES, "big")
    value = stamp + signer.sign(_cosigned_message(text, seconds))
    return Signature(name=key.name, key_id=key.key_id, value=value)


def with_signatures(note: Note, more: Iterable[Signature]) -> Note:
    """Add signatures that are not there yet."""
    return replace(note, signatures=tuple(dict.fromkeys([*note.signatures, *more])))


def verified(
    note: Note, keys: Sequence[Key], crypto: Crypto, file: str
) -> tuple[VerifiedSignature, ...]:
    """Verify every signature of a known key, and give these in the order of the note.

    Raises:
        LogError: a known key's signature is bad. That no key is known is not an error here.
    """
    known = {(key.name, key.key_id): key for key in keys}
    signatures = []
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is not None:
            signatures.append(_verified(note.text, key, signature, crypto, file))
    return tuple(signatures)


def _verified(
    text: str, key: Key, signature: Signature, crypto: Crypto, file: str
) -> VerifiedSignature:
    place = Place(file=file, rule=RULE)
    value, message, at = signature.value, text.encode(), None
    if key.kind == COSIGNATURE:
        seconds = int.from_bytes(value[:_TIME_BYTES], "big")
        if len(value) != _TIME_BYTES + _SIGNATURE_BYTES or seconds > _LATEST:
            place.refuse("cosignature.length", name=key.name, expected=_SIGNATURE_BYTES)
        at = times.text(seconds)
        message, value = _cosigned_message(text, seconds), value[_TIME_BYTES:]
    if not crypto.verify_ed25519(key.public_key, message, value):
        place.refuse("note.signature", name=key.name, vkey=key.vkey)
    return VerifiedSignature(key=key, at=at)


def _cosigned_message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _key_of(signer: Signer, kind: int) -> Key:
    key = parse_vkey(signer.vkey)
    if key.kind != kind:
        raise LogError(
            "key.wrong-type",
            rule=RULE,
            name=key.name,
            actual=_TYPES[key.kind],
            expected=_TYPES[kind],
        )
    return key


def _signatures(text: str, place: Place, *, first_line: int) -> tuple[Signature, ...]:
    lines = text.removesuffix("\n").split("\n")
    if len(lines) > MAX_SIGNATURES:
        place.refuse("note.too-many-signatures", count=len(lines), most=MAX_SIGNATURES)
    return tuple(
        _signature(line, place, number) for number, line in enumerate(lines, start=first_line)
    )


def _signature(line: str, place: Place, number: int) -> Signature:
    name, blank, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not blank or _NAME.fullmatch(name) is None:
        place.refuse("note.signature-line", line=number, text=line)
    raw = from_base64(encoded, place, line=number)
    if len(raw) <= _ID_BYTES:
        place.refuse("note.no-signature", line=number)
    return Signature(name=name, key_id=raw[:_ID_BYTES], value=raw[_ID_BYTES:])
