"""The draw folder: the evidence as far as it exists, and the private files of the draw."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mingqian import canonical, manifest, packing, result, roster
from mingqian.canonical import Json
from mingqian.errors import FormatError, RefusedError
from mingqian.fields import Fields
from mingqian.manifest import Manifest
from mingqian.result import EvidenceFile, Result, SourceValue
from mingqian.roster import Rosters
from mingqian_ceremony import durable_files

PRIVATE = "private"
READING = "阅读"
_NOT_PUBLISHED = (f"{PRIVATE}/", f"{READING}/")
SEALING = f"{PRIVATE}/sealing"
_NAMES = f"{PRIVATE}/names.json"
_SECRET = f"{PRIVATE}/secret"
_GIVEN = "draw-v1 3.1"
_SECRET_DIGITS = 64
_OWN = frozenset({PRIVATE, READING, "log", "evidence", manifest.FILE, result.FILE, *roster.NAMES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder that holds one draw; ``number`` is that draw's, where it is known beforehand."""

    path: Path
    number: str | None = None

    def put(self, name: str, data: bytes) -> None:
        """Write a file durably; private ones are readable by their owner only."""
        durable_files.put(self.path / name, data, is_private=name.startswith(f"{PRIVATE}/"))

    def has(self, name: str) -> bool:
        """Tell whether a file is there."""
        return (self.path / name).is_file()

    def data(self, name: str) -> bytes:
        """Read a file.

        Raises:
            FormatError: it is not there.
        """
        return durable_files.read(self.path / name, "term.file")

    def manifest(self) -> Manifest:
        """Read the manifest.

        Raises:
            RefusedError: there is none yet.
        """
        if not self.has(manifest.FILE):
            raise RefusedError("draw.not-prepared", path=self.path)
        return manifest.read(self.data(manifest.FILE))

    def rosters(self) -> Rosters:
        """Read the rosters, and require that they are those of the manifest."""
        files = {name: self.data(name) for name in roster.NAMES}
        for entry in self.manifest().files:
            if canonical.digest(files[entry.name]) != entry.sha256:
                raise FormatError("folder.roster-digest", file=entry.name)
        return roster.read(files)

    def names(self) -> Mapping[str, str]:
        """Read the names that belong to the ids; they are not part of the evidence."""
        if not self.has(_NAMES):
            return {}
        names = _parsed(self.data(_NAMES), _NAMES)
        if not isinstance(names, dict):
            raise FormatError("file.damaged", file=_NAMES)
        return {who: str(name) for who, name in names.items()}

    def put_names(self, names: Mapping[str, str]) -> None:
        """Keep the names that belong to the ids."""
        text = json.dumps(dict(sorted(names.items())), ensure_ascii=False, indent=0)
        self.put(_NAMES, f"{text}\n".encode())

    def secret(self) -> str | None:
        """Read the secret of a sealed draw; None if there is none."""
        if not self.has(_SECRET):
            return None
        secret = self.data(_SECRET).decode(errors="replace").strip()
        if not canonical.is_hex(secret, _SECRET_DIGITS):
            raise FormatError("file.damaged", file=_SECRET)
        return secret

    def put_secret(self, secret: str) -> None:
        """Keep the secret of a sealed draw."""
        self.put(_SECRET, f"{secret}\n".encode())

    def given(self, position: int) -> SourceValue | None:
        """Read what a source gave; positions start at 1. None if it gave nothing yet."""
        name = _given_name(position)
        return _read_given(self.data(name), name) if self.has(name) else None

    def put_given(self, position: int, value: SourceValue) -> None:
        """Keep what a source gave."""
        evidence = [
            {"name": file.name, "sha256": file.sha256, "address": file.address}
            for file in value.evidence
        ]
        fields = {"value": value.value, "signature": value.signature, "evidence": evidence}
        data = json.dumps(fields, sort_keys=True).encode()
        # What could not be read again would stand in the way of the draw once it is logged.
        _read_given(data, _given_name(position))
        self.put(_given_name(position), data)

    def shown(self, position: int, file: EvidenceFile) -> bytes:
        """Read a file that shows a source's value."""
        return self.data(_shown_name(position, file.name))

    def put_shown(self, position: int, name: str, data: bytes) -> None:
        """Keep a file that shows a source's value."""
        self.put(_shown_name(position, name), data)

    def result_name(self) -> str:
        """Name the result's file: it stays private until a sealed draw is opened."""
        if self.has(result.FILE) or not self.manifest().is_sealed_mode:
            return result.FILE
        return f"{PRIVATE}/{result.FILE}"

    def result(self) -> Result:
        """Read the result.

        Raises:
            RefusedError: there is none yet.
        """
        name = self.result_name()
        if not self.has(name):
            raise RefusedError("draw.not-held")
        return result.read(self.data(name))

    def require_own(self) -> None:
        """Require a folder that holds a draw and nothing else, or nothing yet.

        Raises:
            RefusedError: strange files lie there, which would be taken for evidence.
        """
        if not self.path.is_dir():
            return
        self._require_nothing_added()
        names = (path.name for path in self.path.iterdir() if not path.name.endswith(".tmp"))
        strange = sorted(name for name in names if name not in _OWN)
        if strange:
            raise RefusedError(
                "folder.foreign-files", rule="draw-v1 6.2", path=self.path, names=strange[:3]
            )

    def _require_nothing_added(self) -> None:
        for path in sorted(self.path.rglob("*")):
            name = path.relative_to(self.path).as_posix()
            who = packing.packer(name)
            if who is not None and path.is_file() and not name.startswith(_NOT_PUBLISHED):
                raise RefusedError("folder.system-file", rule="draw-v1 6.7", path=path, who=who)

    def log_files(self) -> dict[str, bytes]:
        """Read the entries and proofs of the log that belong to the evidence."""
        folder = self.path / "log"
        return {
            f"log/{name}": path.read_bytes() for name, path in durable_files.files_below(folder)
        }


def _given_name(position: int) -> str:
    return f"{PRIVATE}/given-{position}.json"


def _shown_name(position: int, name: str) -> str:
    return f"{PRIVATE}/given-{position}/{name}"


def _parsed(data: bytes, name: str) -> Json:
    try:
        parsed: Json = json.loads(data)
    except (ValueError, RecursionError):
        raise FormatError("file.damaged", file=name) from None
    return parsed


def _read_given(data: bytes, name: str) -> SourceValue:
    fields = Fields(_parsed(data, name), file=name, rule=_GIVEN)
    return SourceValue(
        value=fields.text("value"),
        signature=fields.hex_or_null("signature", 96),
        evidence=fields.objects(
            "evidence",
            lambda file_fields: EvidenceFile(
                name=file_fields.code("name"),
                sha256=file_fields.hex("sha256"),
                address=file_fields.text("address"),
            ),
        ),
    )
