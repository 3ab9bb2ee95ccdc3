"""The trusted log keys and witnesses, and how many are needed (C2SP tlog-policy; log-v1 3).

A policy is the verifier's own; nothing that a log or an evidence folder brings along may add to
it. Names are compared as the bytes they were written in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from mingqian.crypto import Crypto
from mingqian.errors import LogError
from mingqian.log import checkpoint, note
from mingqian.log.encoding import Place

MAX_BYTES = 1_000_000
NONE = "none"
RULE = "log-v1 3"

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_THRESHOLD = re.compile(r"[1-9][0-9]{0,8}")
_FORMS = {
    "log": "log <vkey> [<url>]",
    "witness": "witness <name> <vkey> [<url>]",
    "group": "group <name> <k|any|all> <name>...",
    "quorum": "quorum <name|none>",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """A log whose checkpoints are accepted; its key's name is its origin."""

    key: note.Key
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Somebody whose cosignature counts, under the name the policy gives it."""

    name: str
    key: note.Key
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Witnesses and groups of which at least ``threshold`` are wanted."""

    name: str
    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedCheckpoint:
    """A checkpoint that a log of the policy signed, and who of its witnesses saw it when.

    ``cosigned`` maps names of witnesses to their earliest time; it may be empty, whatever the
    quorum: `Policy.require_quorum` is a question of its own.
    """

    checkpoint: checkpoint.Checkpoint
    note: note.Note
    log: Log
    cosigned: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Logs, witnesses, groups in the order of their definition, and the quorum (None: nobody)."""

    logs: tuple[Log, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    groups: tuple[Group, ...] = ()
    quorum: str | None = None

    def open(self, data: bytes, crypto: Crypto, file: str) -> VerifiedCheckpoint:
        """Read and verify a signed checkpoint, without asking for the quorum.

        Raises:
            LogError: malformed, no log of the policy signed it, or a known key signed it badly.
        """
        head, read = checkpoint.parse_note(data, file)
        keys = [log.key for log in self.logs] + [witness.key for witness in self.witnesses]
        signatures = note.verified(read, keys, crypto, file)
        log = self._log_of(head.origin, signatures)
        if log is None:
            raise LogError("policy.not-signed", file=file, rule=RULE, origin=head.origin)
        return VerifiedCheckpoint(
            checkpoint=head, note=read, log=log, cosigned=self._cosigned(signatures)
        )

    def is_satisfied(self, cosigned: Collection[str]) -> bool:
        """Tell whether the named witnesses are enough."""
        reached = set(cosigned)
        for group in self.groups:
            if len(reached.intersection(group.members)) >= group.threshold:
                reached.add(group.name)
        return self.quorum is None or self.quorum in reached

    def require_quorum(self, opened: VerifiedCheckpoint, file: str) -> None:
        """Refuse a checkpoint that too few witnesses have seen.

        Raises:
            LogError: the quorum is not reached.
        """
        if not self.is_satisfied(opened.cosigned):
            code = "policy.quorum" if opened.cosigned else "policy.no-cosignature"
            names = tuple(opened.cosigned)
            raise LogError(code, names=names, quorum=self.quorum, file=file, rule=RULE)

    def quorum_time(self, cosigned: Mapping[str, str]) -> str | None:
        """Find the earliest time by which enough witnesses had seen the checkpoint.

        None where they are too few, and where the policy asks for nobody: that dates nothing.
        """
        if self.quorum is None:
            return None
        for time in sorted(cosigned.values()):
            if self.is_satisfied({name for name, at in cosigned.items() if at <= time}):
                return time
        return None

    def _log_of(self, origin: str, signatures: Sequence[note.VerifiedSignature]) -> Log | None:
        signed = {s.key for s in signatures}
        own = (log for log in self.logs if log.key in signed and log.key.name == origin)
        return next(own, None)

    def _cosigned(self, signatures: Sequence[note.VerifiedSignature]) -> dict[str, str]:
        cosigned: dict[str, str] = {}
        for witness in self.witnesses:
            seen = [s.at for s in signatures if s.key == witness.key and s.at is not None]
            if seen:
                cosigned[witness.name] = min(seen)
        return cosigned


def parse(data: bytes, file: str) -> Policy:
    """Read a policy file.

    Raises:
        LogError: anything that tlog-policy does not allow, with its line.
    """
    place = Place(file=file, rule=RULE)
    if len(data) > MAX_BYTES:
        place.refuse("bytes.too-many", count=len(data), limit=MAX_BYTES)
    # Bytes beyond ASCII are opaque: this decoding gives different text for different bytes.
    text = data.decode("utf-8", "surrogateescape")
    if text and not text.endswith("\n"):
        place.refuse("text.no-newline")
    reading = _Reading(place)
    for number, line in enumerate(text.split("\n"), start=1):
        reading.line(line, number)
    return reading.policy()


class _Reading:
    """A policy file being read, line by line."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._number = 0
        self._logs: list[Log] = []
        self._witnesses: list[Witness] = []
        self._groups: list[Group] = []
        self._quorum: list[str] = []
        self._names: set[str] = set()
        self._members: set[str] = set()

    def line(self, line: str, number: int) -> None:
        """Take a line."""
        self._number = number
        if control := _FORBIDDEN.search(line):
            self._refuse("text.control", character=control.group())
        words = re.findall(r"[^ \t]+", line)
        if not words or words[0].startswith("#"):
            return
        verb, *rest = words
        takers = {
            "log": self._log,
            "witness": self._witness,
            "group": self._group,
            "quorum": self._take_quorum,
        }
        if verb not in takers:
            self._refuse("policy.verb", verb=verb, verbs=tuple(takers))
        takers[verb](rest)

    def policy(self) -> Policy:
        """Finish: there must be one quorum."""
        if not self._quorum:
            self._place.refuse("policy.no-quorum")
        quorum = self._quorum[0]
        return Policy(
            logs=tuple(self._logs),
            witnesses=tuple(self._witnesses),
            groups=tuple(self._groups),
            quorum=None if quorum == NONE else quorum,
        )

    def _log(self, words: list[str]) -> None:
        self._require_words("log", words, least=1, most=2)
        key = self._key(words[0], note.ED25519, [log.key for log in self._logs])
        self._logs.append(Log(key=key, url=words[1] if words[1:] else None))

    def _witness(self, words: list[str]) -> None:
        self._require_words("witness", words, least=2, most=3)
        key = self._key(words[1], note.COSIGNATURE, [known.key for known in self._witnesses])
        self._define(words[0])
        url = words[2] if words[2:] else None
        self._witnesses.append(Witness(name=words[0], key=key, url=url))

    def _group(self, words: list[str]) -> None:
        self._require_words("group", words, least=3)
        name, wanted, *members = words
        for member in members:
            self._require_known(member)
            if member in self._members:
                self._refuse("policy.member-twice", member=member)
            self._members.add(member)
        threshold = self._threshold(wanted, len(members))
        self._define(name)
        self._groups.append(Group(name=name, threshold=threshold, members=tuple(members)))

    def _take_quorum(self, words: list[str]) -> None:
        self._require_words("quorum", words, least=1, most=1)
        if self._quorum:
            self._refuse("policy.quorum-twice")
        if words[0] != NONE:
            self._require_known(words[0])
        self._quorum.append(words[0])

    def _threshold(self, text: str, members: int) -> int:
        if text in ("any", "all"):
            return 1 if text == "any" else members
        if _THRESHOLD.fullmatch(text) is None or int(text) > members:
            self._refuse("policy.threshold", text=text, members=members)
        return int(text)

    def _key(self, vkey: str, kind: int, before: Sequence[note.Key]) -> note.Key:
        try:
            key = note.parse_vkey(vkey)
        except LogError as error:
            self._refuse(error.code, **error.values)
        if key.kind != kind:
            self._refuse("policy.key-type", vkey=vkey, actual=key.kind, expected=kind)
        if any(key.public_key == known.public_key for known in before):
            self._refuse("policy.key-twice", vkey=vkey)
        return key

    def _define(self, name: str) -> None:
        if name == NONE or name in self._names:
            self._refuse("policy.name-defined", name=name)
        self._names.add(name)

    def _require_known(self, name: str) -> None:
        if name not in self._names:
            self._refuse("policy.name-undefined", name=name)

    def _require_words(
        self, verb: str, words: list[str], *, least: int, most: int | None = None
    ) -> None:
        if len(words) < least or (most is not None and len(words) > most):
            self._refuse("policy.form", form=_FORMS[verb])

    def _refuse(self, code: str, /, **values: object) -> NoReturn:
        self._place.refuse(code, line=self._number, **values)
