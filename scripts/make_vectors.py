"""Write ``spec/vectors``: evidence and what every verifier must say of it.

``draws`` are evidence folders, ``damages`` one of them with another ``result.json``, ``zips`` and
``tokens`` and ``disclosures`` what must be taken or refused.

``python scripts/make_vectors.py --check`` writes nothing and fails if a file would change.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from mingqian import directory_root, disclosure, explain, manifest, result, roster  # noqa: E402
from mingqian.errors import FormatError, LogError, MingqianError, problem_of  # noqa: E402
from mingqian.log import note, timestamp, tree  # noqa: E402
from mingqian.log.policy import parse  # noqa: E402
from mingqian.verify import Configuration, Report  # noqa: E402
from mingqian_ceremony import zip_form  # noqa: E402
from mingqian_ceremony.words import WORDS  # noqa: E402
from tests import added, damages, directory_rows, disclosures, tokens, zips  # noqa: E402
from tests.support import examples, tampering  # noqa: E402
from tests.support.evidence_factory import ORIGIN, WITNESS, Key  # noqa: E402
from tests.support.verification import checked  # noqa: E402

FOLDER = ROOT / "spec" / "vectors"
FORMAT = "mingqian-vectors/1"
POLICY = (
    f"log {Key(ORIGIN).vkey}\n"
    f"witness linjiang {Key(WITNESS, note.COSIGNATURE).vkey}\n"
    "quorum linjiang\n"
)


def vectors() -> Iterator[tuple[str, dict[str, object]]]:
    """Make every file of vectors with its name."""
    for name, vector in _draws():
        yield f"draws/{name}", vector
    yield "damages", _damages()
    yield "zips", _zips()
    yield "tokens", _tokens()
    yield "directory", _directory()
    yield "disclosures", _disclosures()


def _draws() -> Iterator[tuple[str, dict[str, object]]]:
    for name, make in examples.ALL.items():
        ceremony = make().ceremony()
        yield name, _vector(name, ceremony.all(), POLICY, with_explanations=True)
    yield "no-policy", _vector("no-policy", examples.sealed().ceremony().all(), None)
    undated = examples.drand_and_witness().ceremony(is_dated=False)
    yield "undated", _vector("undated", undated.all(), POLICY)
    yield "replaced", _vector("replaced", examples.with_replacements(), POLICY)
    for name, files in added.folders():
        yield name, _vector(name, files, POLICY)
    for name, forge in tampering.FORGERIES.items():
        if name in {"uniqueness", "voids", "log-key"}:
            continue  # these need more than the folder and this policy
        files, _ = forge()
        yield f"forged-{name}", _vector(f"forged-{name}", files, POLICY)
    for name, (forge, _) in tampering.NONE_FORGERIES.items():
        yield f"forged-{name}", _vector(f"forged-{name}", forge()[0], POLICY)


def _vector(
    name: str,
    files: Mapping[str, bytes],
    policy: str | None,
    *,
    with_explanations: bool = False,
) -> dict[str, object]:
    report = checked(files, _configuration(policy))
    return {
        "format": FORMAT,
        "name": name,
        "policy": policy,
        "files": {one: _content(files[one]) for one in sorted(files)},
        "checks": _checks(report),
        "verdict": [report.status, report.verdict],
        "notes": list(report.notes),
        "explanations": _explanations(files) if with_explanations else [],
    }


def _directory() -> dict[str, object]:
    key = directory_rows.KEY
    rows = sorted(directory_rows.rows(), key=lambda row: row.id)
    lines = [directory_root.line(key, row.id, row.write()) for row in rows]
    whole = tree.Tree.of(lines)
    return {
        "format": FORMAT,
        "name": "directory",
        "key": key,
        "rows": [row.write().decode() for row in rows],
        "salts": [directory_root.salt(key, row.id) for row in rows],
        "lines": [line.decode() for line in lines],
        "root": whole.root().hex(),
        "proof_of_1": [one.hex() for one in whole.inclusion_proof(1)],
    }


def _disclosures() -> dict[str, object]:
    examples = {**disclosures.ACCEPTED, **disclosures.REFUSED}
    return {
        "format": FORMAT,
        "commitment": disclosures.COMMITMENT,
        "files": [_disclosure(name, data) for name, data in examples.items()],
    }


def _disclosure(name: str, data: bytes) -> dict[str, object]:
    vector: dict[str, object] = {"name": name, "file": base64.b64encode(data).decode()}
    try:
        disclosed = disclosure.verify_opening(data, name)
    except MingqianError as error:
        own = error.code.startswith("disclosure.")
        return {**vector, "refused": problem_of(error, WORDS) if own else ""}
    return {
        **vector,
        "digest": disclosed.digest,
        "opened": dict(disclosed.opened),
        "withheld": list(disclosed.withheld),
    }


def _configuration(policy: str | None) -> Configuration:
    if policy is None:
        return Configuration()
    return Configuration(policy=parse(policy.encode(), "policy"))


def _damages() -> dict[str, object]:
    files = examples.drand_and_witness().ceremony().all()
    whole = files[result.FILE]
    made = []
    reports: list[list[list[str | None]]] = []
    for name, data in damages.damages(whole):
        checks = _checks(checked({**files, result.FILE: data}, _configuration(POLICY)))
        if checks not in reports:
            reports.append(checks)
        at, cut, put = _splice(whole, data)
        of = reports.index(checks)
        made.append({"name": name, "at": at, "cut": cut, "put": put, "report": of})
    return {
        "format": FORMAT,
        "draw": "drand-and-witness",
        "file": result.FILE,
        "reports": reports,
        "damages": made,
    }


def _splice(old: bytes, new: bytes) -> tuple[int, int, str]:
    """Tell how a file was changed: from where, how many bytes went, and which came (base64)."""
    at = _alike(old, new)
    same = _alike(old[at:][::-1], new[at:][::-1])
    return at, len(old) - at - same, base64.b64encode(new[at : len(new) - same]).decode()


def _alike(one: bytes, other: bytes) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _zips() -> dict[str, object]:
    made = []
    for name, make in {**zips.ACCEPTED, **zips.REFUSED}.items():
        data = make()
        one: dict[str, object] = {"name": name, "zip": base64.b64encode(data).decode()}
        try:
            one["files"] = {
                file: base64.b64encode(content).decode()
                for file, content in zip_form.files(data, "zip").items()
            }
        except FormatError as error:
            one["refused"] = problem_of(error, WORDS)
        made.append(one)
    return {"format": FORMAT, "zips": made}


def _tokens() -> dict[str, object]:
    made = []
    for name, make in {**tokens.ACCEPTED, **tokens.REFUSED}.items():
        data = make()
        one: dict[str, object] = {"name": name, "token": base64.b64encode(data).decode()}
        try:
            one["certificates"] = timestamp.read(data, tokens.IMPRINT, name).has_certificates
        except LogError as error:
            one["refused"] = problem_of(error, WORDS)
        made.append(one)
    return {"format": FORMAT, "imprint": tokens.IMPRINT.hex(), "tokens": made}


def _content(data: bytes) -> object:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}


def _checks(report: Report) -> list[list[str | None]]:
    return [[check.name, str(check.outcome), check.blocked_by] for check in report.checks]


def _explanations(files: Mapping[str, bytes]) -> list[dict[str, object]]:
    made = manifest.read(files[manifest.FILE])
    rosters = roster.read(files)
    found = result.read(files[result.FILE])
    wanted = [subject.id for subject in rosters.subjects[:6]]
    wanted += [exclusion.id for exclusion in rosters.exclusions[:1]]
    told = [explain.explain(made, rosters, found, one) for one in [*wanted, "NOBODY"]]
    return [
        {
            "id": one.id,
            "number": None if one.ticket is None else one.ticket.number,
            "value": None if one.ticket is None else str(one.ticket.value),
            "leaf": one.leaf,
            "excluded_for": one.excluded_for,
            "standings": [[s.stratum, s.outcome, s.reserve_rank] for s in one.standings],
        }
        for one in told
    ]


def main() -> int:
    """Write the vectors, or check that they are as they should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    is_check = parser.parse_args().check
    stale = []
    for name, vector in vectors():
        path = FOLDER / f"{name}.json"
        text = json.dumps(vector, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        if is_check and (not path.is_file() or path.read_text(encoding="utf-8") != text):
            stale.append(name)
        elif not is_check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"spec/vectors/{name}.json is not up to date")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
